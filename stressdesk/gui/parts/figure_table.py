"""A report's table on screen: every number with its interval and its mark under it; whole, without scrolling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.parts.words import direction, line, tooltip
from stressdesk.gui.theme import font
from stressdesk.report.copied import entry

if TYPE_CHECKING:
    from stressdesk.report.contents import Cell, Table

Index = QModelIndex | QPersistentModelIndex
HEADING, LOW = 30, 30
LARGE_LINE, SMALL_LINE = 18, 15
ROOM = 9
"""Above the large line and below the last small one, together."""
SIDE = 8
LONGEST = 200
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CELL = Qt.ItemDataRole.UserRole


class TableContent(QAbstractTableModel):
    """The cells of a table, for Qt; where it `is_narrow`, where a number came from has a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.table: Table | None = None
        self.is_narrow = False

    def put(self, table: Table) -> None:
        """Show another table; where only its numbers are others, selection and place stay."""
        before, self.table = self.table, table
        is_alike = before is not None and before.columns == table.columns and len(before.rows) == len(table.rows)
        if not is_alike:
            self.beginResetModel()
            self.endResetModel()
        elif table.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(table.rows) - 1, len(table.columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Qt: how many rows."""
        return 0 if parent.isValid() or self.table is None else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Qt: how many columns."""
        return 0 if parent.isValid() or self.table is None else len(self.table.columns)

    def cell(self, index: Index) -> Cell:
        """What stands at a place."""
        assert self.table is not None
        return self.table.rows[index.row()][index.column()]

    def small(self, cell: Cell) -> tuple[str, ...]:
        """The small lines under a cell's text."""
        has_mark = self.table is not None and self.table.origin is None
        whole = detail(cell, has_mark=has_mark)
        if self.is_narrow and has_mark and cell.origin and cell.detail:
            return cell.detail, cell.origin
        return (whole,) if whole else ()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: text, tooltip, and the cell itself for whoever draws it."""
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(part for part in (cell.text, cell.detail, cell.origin or cell.reason) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(cell.reason) if cell.reason else ""
        return cell if role == CELL else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the names of the columns."""
        if orientation != Qt.Orientation.Horizontal or self.table is None:
            return None
        column = self.table.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.align == "right" else LEFT
        return column.title if role == Qt.ItemDataRole.DisplayRole else None


class _Cells(QStyledItemDelegate):
    """Draws a number above its interval."""

    def __init__(self, content: TableContent, appearance: Appearance) -> None:
        super().__init__()
        self._content = content
        self._appearance = appearance

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: draw one cell."""
        table, look = self._content.table, self._appearance.look
        cell: Cell = index.data(CELL)
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_tint))
        painter.setPen(QColor(look.grid))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        inside = rect.adjusted(SIDE, 0, -SIDE, -1)
        is_name = table is not None and table.columns[index.column()].align == "left"
        side = Qt.AlignmentFlag.AlignLeft if is_name else Qt.AlignmentFlag.AlignRight
        small = self._content.small(cell)
        painter.setFont(font(13, 500 if cell.origin else 400, tabular=not is_name))
        painter.setPen(QColor(look.tertiary if cell.tone == "unknown" else look.text))
        upper = inside if not small else QRect(inside.left(), inside.top() + ROOM // 2, inside.width(), LARGE_LINE)
        _write(painter, upper, side, cell.text)
        painter.setFont(font(11, tabular=not is_name))
        painter.setPen(QColor(look.tertiary))
        for at, text in enumerate(small):
            _write(
                painter, QRect(inside.left(), upper.bottom() + at * SMALL_LINE, inside.width(), SMALL_LINE), side, text
            )


class FigureTable(QTableView):
    """Shows a table as high as it is. Ctrl+C copies what is selected."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._content = TableContent()
        self.setModel(self._content)
        self.setItemDelegate(_Cells(self._content, appearance))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "figures")
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setFixedHeight(HEADING)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        appearance.changed.connect(self.viewport().update)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)

    def show_table(self, table: Table) -> None:
        """Show another table, or the same with other numbers."""
        if table == self._content.table:
            return
        self._content.put(table)
        self.setAccessibleName(table.title or "Table")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the columns share another width."""
        super().resizeEvent(event)
        if self._content.table is not None:
            self._share(self._content.table)
        # Not at once: a height that changes while the page is laid out is not given room.
        self._fitting.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave the wheel to the page."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: copy what is selected, with tabs between columns."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        rows: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes()):
            rows.setdefault(index.row(), []).append(entry(line(index.data() or "")))
        QGuiApplication.clipboard().setText("\n".join("\t".join(entries) for entries in rows.values()))

    def sizeHint(self) -> QSize:
        """Qt: as high as its rows."""
        return QSize(320, self.height())

    def _fit(self) -> None:
        """Share the width among the columns; where it is too little, numbers take more lines."""
        table, content = self._content.table, self._content
        if table is None:
            return
        content.is_narrow = False
        content.is_narrow = self.viewport().width() < sum(self._needed(table))
        self._share(table)
        for number, row in enumerate(table.rows):
            lines = max(len(content.small(cell)) for cell in row)
            self.setRowHeight(number, ROOM + LARGE_LINE + lines * SMALL_LINE if lines else LOW)
        rows = sum(self.rowHeight(at) for at in range(len(table.rows)))
        self.setFixedHeight(HEADING + rows + 2 * self.frameWidth() + 2)

    def _share(self, table: Table) -> None:
        """Give every column what it needs, and its share of what is left."""
        room = self.viewport().width()
        needed = level(self._needed(table), room)
        spare = room - sum(needed)
        weights = [column.weight for column in table.columns]
        for number, pixels in enumerate(needed):
            self.setColumnWidth(number, int(pixels + spare * weights[number] / max(1.0, sum(weights))))

    def _needed(self, table: Table) -> list[int]:
        """How wide each column must be for nothing to be cut."""
        large, small, heading = map(QFontMetrics, (font(13, 500, tabular=True), font(11, tabular=True), font(12, 500)))
        needed = []
        for number, column in enumerate(table.columns):
            cells = [row[number] for row in table.rows]
            widths = [heading.horizontalAdvance(column.title)]
            widths += [large.horizontalAdvance(line(cell.text, LONGEST)) for cell in cells]
            widths += [small.horizontalAdvance(text) for cell in cells for text in self._content.small(cell)]
            needed.append(max(widths) + 2 * SIDE + 2)
        return needed


def level(needed: Sequence[int], room: int) -> list[int]:
    """Widths that have room together: the widest give way first, down to one width."""
    widths, left = list(needed), room
    for done, at in enumerate(sorted(range(len(needed)), key=needed.__getitem__)):
        widths[at] = min(needed[at], max(0, left) // (len(needed) - done))
        left -= widths[at]
    return widths


def detail(cell: Cell, *, has_mark: bool) -> str:
    """The small line of a cell: its interval, and where it came from if the table has no mark of its own."""
    return " · ".join(part for part in (cell.detail, (cell.origin or "") if has_mark else "") if part)


def _write(painter: QPainter, place: QRect, side: Qt.AlignmentFlag, text: str) -> None:
    shown = painter.fontMetrics().elidedText(line(text), Qt.TextElideMode.ElideRight, place.width())
    painter.setLayoutDirection(direction(shown))
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, shown)
