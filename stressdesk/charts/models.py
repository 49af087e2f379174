"""What the same traffic would cost on other models, beside the one that was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.analysis.monthly import model_costs
from stressdesk.charts import typesetting
from stressdesk.charts.area import Margins
from stressdesk.charts.plot import Mark, Plot, empty, ticks
from stressdesk.charts.words import goal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.monthly import ModelCost
    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.area import Area

MOST_ROWS = 9
LABEL_SHARE = 0.38
BAR_HEIGHT = 0.44
LINES_PER_ROW = 3.4
FOOTNOTE = "Same tokens, other prices: how well others would answer was not tested."


def paint_models(area: Area, summary: Summary) -> None:
    """Draw a bar a model, the cheapest first; the one that was asked stands out."""
    rows = model_costs(summary)[:MOST_ROWS]
    if not rows:
        empty(area, "No tokens were counted, so this traffic cannot be priced on other models.")
        return
    size = area.look.size
    small = area.style("tertiary", size=size * 0.92)
    styles = [area.style("text", weight=600 if row.is_own else 400) for row in rows]
    names = [_name(row, LABEL_SHARE * area.width, style) for row, style in zip(rows, styles, strict=True)]
    left = max(typesetting.width(name, style) for name, style in zip(names, styles, strict=True)) + size
    labels = [words.money(row.usd_per_1000.value or 0.0) for row in rows]
    right = max(typesetting.width(label, area.style(weight=600)) for label in labels) + size
    limit = goal(summary, "usd_per_1000")
    top, foot = (2.9 if limit else 1.4) * size, 2.2 * size
    height = min(area.height - foot - top - size, LINES_PER_ROW * size * len(rows))
    plot = Plot(area, Margins(left, top, right, area.height - top - height))
    _ground(plot, rows, limit.limit if limit else 0.0)
    if limit:
        _goal(plot, limit.limit)
    for at, (row, name, label) in enumerate(zip(rows, names, labels, strict=True)):
        _draw(plot, at, row)
        plot.beside(at, -(left - 0.01), name, styles[at])
        plot.beside(at, right, label, area.style("text", align="right", tabular=True, weight=styles[at].weight))
    area.text(0, area.height - 0.3 * size, *typesetting.fitting(FOOTNOTE, small, area.width))


def _name(row: ModelCost, room: float, style: typesetting.Type) -> str:
    """A model's name without its maker, which would leave no room; the one asked is said to be so."""
    ending = ", asked" if row.is_own else ""
    short = row.name.rsplit("/", 1)[-1]
    return typesetting.elided(short, room - typesetting.width(ending, style), style) + ending


def _ground(plot: Plot, rows: Sequence[ModelCost], limit: float) -> None:
    ends = [end for row in rows for end in (row.usd_per_1000.value, row.usd_per_1000.high) if end is not None]
    most = max([*ends, limit, 1e-9])
    steps = [step for step in ticks(most, 4) if step <= most * 1.001]
    plot.scale((0.0, max(most, steps[-1])), (len(rows) - 0.5, -0.5))
    style = plot.area.style("tertiary", align="center", tabular=True, size=plot.size * 0.9)
    for step in steps:
        plot.axes.axvline(step, color=plot.look.tertiary if step == 0 else plot.look.grid, linewidth=0.8, zorder=0)
    shown = [0.0, steps[-1]] if len(steps) > 1 else steps
    room = plot.column * steps[-1] if len(steps) > 1 else 0.0
    for step in shown:
        label = words.money(step)
        if step == 0 or typesetting.width(label, style) < room:
            plot.above(step, label, style)


def _goal(plot: Plot, limit: float) -> None:
    """The goal as an upright dashed line, its words above everything."""
    plot.axes.axvline(limit, color=plot.look.bad, linewidth=1.1, dashes=(4, 2.5), zorder=3)
    style = plot.area.style("bad", weight=500, size=plot.size * 0.95, tabular=True)
    plot.area.part(0, 0, 1.8 * plot.size, plot.size).rule(
        0.75 * plot.size, plot.look.bad, linewidth=1.1, dashes=(4, 2.5)
    )
    plot.area.text(2.3 * plot.size, 1.1 * plot.size, f"goal {words.money(limit)} per 1,000", style)


def _draw(plot: Plot, at: int, row: ModelCost) -> None:
    mark = Mark(row.name, plot.look.production)
    value = row.usd_per_1000.value or 0.0
    plot.bar((0.0, at - BAR_HEIGHT / 2), (value, BAR_HEIGHT), mark, row.usd_per_1000.provenance)
    plot.whisker(at, row.usd_per_1000, across=True, colour=plot.look.text)
