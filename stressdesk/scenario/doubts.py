"""What is allowed in a scenario and yet hardly meant: said beside the result, and never a reason not to start."""

from __future__ import annotations

from stressdesk.scenario.model import Scenario

PLACEHOLDER_START = "Replace this by "
"""How every text begins that `stressdesk new` writes for a person to replace."""


def doubts(scenario: Scenario) -> list[str]:
    """Sentences on what was probably forgotten, in the order of the file; none for a scenario that is finished."""
    found = [
        f"variables.{name} still holds the placeholders of `stressdesk new`: write values that occur in production."
        for name, variable in scenario.variables.items()
        if any(value.startswith(PLACEHOLDER_START) for value in variable.values)
    ]
    if any(one.text.startswith(PLACEHOLDER_START) for one in scenario.demo):
        found.append("demo still holds the placeholders of `stressdesk new`: write the inputs you show on stage.")
    if not scenario.checks:
        found.append("No checks are set: wrong answers do not count as failures.")
    return found
