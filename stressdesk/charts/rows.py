"""What fails, as lying bars: what each kind of mess costs, and how often each check fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from stressdesk.analysis import words
from stressdesk.analysis.own_names import name_title
from stressdesk.charts import typesetting
from stressdesk.charts.area import Margins
from stressdesk.charts.plot import Mark, Plot, empty, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.estimate import Estimate
    from stressdesk.analysis.summary import CheckRow, MessRow, Summary
    from stressdesk.charts.area import Area

MOST_ROWS = 8
LABEL_SHARE = 0.38
BAR_HEIGHT = 0.42
LINES_PER_ROW = 2.3
FOOTNOTE_LINES = 2.2
NONE_CERTAIN = "none is certain yet"
MINUS = "\N{MINUS SIGN}"


class Row(NamedTuple):
    """One bar: its name, its number, the number in words, and whether its interval leaves 0 out."""

    name: str
    estimate: Estimate
    label: str
    sure: bool


def paint_mess(area: Area, summary: Summary) -> None:
    """Draw what each kind of mess costs in points of failure rate, in the order of the summary."""
    known = [row for row in summary.mess if row.cost.value is not None]
    if not known:
        empty(area, "No kind of mess was seen often enough to say what it costs.")
        return
    rows = [_mess_row(row) for row in known[:MOST_ROWS]]
    _paint(area, rows, "", _others(len(known) - MOST_ROWS, len(summary.mess) - len(known), "kind"))


def paint_checks(area: Area, summary: Summary) -> None:
    """Draw how often each check fails, the worst first."""
    known = [row for row in summary.checks if row.rate.value is not None and row.judged]
    if not known:
        empty(area, "No check has judged an answer to production traffic.")
        return
    known.sort(key=lambda row: -(row.rate.value or 0.0))
    rows = [_check_row(row) for row in known[:MOST_ROWS]]
    _paint(area, rows, " %", _others(len(known) - MOST_ROWS, len(summary.checks) - len(known), "check"))


def mess_lines(summary: Summary) -> float:
    """How many lines of text high the chart of mess wants to be."""
    known = sum(row.cost.value is not None for row in summary.mess)
    return _lines(known, len(summary.mess))


def mess_doubt(summary: Summary) -> str:
    """That no kind of mess surely costs anything, where that is so."""
    known = [row.cost for row in summary.mess if row.cost.value is not None]
    return NONE_CERTAIN if known and not any(map(is_certain, known)) else ""


def seen_first(summary: Summary) -> Literal["mess", "checks"]:
    """Which of the two charts tells more: that of checks, unless some kind of mess surely costs anything."""
    tells = any(is_certain(row.cost) for row in summary.mess)
    return "mess" if tells or not any(row.failed for row in summary.checks) else "checks"


def is_certain(cost: Estimate) -> bool:
    """Whether an interval leaves 0 out."""
    return cost.low is not None and cost.high is not None and (cost.low > 0 or cost.high < 0)


def check_lines(summary: Summary) -> float:
    """How many lines of text high the chart of checks wants to be."""
    return _lines(sum(row.judged > 0 for row in summary.checks), len(summary.checks))


def _lines(known: int, of: int) -> float:
    rows = min(known, MOST_ROWS)
    return 2.8 + (FOOTNOTE_LINES if of > rows else 0.0) + LINES_PER_ROW * rows if rows else 5.0


def _mess_row(row: MessRow) -> Row:
    return Row(name_title(row.mess), row.cost, words.points(row.cost.value or 0.0), is_certain(row.cost))


def _check_row(row: CheckRow) -> Row:
    unsure = f", {words.count(row.unsure)} unsure" if row.unsure else ""
    return Row(row.check, row.rate, words.percent(row.rate.value or 0.0) + unsure, row.failed > 0)


def _others(more: int, unknown: int, noun: str) -> str:
    parts = [f"{words.counted(more, f'more {noun}')} below these"] if more > 0 else []
    parts += [f"{words.count(unknown)} too rare to tell"] if unknown > 0 else []
    return "; ".join(parts)


def _paint(area: Area, rows: Sequence[Row], unit: str, footnote: str) -> None:
    size = area.look.size
    names = area.style("text")
    shown = [typesetting.elided(row.name, LABEL_SHARE * area.width, names) for row in rows]
    left = max(typesetting.width(name, names) for name in shown) + size
    right = max(typesetting.width(row.label, area.style(weight=600)) for row in rows) + size
    foot = FOOTNOTE_LINES * size if footnote else 0.4 * size
    height = min(area.height - foot - 2.4 * size, LINES_PER_ROW * size * len(rows))
    plot = Plot(area, Margins(left, 1.4 * size, right, area.height - 1.4 * size - height))
    _ground(plot, rows, unit)
    small = area.style("tertiary", size=size * 0.92)
    area.text(0, 0.95 * size, rows[0].estimate.provenance, small)
    for at, (row, name) in enumerate(zip(rows, shown, strict=True)):
        _draw(plot, at, row)
        plot.beside(at, -(left - 0.01), name, names)
        number = {"colour": "text", "weight": 600} if row.sure else {"colour": "tertiary"}
        plot.beside(at, right, row.label, area.style(align="right", tabular=True, **number))
    area.text(0, area.height - 0.3 * size, typesetting.elided(footnote, area.width, small), small)


def _ground(plot: Plot, rows: Sequence[Row], unit: str) -> None:
    """Upright hair lines with their labels above, 0 the strongest; intervals are drawn as far as 100 points."""
    estimates = [row.estimate for row in rows]
    ends = [end for one in estimates for end in (one.value, one.low, one.high) if end is not None]
    low, high = max(-1.0, min([0.0, *ends])), min(1.0, max([0.0, *ends]))
    reach = max(high, -low, 1e-6)
    style = plot.area.style("tertiary", align="center", tabular=True, size=plot.size * 0.9)
    for most in (4 if low == 0 else 3, 2, 1):
        steps = ticks(reach, most)
        values = sorted({*steps, *(-step for step in steps if low < 0)})
        values = [value for value in values if low - 0.1 * reach <= value <= high + 0.1 * reach]
        plot.scale((min(low, values[0]), max(high, values[-1])), (len(rows) - 0.5, -0.5))
        if steps[1] * plot.column > typesetting.width(f"{100 * steps[-1]:.6g}{unit}", style) + 0.5 * plot.size:
            break
    for value in values:
        plot.axes.axvline(value, color=plot.look.tertiary if value == 0 else plot.look.grid, linewidth=0.8, zorder=0)
        plot.above(value, f"{100 * value:.6g}{unit if value else ''}".replace("-", MINUS), style)


def _draw(plot: Plot, at: int, row: Row) -> None:
    value = row.estimate.value or 0.0
    colour = plot.look.production if value >= 0 else plot.look.good
    mark = Mark(row.name, colour, is_pale=not row.sure)
    plot.bar((min(0.0, value), at - BAR_HEIGHT / 2), (abs(value), BAR_HEIGHT), mark, row.estimate.provenance)
    low, high = row.estimate.low, row.estimate.high
    if low is not None and high is not None:
        inside = msgspec.structs.replace(row.estimate, low=max(-1.0, low), high=min(1.0, high))
        plot.whisker(at, inside, across=True, colour=plot.look.text)
