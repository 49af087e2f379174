"""What stages, failures and goals are called on charts and in reports."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stressdesk.analysis.intents import intent_words
from stressdesk.analysis.words import EN_DASH, count, counted, money, percent, seconds
from stressdesk.charts.plot import Mark
from stressdesk.journal.stages import DEMO, PRODUCTION, scale_of
from stressdesk.scenario.amounts import three_digits

if TYPE_CHECKING:
    from stressdesk.analysis.summary import GoalResult, GroupRow, StageSummary, Summary
    from stressdesk.charts.look import Look
    from stressdesk.journal.events import Provenance
    from stressdesk.traffic.nearness import Figure

WHOLE_PER_CENT = 0.1


def goal(summary: Summary, name: str) -> GoalResult | None:
    """The goal of that name, if the scenario has it."""
    return next((result for result in summary.conclusion.goals if result.goal == name), None)


def counts(number: int) -> list[str]:
    """A number in full and short: "10,000" and "10k"."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return [count(number), f"{number / size:.3g}{letter}"]
    return [count(number)]


def sums(usd: float) -> list[str]:
    """A sum in full and short: "$1,234,500" and "$1.23 million"."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "k")):
        if usd >= size:
            return [money(usd), f"${usd / size:.3g}{'' if name == 'k' else ' '}{name}"]
    return [money(usd), money(float(f"{usd:.1g}"))]


def rates(share: float) -> list[str]:
    """A share in full and short: "42.9 %", "43 %" and "43%"."""
    whole = f"{100 * share:.0f}"
    return [percent(share), f"{whole} %", f"{whole}%"] if share >= WHOLE_PER_CENT else [percent(share)]


def origins(provenance: Provenance) -> list[str]:
    """Where a number came from, in full and short."""
    return [provenance, f"{provenance[:4].removesuffix('u')}.", provenance[0].upper()]


def stage_title(summary: Summary, stage: StageSummary) -> str:
    """A stage as people know it: "Demo", "Production", or the scale it ran in full, "10,000 queries"."""
    if stage.name in (DEMO, PRODUCTION):
        return stage.name.capitalize()
    scale = next((scale for scale in summary.scales if scale.stage == stage.name), None)
    if scale:
        return counted(scale.queries, "query")
    begun = scale_of(stage.name)
    return f"{counted(begun, 'query')}, begun" if begun else stage.name.capitalize()


def intent_title(row: GroupRow) -> str:
    """What users wanted in the words of the scenario, or as our name for it says."""
    return row.words or intent_words(row.name)


def sample(summary: Summary) -> str:
    """The queries that checks, mess, groups and the timeline are about: "1,000 production queries"."""
    stage = next((stage for stage in summary.stages if stage.name == summary.content), None)
    if stage is None:
        return "no queries"
    if stage.name == PRODUCTION:
        return counted(stage.counted, "production query")
    if scale_of(stage.name):
        where = "in one window" if summary.facts.window_seconds else "in a closed loop"
        return f"{counted(stage.counted, 'query')} {where}"
    return f"{counted(stage.counted, 'query')} of the stage {stage_title(summary, stage).removesuffix(' queries')}"


def failure_marks(look: Look) -> tuple[Mark, Mark, Mark]:
    """How wrong answers, system failures and people who gave up are drawn everywhere."""
    return (
        Mark("Wrong answer", look.production),
        Mark("System failure", look.bad),
        Mark("Gave up", look.demo, hollow=True),
    )


def injected_marks(look: Look) -> tuple[Mark, Mark]:
    """How the part of system failures, and of people who gave up, that was put in on purpose is drawn."""
    _, system, gave_up = failure_marks(look)
    return (system._replace(is_injected=True), gave_up._replace(is_injected=True))


def injected_swatch(look: Look) -> Mark:
    """What stands for both in a legend."""
    return Mark("Injected on purpose", look.secondary, is_injected=True)


def figure_name(figure: Figure) -> str:
    """Its name with a capital, unless it is about a small letter."""
    return figure.name if figure.name.startswith("i ") else f"{figure.name[:1].upper()}{figure.name[1:]}"


def value_words(figure: Figure, value: float | None) -> str:
    """A figure's value, or that of real traffic, in its unit."""
    if value is None:
        return EN_DASH
    if figure.unit == "share":
        return percent(value)
    return seconds(value) if figure.unit == "seconds" else three_digits(value)


def distance_words(figure: Figure) -> str:
    """How far apart they are: in points, as a factor, or of two distributions as the share that differs."""
    distance = figure.distance
    if distance is None:
        return EN_DASH
    if figure.by == "ratio":
        return f"factor {math.exp(distance):.2f}"
    if figure.by == "distribution":
        return f"{percent(distance)} differ"
    return f"{distance * 100:.1f} points" if figure.unit == "share" else f"{distance:,.2g}"
