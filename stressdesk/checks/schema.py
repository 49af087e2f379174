"""Whether an answer fits a JSON Schema, and what is wrong with it in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from stressdesk.checks.check import Exchange
from stressdesk.checks.finding import Finder, Finding, failed, passed, unsure
from stressdesk.checks.parsing import NotJson, read_json
from stressdesk.checks.patterns import MOST_CHARACTERS, SEARCH_SECONDS, OutOfTime, TooLong
from stressdesk.checks.schema_validator import MOST_STEPS, BoundedValidator, OutOfSteps
from stressdesk.checks.structure import kind, not_json, notation, placed
from stressdesk.checks.wording import listed, shown
from stressdesk.scenario.amounts import counted
from stressdesk.scenario.checks import JsonSchema

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_MOST_ERRORS: Final = 50
_VAGUE: Final = frozenset({"anyOf", "oneOf", "not", "additionalProperties"})
_GIVEN_UP: Final[dict[type[Exception], str]] = {
    OutOfSteps: f"the answer is too large to be held against the schema (more than {MOST_STEPS:,} steps)",
    OutOfTime: f"the schema's patterns took longer than {SEARCH_SECONDS:g} s on this answer",
    TooLong: f"a text in the answer is longer than {MOST_CHARACTERS:,} characters, too long for a pattern",
    RecursionError: "the answer or the schema is nested too deeply, or the schema refers to itself without end",
}
_TYPES = {
    "object": "an object", "array": "an array", "string": "a string", "number": "a number",
    "integer": "a whole number", "boolean": "a boolean", "null": "null",
}  # fmt: skip


def json_schema(spec: JsonSchema) -> Finder:
    """The answer is JSON that fits a schema; raises schema_validator.BadSchema."""
    validator = BoundedValidator(spec.schema)

    def find(exchange: Exchange) -> Finding:
        try:
            reading = read_json(exchange.answer, fenced=spec.fenced)
        except NotJson as error:
            return not_json(error)
        try:
            reason = _worst(islice(validator.errors(reading.value), _MOST_ERRORS))
        except (OutOfSteps, OutOfTime, TooLong, ArithmeticError, RecursionError) as error:
            return unsure(
                _GIVEN_UP.get(type(error), "the answer holds a number too large to be held against the schema")
            )
        return failed(reason) if reason else passed(f"the answer fits the schema{placed(reading)}")

    return find


def _worst(errors: Iterable[ValidationError]) -> str:
    """The most telling of the errors, as a reason; "" where there is none."""
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - loaded with the first schema only

    outermost = min(errors, key=lambda error: (len(error.path), error.validator in _VAGUE), default=None)
    if outermost is None:
        return ""
    # Of the alternatives of an anyOf, the one that came nearest is the most telling.
    error = best_match([outermost])
    return f"at {place(error.absolute_path)}: {_told(error)}"


def place(path: Iterable[str | int]) -> str:
    """Where in a JSON value, such as $.lines[2].total; shortened in the middle."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{shown(step, 20)[1:-1]}" for step in path)
    return f"${steps}" if len(steps) <= 60 else f"${steps[:30]}…{steps[-28:]}"  # noqa: PLR2004 - as in shown


def _told(error: ValidationError) -> str:
    keyword, wanted, value = str(error.validator), error.validator_value, error.instance
    if error.validator is None:
        return "nothing may stand here"
    if keyword == "additionalProperties" and wanted is False:
        return f"{shown(error.message, 30)} is not a field of the schema"
    told = _MESSAGES.get(keyword)
    return f"{notation(value)} breaks the rule {keyword}" if told is None else told(value, wanted)


def _type(value: Any, wanted: Any) -> str:
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    is_fraction = names == ["integer"] and isinstance(value, float)
    said = notation(value) if is_fraction or isinstance(value, str) else kind(value)
    return f"{said} is not {' or '.join(_TYPES.get(name, name) for name in names)}"


def _required(value: Any, wanted: Any) -> str:
    return f"missing: {listed([name for name in wanted if name not in value])}"


def _enum(value: Any, wanted: Any) -> str:
    return f"{notation(value)} is not one of {listed([notation(each).strip(chr(39)) for each in wanted])}"


_MESSAGES: dict[str, Callable[[Any, Any], str]] = {
    "type": _type,
    "required": _required,
    "enum": _enum,
    "const": lambda value, wanted: f"{notation(value)} is not {notation(wanted)}",
    "minimum": lambda value, wanted: f"{notation(value)} is less than {wanted}",
    "maximum": lambda value, wanted: f"{notation(value)} is more than {wanted}",
    "exclusiveMinimum": lambda value, wanted: f"{notation(value)} is not more than {wanted}",
    "exclusiveMaximum": lambda value, wanted: f"{notation(value)} is not less than {wanted}",
    "multipleOf": lambda value, wanted: f"{notation(value)} is not a multiple of {wanted}",
    "minLength": lambda value, wanted: f"{notation(value)} is shorter than {counted(wanted, 'character')}",
    "maxLength": lambda value, wanted: f"{notation(value)} is longer than {counted(wanted, 'character')}",
    "pattern": lambda value, wanted: f"{notation(value)} does not match the pattern {shown(wanted, 40)}",
    "minItems": lambda value, wanted: f"the list has {counted(len(value), 'entry')}, at least {wanted:,} needed",
    "maxItems": lambda value, wanted: f"the list has {counted(len(value), 'entry')}, at most {wanted:,} allowed",
    "uniqueItems": lambda _value, _wanted: "the list holds an entry twice",
    "minProperties": lambda value, wanted: f"{counted(len(value), 'field')}, at least {wanted:,} needed",
    "maxProperties": lambda value, wanted: f"{counted(len(value), 'field')}, at most {wanted:,} allowed",
    "anyOf": lambda value, _: f"{notation(value)} fits none of the alternatives",
    "oneOf": lambda value, _: f"{notation(value)} does not fit exactly one of the alternatives",
    "not": lambda value, _: f"{notation(value)} is ruled out by the schema",
    "contains": lambda _value, _: "the list lacks an entry that it must have",
    "dependentRequired": lambda _value, _: "a field is missing that another one calls for",
}
