"""Ends a run in which too much fails, or in which StressDesk itself goes wrong."""

from __future__ import annotations

import math
from collections import Counter, deque
from typing import TYPE_CHECKING

from stressdesk.journal.kinds import BUG, KIND_WORDS

if TYPE_CHECKING:
    from stressdesk.engine.limits import Stop
    from stressdesk.journal.events import Record
    from stressdesk.scenario.model import Limits

# One query may be odd enough to find a mistake of ours; after so many in a row nothing that follows is worth its money.
MOST_BUGS = 3
MOSTLY = 0.5
# What gave way to a rounding of the share's binary fraction must not ask for one more failure: 0.07 of 100 is 7.
ROUNDING = 1e-9


class Failing:
    """Looks at every record as it comes. A run that is gone on with begins with no failures behind it.

    `has_ended_it` is whether the failure rate has ended the run.
    What failed is what failure rates count: wrong answers, system failures and users who gave up.
    """

    def __init__(self, limits: Limits, stop: Stop) -> None:
        self.has_ended_it = False
        self._limits = limits
        self._stop = stop
        self._bugs = 0
        self._last: deque[str | None] = deque(maxlen=limits.failure_rate_of_last)
        self._failed = 0
        self._most = math.inf
        if limits.failure_rate is not None:
            self._most = max(1, math.ceil(limits.failure_rate * limits.failure_rate_of_last - ROUNDING))

    def ended(self, record: Record) -> None:
        """Take note of how a query ended, and end the run if that was once too often."""
        if record.kind == BUG:
            self._count_bug(record)
        elif record.outcome not in {"dropped", "cancelled"}:
            self._bugs = 0
            self._count(_cause(record))

    def _count_bug(self, record: Record) -> None:
        self._bugs += 1
        if self._bugs == MOST_BUGS:
            self._stop.request(
                f"StressDesk or this machine went wrong on {MOST_BUGS} queries in a row, which no target is to blame "
                f"for; the last time: {record.reason}",
                is_fault=True,
            )

    def _count(self, cause: str | None) -> None:
        if len(self._last) == self._last.maxlen:
            self._failed -= self._last[0] is not None
        self._last.append(cause)
        self._failed += cause is not None
        # So many failures are too many whatever the queries still missing from the window would have come to.
        if self._failed >= self._most and self._stop.reason is None:
            self.has_ended_it = True
            self._stop.request(self._reason())

    def _reason(self) -> str:
        limit, of_last = self._limits.failure_rate or 0.0, self._limits.failure_rate_of_last
        seen = f"{self._failed:,} of the last {len(self._last):,} queries failed"
        ((cause, count),) = Counter(one for one in self._last if one is not None).most_common(1)
        how_often = "all" if count == self._failed else "mostly" if count > MOSTLY * self._failed else "most often"
        return f"{seen} (limit {limit * 100:g} % of the last {of_last:,}), {how_often} {cause}"


def _cause(record: Record) -> str | None:
    """What failed a query, in words; None where nothing did."""
    match record.failure:
        case "prompt":
            return "wrong answers"
        case "gave_up":
            return "users who gave up waiting"
        case "system":
            injected = ", injected" if record.injected_fault is not None else ""
            return f"{KIND_WORDS[record.kind]}{injected}" if record.kind else "too slow"
        case None:
            return None
