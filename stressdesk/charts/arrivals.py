"""When planned queries arrive: how many in each part of the window, and what that is a minute on average."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis.words import seconds
from stressdesk.charts.area import Area, Margins
from stressdesk.charts.plot import Plot, empty, label_room, ticks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from stressdesk.charts.look import Look
    from stressdesk.traffic.outlook import Bustle

LABEL_POINTS = 64
DAYS_SECONDS = (86_400, 172_800, 345_600, 604_800)
STEPS_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, *DAYS_SECONDS)


def draw_arrivals(bustle: Bustle, look: Look) -> Figure:
    """The arrivals as a figure of the look's size, on its surface."""
    area = Area.sheet(look)
    paint_arrivals(area, bustle)
    return area.figure


def paint_arrivals(area: Area, bustle: Bustle) -> None:
    """Draw the counts as steps, and their mean as a dashed line; pale, since nothing has arrived yet."""
    if not bustle.queries:
        empty(area, "No query is planned.")
        return
    look, size = area.look, area.look.size
    steps = [step for step in ticks(max(bustle.counts), 3) if step == round(step)]
    labels = [f"{step:,.6g}" for step in steps]
    top = 1.9 * size
    margins = Margins(label_room(area, labels), 0.5 * size, 3.2 * size, 1.9 * size)
    plot = Plot(area.part(0, top, area.width, area.height - top), margins)
    plot.scale((0, bustle.window_seconds), (0, max(steps[-1], *bustle.counts)))
    plot.grid(steps, labels)
    part = seconds(bustle.window_seconds / len(bustle.counts)).replace(".0 ", " ")
    area.text(0, 1.1 * size, f"Queries arriving per {part}, planned", area.style("secondary", weight=500))
    edges = [bustle.window_seconds * at / len(bustle.counts) for at in range(len(bustle.counts) + 1)]
    plot.axes.stairs(bustle.counts, edges, fill=True, facecolor=look.pale(look.production), linewidth=0, zorder=2)
    plot.axes.stairs(bustle.counts, edges, color=look.production, linewidth=1, zorder=3)
    mean = bustle.queries / len(bustle.counts)
    plot.axes.axhline(mean, color=look.secondary, linewidth=1.1, dashes=(4, 2.5), zorder=4)
    plot.beside(mean, 0.4 * size, "mean", area.style("secondary", size=size * 0.95))
    _times(plot, bustle.window_seconds)


def _times(plot: Plot, window_seconds: float) -> None:
    """Round times under the plot, far enough apart to be read."""
    style = plot.area.style("tertiary", align="center", tabular=True, size=plot.size * 0.95)
    step = next((one for one in STEPS_SECONDS if one * plot.column >= LABEL_POINTS), STEPS_SECONDS[-1])
    for number in range(int(window_seconds / step) + 1):
        plot.under(step * number, 0, _clock(step * number, step), style)


def _clock(at: int, step: int) -> str:
    """A time in the largest unit that the step between labels is whole in."""
    if not at:
        return "0"
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if step % size == 0:
            return f"{at // size} {unit}"
    return f"{at} s" if at < 60 else f"{at // 60}:{at % 60:02} min"  # noqa: PLR2004 - seconds of a minute
