"""One run as it is compared with another: its summary, and of every query what was asked and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.analysis.sample import OUTCOMES
from stressdesk.analysis.summary import Summary
from stressdesk.analysis.tally import Tally
from stressdesk.journal.events import Header
from stressdesk.journal.kinds import BUG
from stressdesk.journal.pages import Result, result

if TYPE_CHECKING:
    from stressdesk.journal.events import Record
    from stressdesk.journal.reader import RunFile

LONGEST = 160
COUNTED = frozenset(("answered", "failed", "gave_up")) & OUTCOMES.keys()


class Place(msgspec.Struct, frozen=True):
    """Which query it is: the same in every run of the same traffic."""

    stage: str
    session: int
    turn: int


class Asked(msgspec.Struct, frozen=True):
    """What was asked, as a number that is equal for equal words, its beginning, and what came of it."""

    words: int
    text: str
    result: Result
    is_counted: bool

    @property
    def has_failed(self) -> bool:
        """Did it count as a failure?"""
        return self.is_counted and self.result in ("prompt", "system", "gave_up")


class Side(msgspec.Struct, frozen=True):
    """One of the two runs."""

    header: Header
    summary: Summary
    queries: dict[Place, Asked]


def side(run_file: RunFile) -> Side:
    """Read a run to compare it. Raises RunFileError."""
    tally = Tally(run_file.header)
    queries = {}
    for record in run_file.records():
        tally.add(record)
        queries[Place(record.stage, record.session, record.turn)] = _asked(record)
    return Side(run_file.header, tally.summary(run_file.ending, run_file.interruptions), queries)


def _asked(record: Record) -> Asked:
    return Asked(
        words=hash((record.clean, record.text)),
        text=record.text[:LONGEST],
        result=result(record),
        is_counted=record.outcome in COUNTED and record.kind != BUG,
    )
