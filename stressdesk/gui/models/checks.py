"""The checks of a scenario: the kinds to add from, one to start with of each, and edits of the list."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from stressdesk.scenario import checks
from stressdesk.scenario.checks import CheckSpec
from stressdesk.scenario.model import Scenario

MOST_LABELS = 12


class Kind(msgspec.Struct, frozen=True):
    """A kind of check in plain words; `start` makes one that suits the scenario."""

    spec: type[CheckSpec]
    title: str
    sentence: str
    start: Callable[[Scenario], CheckSpec]


def kind(spec: CheckSpec) -> Kind:
    """The kind of a check."""
    return next(one for one in KINDS if isinstance(spec, one.spec))


def moved(specs: tuple[CheckSpec, ...], at: int, way: int) -> tuple[CheckSpec, ...]:
    """The checks with one moved up (-1) or down (1); the same where it stands at the end."""
    to = at + way
    if not (0 <= at < len(specs) and 0 <= to < len(specs)):
        return specs
    changed = list(specs)
    changed[at], changed[to] = changed[to], changed[at]
    return tuple(changed)


def without(specs: tuple[CheckSpec, ...], at: int) -> tuple[CheckSpec, ...]:
    """The checks without one."""
    return (*specs[:at], *specs[at + 1 :])


def with_copy(specs: tuple[CheckSpec, ...], at: int) -> tuple[CheckSpec, ...]:
    """The checks with a copy of one behind it."""
    return (*specs[: at + 1], specs[at], *specs[at + 1 :])


def _labels(scenario: Scenario) -> tuple[str, ...]:
    """What the demo inputs expect, each once, where these are a few short texts."""
    found = tuple(dict.fromkeys(one.expect for one in scenario.demo if one.expect is not None))
    return found if len(found) <= MOST_LABELS and all(isinstance(one, str) for one in found) else ()


def _expects(scenario: Scenario) -> bool:
    return any(one.expect is not None for one in scenario.demo)


def _one_of(scenario: Scenario) -> CheckSpec:
    return checks.OneOf(values=_labels(scenario) or ("yes", "no"))


def _equals(scenario: Scenario) -> CheckSpec:
    return checks.Equals() if _expects(scenario) else checks.Equals(value="yes")


def _contains(scenario: Scenario) -> CheckSpec:
    return checks.Contains() if _expects(scenario) else checks.Contains(values=("thank you",))


def _fields(scenario: Scenario) -> CheckSpec:
    mapping = next((one.expect for one in scenario.demo if isinstance(one.expect, dict)), None)
    if mapping is not None:
        return checks.Fields(required=tuple(map(str, mapping)), match=True)
    return checks.Fields(required=("answer",))


KINDS: tuple[Kind, ...] = (
    Kind(checks.OneOf, "One of these", "The whole answer is one label of a list.", _one_of),
    Kind(checks.Equals, "Equals", "The whole answer is one value, or what the demo input expects.", _equals),
    Kind(checks.Contains, "Contains", "The answer contains words, or what is expected.", _contains),
    Kind(
        checks.NotContains, "Does not contain", "The answer contains none of some words.",
        lambda _: checks.NotContains(values=("as an AI",)),
    ),
    Kind(
        checks.Regex, "Pattern", "Text of a given form, such as a number, is found, or is not.",
        lambda _: checks.Regex(pattern=r"\d+"),
    ),
    Kind(
        checks.Length, "Length", "The answer has so many characters or words.", lambda _: checks.Length(max_words=120)
    ),
    Kind(checks.Json, "JSON", "The answer can be read as JSON.", lambda _: checks.Json()),
    Kind(
        checks.JsonSchema, "JSON schema", "The answer is JSON of a given form.",
        lambda _: checks.JsonSchema(schema={"type": "object", "required": [], "properties": {}}),
    ),
    Kind(checks.Fields, "JSON fields", "The answer is a JSON object with certain fields.", _fields),
    Kind(
        checks.Language, "Language", "The answer is in one language, or in the user's own.", lambda _: checks.Language()
    ),
    Kind(
        checks.Refusal, "Refusal", "The answer helps and does not refuse, or refuses where it should.",
        lambda _: checks.Refusal(),
    ),
    Kind(
        checks.PromptLeak, "Prompt leak", "The answer does not give the system prompt away.",
        lambda _: checks.PromptLeak(),
    ),
    Kind(
        checks.PersonalData, "Personal data", "The answer repeats no e-mail, phone or card number of the user.",
        lambda _: checks.PersonalData(),
    ),
    Kind(
        checks.FirstToken, "First token in time", "The answer begins soon enough.",
        lambda _: checks.FirstToken(max_seconds=1.5),
    ),
    Kind(
        checks.TotalLatency, "Answer in time", "The whole answer comes soon enough.",
        lambda _: checks.TotalLatency(max_seconds=10),
    ),
)  # fmt: skip
