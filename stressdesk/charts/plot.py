"""A plot in house style: bare axes with hair-line grid, words at exact distances, whiskers and goal lines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.patches import Rectangle

from stressdesk.charts import pattern, typesetting
from stressdesk.charts.area import lettering, shift
from stressdesk.charts.drawable import drawable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from stressdesk.analysis.estimate import Estimate
    from stressdesk.charts.area import Area, Margins
    from stressdesk.charts.look import Look
    from stressdesk.charts.typesetting import Type
    from stressdesk.journal.events import Provenance


class Mark(NamedTuple):
    """How one quantity is drawn: its colour, and filled, hollow, pale or with upright lines over it (`is_injected`).

    Colour is never the only difference.
    """

    words: str
    colour: str
    hollow: bool = False
    is_injected: bool = False
    is_pale: bool = False


class Plot:
    """Axes inside an area. Data coordinates run from 0 to 1 until `scale` says otherwise."""

    def __init__(self, area: Area, margins: Margins) -> None:
        self.area = area
        self.look: Look = area.look
        self.margins = margins
        self.axes: Axes = area.axes(margins)
        self.size = area.look.size

    def scale(self, x: tuple[float, float], y: tuple[float, float], *, log_y: bool = False) -> None:
        """Set the ranges of both axes."""
        if log_y:
            self.axes.set_yscale("log")
        self.axes.set_xlim(*x)
        self.axes.set_ylim(*y)

    @property
    def column(self) -> float:
        """How many points one unit of x is wide."""
        low, high = self.axes.get_xlim()
        return float(max(1.0, self.area.width - self.margins.left - self.margins.right) / (high - low))

    @property
    def height(self) -> float:
        """How many points the plot is high."""
        return max(1.0, self.area.height - self.margins.top - self.margins.bottom)

    @property
    def top(self) -> float:
        """The largest value of y."""
        return float(self.axes.get_ylim()[1])

    def grid(self, values: Sequence[float], labels: Sequence[str]) -> None:
        """Horizontal hair lines with their labels left of the plot; the lowest is a little stronger."""
        style = self.area.style("tertiary", align="right", tabular=True, size=self.size * 0.95)
        for value, label in zip(values, labels, strict=True):
            lowest = value == min(values)
            colour = self.look.border if lowest else self.look.grid
            self.axes.axhline(value, color=colour, linewidth=1 if lowest else 0.8, zorder=0)
            self.beside(value, -0.5 * self.size, label, style)

    def beside(self, y: float, across: float, words: str, style: Type) -> None:
        """Words left (`across` negative) or right (positive) of the plot at the height of a value."""
        self.axes.annotate(
            drawable(words),
            (0 if across < 0 else 1, y),
            xycoords=("axes fraction", "data"),
            xytext=(across + shift(words, style), 0),
            textcoords="offset points",
            va="center_baseline",
            annotation_clip=False,
            **lettering(style, words),
        )

    def under(self, x: float, line: float, words: str, style: Type) -> None:
        """Words under the plot at a value of x; `line` counts lines of text downwards."""
        self.axes.annotate(
            drawable(words),
            (x, 0),
            xycoords=("data", "axes fraction"),
            xytext=(shift(words, style), -(0.55 + 1.35 * line + 0.8) * self.size),
            textcoords="offset points",
            va="baseline",
            annotation_clip=False,
            **lettering(style, words),
        )

    def above(self, x: float, words: str, style: Type) -> None:
        """Words above the plot at a value of x."""
        self.axes.annotate(
            drawable(words),
            (x, 1),
            xycoords=("data", "axes fraction"),
            xytext=(shift(words, style), 0.45 * self.size),
            textcoords="offset points",
            va="baseline",
            annotation_clip=False,
            **lettering(style, words),
        )

    def at(self, x: float, y: float, offset: tuple[float, float], words: str, style: Type) -> None:
        """Words at a point of the data, moved by `offset` points; the surface behind them keeps lines away."""
        if not words:
            return
        self.axes.annotate(
            drawable(words),
            (x, y),
            xytext=(offset[0] + shift(words, style), offset[1]),
            textcoords="offset points",
            va="baseline",
            annotation_clip=False,
            zorder=6,
            bbox={"facecolor": self.look.surface, "edgecolor": "none", "pad": 0.8},
            **lettering(style, words),
        )

    def inside(self, x: float, y: float, words: str, style: Type, *, ground: bool) -> None:
        """Words in the middle of a bar, with the surface behind them where the bar is hatched (`ground`)."""
        box = {"facecolor": self.look.surface, "edgecolor": "none", "boxstyle": "round,pad=0.15"} if ground else None
        self.axes.annotate(
            drawable(words),
            (x, y),
            xytext=(shift(words, style), 0),
            textcoords="offset points",
            va="center_baseline",
            zorder=5,
            bbox=box,
            **lettering(style, words),
        )

    def bar(self, corner: tuple[float, float], size: tuple[float, float], mark: Mark, provenance: Provenance) -> None:
        """A rectangle in data coordinates: solid measured, slanted lines simulated, pale projected or assumed.

        What was injected is none of these: it has upright lines.
        """
        is_pale = mark.is_pale or provenance in {"projected", "assumed"}
        colour = self.look.pale(mark.colour) if is_pale else mark.colour
        drawing: dict[str, Any] = {"facecolor": self.look.surface if mark.hollow else colour, "linewidth": 0}
        if mark.hollow:
            drawing |= {"edgecolor": colour, "linewidth": 1.2}
        elif is_pale:
            # The pale colour alone is 2:1 against the surface: too little to see where the bar ends.
            drawing |= {"edgecolor": mark.colour, "linewidth": 0.8}
        patch = Rectangle(corner, *size, zorder=2, **drawing)
        self.axes.add_patch(patch)
        line = colour if mark.hollow else self.look.surface
        if mark.is_injected:
            pattern.upright(self, patch, (corner[0], corner[0] + size[0]), line)
        elif provenance == "simulated":
            pattern.slanted(self, patch, line)

    def whisker(self, at: float, estimate: Estimate, *, colour: str | None = None, across: bool = False) -> None:
        """The 95 % interval of an estimate as a line with end marks, upright or (`across`) lying."""
        if estimate.low is None or estimate.high is None:
            return
        ends = [estimate.low, estimate.high]
        places = [at, at]
        x, y = (ends, places) if across else (places, ends)
        self.axes.plot(
            x,
            y,
            color=colour or self.look.secondary,
            linewidth=1.2,
            marker="|" if across else "_",
            markersize=self.size * 0.55,
            markeredgewidth=1.2,
            clip_on=False,
            solid_capstyle="butt",
            zorder=4,
        )

    def dot(self, x: float, y: float, marker: str, colour: str, *, hollow: bool, size: float = 0.6) -> None:
        """A marker at a point of the data, with a thin gap around it."""
        self.axes.plot(
            [x],
            [y],
            color=colour,
            linestyle="none",
            marker=marker,
            markersize=self.size * size,
            markerfacecolor=self.look.surface if hollow else colour,
            markeredgecolor=colour,
            markeredgewidth=1.5,
            clip_on=False,
            zorder=5,
        )

    def band(self, x: float, estimate: Estimate, colour: str) -> None:
        """The 95 % interval of an estimate as a broad pale stroke behind its point."""
        if estimate.low is not None and estimate.high is not None:
            ends = [max(estimate.low, self.axes.get_ylim()[0]), estimate.high]
            width = self.size * 0.75
            self.axes.plot([x, x], ends, color=colour, linewidth=width, solid_capstyle="butt", zorder=2)

    def goal(self, value: float, words: Sequence[str]) -> None:
        """A dashed line across the plot with its words in the right margin."""
        self.axes.axhline(value, color=self.look.bad, linewidth=1.1, dashes=(4, 2.5), zorder=3)
        style = self.area.style("bad", weight=500, size=self.size * 0.95, tabular=True)
        bottom, top = self.axes.get_ylim()
        low = 0.0 if self.axes.get_yscale() == "log" else self.height * (value - bottom) / (top - bottom)
        raised = max(0.0, 0.65 * len(words) * self.size - low) if low else 0.0
        for line, part in enumerate(words):
            down = (line - (len(words) - 1) / 2) * 1.25 * self.size - raised
            self.axes.annotate(
                drawable(part),
                (1, value),
                xycoords=("axes fraction", "data"),
                xytext=(0.5 * self.size, -down),
                textcoords="offset points",
                va="center_baseline",
                annotation_clip=False,
                **lettering(style, part),
            )


def label_room(area: Area, labels: Sequence[str]) -> float:
    """The left margin that grid labels need, in points."""
    style = area.style(size=area.look.size * 0.95)
    return max([2 * style.size, *(typesetting.width(label, style) for label in labels)]) + 0.6 * area.look.size


def goal_room(area: Area, words: Sequence[str]) -> float:
    """The right margin that the words of a goal need, in points."""
    style = area.style(size=area.look.size * 0.95, weight=500)
    return max([0.0, *(typesetting.width(line, style) for line in words)]) + 0.6 * area.look.size


def legend(area: Area, marks: Sequence[Mark], y: float) -> float:
    """Draw swatches with words along the top of an area, on as many lines as they need; the room used, in points."""
    size = area.look.size
    style = area.style("secondary", size=size * 0.95)
    swatch, gap, x, line = 0.75 * size, 1.3 * size, 0.0, 0
    for mark in marks:
        room = swatch + 0.45 * size + typesetting.width(mark.words, style)
        if x and x + room > area.width:
            x, line = 0.0, line + 1
        top = y + line * 1.5 * size
        place = area.part(x, top + 0.25 * size, swatch, swatch)
        place.box(area.look.surface if mark.hollow else mark.colour, edge=mark.colour, radius=size * 0.15)
        if mark.is_injected:
            for part in (0.24, 0.68):
                place.part(part * swatch, 0, 0.13 * swatch, swatch).box(area.look.surface)
        area.text(x + swatch + 0.45 * size, top + 0.95 * size, mark.words, style)
        x += room + gap
    return (line + 1) * 1.5 * size if marks else 0.0


def empty(area: Area, sentence: str) -> None:
    """Say in the middle of an area why there is nothing to draw."""
    style = area.style("secondary", align="center")
    lines = typesetting.balanced(sentence, area.width * 0.8, style)
    top = area.height / 2 - (len(lines) - 1) * 0.75 * style.size
    for number, line in enumerate(lines):
        area.text(area.width / 2, top + number * 1.5 * style.size, line, style)


def log_ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Powers of ten around a range of positive numbers, thinned to `most`; with 3s between where there are few."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    last = max(last, first + 1)
    if last - first <= 2:  # noqa: PLR2004 - fewer than two decades look empty without lines between
        between = [digit * 10.0**power for power in range(first, last) for digit in (1, 3)] + [10.0**last]
        return [tick for tick in between if tick * 3.4 > low and tick < high * 3.4]
    step = -(-(last - first) // (most - 1))
    return [10.0**power for power in range(first, last + step, step)]


def ticks(top: float, most: int = 5) -> list[float]:
    """Round numbers from 0 up to at least `top`, at most `most` steps of 1, 2, 2.5 or 5 times a power of ten."""
    step = 1e-9
    factors = (1, 2, 2.5, 5)
    power = 0
    while step * most < top:
        power += 1
        step = factors[power % 4] * 10.0 ** (power // 4 - 9)
    count = max(1, math.ceil(round(top / step, 9))) if top > 0 else 1
    return [round(step * number, 12) for number in range(count + 1)]
