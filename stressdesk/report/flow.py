"""Pages filled from the top down: headings, paragraphs, charts; a table goes on over the page under its head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stressdesk.charts import typesetting
from stressdesk.charts.area import Area
from stressdesk.charts.catalogue import chart_named
from stressdesk.report.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.look import Look
    from stressdesk.charts.typesetting import Type
    from stressdesk.report.contents import Table

MARGIN = 42.0
TOP = 40.0
FOOT = 50.0
COLUMN_GAP = 22.0
LEAST_ROWS = 3


class Flow:
    """Figures the size of a page, with a place on the last one where the next thing goes."""

    def __init__(self, look: Look, footer: str, legend: str) -> None:
        self.look = look
        self.size = look.size
        self.figures: list[Figure] = []
        self._sheets: list[Area] = []
        self._footer = footer
        self._legend = legend
        self.turn()

    @property
    def left(self) -> float:
        """The height left on the page, in points."""
        return self._page.height - self._y

    @property
    def width(self) -> float:
        """The width of the page between its margins, in points."""
        return self._page.width

    def style(self, *colour: Any, **changes: Any) -> Type:
        """Type as `Area.style` gives it."""
        return self._page.style(*colour, **changes)

    def turn(self) -> None:
        """Begin a new page."""
        sheet = Area.sheet(self.look)
        self.figures.append(sheet.figure)
        self._sheets.append(sheet)
        self._page = sheet.part(MARGIN, TOP, sheet.width - 2 * MARGIN, sheet.height - TOP - FOOT)
        self._y = 0.0

    def need(self, height: float) -> None:
        """Begin a new page if there is less height left, unless this one is empty."""
        if height > self.left and self._y > 0:
            self.turn()

    def take(self, height: float) -> Area:
        """The next part of the page of this height."""
        area = self._page.part(0, self._y, self._page.width, height)
        self._y += height
        return area

    def space(self, lines: float) -> None:
        """Leave some lines of text empty, except at the top of a page."""
        if self._y > 0:
            self._y += lines * self.size

    def heading(self, words: str, lead: str = "", room_below: float = 0.0) -> None:
        """A heading with a line under it, kept together with `room_below` points of what follows."""
        self.need(6.2 * self.size + room_below)
        self.space(2.2)
        area = self.take((3.4 if lead else 2.2) * self.size)
        area.text(0, 1.5 * self.size, words, area.style(weight=600, display=True, size=self.size * 1.5))
        if lead:
            style = area.style("secondary")
            area.text(0, 3.0 * self.size, typesetting.elided(lead, area.width, style), style)
        self.space(0.6)

    def subheading(self, words: str, note: str = "", room_below: float = 0.0) -> None:
        """A smaller heading with a note beside it, kept together with what follows."""
        if not words and not note:
            return
        self.need(3.2 * self.size + room_below)
        self.space(1.0)
        _named(self.take(1.5 * self.size), words, note)

    def paragraph(self, words: str, style: Type, bullet: str = "") -> None:
        """Wrapped lines, each on the page it fits on."""
        indent = 1.4 * self.size if bullet else 0.0
        for number, line in enumerate(typesetting.wrapped(words, self._page.width - indent, style)):
            self.need(1.5 * style.size)
            area = self.take(1.5 * style.size)
            if bullet and number == 0:
                area.text(0.3 * self.size, 1.1 * style.size, bullet, style)
            area.text(indent, 1.1 * style.size, line, style)

    def chart(self, name: str, summary: Summary, most: float) -> None:
        """A chart across the page, at most so many points high."""
        chart = chart_named(name)
        height = chart.height(summary, most, self.size)
        self.need(height)
        chart.paint(self.take(height), summary)

    def tables(self, tables: Sequence[Table]) -> None:
        """Tables one under the other; two narrow ones after each other stand side by side."""
        waiting = list(tables)
        while waiting:
            table = waiting.pop(0)
            if not table.wide and waiting and not waiting[0].wide:
                self._beside(table, waiting.pop(0))
            elif table.wide:
                self._table(table)
            else:
                self._beside(table)

    def first_height(self, tables: Sequence[Table]) -> float:
        """How high the part of these tables is that stays together under their heading."""
        if not tables:
            return 0.0
        if tables[0].wide:
            grid = Grid(self._page, tables[0])
            return grid.head_height() + sum(grid.row_height(row) for row in tables[0].rows[:LEAST_ROWS])
        half = self._page.part(0, 0, (self._page.width - COLUMN_GAP) / 2, 0)
        return max(table_height(half, table) for table in tables[: 1 + (len(tables) > 1 and not tables[1].wide)])

    def numbered(self) -> None:
        """Write the foot of every page: the run, what the marks mean, and which page of how many this is."""
        for number, sheet in enumerate(self._sheets, 1):
            foot = sheet.part(MARGIN, sheet.height - FOOT + 12, sheet.width - 2 * MARGIN, FOOT - 12)
            foot.rule(0, self.look.border)
            style = foot.style("tertiary", size=self.size * 0.8)
            foot.text(0, 1.4 * self.size, typesetting.elided(self._footer, foot.width - 60, style), style)
            foot.text(0, 2.5 * self.size, self._legend, style)
            page = foot.style("tertiary", size=self.size * 0.8, align="right")
            foot.text(foot.width, 1.4 * self.size, f"{number} of {len(self._sheets)}", page)

    def _table(self, table: Table) -> None:
        grid = Grid(self._page, table)
        first = sum(grid.row_height(row) for row in table.rows[:LEAST_ROWS])
        self.subheading(table.title, table.origin or "", grid.head_height() + first)
        if table.rows:
            grid.draw_head(self.take(grid.head_height()))
        heights = [grid.row_height(row) for row in table.rows]
        for at, row in enumerate(table.rows):
            rest = heights[at:]
            # A few last rows stay together rather than stand alone on the next page.
            if rest[0] > self.left or (len(rest) == LEAST_ROWS and sum(rest) > self.left):
                self.turn()
                grid.draw_head(self.take(grid.head_height()))
            grid.draw_row(self.take(rest[0]), row)
        self._notes(table)

    def _notes(self, table: Table) -> None:
        self.space(0.4)
        for note in table.notes if table.rows else (table.empty,):
            area = self._page
            self.paragraph(note, area.style("secondary", size=self.size * 0.92))

    def _beside(self, *tables: Table) -> None:
        width = (self._page.width - COLUMN_GAP) / 2
        heights = [table_height(self._page.part(0, 0, width, 0), table) for table in tables]
        self.need(max(heights) + self.size)
        self.space(1.0)
        area = self.take(max(heights))
        for at, table in enumerate(tables):
            draw_table(area.part(at * (width + COLUMN_GAP), 0, width, heights[at]), table)


def _named(area: Area, words: str, note: str) -> None:
    size = area.look.size
    style = area.style(weight=600, size=size * 1.08)
    area.text(0, size, words, style)
    room = typesetting.width(words, style) + 0.7 * size if words else 0.0
    area.text(room, size, note, area.style("tertiary", size=size * 0.9, weight=500))


def _note_lines(area: Area, table: Table) -> list[str]:
    style = area.style("secondary", size=area.look.size * 0.92)
    notes = table.notes if table.rows else (table.empty,)
    return [line for note in notes for line in typesetting.wrapped(note, area.width, style)]


def table_height(area: Area, table: Table) -> float:
    """How high a table with its title and notes is at the width of an area."""
    grid = Grid(area, table)
    rows = grid.head_height() + sum(grid.row_height(row) for row in table.rows) if table.rows else 0.0
    return rows + (1.5 + 0.4 + 1.4 * len(_note_lines(area, table))) * area.look.size


def draw_table(area: Area, table: Table) -> None:
    """Draw a whole table with its title and notes."""
    size = area.look.size
    _named(area, table.title, table.origin or "")
    y = 1.5 * size
    if table.rows:
        grid = Grid(area, table)
        grid.draw_head(area.part(0, y, area.width, grid.head_height()))
        y += grid.head_height()
        for row in table.rows:
            grid.draw_row(area.part(0, y, area.width, grid.row_height(row)), row)
            y += grid.row_height(row)
    style = area.style("secondary", size=size * 0.92)
    for line in _note_lines(area, table):
        y += 1.4 * size
        area.text(0, y, line, style)
