"""What stages, failures and goals are called on charts and in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis.words import counted
from stressdesk.charts.plot import Mark

if TYPE_CHECKING:
    from stressdesk.analysis.summary import GoalResult, StageSummary, Summary
    from stressdesk.charts.look import Look


def goal(summary: Summary, name: str) -> GoalResult | None:
    """The goal of that name, if the scenario has it."""
    return next((result for result in summary.conclusion.goals if result.goal == name), None)


def stage_title(summary: Summary, stage: StageSummary) -> str:
    """A stage as people know it: "Demo", "Production", or the scale it ran in full, "10,000 queries"."""
    if stage.name in {"demo", "production"}:
        return stage.name.capitalize()
    scale = next((scale for scale in summary.scales if scale.stage == stage.name), None)
    if scale:
        return counted(scale.queries, "query")
    begun = stage.name.removeprefix("scale-")
    return f"{counted(int(begun), 'query')}, begun" if begun.isdecimal() else stage.name.capitalize()


def failure_marks(look: Look) -> tuple[Mark, Mark, Mark]:
    """How wrong answers, system failures and people who gave up are drawn everywhere."""
    return (
        Mark("Wrong answer", look.production),
        Mark("System failure", look.bad),
        Mark("Gave up", look.demo, hollow=True),
    )
