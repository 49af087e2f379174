"""From the rules in a scenario to checks that judge by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from stressdesk.checks import echo, language, leak, patterns, refusal, schema, speed, structure, text
from stressdesk.checks.check import Check
from stressdesk.checks.finding import Finder, RuleCheck
from stressdesk.checks.kinds import kind_of
from stressdesk.checks.patterns import BadPattern
from stressdesk.checks.schema_validator import BadSchema
from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.checks import (
    CheckSpec,
    Contains,
    Equals,
    Fields,
    FirstToken,
    Json,
    JsonSchema,
    Language,
    Length,
    NotContains,
    OneOf,
    PersonalData,
    PromptLeak,
    Refusal,
    Regex,
    TotalLatency,
)
from stressdesk.scenario.model import Scenario

Maker = Callable[[Any], Finder]

_SPEED = (FirstToken, TotalLatency)


def checks_for(scenario: Scenario, system_text: str) -> tuple[Check, ...]:
    """The scenario's checks in order, under names of their own; raises ScenarioError for patterns and schemas.

    `system_text` is the prompt's system text, for the conversations that do not show it.
    """
    makers = _makers(scenario, system_text)
    checks: list[Check] = []
    problems: list[Problem] = []
    for number, (name, spec) in enumerate(zip(unique_names(scenario.checks), scenario.checks, strict=True)):
        try:
            find = makers[type(spec)](spec)
        except BadPattern as error:
            problems.append(_problem(number, "pattern", f"the pattern cannot be used: {error}"))
        except BadSchema as error:
            problems.append(_problem(number, "schema", f"the schema cannot be used: {error}"))
        else:
            checks.append(RuleCheck(name=name, find=find, about="speed" if isinstance(spec, _SPEED) else "content"))
    if problems:
        raise ScenarioError(problems)
    return tuple(checks)


def _makers(scenario: Scenario, system_text: str) -> Mapping[type[CheckSpec], Maker]:
    """The one table of what judges each rule."""
    searches = sum(isinstance(spec, Regex) for spec in scenario.checks) or 1
    search_seconds = min(patterns.SEARCH_SECONDS, patterns.TOGETHER_SECONDS / searches)
    return {
        OneOf: text.one_of,
        Equals: text.equals,
        Contains: text.contains,
        NotContains: text.not_contains,
        Regex: partial(text.regex, search_seconds=search_seconds),
        Length: text.length,
        Json: structure.json,
        JsonSchema: schema.json_schema,
        Fields: structure.fields,
        Language: language.language,
        Refusal: refusal.refusal,
        PromptLeak: partial(leak.prompt_leak, system_text=system_text),
        PersonalData: partial(echo.personal_data, own_text=_own_text(scenario, system_text)),
        FirstToken: speed.first_token,
        TotalLatency: speed.latency,
    }


def unique_names(specs: Sequence[CheckSpec]) -> Iterator[str]:
    """A name for each rule: its own or its kind, with a number where it was given before ("contains 2")."""
    taken: set[str] = set()
    for spec in specs:
        wanted = spec.name.strip() or kind_of(spec)
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted} {number}", number + 1
        taken.add(name)
        yield name


def _own_text(scenario: Scenario, system_text: str) -> str:
    messages = [message.content for message in scenario.prompt.messages]
    return "\n".join([system_text, scenario.prompt.text or "", *messages])


def _problem(number: int, field: str, message: str) -> Problem:
    return Problem(message, hint=f"Mend `{field}` of this check.", field=f"checks[{number}].{field}")
