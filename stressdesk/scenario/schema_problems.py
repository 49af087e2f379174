"""What can be wrong with the JSON Schema of a check: not a schema, references outside itself, or without an end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from stressdesk.errors import Problem
from stressdesk.scenario.scalars import shortened

MAX_PARTS = 10_000
"""Most parts an answer may be compared with, each reference followed: 20 nested pairs of references are a million."""

_SAME_VALUE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
_INNER_VALUE = (
    "properties", "patternProperties", "additionalProperties", "items", "prefixItems", "contains", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
_NAMED = ("dependentSchemas", "properties", "patternProperties")


def schema_problems(schema: dict[str, Any], field: str) -> Iterator[Problem]:
    """Why answers cannot be compared with this schema, in bounded time; nothing is fetched."""
    import jsonschema  # noqa: PLC0415 - takes 70 ms to load

    try:
        jsonschema.Draft202012Validator.check_schema(schema)
        _Weighing(schema).weigh(schema, 0)
    except jsonschema.SchemaError as error:
        place = "/".join(str(part) for part in error.absolute_path)
        hint = f"Look at {shortened(place, 200)}." if place else "A schema begins with `type: object`."
        yield Problem(f"this is not a JSON Schema: {shortened(error.message, 200)}", hint=hint, field=field)
    except _ReferenceError as error:
        yield Problem(error.args[0], hint=error.args[1], field=field)
    except RecursionError:
        yield Problem("the schema is nested too deep", hint="Write it more simply.", field=field)


class _ReferenceError(Exception):
    """A reference that cannot be followed, or not to an end: message and hint."""


class _Weighing:
    """Counts the parts of a schema with each reference followed, once a part."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema
        self._weights: dict[int, int] = {}
        self._open: dict[int, int] = {}

    def weigh(self, part: Any, level: int) -> int:
        """How many parts `part` amounts to; `level` grows where the schema descends into the answer."""
        if not isinstance(part, dict):
            return 1
        if id(part) in self._weights:
            return self._weights[id(part)]
        if id(part) in self._open:
            if self._open[id(part)] == level:
                raise _ReferenceError("a `$ref` leads back to itself", "Let it lead to a part that says something.")
            # A tree of comments in comments: it ends with the answer.
            return 1
        self._open[id(part)] = level
        same = sum(self.weigh(inner, level) for inner in [*_parts(part, _SAME_VALUE), *self._targets(part)])
        deeper = sum(self.weigh(inner, level + 1) for inner in _parts(part, _INNER_VALUE))
        del self._open[id(part)]
        if (total := 1 + same + deeper) > MAX_PARTS:
            raise _ReferenceError("the schema's references multiply", "Use each part of `$defs` fewer times.")
        self._weights[id(part)] = total
        return total

    def _targets(self, part: dict[str, Any]) -> Iterator[Any]:
        for name in ("$ref", "$dynamicRef"):
            reference = part.get(name)
            if isinstance(reference, str):
                yield self._target(reference)

    def _target(self, reference: str) -> Any:
        shown = shortened(reference, 80)
        if reference != "#" and not reference.startswith("#/"):
            hint = "Copy what it refers to under `$defs:` and write #/$defs/name: nothing is fetched."
            raise _ReferenceError(f"the schema refers to {shown}", hint)
        target: Any = self._schema
        for step in unquote(reference).split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(target, list) and name.isdecimal() and int(name) < len(target):
                target = target[int(name)]
            elif isinstance(target, dict) and name in target:
                target = target[name]
            else:
                raise _ReferenceError(f"{shown} leads nowhere", "Write it as #/$defs/name.")
        return target


def _parts(part: dict[str, Any], names: tuple[str, ...]) -> Iterator[Any]:
    for name in names:
        inner = part.get(name)
        if isinstance(inner, list):
            yield from inner
        elif isinstance(inner, dict) and name in _NAMED:
            yield from inner.values()
        elif inner is not None:
            yield inner
