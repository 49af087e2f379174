"""The run that is shown: under way or long finished, it is the same file, read on as it grows."""

from __future__ import annotations

from collections import deque
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from stressdesk.errors import RunFileError, StressDeskError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.process import EngineProcess
from stressdesk.journal.events import Ending, Header, Record
from stressdesk.journal.liveness import stop_writing, writing_process
from stressdesk.journal.reader import RunFile, Standing

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary

POLL_MS = 100
SUMMARY_EVERY = 10
"""Polls from one summary of a growing run to the next: about a second."""
MOST_ROWS = 2_000
MOST_FAILURES = 100

State = Literal["none", "starting", "running", "stopping", "complete", "stopped", "cut_off", "failed"]


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What one look at a run file brought. `summary` is None where none was worked out this time."""

    header: Header
    ending: Ending | None
    standing: dict[str, Standing]
    failures: tuple[Record, ...]
    is_written: bool
    rows: int
    summary: Summary | None = None


class Reading:
    """A run file read on from where the last look ended; lives in one worker thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: RunFile | None = None
        self._tally: object = None
        self._rows = 0
        self._summed_rows = -1
        self._looks = 0

    def look(self) -> News:
        """Read what has come since, at most 2,000 records; raises RunFileError."""
        from stressdesk.analysis.tally import Tally  # noqa: PLC0415 - loads numpy, which the first window need not

        if self._file is None:
            self._file = RunFile(self._path)
            self._tally = Tally(self._file.header)
        assert isinstance(self._tally, Tally)
        is_written = writing_process(self._path) is not None
        ending = self._file.ending
        failures: deque[Record] = deque(maxlen=MOST_FAILURES)
        before = self._rows
        for record in islice(self._file.records(after=self._rows), MOST_ROWS):
            self._tally.add(record)
            self._rows += 1
            if record.failure is not None:
                failures.append(record)
        is_drained = self._rows - before < MOST_ROWS
        self._looks += 1
        is_due = (self._looks % SUMMARY_EVERY == 1 or not is_written) and is_drained
        is_new = self._summed_rows != self._rows or ending is not None
        summary = self._tally.summary(ending) if is_due and is_new else None
        if summary is not None:
            self._summed_rows = self._rows
        return News(
            header=self._file.header,
            ending=ending if is_drained else None,
            standing=self._file.standing(),
            failures=tuple(failures),
            is_written=is_written or not is_drained,
            rows=self._rows,
            summary=summary,
        )

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


class RunModel(QObject):
    """One run: `changed` at most ten times a second, `summary_changed` about once a second, `opened` for another run.

    `failures` are the newest failing records, newest last; `standing` is how far each stage has come.
    """

    changed = Signal()
    summary_changed = Signal()
    opened = Signal()
    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._latest = Latest(background, 0, self)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self._take_error)
        self._reading: Reading | None = None
        self.process: EngineProcess | None = None
        self._forget()

    def _forget(self) -> None:
        self.path: Path | None = None
        self.state: State = "none"
        self.header: Header | None = None
        self.ending: Ending | None = None
        self.standing: dict[str, Standing] = {}
        self.failures: deque[Record] = deque(maxlen=MOST_FAILURES)
        self.summary: Summary | None = None
        self.rows = 0

    @property
    def is_on(self) -> bool:
        """Is the run under way?"""
        return self.state in ("starting", "running", "stopping")

    @property
    def done(self) -> int:
        """Queries that have their record."""
        return sum(stage.records for stage in self.standing.values())

    @property
    def failed_queries(self) -> int:
        """Queries that failed so far."""
        return sum(stage.failed for stage in self.standing.values())

    @property
    def spent_usd(self) -> float | None:
        """Dollars spent so far; None where no price is known."""
        known = [stage.usd for stage in self.standing.values() if stage.usd is not None]
        return sum(known) if known else None

    @property
    def planned(self) -> int:
        """Queries the run is planned to ask."""
        return sum(plan.queries for plan in self.header.stages) if self.header else 0

    def open(self, path: Path) -> None:
        """Show a run file, finished or still being written by somebody."""
        self._begin(path, None, "starting")

    def watch(self, path: Path, process: EngineProcess) -> None:
        """Show the run that a process of ours is about to write to `path`."""
        self._begin(path, process, "starting")

    def stop(self) -> None:
        """Ask the run to end; a second time, at once."""
        if self.process is not None and self.is_on:
            self.process.stop()
        elif self.is_on and self.path is not None:
            stop_writing(self.path)
        else:
            return
        self.state = "stopping"
        self.changed.emit()

    def close(self) -> None:
        """Show no run any more. One that is under way is neither stopped nor let go: that was settled before."""
        self._timer.stop()
        self._latest.forget()
        if self._reading is not None:
            self._background.start(self._reading.close)
            self._reading = None
        if self.process is not None:
            self.process.close()
            self.process = None
        self._forget()

    def _begin(self, path: Path, process: EngineProcess | None, state: State) -> None:
        self.close()
        self.path, self.process, self.state = path, process, state
        self._reading = Reading(path)
        self._timer.start()
        self.opened.emit()
        self.changed.emit()
        self._poll()

    def _poll(self) -> None:
        if self._reading is None or self._latest.is_waiting:
            return
        if self.process is not None and self.path is not None and not self.path.exists():
            self._await_file()
            return
        self._latest.ask(self._reading.look)

    def _await_file(self) -> None:
        assert self.process is not None
        if self.process.exit_code is not None:
            self._timer.stop()
            self.state = "failed"
            self.failed.emit(self.process.complaint())
            self.changed.emit()

    def _take(self, news: News) -> None:
        self.header, self.standing, self.rows = news.header, news.standing, news.rows
        self.failures.extend(news.failures)
        self.ending = news.ending
        self._settle_state(news)
        if news.summary is not None:
            self.summary = news.summary
        self.changed.emit()
        if news.summary is not None:
            self.summary_changed.emit()

    def _settle_state(self, news: News) -> None:
        if news.ending is not None:
            self.state = news.ending.state
        elif news.is_written or (self.process is not None and self.process.exit_code is None):
            self.state = "stopping" if self.state == "stopping" else "running"
        else:
            self.state = "cut_off"
        if not self.is_on and news.summary is not None:
            self._timer.stop()

    def _take_error(self, error: object) -> None:
        if self.process is not None and self.process.exit_code is None:
            return  # the file exists but its first page is not written yet: the next look will tell
        self._timer.stop()
        self.state = "failed"
        if self.process is not None:
            error = self.process.complaint()
        elif not isinstance(error, StressDeskError):
            error = RunFileError(f"{self.path} cannot be read: {error}", "It may be damaged, or not a run file.")
        self.failed.emit(error)
        self.changed.emit()
