"""Failure rate by scale, demo beside production, split into wrong answers, system failures and people who gave up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from stressdesk.analysis import words
from stressdesk.charts import typesetting
from stressdesk.charts.area import Margins
from stressdesk.charts.plot import Plot, empty, goal_room, label_room, legend, ticks
from stressdesk.charts.words import counts, failure_marks, goal, injected_marks, injected_swatch, origins, rates
from stressdesk.journal.stages import DEMO, PRODUCTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.analysis.estimate import Estimate
    from stressdesk.analysis.summary import ScaleSummary, StageSummary, Summary
    from stressdesk.charts.area import Area
    from stressdesk.charts.look import Look
    from stressdesk.charts.plot import Mark
    from stressdesk.charts.typesetting import Type

STAGES = {DEMO: "Demo", PRODUCTION: "Prod."}
CENTRE = -0.08
BAR = 0.54
WHISKER = 0.32
ABOVE = 0.45
LINE = 1.35
LEAST_LINES = 20
WITHOUT_LOAD = "wrong answers only"


class Column(NamedTuple):
    """One bar: its name in full and short, what stands under it, its parts from the bottom up, and the whole.

    `injected` are the shares of system failures and of people who gave up that were put in on purpose.
    """

    names: list[str]
    note: str
    parts: tuple[Estimate, Estimate, Estimate]
    whole: Estimate
    failed: int | None
    injected: tuple[float, float]


def paint_failure_rate(area: Area, summary: Summary) -> None:
    """Draw a bar for the demo, for production, and for each scale."""
    columns = _columns(summary)
    if all(_known(column.whole) is None for column in columns):
        empty(area, "No query has been answered or has failed yet, so there is no failure rate.")
        return
    size = area.look.size
    swatches = [injected_swatch(area.look)] if any(any(column.injected) for column in columns) else []
    top = legend(area, [*failure_marks(area.look), *swatches], 0)
    limit = goal(summary, "failure_rate")
    goal_words = ["goal", words.percent(limit.limit)] if limit else []
    highs = [high for column in columns for high in (_known(column.whole), column.whole.high) if high is not None]
    top_rate = min(1.0, 1.05 * max([*highs, limit.limit if limit else 0.0]) or 0.01)
    steps = [step for step in ticks(top_rate) if step <= top_rate]
    labels = [f"{100 * step:.6g} %" for step in steps]
    left, right = label_room(area, labels), goal_room(area, goal_words)
    room = _room(area, (area.width - left - right) / len(columns))
    # Of a very low plot, words under it would leave nothing.
    if area.height < LEAST_LINES * size:
        columns = [column._replace(note="") for column in columns]
    lines = max(len(_noted(column.note, _small(area), room)) for column in columns)
    plot = Plot(area, Margins(left, top + 1.9 * size, right, (3.75 + LINE * max(1, lines)) * size))
    plot.scale((-0.5, len(columns) - 0.5), (0, top_rate))
    plot.grid(steps, labels)
    if limit:
        plot.goal(limit.limit, goal_words)
    for at, column in enumerate(columns):
        _draw(plot, at, column, limit.limit if limit else None)


def _columns(summary: Summary) -> list[Column]:
    stages = [
        Column(
            [stage.name.capitalize(), STAGES[stage.name]],
            f"{words.count(stage.counted)} asked",
            _parts(stage),
            stage.failure,
            stage.failed,
            _injected(stage),
        )
        for stage in (summary.demo, summary.production)
        if stage is not None and not any(scale.stage == stage.name for scale in summary.scales)
    ]
    return stages + [_scale_column(summary, scale) for scale in summary.scales]


def _scale_column(summary: Summary, scale: ScaleSummary) -> Column:
    stage = next((stage for stage in summary.stages if stage.name == scale.stage), None)
    without_load = scale.system_failure.value is None and scale.prompt_failure.value is not None
    whole = scale.failure if scale.failure.value is not None else scale.prompt_failure
    failed = stage.failed if stage else None
    # Beside a measured bar with its system failures, a bar of wrong answers alone would pass for an improvement.
    note = WITHOUT_LOAD if without_load else ""
    return Column(counts(scale.queries), note, _parts(scale), whole, failed, _injected(stage))


def _parts(of: StageSummary | ScaleSummary) -> tuple[Estimate, Estimate, Estimate]:
    return (of.prompt_failure, of.system_failure, of.gave_up)


def _injected(stage: StageSummary | None) -> tuple[float, float]:
    if stage is None or not stage.counted:
        return (0.0, 0.0)
    return (sum(stage.injected.values()) / stage.counted, stage.injected_gave_up / stage.counted)


def _known(estimate: Estimate) -> float | None:
    return estimate.value if estimate.count or estimate.value else None


def _draw(plot: Plot, at: int, column: Column, goal_rate: float | None) -> None:
    size, centre = plot.size, at + CENTRE
    room = _room(plot.area, plot.column)
    name = plot.area.style("text", weight=500, align="center", tabular=True)
    small = _small(plot.area)
    plot.under(centre, 0, *typesetting.best(column.names, name, room))
    plot.under(centre, 1, *typesetting.best(origins(column.whole.provenance), small, room))
    for line, note in enumerate(_noted(column.note, small, room), 2):
        plot.under(centre, line, *typesetting.best([note], small, room))
    value = _known(column.whole)
    if value is None:
        plot.at(centre, 0, (0, 0.5 * size), *typesetting.best(["not known", "?"], small, 0.9 * room))
        return
    _stack(plot, centre, column)
    plot.whisker(centre + (WHISKER - CENTRE) * _narrowed(plot), column.whole)
    none_failed = column.failed == 0 and column.whole.provenance != "projected"
    labels = [f"0 of {words.count(column.whole.count)}", "0 %"] if none_failed else rates(value)
    bold = msgspec.structs.replace(name, weight=600)
    plot.at(centre, value, (0, _above(plot, value, goal_rate)), *typesetting.best(labels, bold, 0.78 * room))


def _small(area: Area) -> Type:
    return area.style("tertiary", align="center", size=area.look.size * 0.92)


def _room(area: Area, column: float) -> float:
    """How wide words under a bar may run."""
    return min(column - 0.6 * area.look.size, 12 * area.look.size)


def _noted(note: str, style: Type, room: float) -> list[str]:
    """A note on as few lines as it needs, at worst a word on each; none where even that is too wide."""
    for lines in ([note], note.rsplit(" ", 1), note.split()):
        if all(typesetting.best([line], style, room)[0] for line in lines):
            return lines
    return []


def _above(plot: Plot, value: float, goal_rate: float | None) -> float:
    """How many points above its bar a number stands: clear of the line of the goal, if that would run through it."""
    gap = ABOVE * plot.size
    if goal_rate is None:
        return gap
    line = plot.height * (goal_rate - value) / plot.top
    return line + gap if 0 <= line < gap + plot.size else gap


def _stack(plot: Plot, centre: float, column: Column) -> None:
    below = 0.0
    slices = [(mark, part) for mark, part in _slices(plot.look, column) if part.value]
    height = plot.height / plot.top
    width = BAR * _narrowed(plot)
    for mark, part in slices:
        value = part.value or 0.0
        plot.bar((centre - width / 2, below), (width, value), mark, part.provenance)
        if len(slices) > 1 and value * height > 1.5 * plot.size:
            _inside(plot, centre, below + value / 2, part, mark)
        below += value


def _slices(look: Look, column: Column) -> Iterator[tuple[Mark, Estimate]]:
    """The parts from the bottom up, each followed by what of it was injected."""
    wrong, *marks = zip(failure_marks(look), column.parts, strict=True)
    yield wrong
    for (mark, part), striped, injected in zip(marks, injected_marks(look), column.injected, strict=True):
        yield mark, msgspec.structs.replace(part, value=max(0.0, (part.value or 0.0) - injected))
        yield striped, msgspec.structs.replace(part, value=injected)


def _narrowed(plot: Plot) -> float:
    """Bars are never wider than ten letters: the share of its column's width that a column uses."""
    return min(1.0, 16 * plot.size / plot.column)


def _inside(plot: Plot, x: float, y: float, part: Estimate, mark: Mark) -> None:
    is_ruled = mark.is_injected or part.provenance == "simulated"
    plain = mark.hollow or is_ruled or part.provenance != "measured"
    style = plot.area.style(
        "text" if plain else "surface", align="center", size=plot.size * 0.9, tabular=True, weight=500
    )
    label = words.percent(part.value or 0.0)
    if typesetting.width(label, style) < BAR * _narrowed(plot) * plot.column - 4:
        plot.inside(x, y, label, style, ground=is_ruled)
