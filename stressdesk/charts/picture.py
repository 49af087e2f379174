"""A figure as pixels, for whoever shows it on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import msgspec
from matplotlib.backends.backend_agg import FigureCanvasAgg

from stressdesk.charts.area import POINTS_PER_INCH, Area
from stressdesk.charts.catalogue import chart_named
from stressdesk.charts.typesetting import elided, fitting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.look import Look

EDGE = 2.0
"""Points that letters may stand over the edge of their place."""

HEAD_LINES, FOOT_LINES = 4.0, 2.0
"""Room for title and footer, in lines of text."""


class Picture(msgspec.Struct, frozen=True):
    """Pixels, four bytes each (red, green, blue, opacity), row by row from the top left."""

    width: int
    height: int
    pixels: bytes


def picture(figure: Figure, scale: float) -> Picture:
    """The figure with `scale` pixels to a point."""
    # Hinting would round the width of every letter to whole pixels, and lines would run wider than they were measured.
    with mpl.rc_context({"text.hinting": "no_hinting"}):
        canvas = FigureCanvasAgg(figure)
        figure.set_dpi(POINTS_PER_INCH * scale)
        canvas.draw()  # type: ignore[no-untyped-call]
        width, height = canvas.get_width_height()
        pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        return Picture(width, height, pixels)


def titled_picture(name: str, summary: Summary, look: Look, scale: float, footer: str) -> Picture:
    """A chart to be shown elsewhere: under its title, above a line that says which run it is of."""
    chart = chart_named(name)
    size = look.size
    area = Area.sheet(look.sized(look.width, look.height + (HEAD_LINES + FOOT_LINES) * size)).inset(1.5 * size, size)
    area.text(0, 1.3 * size, *fitting(chart.title, area.style(weight=600, size=1.25 * size), area.width))
    area.text(0, 3.0 * size, *fitting(chart.leads(summary)[0], area.style("secondary"), area.width))
    inner = area.part(0, HEAD_LINES * size, area.width, area.height - (HEAD_LINES + FOOT_LINES) * size)
    chart.paint(inner, summary)
    area.text(0, area.height - 0.3 * size, elided(footer, area.width, area.style()), area.style("tertiary"))
    return picture(area.figure, scale)


def chart_picture(name: str, summary: Summary, look: Look, scale: float) -> Picture:
    """One of CHARTS as pixels, to stand in a card that has margins; raises LookupError for a name none of theirs."""
    area = Area.sheet(look)
    chart_named(name).paint(area.inset(EDGE, EDGE), summary)
    return picture(area.figure, scale)
