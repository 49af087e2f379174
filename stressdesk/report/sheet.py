"""What the PDF and the picture share: the banner with the verdict, the figures as cards, panels with charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.charts import typesetting
from stressdesk.charts.area import Area
from stressdesk.charts.catalogue import chart_named
from stressdesk.charts.words import origins

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.look import Look
    from stressdesk.charts.typesetting import Type
    from stressdesk.report.contents import Card, Contents, GoalLine

STATES = {"ready": "good", "not_ready": "bad", "not_enough_evidence": "warn"}
GOAL_TONES = {"met": "good", "missed": "bad", "undecided": "warn"}
SYMBOLS = {"good": "✓", "bad": "!", "warn": "?"}
RADIUS = 0.75
PANEL_TEXT = 0.92
CHIP = 6.4


def tint(look: Look, tone: str) -> str:
    """The pale ground of a tone."""
    return str(getattr(look, f"{tone}_tint"))


def title(area: Area, contents: Contents) -> float:
    """Draw the name of the run and what was run; the height used, in points."""
    size = area.look.size
    big = area.style(weight=600, display=True, size=size * 2)
    area.text(0, size, "StressDesk report", area.style("accent", weight=600, size=size * 0.95))
    area.text(0, 3.25 * size, typesetting.elided(contents.name, area.width, big), big)
    facts = area.style("secondary")
    area.text(0, 5 * size, typesetting.elided(contents.facts, area.width, facts), facts)
    return 6 * size


def banner(area: Area, contents: Contents, most_reasons: int = 4) -> float:
    """Draw the verdict with its goals and reasons; the height used, in points."""
    size = area.look.size
    tone = STATES[contents.state]
    left, right = 3.6 * size, 1.4 * size
    head = area.style(weight=600, display=True, size=size * 1.45)
    lines = typesetting.balanced(contents.headline, area.width - left - right, head, 4)
    reasons = [
        line
        for reason in contents.reasons[:most_reasons]
        for line in typesetting.wrapped(reason, area.width - left - right, area.style("secondary"), 2)
    ]
    goals = [_reason_lines(area, goal, left + right) for goal in contents.goals]
    goal_lines = sum(max(1, len(one)) for one in goals)
    height = (2.3 + 1.95 * len(lines) + 1.55 * goal_lines + 1.45 * len(reasons) + 0.3) * size
    ground = area.part(0, 0, area.width, height)
    ground.box(tint(area.look, tone), edge=area.look.pale(getattr(area.look, tone)), radius=RADIUS * size)
    _symbol(ground, tone)
    y = 0.75 * size
    for line in lines:
        y += 1.95 * size
        ground.text(left, y, line, head)
    y += 0.75 * size
    for goal, reason in zip(contents.goals, goals, strict=True):
        _goal(ground.part(left, y, area.width - left - right, 0), goal, reason)
        y += 1.55 * size * max(1, len(reason))
    y += 0.1 * size
    for line in reasons:
        y += 1.45 * size
        ground.text(left, y, line, area.style("secondary"))
    return height


def cards(area: Area, contents: Contents) -> float:
    """Draw the five figures side by side; the height used, in points."""
    gap = 0.9 * area.look.size
    width = (area.width - gap * (len(contents.cards) - 1)) / len(contents.cards)
    height = 9.2 * area.look.size
    for at, card in enumerate(contents.cards):
        _card(area.part(at * (width + gap), 0, width, height), card)
    return height


def panel(area: Area, name: str, summary: Summary) -> None:
    """Draw a chart with its title in a box that fills the area."""
    chart = chart_named(name)
    size = area.look.size
    area.box(area.look.surface, edge=area.look.border, radius=RADIUS * size)
    inner = area.part(1.2 * size, 0, area.width - 2.4 * size, area.height)
    heading = area.style(weight=600, size=size * 1.15)
    inner.text(0, 2.1 * size, typesetting.elided(chart.title, inner.width, heading), heading)
    lead = area.style("secondary", size=size * 0.92)
    leads = chart.leads(summary)
    whole = next((said for said in leads if typesetting.width(said, lead) <= inner.width), leads[-1])
    inner.text(0, 3.5 * size, typesetting.elided(whole, inner.width, lead), lead)
    inner.look = inner.look.sized(inner.look.width, inner.look.height, size * PANEL_TEXT)
    chart.paint(inner.part(0, 4.5 * size, inner.width, area.height - 5.3 * size), summary)


def chip(area: Area, x: float, baseline: float, words: str, tone: str, *, right: bool = False) -> float:
    """Draw words in a small coloured pill; its width in points. With `right`, `x` is its right end."""
    style = area.style(size=area.look.size * 0.86, weight=600)
    style = typesetting.Type(size=style.size, weight=600, colour=getattr(area.look, tone))
    width = typesetting.width(words, style) + 1.1 * style.size
    left = x - width if right else x
    height = 1.55 * style.size
    pill = area.part(left, baseline - 1.08 * style.size, width, height)
    pill.box(tint(area.look, tone) if right else area.look.surface, radius=height / 2)
    area.text(left + 0.55 * style.size, baseline, words, style)
    return width


def _symbol(ground: Area, tone: str) -> None:
    """A filled disc with a tick, an exclamation or a question mark: the verdict's shape, whatever its colour."""
    size = ground.look.size
    disc = ground.part(1.3 * size, 1.2 * size, 1.5 * size, 1.5 * size)
    disc.box(str(getattr(ground.look, tone)), radius=disc.width / 2)
    style = typesetting.Type(size=size * 1.05, colour=ground.look.surface, weight=600, align="center")
    disc.text(disc.width / 2, 1.13 * size, SYMBOLS[tone], style)


