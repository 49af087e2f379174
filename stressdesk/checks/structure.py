"""Whether an answer is JSON, and holds the fields a program after it will ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stressdesk.checks.check import Exchange
from stressdesk.checks.finding import Finder, Finding, failed, passed, unsure
from stressdesk.checks.numerals import number
from stressdesk.checks.parsing import NotJson, Reading, read_json
from stressdesk.checks.text import spaced
from stressdesk.checks.wording import listed, shown
from stressdesk.scenario.checks import Fields, Json

_MOST_DIFFERENCES = 2


def json(spec: Json) -> Finder:
    """The answer is JSON."""

    def find(exchange: Exchange) -> Finding:
        try:
            reading = read_json(exchange.answer, fenced=spec.fenced)
        except NotJson as error:
            return not_json(error)
        return passed(f"the answer is {kind(reading.value)} in JSON{placed(reading)}")

    return find


def fields(spec: Fields) -> Finder:
    """The answer is a JSON object with fields that are filled, and, with `match`, right."""

    def find(exchange: Exchange) -> Finding:
        try:
            reading = read_json(exchange.answer, fenced=spec.fenced)
        except NotJson as error:
            return not_json(error)
        if not isinstance(reading.value, dict):
            return failed(f"the answer is {kind(reading.value)}, not a JSON object")
        missing = [name for name in spec.required if _is_blank(reading.value.get(name))]
        if missing:
            return failed(f"missing or empty: {listed(missing)}")
        if spec.match:
            return _matching(reading.value, exchange.expect)
        return passed(f"all required fields are filled: {listed(spec.required)}{placed(reading)}")

    return find


def not_json(error: NotJson) -> Finding:
    """What it means that an answer could not be read as JSON."""
    return unsure(str(error)) if error.undecided else failed(str(error))


def kind(value: Any) -> str:
    """The name of a JSON value's type, with its article."""
    if isinstance(value, bool):
        return "a boolean"
    names = {dict: "an object", list: "an array", str: "a string", int: "a number", float: "a number"}
    return names.get(type(value), "null")


def placed(reading: Reading) -> str:
    """Where the JSON stood, for the end of a sentence; nothing where it was the whole answer."""
    return f", {reading.place}" if reading.place else ""


def _is_blank(value: Any) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def _matching(answer: Mapping[str, Any], expect: Any) -> Finding:
    if expect is None:
        return unsure("the required fields are filled, but the right values are not known for this query")
    if not isinstance(expect, Mapping):
        return unsure(f"what is expected here is {kind(expect)}, not a mapping of fields")
    wrong = [name for name, wanted in expect.items() if not _same(answer.get(name), wanted)]
    if not wrong:
        return passed(f"the fields have the expected values: {listed(list(expect))}")
    differences = [_difference(name, answer, expect[name]) for name in wrong[:_MOST_DIFFERENCES]]
    more = f" and {len(wrong) - _MOST_DIFFERENCES} more" if len(wrong) > _MOST_DIFFERENCES else ""
    return failed("; ".join(differences) + more)


def _difference(name: str, answer: Mapping[str, Any], wanted: Any) -> str:
    field = shown(name, 30)[1:-1]
    if name not in answer:
        return f"{field} is missing, expected {notation(wanted)}"
    return f"{field} is {notation(answer[name])}, expected {notation(wanted)}"


def notation(value: Any) -> str:
    """A JSON value for a reason: short, on one line."""
    if isinstance(value, dict | list | tuple):
        return f"{kind(list(value) if isinstance(value, tuple) else value)} of {len(value)}"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return shown(str(value), 25)


def _same(value: Any, wanted: Any) -> bool:
    """Numbers by value, whether or not in quotes; texts apart from white space and case; the rest part by part."""
    if isinstance(wanted, bool) or isinstance(value, bool) or wanted is None:
        return value is wanted
    if isinstance(wanted, Mapping):
        return isinstance(value, dict) and value.keys() == wanted.keys() and _all_same(value, wanted)
    if isinstance(wanted, list | tuple):
        return isinstance(value, list) and len(value) == len(wanted) and all(map(_same, value, wanted))
    if isinstance(value, dict | list) or value is None:
        return False
    amounts = number(value), number(wanted)
    if None not in amounts:
        return amounts[0] == amounts[1]
    return spaced(str(value), ignore_case=True) == spaced(str(wanted), ignore_case=True)


def _all_same(value: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(_same(value[name], wanted[name]) for name in wanted)
