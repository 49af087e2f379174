"""What is allowed in a scenario and yet hardly meant: said beside the result, and no mistake in the file."""

from __future__ import annotations

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.scenario.traffic import Chat, Constant, Poisson

PLACEHOLDER_START = "Replace this by "
"""How every text begins that `stressdesk new` writes for a person to replace."""


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
    load = scenario.load
    if load.window_minutes > 1_440 and load.loop == "open" and isinstance(load.arrivals, Chat | Poisson | Constant):  # noqa: PLR2004
        words = "The window is longer than a day, yet nights and weekends are as busy as noon: see `day` and `office`."
        found.append(Doubt(words=words, field="load.arrivals"))
    return found
