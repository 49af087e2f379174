"""A JSON Schema validator (2020-12) that fetches nothing and whose time is bounded, whatever the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product
from time import thread_time
from typing import TYPE_CHECKING, Any, Final

from stressdesk.checks.parsing import comparable
from stressdesk.checks.patterns import SEARCH_SECONDS, BadPattern, OutOfTime, Pattern
from stressdesk.checks.wording import shown

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    # `Any`: the validators that jsonschema calls keywords with have a method, `descend`, that its protocol leaves out.
    Keyword = Callable[[Any, Any, Any, Mapping[str, Any]], Iterator[ValidationError] | None]

# Measured: some 10 us a step (one keyword applied to one value), so half a second.
MOST_STEPS: Final = 50_000

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

_VALUES = frozenset({"const", "enum", "default", "examples"})
_NAMED_SCHEMAS = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})


class BadSchema(Exception):  # noqa: N818 - becomes a problem of the scenario
    """The schema cannot be used; the message says why."""


class OutOfSteps(Exception):  # noqa: N818 - says what happened, and is always caught in this package
    """Judging takes more steps than MOST_STEPS."""


class Allowance:
    """What one judgement may still use up: steps, and seconds in patterns."""

    def __init__(self, patterns: Mapping[str, Pattern]) -> None:
        self._patterns = patterns
        self.renew()

    def renew(self) -> None:
        """Start the next judgement."""
        self._steps = MOST_STEPS
        self._seconds = SEARCH_SECONDS

    def use(self, steps: int = 1) -> None:
        """Use up some steps; raises OutOfSteps."""
        self._steps -= steps
        if self._steps < 0:
            raise OutOfSteps

    def found(self, pattern: str, text: str) -> bool:
        """Is the pattern found? Raises OutOfTime when all patterns together took too long, and TooLong."""
        self.use()
        if self._seconds <= 0:
            raise OutOfTime
        # CPU time of this thread: a limit on computing, no time of the run.
        start = thread_time()
        try:
            return self._patterns[pattern].search(text, self._seconds) is not None
        finally:
            self._seconds -= thread_time() - start


class BoundedValidator:
    """One schema, ready to judge any number of answers."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        """Check and prepare the schema; raises BadSchema."""
        patterns: dict[str, Pattern] = {}
        try:
            own = _own(schema, patterns, is_root=True)
            _refuse_unboxed(str(own))
        except RecursionError as error:
            raise BadSchema("it is nested too deeply") from error
        self._allowance = Allowance(patterns)
        self._validator = _validator(own, self._allowance)

    def errors(self, value: Any) -> Iterator[ValidationError]:
        """What is wrong with a value; raises OutOfSteps, OutOfTime, TooLong and RecursionError on the way."""
        self._allowance.renew()
        return iter(self._validator.iter_errors(value))


def _own(schema: Any, patterns: dict[str, Pattern], *, is_root: bool = False) -> Any:
    """A copy without `$schema` and `$id`, its patterns compiled on the way.

    jsonschema would change to its own, unbounded validator wherever it meets `$schema`.
    """
    if not isinstance(schema, Mapping):
        return schema
    _refuse_foreign(schema, is_root=is_root)
    if isinstance(pattern := schema.get("pattern"), str):
        _compile(pattern, patterns)
    if isinstance(named := schema.get("patternProperties"), Mapping):
        for each in named:
            _compile(str(each), patterns)
    return {name: _part(name, value, patterns) for name, value in schema.items() if name not in {"$schema", "$id"}}


def _part(keyword: str, value: Any, patterns: dict[str, Pattern]) -> Any:
    if keyword in _VALUES:
        return value
    if keyword in _NAMED_SCHEMAS and isinstance(value, Mapping):
        return {name: _own(each, patterns) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_own(each, patterns) for each in value]
    return _own(value, patterns)


def _refuse_foreign(schema: Mapping[str, Any], *, is_root: bool) -> None:
    draft = schema.get("$schema")
    if isinstance(draft, str) and draft.rstrip("#") != DRAFT:
        raise BadSchema(f"it is written for {shown(draft)}; rewrite it for JSON Schema 2020-12")
    for keyword in ("$ref", "$dynamicRef"):
        reference = schema.get(keyword)
        if isinstance(reference, str) and not reference.startswith("#"):
            raise BadSchema(f"it refers to {shown(reference)} outside itself; copy that part into $defs")
    if isinstance(schema.get("$id"), str) and not is_root:
        raise BadSchema("a part of it has an $id of its own; leave that out")


def _refuse_unboxed(notation: str) -> None:
    # What jsonschema does for unevaluatedProperties searches for these patterns without a limit of time.
    if "'unevaluatedProperties'" in notation and "'patternProperties'" in notation:
        raise BadSchema("unevaluatedProperties and patternProperties cannot be used together; use additionalProperties")


def _compile(pattern: str, patterns: dict[str, Pattern]) -> None:
    try:
        patterns.setdefault(pattern, Pattern(pattern))
    except BadPattern as error:
        raise BadSchema(f"the pattern {shown(pattern, 40)} cannot be used: {error}") from error


def _validator(schema: Any, allowance: Allowance) -> Validator:
    from jsonschema import Draft202012Validator, FormatChecker, SchemaError, validators  # noqa: PLC0415 - 60 ms
    from referencing import Registry  # noqa: PLC0415 - as jsonschema

    try:
        Draft202012Validator.check_schema(schema, format_checker=FormatChecker(()))
    except SchemaError as error:
        raise BadSchema(f"at {error.json_path}: {shown(error.message, 100)[1:-1]}") from error
    except RecursionError as error:
        raise BadSchema("it is nested too deeply") from error
    keywords = {**Draft202012Validator.VALIDATORS, **_patterned(allowance), **_linear(allowance)}
    bounded = {name: _counting(keyword, allowance) for name, keyword in keywords.items()}
    # An empty registry knows no address and fetches none.
    validator: Validator = validators.extend(Draft202012Validator, bounded)(  # type: ignore[no-untyped-call] # theirs
        schema, registry=Registry()
    )
    _refuse_loose_references(schema, schema)
    return validator


def _refuse_loose_references(part: Any, root: Any) -> None:
    from referencing import Registry, exceptions  # noqa: PLC0415 - as jsonschema
    from referencing.jsonschema import DRAFT202012  # noqa: PLC0415 - as jsonschema

    resolver = Registry[Any]().resolver_with_root(DRAFT202012.create_resource(root))
    for reference in _references(part):
        try:
            resolver.lookup(reference)
        except exceptions.Unresolvable as error:
            raise BadSchema(f"nothing stands at {shown(reference)}, which it refers to") from error


def _references(part: Any) -> Iterator[str]:
    parts = part.items() if isinstance(part, Mapping) else enumerate(part) if isinstance(part, list) else ()
    for name, value in parts:
        if name in {"$ref", "$dynamicRef"} and isinstance(value, str):
            yield value
        elif name not in _VALUES:
            yield from _references(value)


def _counting(keyword: Keyword, allowance: Allowance) -> Keyword:
    def apply(validator: Any, value: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[ValidationError] | None:
        allowance.use()
        return keyword(validator, value, instance, schema)

    return apply


def _patterned(allowance: Allowance) -> dict[str, Keyword]:
    """The keywords that search for patterns, with time-boxed searches."""
    return {
        "pattern": partial(_pattern, allowance),
        "patternProperties": partial(_pattern_properties, allowance),
        "additionalProperties": partial(_additional_properties, allowance),
    }


def _pattern(
    allowance: Allowance, validator: Any, value: Any, instance: Any, _: Mapping[str, Any]
) -> Iterator[ValidationError]:
    from jsonschema import ValidationError  # noqa: PLC0415 - see above

    if validator.is_type(instance, "string") and not allowance.found(value, instance):
        yield ValidationError("")


def _pattern_properties(
    allowance: Allowance, validator: Any, value: Any, instance: Any, _: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for (each, subschema), name in product(value.items(), instance):
            if allowance.found(each, name):
                yield from validator.descend(instance[name], subschema, path=name, schema_path=each)


def _additional_properties(
    allowance: Allowance, validator: Any, value: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    from jsonschema import ValidationError  # noqa: PLC0415 - see above

    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name in instance if validator.is_type(instance, "object") else ():
        allowance.use()
        if name in known or any(allowance.found(each, name) for each in patterns):
            continue
        if value is False:
            yield ValidationError(name)
        else:
            yield from validator.descend(instance[name], value, path=name)


def _linear(allowance: Allowance) -> dict[str, Keyword]:
    """`uniqueItems` by hashing instead of comparing each with each; what stays quadratic uses up steps accordingly."""
    from jsonschema import Draft202012Validator, ValidationError  # noqa: PLC0415 - see above

    def unique_items(validator: Any, value: Any, instance: Any, _: Mapping[str, Any]) -> Iterator[ValidationError]:
        if value and validator.is_type(instance, "array"):
            allowance.use(len(instance) // 10)
            if len({comparable(part) for part in instance}) < len(instance):
                yield ValidationError("")

    def quadratic(name: str) -> Keyword:
        original: Keyword = Draft202012Validator.VALIDATORS[name]

        def apply(
            validator: Any, value: Any, instance: Any, schema: Mapping[str, Any]
        ) -> Iterator[ValidationError] | None:
            if isinstance(instance, dict | list):
                allowance.use(len(instance) ** 2 // 100)
            return original(validator, value, instance, schema)

        return apply

    return {
        "uniqueItems": unique_items,
        "unevaluatedItems": quadratic("unevaluatedItems"),
        "unevaluatedProperties": quadratic("unevaluatedProperties"),
    }
