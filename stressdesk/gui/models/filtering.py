"""Which records are wanted: set by a click on a bar of any page, shown and refined on the page of records."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from stressdesk.journal.choosing import RecordFilter

__all__ = ["EVERYTHING", "Filtering", "RecordFilter"]

EVERYTHING = RecordFilter()


class Filtering(QObject):
    """The filter in use; `changed` when it is another."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = EVERYTHING

    def want(self, wanted: RecordFilter) -> None:
        """Want these records and no others."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.changed.emit()

    def clear(self) -> None:
        """Want every record."""
        self.want(EVERYTHING)
