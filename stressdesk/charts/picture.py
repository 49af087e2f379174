"""A figure as pixels, for whoever shows it on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import msgspec
from matplotlib.backends.backend_agg import FigureCanvasAgg

from stressdesk.charts.area import POINTS_PER_INCH
from stressdesk.charts.catalogue import CHARTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.look import Look


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


def chart_picture(name: str, summary: Summary, look: Look, scale: float) -> Picture:
    """One of CHARTS as pixels; raises LookupError for a name that is none of theirs."""
    chart = next((chart for chart in CHARTS if chart.name == name), None)
    if chart is None:
        raise LookupError(name)
    return picture(chart.draw(summary, look), scale)
