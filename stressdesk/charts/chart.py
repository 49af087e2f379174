"""What a chart is: a name, a title, and a pure function from a summary to a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.charts.area import Area

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.look import Look


WITH_INTERVALS = ", with 95 % intervals"


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """One way to see a summary.

    `paint` draws into part of a figure, as reports do; the title is left to whoever shows the chart. `lines` is how
    many lines of text high a chart of rows wants to be; others fill what they are given. `doubt` is what a reader must
    know of this summary before the bars, "" for nothing.
    """

    name: str
    title: str
    subtitle: str
    paint: Callable[[Area, Summary], None]
    lines: Callable[[Summary], float] | None = None
    doubt: Callable[[Summary], str] | None = None

    def leads(self, summary: Summary) -> list[str]:
        """What stands under the title, in full and short: the subtitle, and what is doubtful of this summary."""
        doubt = self.doubt(summary) if self.doubt else ""
        if doubt:
            return [f"{self.subtitle}; {doubt}", f"{doubt[:1].upper()}{doubt[1:]}"]
        return list(dict.fromkeys((self.subtitle, self.subtitle.removesuffix(WITH_INTERVALS))))

    def height(self, summary: Summary, most: float, size: float) -> float:
        """The height to paint at where `most` points are to be had and text is `size` points high."""
        return most if self.lines is None else min(most, self.lines(summary) * size)

    def draw(self, summary: Summary, look: Look) -> Figure:
        """The chart as a figure of the look's size; nothing outside the figure is read or changed."""
        area = Area.sheet(look)
        margin = look.size
        self.paint(area.inset(margin, margin), summary)
        return area.figure
