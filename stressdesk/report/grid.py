"""Tables on paper: how wide columns are, how high rows, and where numbers, intervals and marks stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stressdesk.charts import typesetting
from stressdesk.charts.typesetting import Type

if TYPE_CHECKING:
    from stressdesk.charts.area import Area
    from stressdesk.report.contents import Cell, Table, Tone

GAP = 1.5
LEAST_LEFT = 11.0
# What is tried in turn to make a table fit: the size of its type, and whether titles stand on one line.
SIZES = ((1.0, True), (1.0, False), (0.92, False), (0.84, False), (0.75, False), (0.62, False))
MOST_LINES = 4
COLOURS = {"good": "good", "warn": "warn", "bad": "bad", "unknown": "tertiary"}


class Slot(NamedTuple):
    """One column on paper: where it starts, and how wide its text and its intervals are."""

    x: float
    text: float
    detail: float


class Grid:
    """One table set to the width of an area, which `draw_head` and `draw_row` then fill from the top down."""

    def __init__(self, area: Area, table: Table) -> None:
        self.table = table
        self.look = area.look
        self.full_titles = True
        for size, self.full_titles in SIZES:
            self._set_type(area.look.size * size)
            if self._least_width() <= area.width:
                break
        self.slots = self._slots(area.width)

    def head_height(self) -> float:
        """The height of the line of titles."""
        lines = max((len(self._title(at)) for at in range(len(self.slots))), default=0)
        return (0.9 + 1.15 * lines) * self.size if any(column.title for column in self.table.columns) else 0.0

    def row_height(self, row: tuple[Cell, ...]) -> float:
        """The height of one row, which its longest words decide."""
        lines = max(len(self._lines(at, cell)) for at, cell in enumerate(row))
        return (0.75 + 1.25 * lines) * self.size

    def draw_head(self, area: Area) -> None:
        """Draw the titles of the columns over a line."""
        height = self.head_height()
        if not height:
            return
        for at, slot in enumerate(self.slots):
            right = self.table.columns[at].align == "right"
            lines = self._title(at)
            for number, line in enumerate(lines):
                y = height - (0.45 + 1.15 * (len(lines) - 1 - number)) * self.size
                style = _aligned(self.heads, right=right)
                area.text(slot.x + (slot.text if right else 0), y, line, style)
            if slot.detail:
                area.text(slot.x + slot.text + self.beside, height - 0.45 * self.size, "95 %", self.small)
        area.rule(height, area.look.border, linewidth=0.8)

    def draw_row(self, area: Area, row: tuple[Cell, ...]) -> None:
        """Draw one row over a hair line."""
        for at, (slot, cell) in enumerate(zip(self.slots, row, strict=True)):
            right = self.table.columns[at].align == "right"
            style = _coloured(self.numbers if right else self.names, cell.tone, area)
            for number, line in enumerate(self._lines(at, cell)):
                area.text(slot.x + (slot.text if right else 0), (1.25 + 1.25 * number) * self.size, line, style)
            base = 1.25 * self.size
            if cell.origin and not self.table.origin:
                mark = Type(size=self.size * 0.62, colour=area.look.tertiary, weight=600)
                area.text(slot.x + slot.text + 0.12 * self.size, base - 0.34 * self.size, cell.origin[0].upper(), mark)
            if cell.detail:
                area.text(slot.x + slot.text + self.beside, base, cell.detail, self.small)
        area.rule(self.row_height(row), area.look.grid)

    def _set_type(self, size: float) -> None:
        look = self.look
        self.size = size
        self.names = Type(size=size, colour=look.text)
        self.numbers = Type(size=size, colour=look.text, weight=500, align="right", tabular=True)
        self.small = Type(size=size * 0.86, colour=look.tertiary, tabular=True)
        self.heads = Type(size=size * 0.86, colour=look.secondary, weight=500)
        # A mark stands between a number and its interval, unless the title of the table says it for all.
        self.beside = (0.55 if self.table.origin else 1.0) * size

    def _least_width(self) -> float:
        """The width below which the table cannot go: words may be wrapped, numbers may not."""
        columns = range(len(self.table.columns))
        return sum(self._least(at) + self._detail_width(at) for at in columns) + GAP * self.size * (len(columns) - 1)

    def _least(self, at: int) -> float:
        width = self._text_width(at)
        return min(width, LEAST_LEFT * self.size) if self.table.columns[at].align == "left" else width

    def _title(self, at: int) -> list[str]:
        slot = self.slots[at]
        return typesetting.wrapped(self.table.columns[at].title, slot.text + slot.detail * 0.4, self.heads)

    def _lines(self, at: int, cell: Cell) -> list[str]:
        if self.table.columns[at].align == "right":
            return [cell.text]
        return typesetting.wrapped(cell.text, self.slots[at].text, self.names, MOST_LINES) or [""]

    def _slots(self, room: float) -> list[Slot]:
        """Numbers get the room they need, words what is left; room to spare goes between the columns."""
        details = [self._detail_width(at) for at in range(len(self.table.columns))]
        texts = [self._text_width(at) for at in range(len(self.table.columns))]
        gap = GAP * self.size
        left = [at for at, column in enumerate(self.table.columns) if column.align == "left"]
        # The widest column of words gives way until it is no wider than the next, and so on.
        while left and sum(texts) + sum(details) + gap * (len(texts) - 1) > room:
            widest = max(left, key=lambda at: texts[at])
            if texts[widest] <= LEAST_LEFT * self.size:
                break
            texts[widest] -= 0.5 * self.size
        spare = max(0.0, room - sum(texts) - sum(details) - gap * (len(texts) - 1))
        return self._placed(texts, details, gap, spare)

    def _placed(self, texts: list[float], details: list[float], gap: float, spare: float) -> list[Slot]:
        columns = self.table.columns
        if columns and columns[-1].align == "left":
            texts = [*texts[:-1], texts[-1] + spare]
            spare = 0.0
        slots, x = [], 0.0
        for at, (text, detail) in enumerate(zip(texts, details, strict=True)):
            # Spare room stands before a number: under a right-aligned title it belongs to the column on its right.
            if at and columns[at].align == "right":
                x += spare / max(1, sum(column.align == "right" for column in columns[1:]))
            slots.append(Slot(x, text, detail))
            x += text + detail + gap
        return slots

    def _text_width(self, at: int) -> float:
        column = self.table.columns[at]
        style = self.numbers if column.align == "right" else self.names
        cells = max((typesetting.width(row[at].text, style) for row in self.table.rows), default=0.0)
        parts = [column.title] if self.full_titles else column.title.split()
        words = max((typesetting.width(part, self.heads) for part in parts), default=0.0)
        return max(cells, words - 0.4 * self._detail_width(at)) + 0.2 * self.size

    def _detail_width(self, at: int) -> float:
        if not self.table.has_details[at]:
            return 0.0
        widest = max((typesetting.width(row[at].detail, self.small) for row in self.table.rows), default=0.0)
        return widest + self.beside


def _aligned(style: Type, *, right: bool) -> Type:
    return Type(size=style.size, colour=style.colour, weight=style.weight, align="right" if right else "left")


def _coloured(style: Type, tone: Tone, area: Area) -> Type:
    if not tone:
        return style
    colour = getattr(area.look, COLOURS[tone])
    weight = 400 if tone == "unknown" else style.weight
    return Type(size=style.size, colour=colour, weight=weight, align=style.align, tabular=style.tabular)
