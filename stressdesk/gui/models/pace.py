"""How long a run has been going, and how fast: the window's own stopwatch, for what it shows and nothing else."""

from __future__ import annotations

import math
from collections import deque

from PySide6.QtCore import QDateTime, QElapsedTimer, Qt

REMEMBERED_SECONDS = 5.0
EARLIEST_SECONDS = 0.5


class Pace:
    """Begins when it is made; `since` is the moment, in ISO 8601, at which a run seen later only had begun."""

    def __init__(self, since: str = "") -> None:
        self._watch = QElapsedTimer()
        self._watch.start()
        self._before = _seconds_since(since) if since else 0.0
        self._marks: deque[tuple[float, int]] = deque()
        self._ended: float | None = None
        self._behind = math.inf

    @property
    def elapsed_seconds(self) -> float:
        """Real seconds since the run began, until it ended."""
        return self._before + (self._now if self._ended is None else self._ended)

    @property
    def per_second(self) -> float | None:
        """Queries a second over the last five; None while too little is known."""
        if len(self._marks) < 2:  # noqa: PLR2004 - a pace lies between two marks
            return None
        (start, first), (end, last) = self._marks[0], self._marks[-1]
        return (last - first) / (end - start) if end - start >= EARLIEST_SECONDS and last > first else None

    def mark(self, done: int) -> None:
        """So many queries are done by now."""
        now = self._now
        self._marks.append((now, done))
        while now - self._marks[0][0] > REMEMBERED_SECONDS:
            self._marks.popleft()

    def run_seconds(self, recorded: float) -> float:
        """About what the run's own clock says by now, where `recorded` is the latest moment that it wrote down."""
        self._behind = min(self._behind, self.elapsed_seconds - recorded)
        return self.elapsed_seconds - self._behind

    def end(self) -> None:
        """The run is over: time stands still."""
        if self._ended is None:
            self._ended = self._now

    @property
    def _now(self) -> float:
        return self._watch.elapsed() / 1000


def _seconds_since(moment: str) -> float:
    began = QDateTime.fromString(moment, Qt.DateFormat.ISODate)
    return max(0.0, began.msecsTo(QDateTime.currentDateTimeUtc()) / 1000) if began.isValid() else 0.0
