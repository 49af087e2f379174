"""How near traffic is to real traffic: every figure as a dot on the way from near over some way off to far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis.words import count
from stressdesk.charts import typesetting
from stressdesk.charts.area import Margins
from stressdesk.charts.plot import Plot, empty
from stressdesk.charts.words import distance_words, figure_name, value_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.area import Area
    from stressdesk.traffic.nearness import Figure

FARTHEST = 4.0
"""Where the axis ends, in widths of near; what is farther off stands at the end with an arrow."""

ROW_LINES, HEAD_LINES, FOOT_LINES = 1.6, 1.8, 1.9
NAME_SHARE = 0.34
LEAST_FOR_NUMBERS = 30
MARKERS = {"near": "o", "some way off": "D", "far": "s", "not judged": "o"}


def paint_likeness(area: Area, summary: Summary) -> None:
    """Draw how near the traffic of a run is to real traffic."""
    if summary.likeness is None:
        empty(area, "No production traffic was asked.")
        return
    paint_figures(area, summary.likeness.figures)


def paint_figures(area: Area, figures: Sequence[Figure]) -> None:
    """Draw the figures, those farthest off first, and those that cannot be judged hollow at the end."""
    shown = sorted((figure for figure in figures if _way(figure) is not None), key=_order)
    if not shown:
        empty(area, "There is nothing to hold this traffic against.")
        return
    size = area.look.size
    most = max(1, int((area.height / size - HEAD_LINES - FOOT_LINES) / ROW_LINES))
    rows = shown[:most]
    names = area.style("text")
    labels = [typesetting.elided(figure_name(figure), NAME_SHARE * area.width, names) for figure in rows]
    numbers = [_numbers(figure) if area.width > LEAST_FOR_NUMBERS * size else "" for figure in rows]
    left = max(typesetting.width(label, names) for label in labels) + size
    right = max(typesetting.width(number, area.style(tabular=True)) for number in numbers) + 0.9 * size
    height = min(area.height - (HEAD_LINES + FOOT_LINES) * size, ROW_LINES * size * len(rows))
    plot = Plot(area, Margins(left, HEAD_LINES * size, right, area.height - HEAD_LINES * size - height))
    plot.scale((0, FARTHEST), (len(rows) - 0.5, -0.5))
    _ground(plot)
    for at, (figure, label, number) in enumerate(zip(rows, labels, numbers, strict=True)):
        _dot(plot, at, figure)
        plot.beside(at, -(left - 0.01), label, names)
        plot.beside(at, right, number, area.style("secondary", align="right", tabular=True))
    _foot(area, figures, len(shown) - len(rows))


def likeness_lines(summary: Summary) -> float:
    """How many lines of text high the chart wants to be."""
    return figure_lines(summary.likeness.figures if summary.likeness else ())


def figure_lines(figures: Sequence[Figure]) -> float:
    """How many lines of text high the chart of these figures wants to be."""
    rows = sum(_way(figure) is not None for figure in figures)
    return HEAD_LINES + FOOT_LINES + ROW_LINES * rows + 0.2 if rows else 5.0


def _way(figure: Figure) -> float | None:
    """The distance in units of what still counts as near; None where there is none."""
    if figure.distance is None or figure.target is None:
        return None
    return figure.distance / figure.allowance


def _order(figure: Figure) -> tuple[bool, float]:
    return figure.nearness == "not judged", -(_way(figure) or 0.0)


def _numbers(figure: Figure) -> str:
    """The figure and the real one, or where they are whole distributions how much differs."""
    if figure.by == "distribution" or figure.value is None or figure.reference is None:
        return distance_words(figure)
    return f"{value_words(figure, figure.value)}, real {value_words(figure, figure.reference)}"


def _ground(plot: Plot) -> None:
    """Three zones with their names above, so that colour alone says nothing."""
    look = plot.look
    style = plot.area.style("secondary", align="center", weight=500, size=plot.size * 0.92)
    zones = (
        (0.0, 1.0, look.good_tint, ("near",)),
        (1.0, 2.0, look.warn_tint, ("some way off", "off", "")),
        (2.0, FARTHEST, look.bad_tint, ("far",)),
    )
    for low, high, colour, names in zones:
        plot.axes.axvspan(low, high, color=colour, linewidth=0, zorder=0)
        room = (high - low) * plot.column - 0.4 * plot.size
        fitting = next((name for name in names if typesetting.width(name, style) <= room), "")
        plot.above((low + high) / 2, fitting, style)


def _dot(plot: Plot, at: int, figure: Figure) -> None:
    way = _way(figure) or 0.0
    colours = {"near": plot.look.good, "some way off": plot.look.warn, "far": plot.look.bad}
    colour = colours.get(figure.nearness, plot.look.tertiary)
    marker = ">" if way > FARTHEST else MARKERS[figure.nearness]
    place = min(way, FARTHEST - 0.06)
    plot.axes.plot([0, place], [at, at], color=plot.look.pale(colour), linewidth=1.2, zorder=1)
    plot.dot(place, at, marker, colour, hollow=figure.nearness == "not judged")


def _foot(area: Area, figures: Sequence[Figure], left_out: int) -> None:
    """What is not to be seen: figures for which there was no room, and those that were not judged."""
    unjudged = sum(figure.nearness == "not judged" for figure in figures)
    parts = [f"{count(left_out)} more nearer than these or not judged"] if left_out else []
    parts += [f"hollow or missing: {count(unjudged)} not judged"] if unjudged else []
    small = area.style("tertiary", size=area.look.size * 0.92)
    area.text(0, area.height - 0.3 * area.look.size, typesetting.elided("; ".join(parts), area.width, small), small)
