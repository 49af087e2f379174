"""The newest failing answers of a run, as a list to be shown: the latest on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from stressdesk.analysis.own_names import name_words
from stressdesk.gui.models.record_columns import RESULTS
from stressdesk.journal.events import Record
from stressdesk.scenario.clusters import cut

Index = QModelIndex | QPersistentModelIndex

MOST = 40
RECORD = int(Qt.ItemDataRole.UserRole)
LONGEST = 300


class Failing(QAbstractListModel):
    """One row a failing query. The display text is what a screen reader says of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: list[Record] = []

    def show_failures(self, records: Sequence[Record]) -> None:
        """Show these, given in the order they came; what is shown already stays where it is."""
        newest = list(reversed(records))[:MOST]
        if newest == self._records:
            return
        fresh = self.fresh(records)
        if not self._records or fresh in (0, len(newest)):
            self.beginResetModel()
            self._records = newest
            self.endResetModel()
            return
        self.beginInsertRows(QModelIndex(), 0, fresh - 1)
        self._records = [*newest[:fresh], *self._records]
        self.endInsertRows()
        if len(self._records) > MOST:
            self.beginRemoveRows(QModelIndex(), MOST, len(self._records) - 1)
            del self._records[MOST:]
            self.endRemoveRows()

    def fresh(self, records: Sequence[Record]) -> int:
        """How many of these, at most MOST, are newer than all that is shown."""
        known = {id(record) for record in self._records}
        newest = list(reversed(records))[:MOST]
        return next((at for at, record in enumerate(newest) if id(record) in known), len(newest))

    def record(self, row: int) -> Record:
        """The record in a row."""
        return self._records[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Qt: how many there are."""
        return 0 if parent.isValid() else len(self._records)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Qt: the record itself, or a sentence about it."""
        if not index.isValid() or index.row() >= len(self._records):
            return None
        record = self._records[index.row()]
        if role == RECORD:
            return record
        if role == int(Qt.ItemDataRole.DisplayRole):
            said = f"Message: {cut(record.text, LONGEST)}. Answer: {cut(record.answer, LONGEST)}"
            return f"{kind(record)}: {reason(record)}. {record.persona}. {said}"
        return None


def waiting_words(number: int) -> str:
    """Why newer failing answers are not shown."""
    few = "1 newer one waits" if number == 1 else f"{number}{' or more' if number == MOST else ''} newer ones wait"
    return f"{few} while the pointer is on the list"


def kind(record: Record) -> str:
    """What failed, in two words."""
    return RESULTS[record.failure] if record.failure else "Failed"


def reason(record: Record) -> str:
    """Why a query failed: the first check that says so, or what went wrong on the way."""
    failed = next((verdict for verdict in record.verdicts if verdict.judgement == "fail"), None)
    if failed is not None and record.failure == "prompt":
        return f"{failed.check}: {failed.reason}"
    said = record.reason or (failed.reason if failed else "")
    kind_words = (record.kind or "").replace("_", " ")
    return f"{kind_words}: {said}" if kind_words and said else said or kind_words or "nobody waited for the answer"


def circumstances(record: Record) -> str:
    """Who asked, and what kinds of mess were in it."""
    mess = ", ".join(map(name_words, record.mess))
    return " · ".join(part for part in (name_words(record.persona), mess or "no mess") if part)
