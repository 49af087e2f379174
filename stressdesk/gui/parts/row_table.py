"""What tables of whole rows have in common: one row is chosen at a time, and untrusted text is one plain line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from stressdesk.gui.parts.words import direction, line, tooltip
from stressdesk.gui.theme import in_columns

Index = QModelIndex | QPersistentModelIndex


def choose_rows(table: QTableView, row_height: int) -> None:
    """Let whole rows of this height, in pixels, be chosen, and leave the Tab key to the page."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(row_height)
    table.horizontalHeader().setHighlightSections(False)


class RowTable(QTableView):
    """A table in which Home and End lead to the first and the last row: Qt leads to the first and last cell of one."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Qt: where a key leads."""
        rows = self.model().rowCount()
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: rows - 1}
        if action not in ends or not rows:
            return super().moveCursor(action, modifiers)
        return self.model().index(ends[action], max(0, self.currentIndex().column()))


class PlainCells(QStyledItemDelegate):
    """Draws whatever a cell holds as plain text, and says it as plain text in tooltips."""

    def displayText(self, value: object, _locale: object) -> str:
        """Qt: what is drawn for a value."""
        return line(str(value))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: each text in its own direction; no frame around the cell with the focus, as the whole row is chosen.

        What stands at the right is a number.
        """
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        option.direction = direction(option.text)
        if option.displayAlignment & Qt.AlignmentFlag.AlignRight:
            option.font = in_columns(option.font)
        option.displayAlignment |= Qt.AlignmentFlag.AlignAbsolute

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Qt: show a tooltip."""
        said = index.data(Qt.ItemDataRole.ToolTipRole)
        QToolTip.showText(event.globalPos(), tooltip(str(said)) if said else "", view)
        return True
