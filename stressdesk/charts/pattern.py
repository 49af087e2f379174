"""Patterns on filled shapes. Matplotlib's own hatching comes out differently from one PDF reader to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.patches import Patch, Rectangle

    from stressdesk.charts.plot import Plot

STEP = 0.42
UPRIGHT_STEP = 0.34

Line = list[tuple[float, float]]


def slanted(plot: Plot, patch: Rectangle, colour: str) -> None:
    """Slanted lines over a bar: what is simulated."""
    x, y = patch.get_xy()
    low, high = plot.axes.get_ylim()
    across, up = plot.column, plot.height / abs(high - low)
    width, height = patch.get_width() * across, patch.get_height() * up
    starts = [STEP * plot.size * number - height for number in range(int((width + height) / (STEP * plot.size)) + 1)]
    top = y + patch.get_height()
    _draw(plot, patch, [[(x + start / across, y), (x + (start + height) / across, top)] for start in starts], colour)


def upright(plot: Plot, patch: Patch, ends: tuple[float, float], colour: str) -> None:
    """Upright lines over a shape between two values of x, however low it is: what was injected."""
    left, right = ends
    step = UPRIGHT_STEP * plot.size / plot.column
    count = max(1, int((right - left) / step))
    values = [left + (right - left) * (number + 0.5) / count for number in range(count)]
    heights = plot.axes.get_ylim()
    _draw(plot, patch, [[(value, height) for height in heights] for value in values], colour)


def _draw(plot: Plot, patch: Patch, lines: Sequence[Line], colour: str) -> None:
    drawn = LineCollection(lines, colors=colour, linewidths=1.1, zorder=2)
    plot.axes.add_collection(drawn, autolim=False)
    drawn.set_clip_path(patch)
