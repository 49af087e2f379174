"""The table of runs: verdicts as badges, ticks to compare, notes to write."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from stressdesk.charts.look import Look
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.run_files import Listed
from stressdesk.gui.models.shelf import ShelfModel
from stressdesk.gui.models.shelf_columns import NOTE, RUN, STATE, TARGET, VERDICT
from stressdesk.gui.parts.row_table import PlainCells, RowTable, choose_rows

ROW_HEIGHT = 34
MOST_ROWS = 8
WIDTHS = (166, 144, 144, 74, 58, 136, 80, 60)
SIDES = 18
BAR = 26
BADGE_HEIGHT = 20
Index = QModelIndex | QPersistentModelIndex


class RunTable(RowTable):
    """As tall as its rows, up to eight. Enter opens a run, Space ticks it, Delete asks to take it away, F2 its note."""

    opened = Signal()
    removal_wanted = Signal()

    def __init__(self, shelf: ShelfModel, appearance: Appearance) -> None:
        super().__init__()
        self._shelf = shelf
        self.setModel(shelf)
        self.setAccessibleName("Runs")
        self.setItemDelegate(_Cells(appearance, self))
        choose_rows(self, ROW_HEIGHT)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.horizontalHeader()
        for at, width in enumerate(WIDTHS):
            self.setColumnWidth(at, width)
        header.setStretchLastSection(True)
        shelf.modelReset.connect(self._fit)
        self.doubleClicked.connect(self._double_clicked)
        appearance.changed.connect(self.viewport().update)
        self._fit()

    def chosen(self) -> Listed | None:
        """The run that is chosen."""
        return self._shelf.at(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys for the run that is chosen."""
        chosen = self.chosen()
        key = event.key()
        # Enter in the field of a note comes here too, after it was written.
        if chosen is None or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        elif key == Qt.Key.Key_Space:
            self._shelf.tick(chosen.run.path, is_ticked=chosen.run.path not in self._shelf.ticked)
        elif key == Qt.Key.Key_F2:
            self.edit(self._shelf.index(self.currentIndex().row(), NOTE))
        else:
            super().keyPressEvent(event)

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == NOTE:
            self.edit(index)
        else:
            self.opened.emit()

    def _fit(self) -> None:
        rows = min(MOST_ROWS, max(1, self._shelf.rowCount()))
        # The header, the rows, the frame, and room for a bar to scroll sideways with.
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + BAR)


class _Cells(PlainCells):
    """Draws untrusted text as one plain line and verdicts as badges."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: ends are never cut: they tell runs of a scenario apart, and say where numbers came from."""
        super().initStyleOption(option, index)
        if index.column() == RUN:
            option.textElideMode = Qt.TextElideMode.ElideMiddle
        elif index.column() == TARGET:
            name, comma, source = option.text.rpartition(", ")
            room = option.rect.width() - SIDES - option.fontMetrics.horizontalAdvance(comma + source)
            option.text = option.fontMetrics.elidedText(name, Qt.TextElideMode.ElideRight, room) + comma + source

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: draw one cell."""
        said = str(index.data() or "")
        tone = _tone(index.column(), said)
        if not tone:
            super().paint(painter, option, index)
            return
        look = self._appearance.look
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(look.accent_tint))
        _draw_badge(painter, option.rect, said, (getattr(look, tone), _ground(look, tone)))
        painter.restore()


def _tone(column: int, said: str) -> str:
    if column == VERDICT:
        return {"Ready": "good", "Not ready": "bad", "Not enough evidence": "warn"}.get(said, "")
    if column == STATE:
        return {"Running": "accent", "Cut off": "warn", "Broke off": "bad", "Cannot be read": "bad"}.get(said, "")
    return ""


def _ground(look: Look, tone: str) -> str:
    return str(getattr(look, f"{tone}_tint"))


def _draw_badge(painter: QPainter, cell: QRect, said: str, colours: tuple[str, str]) -> None:
    font = painter.font()
    font.setPixelSize(11)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = min(cell.width() - 10, painter.fontMetrics().horizontalAdvance(said) + 16)
    badge = QRect(cell.left() + 6, cell.center().y() - BADGE_HEIGHT // 2 + 1, width, BADGE_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours[1]))
    painter.drawRoundedRect(badge, 9, 9)
    painter.setPen(QColor(colours[0]))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, said)
