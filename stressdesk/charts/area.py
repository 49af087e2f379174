"""A rectangle of a figure measured in points from its top left, in which charts and pages are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from stressdesk.charts import typefaces, typesetting
from stressdesk.charts.drawable import drawable
from stressdesk.charts.typesetting import Type

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from stressdesk.charts.look import Look

POINTS_PER_INCH = 72
BEHIND_AXES = -1
Colour = Literal["text", "secondary", "tertiary", "accent", "bad", "good", "warn", "surface", "production"]


class Margins(NamedTuple):
    """The room around a plot, in points."""

    left: float
    top: float
    right: float
    bottom: float


class Area:
    """Part of a figure: `x`, `y` of its top left corner from that of the figure, `width`, `height`; all in points."""

    def __init__(self, figure: Figure, look: Look, x: float, y: float, width: float, height: float) -> None:
        self.figure = figure
        self.look = look
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self._page_width = figure.get_figwidth() * POINTS_PER_INCH
        self._page_height = figure.get_figheight() * POINTS_PER_INCH

    @classmethod
    def sheet(cls, look: Look, ground: str | None = None) -> Area:
        """A new figure of the look's size, and the area that is all of it."""
        inches = (look.width / POINTS_PER_INCH, look.height / POINTS_PER_INCH)
        figure = Figure(figsize=inches, dpi=POINTS_PER_INCH, facecolor=ground or look.surface, edgecolor="none")
        return cls(figure, look, 0, 0, look.width, look.height)

    def part(self, x: float, y: float, width: float, height: float) -> Area:
        """A smaller area inside this one."""
        return Area(self.figure, self.look, self.x + x, self.y + y, width, height)

    def inset(self, sides: float, ends: float) -> Area:
        """This area less a margin at its sides and at its top and bottom."""
        return self.part(sides, ends, self.width - 2 * sides, self.height - 2 * ends)

    def style(self, colour: Colour = "text", **changes: Any) -> Type:
        """Type in one of the look's colours, of the look's size unless said otherwise."""
        return Type(**{"size": self.look.size, "colour": getattr(self.look, colour), **changes})

    def text(self, x: float, y: float, words: str, style: Type) -> Text:
        """One line of words with its baseline at `y`."""
        x += shift(words, style)
        across, up = (self.x + x) / self._page_width, 1 - (self.y + y) / self._page_height
        return self.figure.text(across, up, drawable(words), va="baseline", **lettering(style, words))

    def box(self, fill: str, *, edge: str | None = None, radius: float = 0) -> None:
        """Fill the area, with a hair line around it if `edge` is given and round corners if `radius` is."""
        shape = _rounded(self.width, self.height, min(radius, self.height / 2, self.width / 2))
        place = Affine2D().translate(self.x, self._page_height - self.y - self.height) + self._points()
        drawing = {"facecolor": fill, "edgecolor": edge or "none", "linewidth": 0.8 if edge else 0}
        self.figure.add_artist(PathPatch(shape, transform=place, zorder=BEHIND_AXES, **drawing))

    def rule(self, y: float, colour: str, **drawing: Any) -> None:
        """A line across the area at `y`, a hair line unless said otherwise."""
        height = self._page_height - self.y - y
        drawing = {"linewidth": 0.6, "solid_capstyle": "butt", "zorder": BEHIND_AXES, **drawing}
        ends = [self.x, self.x + self.width]
        self.figure.add_artist(Line2D(ends, [height, height], color=colour, transform=self._points(), **drawing))

    def marker(self, x: float, y: float, marker: str, colour: str, *, hollow: bool = False) -> None:
        """A marker with its middle at a point of the area."""
        self.figure.add_artist(
            Line2D(
                [self.x + x],
                [self._page_height - self.y - y],
                color=colour,
                linestyle="none",
                marker=marker,
                markersize=self.look.size * 0.6,
                markerfacecolor=self.look.surface if hollow else colour,
                markeredgecolor=colour,
                markeredgewidth=1.5,
                transform=self._points(),
            )
        )

    def axes(self, margins: Margins) -> Axes:
        """Bare axes inside the margins: no frame, no ticks; a point wide where the margins leave nothing."""
        rectangle = (
            (self.x + margins.left) / self._page_width,
            1 - (self.y + self.height - margins.bottom) / self._page_height,
            max(1.0, self.width - margins.left - margins.right) / self._page_width,
            max(1.0, self.height - margins.top - margins.bottom) / self._page_height,
        )
        axes = self.figure.add_axes(rectangle)
        axes.set_axis_off()
        return axes

    def _points(self) -> Any:
        return Affine2D().scale(1 / POINTS_PER_INCH) + self.figure.dpi_scale_trans


def _rounded(width: float, height: float, radius: float) -> Path:
    """A rectangle from the origin whose corners are quarters of a circle."""
    # The control points of a Bezier curve nearest to a quarter circle lie .5523 radii from its ends.
    bend = 0.4477 * radius
    corners = [
        ((width - radius, 0), (width - bend, 0), (width, bend), (width, radius)),
        ((width, height - radius), (width, height - bend), (width - bend, height), (width - radius, height)),
        ((radius, height), (bend, height), (0, height - bend), (0, height - radius)),
        ((0, radius), (0, bend), (bend, 0), (radius, 0)),
    ]
    points = [(radius, 0.0), *(point for corner in corners for point in corner), (radius, 0.0)]
    codes = [Path.MOVETO, *([Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4] * 4), Path.CLOSEPOLY]
    return Path(points, codes)


def shift(words: str, style: Type) -> float:
    """How far right of its place aligned text with tabular figures starts: matplotlib measures it as proportional."""
    if not style.tabular or style.align == "left":
        return 0.0
    return -typesetting.width(words, style) / (1 if style.align == "right" else 2)


def lettering(style: Type, words: str) -> dict[str, Any]:
    """What matplotlib's text needs to set words in a type: dollars stay dollars, figures line up."""
    return {
        "fontproperties": typefaces.properties(style.family, style.weight, drawable(words)),
        "fontsize": style.size,
        "color": style.colour,
        "ha": "left" if style.tabular else style.align,
        "parse_math": False,
        "fontfeatures": typesetting.TABULAR if style.tabular else None,
    }
