"""Which records are wanted: set by a click on a bar of any page, shown and refined on the page of records."""

from __future__ import annotations

from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

Result = Literal["failing", "prompt", "system", "gave_up", "unsure", "good"]


class RecordFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a record must have to be wanted; None asks for nothing, and all that is asked must hold.

    `turn` counts from 0; with `turn_and_later` those after it are wanted too. `result` "failing" is any of prompt
    failure, system failure and people who gave up. `check` is one that failed the answer, `mess` one of the kinds
    applied, `kind` is the kind of system failure, `words` stand somewhere in input or answer.
    """

    stage: str | None = None
    persona: str | None = None
    mess: str | None = None
    check: str | None = None
    session: int | None = None
    turn: int | None = None
    turn_and_later: bool = False
    intent: str | None = None
    result: Result | None = None
    kind: str | None = None
    words: str = ""


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
