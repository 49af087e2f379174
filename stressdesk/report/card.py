"""The realism card of any traffic as a picture: its figures as a chart, under what is compared with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

from stressdesk.charts import typesetting
from stressdesk.charts.area import POINTS_PER_INCH, Area
from stressdesk.charts.likeness import figure_lines, paint_figures
from stressdesk.charts.look import LIGHT
from stressdesk.report.contents import one_line
from stressdesk.report.file import replacing
from stressdesk.scenario.amounts import counted

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from stressdesk.traffic.measure import Card

WIDTH_POINTS = 760
PIXELS_PER_POINT = 2
MARGIN = 24
HEAD_LINES, SOURCE_LINES = 5.2, 1.5


def write_card(card: Card, path: Path) -> None:
    """Write the card as a PNG picture, as high as its figures need.

    Raises RunFileError if the place cannot be written.
    """
    figure = drawn(card)
    with replacing(path) as draft, mpl.rc_context({"text.hinting": "no_hinting"}):
        figure.savefig(draft, format="png", dpi=POINTS_PER_INCH * PIXELS_PER_POINT, facecolor=figure.get_facecolor())


def drawn(card: Card) -> Figure:
    """The card as a figure: names, how many figures are near, the chart, and the sources of what is real."""
    size = LIGHT.size
    sources = _sources(card)
    chart = figure_lines(card.figures) * size
    foot = SOURCE_LINES * size * len(sources)
    height = 2 * MARGIN + HEAD_LINES * size + chart + foot
    inner = Area.sheet(LIGHT.sized(WIDTH_POINTS, height)).inset(MARGIN, MARGIN)
    strong = inner.style(weight=600, size=1.35 * size)
    title = f"{one_line(card.traffic, 60)} beside {one_line(card.real, 60)}"
    inner.text(0, 1.4 * size, typesetting.elided(title, inner.width, strong), strong)
    inner.text(0, 3.2 * size, _counts(card), inner.style("secondary"))
    paint_figures(inner.part(0, HEAD_LINES * size, inner.width, chart), card.figures)
    small = inner.style("tertiary", size=0.92 * size)
    for number, source in enumerate(sources):
        y = HEAD_LINES * size + chart + SOURCE_LINES * size * (number + 1)
        inner.text(0, y, typesetting.elided(source, inner.width, small), small)
    return inner.figure


def _counts(card: Card) -> str:
    judged = [figure for figure in card.figures if figure.nearness != "not judged"]
    near = sum(figure.nearness == "near" for figure in judged)
    return f"{near} of {len(judged)} figures near, the farthest first; {counted(card.queries, 'query')}"


def _sources(card: Card) -> list[str]:
    """Where each group's real figures come from, a line each."""
    lines = dict.fromkeys(
        f"{figure.group.capitalize()}: {one_line(figure.source, 160)}" for figure in card.figures if figure.source
    )
    return list(lines)
