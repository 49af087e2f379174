"""What it costs at each scale, on a logarithmic axis, with intervals and the goal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.charts import typesetting
from stressdesk.charts.area import Margins
from stressdesk.charts.plot import Plot, empty, label_room, log_ticks
from stressdesk.charts.words import counts, goal, origins, sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.estimate import Estimate
    from stressdesk.analysis.summary import ScaleSummary, Summary
    from stressdesk.charts.area import Area


LEAST_COLUMN = 3.4


def paint_spend(area: Area, summary: Summary) -> None:
    """Draw a point for each scale whose spend is known, joined by a line; the goal rises with the number of queries."""
    known = [scale for scale in summary.scales if scale.spend.value is not None]
    if not known:
        empty(area, _why_empty(summary))
        return
    paid = [scale for scale in known if (scale.spend.value or 0) > 0]
    if not paid:
        empty(area, "Every query was free of charge at the prices this run was computed with: $0 at every scale.")
        return
    _paint(area, summary, paid)


def _why_empty(summary: Summary) -> str:
    if summary.facts.prices is None:
        return (
            f"No price is known for {summary.facts.model or summary.facts.target}, so nothing is said about spend. "
            "Give it a price, or that of another model, and run again."
        )
    note = next((scale.spend.note for scale in summary.scales if scale.spend.note), "no query was answered")
    return f"Nothing can be said about spend: {note}."


def _paint(area: Area, summary: Summary, scales: Sequence[ScaleSummary]) -> None:
    size = area.look.size
    limit = goal(summary, "usd_per_1000")
    goals = [limit.limit * scale.queries / 1000 for scale in scales] if limit and limit.limit > 0 else []
    known = [sum_ for scale in scales for sum_ in (scale.spend.value, scale.spend.low, scale.spend.high) if sum_]
    steps = log_ticks(min([*known, *goals]), max([*known, *goals]))
    labels = [_tick(step) for step in steps]
    strong = area.style("text", weight=600, tabular=True)
    ends = [min(typesetting.width(line[0], strong), 0.3 * area.width) for line in _lines(scales[-1].spend)]
    plot = Plot(area, Margins(label_room(area, labels), 2.6 * size, 0.5 * size, 3.9 * size))
    room = area.width - plot.margins.left - plot.margins.right
    # The words beside the last point may take what the columns before it do not need.
    last = min(max(ends) + 1.2 * size, room - 1.6 * size - LEAST_COLUMN * size * (len(scales) - 1))
    column = max(1.0, (room - last - 1.6 * size) / max(1, len(scales) - 1))
    low, high = _range(known + goals, 3.2 * size / plot.height)
    plot.scale((-1.6 * size / column, len(scales) - 1 + last / column), (low, high), log_y=True)
    shown = [(step, label) for step, label in zip(steps, labels, strict=True) if low <= step <= high]
    plot.grid([step for step, _ in shown], [label for _, label in shown])
    if goals and limit:
        _draw_goal(plot, goals, f"goal {words.money(limit.limit)} per 1,000")
    _draw(plot, scales, column, last)


def _range(known: Sequence[float], foot: float) -> tuple[float, float]:
    """The range of the axis: `foot` of its height stays free under the lowest sum, where its words stand."""
    low, high = math.log10(min(known)), math.log10(max(known) * 1.25)
    spare = max(0.0, 1.0 - (high - low)) / 2
    low, high = low - spare, high + spare
    foot = min(foot, 0.8)
    return 10 ** ((low - foot * high) / (1 - foot)), 10**high


def _draw_goal(plot: Plot, goals: Sequence[float], label: str) -> None:
    """The goal per 1,000 queries as a line through all scales, with its words above the plot."""
    ends = list(range(len(goals)))
    plot.axes.plot(ends, goals, color=plot.look.bad, linewidth=1.1, dashes=(4, 2.5), zorder=3, marker="_", markersize=7)
    size = plot.size
    style = plot.area.style("bad", size=size * 0.95, weight=500, tabular=True)
    area = plot.area
    area.part(0, 0, 1.8 * size, size).rule(0.75 * size, plot.look.bad, linewidth=1.1, dashes=(4, 2.5))
    area.text(2.3 * size, 1.1 * size, label, style)


def _draw(plot: Plot, scales: Sequence[ScaleSummary], column: float, last: float) -> None:
    look, size = plot.look, plot.size
    values = [scale.spend.value or 0.0 for scale in scales]
    plot.axes.plot(range(len(scales)), values, color=look.production, linewidth=1.8, zorder=3)
    name = plot.area.style("text", weight=500, align="center", tabular=True)
    small = plot.area.style("tertiary", align="center", size=size * 0.92)
    for at, scale in enumerate(scales):
        plot.band(at, scale.spend, look.pale(look.production))
        plot.dot(at, values[at], "o", look.production, hollow=scale.spend.provenance != "measured", size=0.75)
        room = min(column, 12 * size) - 0.5 * size
        plot.under(at, 0, *typesetting.best(counts(scale.queries), name, room))
        plot.under(at, 1, *typesetting.best(origins(scale.spend.provenance), small, room))
        _beside(plot, at, scale.spend, column if at < len(scales) - 1 else last)


def _beside(plot: Plot, at: int, spend: Estimate, room: float) -> None:
    """The sum and its interval right below its point, where a rising line never passes."""
    size = plot.size
    styles = (plot.area.style("text", weight=600, tabular=True), plot.area.style("secondary", tabular=True))
    for line, (options, style) in enumerate(zip(_lines(spend), styles, strict=False)):
        offset = (0.9 * size, -(0.75 + 1.35 * line) * size)
        plot.at(at, spend.value or 0.0, offset, *typesetting.best(options, style, room - 1.1 * size))


def _tick(usd: float) -> str:
    """A power of ten on the axis, in thousands, millions and so on where it is large."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if usd >= size:
            return f"${usd / size:g} {name}"
    return f"${usd:.10f}".rstrip("0").rstrip(".") if usd < 1 else f"${usd:,.0f}"


def _lines(spend: Estimate) -> list[list[str]]:
    """The sum and, under it, its interval, each in full and short."""
    lines = [sums(spend.value or 0.0)]
    if spend.low is not None and spend.high is not None:
        lines.append([words.money_range(spend.low, spend.high)])
    return lines
