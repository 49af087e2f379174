"""What is allowed in a scenario and yet hardly meant: said beside the result, and no mistake in the file."""

from __future__ import annotations

import msgspec

from stressdesk.scenario import checks
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.traffic import Chat, Constant, Poisson

PLACEHOLDER_START = "Replace this by "
"""How every text begins that `stressdesk new` writes for a person to replace."""
MANNERS = (
    checks.Refusal, checks.PromptLeak, checks.PersonalData, checks.Language, checks.Length, checks.FirstToken,
    checks.TotalLatency,
)  # fmt: skip
"""Checks of how an answer comes, and not of what it says."""


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """What was probably forgotten, in a sentence, and the field it is about. A placeholder makes a run worthless."""

    words: str
    field: str
    is_placeholder: bool = False


def doubts(scenario: Scenario) -> list[Doubt]:
    """What was probably forgotten, in the order of the file; nothing for a scenario that is finished."""
    found = [
        Doubt(
            words=f"The values of the variable {name} are still placeholders: write values that occur in production.",
            field=f"variables.{name}",
            is_placeholder=True,
        )
        for name, variable in scenario.variables.items()
        if any(value.startswith(PLACEHOLDER_START) for value in variable.values)
    ]
    if any(one.text.startswith(PLACEHOLDER_START) for one in scenario.demo):
        words = "Demo inputs are still placeholders: write the inputs you show on stage."
        found.append(Doubt(words=words, field="demo", is_placeholder=True))
    if not scenario.checks:
        found.append(Doubt(words="No checks are set: wrong answers do not count as failures.", field="checks"))
    elif not found and all(isinstance(one, MANNERS) for one in scenario.checks):
        # Not beside placeholders: as long as they stand there, nobody can say what the right answers are.
        words = "No check looks at whether an answer says the right thing: a wrong one counts as good."
        found.append(Doubt(words=words, field="checks"))
    load = scenario.load
    if load.window_minutes > 1_440 and load.loop == "open" and isinstance(load.arrivals, Chat | Poisson | Constant):  # noqa: PLR2004
        words = "The window is longer than a day, yet nights and weekends are as busy as noon: see `day` and `office`."
        found.append(Doubt(words=words, field="load.arrivals"))
    return found
