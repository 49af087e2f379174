"""Choosing a hosted model: words in, models with their prices out, as fast as one types."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.model_search import HEADINGS, ModelSearch
from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import line, tooltip, words

SIZE = (820, 520)
ROW_HEIGHT = 28
NUMBERS_FROM = 2


class ModelDialog(QDialog):
    """Finds a model by words; `chosen` is called with its name."""

    def __init__(self, desk: Desk, chosen: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._search = ModelSearch(desk.thinking, self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Choose a model")
        self.setModal(True)
        self.resize(*SIZE)
        self.line = QLineEdit()
        self.line.setPlaceholderText("Provider or model, such as: anthropic haiku")
        self.line.setAccessibleName("Words to search for")
        self.line.setClearButtonEnabled(True)
        self.table = _table()
        self._foot = words("", "tertiary")
        self.choose = button("Choose", self._choose, "primary")
        self.choose.setEnabled(False)
        self.choose.setDefault(True)
        cancel = button("Cancel", self.reject)
        cancel.setAutoDefault(False)
        foot = row(self._foot, None, cancel, self.choose)
        title = words("Choose a model", "title")
        note = words("Prices are US dollars per million tokens, from the price table that LiteLLM brings.", "secondary")
        self.setLayout(column(title, note, self.line, self.table, foot, gap=10, margin=20))
        self.line.textChanged.connect(self._search.look)
        self.table.itemDoubleClicked.connect(lambda _: self._choose())
        self.table.itemSelectionChanged.connect(self._picked)
        self._search.changed.connect(self._show)
        self._search.look("")
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: up and down walk through the list while the words are typed."""
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if way and self.table.rowCount():
            self.table.selectRow(min(max(self.table.currentRow() + way, 0), self.table.rowCount() - 1))
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        rows = self._search.rows
        self.table.setRowCount(len(rows))
        for at, cells in enumerate(rows):
            for place, text in enumerate(cells):
                cell = QTableWidgetItem(line(text))
                cell.setToolTip(tooltip(text))
                cell.setTextAlignment(_side(place))
                self.table.setItem(at, place, cell)
        if rows:
            self.table.selectRow(0)
        self._foot.setText(self._search.words)
        self._picked()

    def _picked(self) -> None:
        self.choose.setEnabled(self.table.currentRow() >= 0 and self.table.rowCount() > 0)

    def _choose(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self._search.rows):
            self._chosen(self._search.rows[at][0])
            self.accept()


def _side(place: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if place < NUMBERS_FROM else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _table() -> QTableWidget:
    table = QTableWidget(0, len(HEADINGS))
    for place, name in enumerate(HEADINGS):
        heading = QTableWidgetItem(name)
        heading.setTextAlignment(_side(place))
        table.setHorizontalHeaderItem(place, heading)
    table.setAccessibleName("Models found")
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setHighlightSections(False)
    return table
