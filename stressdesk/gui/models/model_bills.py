"""The same traffic on every model with a price, as rows that can be ordered by any column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from stressdesk.analysis import words
from stressdesk.gui.models.month import ModelBill, MonthModel

Index = QModelIndex | QPersistentModelIndex
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
LONGEST_NAME = 120
FEW_TIMES = 10


def _name(bill: ModelBill) -> str:
    """A model's name from outside on one line, without what could turn or hide what stands around it."""
    name = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in bill.name[:LONGEST_NAME])
    return f"{name}, asked in this run" if bill.is_own else name


def _times(bill: ModelBill) -> str:
    if bill.is_own or bill.times is None:
        return "" if bill.times is None else "1"
    digits = f"{bill.times:,.0f}" if bill.times >= FEW_TIMES else f"{bill.times:.2g}"
    return f"{digits}\N{MULTIPLICATION SIGN}"


COLUMNS: tuple[tuple[str, Callable[[ModelBill], str], Callable[[ModelBill], Any]], ...] = (
    ("Model", _name, lambda bill: bill.name.casefold()),
    ("Per 1,000 queries", lambda bill: bill.per_1000, lambda bill: bill.usd_per_1000),
    ("A month", lambda bill: bill.per_month, lambda bill: bill.usd_per_month),
    ("Against this run", _times, lambda bill: bill.usd_per_1000),
    ("From", lambda bill: bill.origin, lambda bill: bill.origin),
)
CHEAPEST_FIRST = 1  # the column that orders models by what they cost


class ModelBills(QAbstractTableModel):
    """Follows the month that is chosen; keeps the order that was asked for."""

    def __init__(self, month: MonthModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._month = month
        self._column, self._order = CHEAPEST_FIRST, Qt.SortOrder.AscendingOrder
        self.bills: list[ModelBill] = []

    def follow(self) -> None:
        """Take in the month as it is now."""
        before = [bill.name for bill in self.bills]
        bills = self._sorted(self._month.models)
        if [bill.name for bill in bills] == before:
            self.bills = bills
            if bills:
                self.dataChanged.emit(self.index(0, 0), self.index(len(bills) - 1, len(COLUMNS) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
            return
        self.beginResetModel()
        self.bills = bills
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self.bills)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Qt: how many columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what stands in a cell, and on which side."""
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[index.column()][1](self.bills[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if 0 < index.column() < len(COLUMNS) - 1 else LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if 0 < section < len(COLUMNS) - 1 else LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        name = COLUMNS[section][0]
        title = f"{words.counted(self._month.queries, 'query')} a month" if name == "A month" else name
        # The style's own arrow would lie on the titles that stand at the right.
        arrow = " ↓" if self._order == Qt.SortOrder.DescendingOrder else " ↑"
        return title + (arrow if section == self._column else "")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt: order the rows by a column."""
        self._column, self._order = column, order
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.beginResetModel()
        self.bills = self._sorted(self.bills)
        self.endResetModel()

    def _sorted(self, bills: list[ModelBill]) -> list[ModelBill]:
        return sorted(bills, key=COLUMNS[self._column][2], reverse=self._order == Qt.SortOrder.DescendingOrder)