def _reason_lines(area: Area, goal: GoalLine, margins: float) -> list[str]:
    room = area.width - margins - _goal_columns(area)
    said = f"{goal.reason} ({goal.origin})" if goal.origin else goal.reason
    return typesetting.wrapped(said, room, area.style(), 3)


def _goal_columns(area: Area) -> float:
    return CHIP * area.look.size + min(20 * area.look.size, 0.3 * area.width)


def _goal(area: Area, goal: GoalLine, reason: list[str]) -> None:
    size = area.look.size
    base = 1.15 * size
    chip(area, 0, base, goal.state, GOAL_TONES[goal.state])
    strong = area.style(weight=600)
    name, style = typesetting.fitting(goal.goal, strong, _goal_columns(area) - (CHIP + 0.6) * size)
    area.text(CHIP * size, base, name, style)
    for number, line in enumerate(reason):
        area.text(_goal_columns(area), base + 1.55 * size * number, line, area.style())


def _card(area: Area, card: Card) -> None:
    size = area.look.size
    area.box(area.look.surface, edge=area.look.border, radius=RADIUS * size)
    inner = area.part(0.95 * size, 0, area.width - 1.9 * size, area.height)
    _fitted(inner, 1.75 * size, card.title, area.style("secondary", weight=500, size=size * 0.95))
    big = area.style(weight=600, display=True, tabular=True, size=size * 1.95)
    known = card.figure != "not known"
    _fitted(inner, 4.1 * size, card.figure, big if known else area.style("tertiary", size=size * 1.3))
    for number, detail in enumerate(card.details):
        style = area.style("secondary", size=size * 0.88, tabular=True)
        whole = typesetting.width(detail, style) * typesetting.LEAST_SIZE <= inner.width
        short = detail if whole else detail.removeprefix("95\N{NO-BREAK SPACE}%: ")
        _fitted(inner, (5.55 + 1.2 * number) * size, short, style)
    room = inner.width
    if card.badge and card.tone:
        narrow = inner.width < 13 * size
        room -= chip(
            inner,
            inner.width,
            8.4 * size,
            card.badge.removeprefix("goal ") if narrow else card.badge,
            card.tone,
            right=True,
        )
    if card.origin:
        small = area.style("tertiary", size=size * 0.86, weight=500)
        inner.text(0, 8.4 * size, *typesetting.best(origins(card.origin), small, room - 0.5 * size))


def _fitted(area: Area, y: float, words: str, style: Type) -> None:
    area.text(0, y, *typesetting.fitting(words, style, area.width))
