"""The table of records: cells drawn in one line each, columns to choose, widths that are remembered."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from stressdesk.charts.look import Look
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.record_columns import COLUMNS, RESULTS
from stressdesk.gui.models.settings import Settings
from stressdesk.gui.parts.row_table import PlainCells, RowTable, choose_rows
from stressdesk.journal.pages import Result, Row

ROW_HEIGHT = 28
KEPT_AS = "records_columns_1"
EDGE = 8
MARK = 9
RESULT = next(at for at, column in enumerate(COLUMNS) if column.name == "result")
Index = QModelIndex | QPersistentModelIndex


class RecordTable(RowTable):
    """Shows the rows of a model; `opened` by Enter or a double click on one."""

    opened = Signal()

    def __init__(self, model: QAbstractItemModel, appearance: Appearance, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.setModel(model)
        self.setAccessibleName("Records")
        self.setItemDelegate(_Cells(appearance, self))
        choose_rows(self, ROW_HEIGHT)
        self._prepare_header()
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        appearance.changed.connect(self.viewport().update)

    def fill_columns_menu(self, menu: QMenu) -> None:
        """Put a tick for each column into a menu."""
        header = self.horizontalHeader()
        for at, column in enumerate(COLUMNS):
            action = menu.addAction(column.title if column.name != "number" else "Number")
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(at))
            action.setEnabled(column.name != "number")
            action.toggled.connect(lambda shown, at=at: self._show_column(at, is_shown=shown))
        menu.addSeparator()
        menu.addAction("As at first", self._reset_columns)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens a record."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _prepare_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(48)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._ask_columns)
        self._reset_columns()
        kept = self._settings.octets(KEPT_AS)
        if not kept.isEmpty():
            header.restoreState(kept)
        # After restoring, or the order of the last time would be there without its rows.
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.sectionResized.connect(self._keep)
        header.sectionMoved.connect(self._keep)

    def _ask_columns(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_columns_menu(menu)
        menu.popup(self.cursor().pos())

    def _show_column(self, at: int, *, is_shown: bool) -> None:
        self.setColumnHidden(at, not is_shown)
        if is_shown and self.columnWidth(at) < self.horizontalHeader().minimumSectionSize():
            self.setColumnWidth(at, COLUMNS[at].width)
        self._keep()

    def _reset_columns(self) -> None:
        header = self.horizontalHeader()
        for at, column in enumerate(COLUMNS):
            header.moveSection(header.visualIndex(at), at)
            self.setColumnHidden(at, not column.is_shown)
            self.setColumnWidth(at, column.width)

    def _keep(self, *_: object) -> None:
        self._settings.put(KEPT_AS, bytes(self.horizontalHeader().saveState().data()))


class _Cells(PlainCells):
    """Draws untrusted text as one plain line, and results with a mark whose shape says the same as its colour."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: draw one cell."""
        row = index.data(Qt.ItemDataRole.UserRole) if index.column() == RESULT else None
        if not isinstance(row, Row):
            super().paint(painter, option, index)
            return
        look = self._appearance.look
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(look.accent_tint))
        place = option.rect.adjusted(EDGE, 0, -2, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_mark(painter, QPointF(place.left() + MARK / 2, place.center().y() + 0.5), row.result, look)
        painter.setPen(QColor(_colour(row.result, look)))
        place.setLeft(place.left() + MARK + 7)
        text = painter.fontMetrics().elidedText(RESULTS[row.result], Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()


def _colour(result: Result, look: Look) -> str:
    return {
        "good": look.good, "prompt": look.production, "system": look.bad, "gave_up": look.secondary,
        "unsure": look.warn, "cancelled": look.tertiary, "dropped": look.tertiary,
    }[result]  # fmt: skip


def _draw_mark(painter: QPainter, middle: QPointF, result: Result, look: Look) -> None:
    """A disc for wrong answers, a square for system failures, hollow for people who left, small for good ones."""
    colour = QColor(_colour(result, look))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    half = MARK / 2
    box = QRectF(middle.x() - half, middle.y() - half, MARK, MARK)
    if result == "system":
        painter.drawRect(box)
    elif result == "prompt":
        painter.drawEllipse(box)
    elif result == "good":
        painter.drawEllipse(box.adjusted(2.5, 2.5, -2.5, -2.5))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(colour)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
