"""What can be wrong with the checks of a scenario."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from stressdesk.errors import Problem
from stressdesk.scenario import checks
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.schema_problems import schema_problems

MAX_REPETITIONS = 10_000
"""Most times a pattern may demand one thing: `(a{1000}){1000}` takes the regex module .5 s and 270 MB to read."""

_COUNT = re.compile(r"\{(\d{1,9})(,\d{0,9})?\}|\{\d{10,}")
_UNIT = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def check_problems(scenario: Scenario) -> Iterator[Problem]:
    """What keeps a check from judging anything."""
    expectations = [one.expect for one in scenario.demo if one.expect is not None]
    for index, spec in enumerate(scenario.checks):
        field = f"checks[{index}]"
        yield from _own_problems(spec, field)
        if _needs_mapping(spec):
            if not any(isinstance(expect, dict) for expect in expectations):
                hint = "Add `expect:` with the expected fields to a demo input, or remove `match`."
                yield Problem("`match` has nothing to match with", hint=hint, field=f"{field}.match")
        elif _needs_expectation(spec) and not expectations:
            hint = "Add `expect:` to a demo input, or write the value here."
            yield Problem("no demo input says what is expected", hint=hint, field=field)


def _needs_mapping(spec: checks.CheckSpec) -> bool:
    return isinstance(spec, checks.Fields) and spec.match


def _needs_expectation(spec: checks.CheckSpec) -> bool:
    if isinstance(spec, checks.Contains):
        return spec.value is None and not spec.values
    return isinstance(spec, checks.Equals) and spec.value is None


def _own_problems(spec: checks.CheckSpec, field: str) -> Iterator[Problem]:
    match spec:
        case checks.Contains() if spec.value is not None and spec.values:
            yield Problem("`value` and `values` are given together", hint="Keep one of the two.", field=field)
        case checks.Contains() | checks.NotContains() if "" in (*spec.values, getattr(spec, "value", None)):
            hint = "Every answer contains the empty text: remove it or write something."
            yield Problem("an empty text is searched for", hint=hint, field=field)
        case checks.Regex():
            yield from _pattern_problems(spec, f"{field}.pattern")
        case checks.Length():
            yield from _length_problems(spec, field)
        case checks.JsonSchema():
            yield from schema_problems(spec.schema, f"{field}.schema")
        case checks.Fields() if not spec.required and not spec.match:
            hint = "Write `required: [name, ...]` or `match: true`."
            yield Problem("the check asks for nothing", hint=hint, field=field)
        case checks.PersonalData() if not spec.kinds:
            yield Problem("the check looks for nothing", hint="Write `kinds:` or leave it out.", field=field)


def _length_problems(spec: checks.Length, field: str) -> Iterator[Problem]:
    bounds = {"chars": (spec.min_chars, spec.max_chars), "words": (spec.min_words, spec.max_words)}
    units = {"chars": "characters", "words": "words"}
    for unit, (low, high) in bounds.items():
        if high is not None and low > high:
            message = f"this asks for at least {low:,} and at most {high:,} {units[unit]}"
            yield Problem(message, hint="No answer fits: exchange the two.", field=f"{field}.min_{unit}")
    if all(bound in ((0, None), (None, None)) for bound in bounds.values()):
        hint = "Write one of min_chars, max_chars, min_words and max_words."
        yield Problem("the check has no bound", hint=hint, field=field)


def _pattern_problems(spec: checks.Regex, field: str) -> Iterator[Problem]:
    if repetitions(spec.pattern) > MAX_REPETITIONS:
        hint = "Ask for fewer repetitions, or use a `length` check."
        yield Problem(f"the pattern repeats something more than {MAX_REPETITIONS:,} times", hint=hint, field=field)
        return
    import regex  # noqa: PLC0415 - few scenarios have patterns

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            regex.compile(spec.pattern)
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError) as error:
        hint = "Mend it; put a backslash before a character such as ( or ? that is meant as itself."
        yield Problem(f"this is not a regular expression ({str(error)[:100]})", hint=hint, field=field)


def repetitions(pattern: str) -> int:
    """At most how often the pattern demands one thing: the product of nested counts, the sum of successive ones."""
    totals, units = [0], [0]
    at = 0
    while at < len(pattern):
        if counted := _COUNT.match(pattern, at):
            at = counted.end()
            units[-1] *= max(int(counted[1]), 1) if counted[1] else MAX_REPETITIONS + 1
            continue
        unit = _UNIT.match(pattern, at)
        at = unit.end() if unit else at + 1
        if unit and unit[0] == "(":
            totals.append(0)
            units.append(0)
            continue
        totals[-1] += units[-1]
        units[-1] = 1
        if unit and unit[0] == ")" and len(totals) > 1:
            units.pop()
            inner = totals.pop() or 1
            units[-1], totals[-1] = inner, totals[-1] + units[-1]
    return sum(totals) + sum(units)
