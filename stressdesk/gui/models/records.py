"""The table of records: the number of every matching row, and the rows themselves by pages as they are looked at."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from stressdesk.errors import RunFileMissingError, StressDeskError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.filtering import Filtering
from stressdesk.gui.models.record_columns import COLUMNS
from stressdesk.gui.models.run import RunModel
from stressdesk.journal.choosing import RecordFilter
from stressdesk.journal.pages import GaveWay, Order, Pages, Row
from stressdesk.scenario.clusters import cut

PAGE = 200
MOST_PAGES = 24
NEAREST = 3
"""Pages fetched together: what is being looked at touches two, and a fast scroll leaves others behind."""
LONGEST_TIP = 600
DELAY_MS = 10

Index = QModelIndex | QPersistentModelIndex


class Found(msgspec.Struct, frozen=True):
    """The numbers of the wanted rows after row `after`, and the last row there was."""

    numbers: array[int]
    after: int
    last: int


class Looking:
    """Reads rows in a worker thread, opening the file each time (2 ms); what is under way can be given up."""

    def __init__(self) -> None:
        self._pages: Pages | None = None

    def find(self, path: Path, wanted: RecordFilter, order: Order, after: int) -> Found:
        """The wanted rows recorded after a row."""
        self._pages = pages = Pages(path)
        try:
            last = pages.last()
            found = pages.numbers(wanted, order, after)
        finally:
            self._pages = None
            pages.close()
        # Rows written between the two looks belong to the next.
        return Found(array("q", [number for number in found if number <= last]), after, last)

    def fetch(self, path: Path, wanted: dict[int, array[int]]) -> dict[int, list[Row]]:
        """Rows by page."""
        pages = Pages(path)
        try:
            return {page: pages.rows(numbers) for page, numbers in wanted.items()}
        finally:
            pages.close()

    def give_up(self) -> None:
        """Stop finding; from any thread."""
        pages = self._pages
        if pages is not None:
            pages.interrupt()


class RecordsModel(QAbstractTableModel):
    """All records of the run that pass the filter. `counted` when their number, or what is still to come, is another.

    Rows that a growing run adds come at the end where rows stand in the order of the file; else `newer` counts them
    until `refresh`, so that nothing jumps while it is read. `is_gone` where the run file was moved or deleted,
    which is for the page to say; `failed` carries all other errors.
    """

    counted = Signal()
    failed = Signal(object)

    def __init__(self, run: RunModel, filtering: Filtering, reading: Background) -> None:
        super().__init__()
        self._run = run
        self._filtering = filtering
        self._looking = Looking()
        self._choosing = Latest(reading, DELAY_MS, self)
        self._choosing.done.connect(self._take_numbers)
        self._choosing.failed.connect(self._take_error)
        self._paging = Latest(reading, 0, self)
        self._paging.done.connect(self._take_rows)
        self._paging.failed.connect(self._take_error)
        self.order = Order()
        self.numbers: array[int] = array("q")
        self.newer = 0
        self.is_gone = False
        self._last = 0
        self._pages: dict[int, list[Row]] = {}
        self._missing: list[int] = []
        self._has_failed = False
        run.opened.connect(self._start_over)
        run.changed.connect(self._look_for_more)
        filtering.changed.connect(self.refresh)
        self.refresh()

    @property
    def is_looking(self) -> bool:
        """Is it still being found out which rows match?"""
        return self._choosing.is_waiting or (self._run.state == "opening" and self._run.header is None)

    def refresh(self) -> None:
        """Find the matching rows anew."""
        self._looking.give_up()
        self._has_failed = self.is_gone = False
        self._ask(after=0)

    def row_at(self, place: int) -> Row | None:
        """The row at a place of the table; None while it is being fetched."""
        page = self._pages.get(place // PAGE)
        return page[place % PAGE] if page is not None and place % PAGE < len(page) else None

    def place_of(self, number: int) -> int | None:
        """Where the record of this number stands in the table."""
        try:
            return self.numbers.index(number)
        except ValueError:
            return None

    def exporting(self, path: Path) -> Callable[[], int]:
        """The work of writing all matching rows to a CSV file, in their order; for a thread. It tells how many."""
        run, numbers = self._run.path, array("q", self.numbers)
        assert run is not None
        return partial(_exported, run, numbers, path)

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt: how many rows match."""
        return 0 if parent is not None and parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt: how many columns there are, those not shown included."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the names of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = " ↓" if self.order.descending else " ↑"
            return column.title + (arrow if column.name == self.order.column else "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.means or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(is_number=column.is_number)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what stands in a cell; the whole Row for UserRole. What is not there yet is asked for."""
        if not index.isValid():
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(is_number=column.is_number)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.UserRole):
            return None
        row = self.row_at(index.row())
        if row is None:
            self._want(index.row() // PAGE)
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.UserRole:
            return row
        said = column.says(row)
        return said if role == Qt.ItemDataRole.DisplayRole else cut(said, LONGEST_TIP)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt: order by a column; by none, as recorded."""
        name = COLUMNS[column].name if 0 <= column < len(COLUMNS) else "number"
        wanted = Order(name, order == Qt.SortOrder.DescendingOrder)
        if wanted != self.order:
            self.order = wanted
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
            self.refresh()

    def _start_over(self) -> None:
        self._set_numbers(array("q"), 0)
        self.refresh()

    def _ask(self, after: int) -> None:
        # A file whose header has not been read may be half begun: there is nothing in it yet to look for.
        if self._run.path is None or self._run.header is None:
            self._choosing.forget()
            self._set_numbers(array("q"), 0)
            self.counted.emit()
            return
        self._choosing.ask(self._looking.find, self._run.path, self._filtering.wanted, self.order, after)
        self.counted.emit()

    def _look_for_more(self) -> None:
        if self._run.rows <= self._last or self._choosing.is_waiting or self._has_failed:
            return
        if self.order == Order() or self._last == 0:
            self._ask(after=self._last)
        elif self.newer != self._run.rows - self._last:
            self.newer = self._run.rows - self._last
            self.counted.emit()

    def _take_numbers(self, found: Found) -> None:
        if found.after and found.after == self._last:
            self._append(found)
        else:
            self._set_numbers(found.numbers, found.last)
        self.counted.emit()

    def _append(self, found: Found) -> None:
        self._last = found.last
        if not found.numbers:
            return
        first = len(self.numbers)
        self.beginInsertRows(QModelIndex(), first, first + len(found.numbers) - 1)
        self.numbers.extend(found.numbers)
        self._pages.pop(first // PAGE, None)
        self.endInsertRows()

    def _set_numbers(self, numbers: array[int], last: int) -> None:
        self.beginResetModel()
        self.numbers, self._last, self.newer = numbers, last, 0
        self._pages, self._missing = {}, []
        self._paging.forget()
        self.endResetModel()

    def _want(self, page: int) -> None:
        # A file that cannot be read is told of once, not at every look at an empty cell.
        if self._has_failed or (page in self._missing[-NEAREST:] and self._paging.is_waiting):
            return
        self._missing = [*[one for one in self._missing if one != page][1 - NEAREST :], page]
        if self._run.path is not None:
            wanted = {one: self.numbers[one * PAGE : (one + 1) * PAGE] for one in self._missing}
            self._paging.ask(self._looking.fetch, self._run.path, wanted)

    def _take_rows(self, rows: dict[int, list[Row]]) -> None:
        for page, lines in rows.items():
            self._pages.pop(page, None)
            self._pages[page] = lines
        while len(self._pages) > MOST_PAGES:
            self._pages.pop(next(iter(self._pages)))
        self._missing = []
        for page in rows:
            last = min((page + 1) * PAGE, len(self.numbers)) - 1
            self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(COLUMNS) - 1))

    def _take_error(self, error: object) -> None:
        if not isinstance(error, GaveWay) and not self._has_failed:
            self._has_failed = True
            self.is_gone = isinstance(error, RunFileMissingError)
            if not self.is_gone:
                self.failed.emit(error)
        self.counted.emit()


def _exported(run: Path, numbers: array[int], path: Path) -> int:
    from stressdesk.report.csv import write_records  # noqa: PLC0415 - in the thread

    pages = Pages(run)
    try:
        write_records((record for _, record in pages.records(numbers)), pages.header.provenance, path)
    except OSError as error:
        raise StressDeskError(
            f"{path} cannot be written: {error.strerror or error}.", "Choose another folder or name."
        ) from error
    finally:
        pages.close()
    return len(numbers)


def _alignment(*, is_number: bool) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft)
