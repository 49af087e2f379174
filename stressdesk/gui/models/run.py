"""The run that is shown: under way or long finished, it is the same file, read on as it grows."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from stressdesk.errors import RunFileError, StressDeskError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.course import Step, seconds_left, steps
from stressdesk.gui.models.pace import Pace
from stressdesk.gui.models.process import EngineProcess
from stressdesk.gui.models.reading import MOST_FAILURES, News, Reading
from stressdesk.journal.events import Ending, Header, Record
from stressdesk.journal.liveness import stop_writing
from stressdesk.journal.reader import Standing

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary

POLL_MS = 100
WELL = (0, 1, 130)
"""Exit codes of an engine that did what it was asked: goals met, goals missed, stopped."""

State = Literal["none", "opening", "starting", "running", "stopping", "complete", "stopped", "cut_off", "failed"]


class RunModel(QObject):
    """One run: `changed` at most ten times a second, `summary_changed` about once a second, `opened` for another run.

    `failures` are the newest failing records, newest last; `standing` is how far each stage has come, `failed_as`
    counts failures by "prompt", "system" and "gave_up". `trouble` says why a run could not start, go on or be read.
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
        self.was_on = False
        self.header: Header | None = None
        self.ending: Ending | None = None
        self.standing: dict[str, Standing] = {}
        self.failed_as: dict[str, int] = {}
        self.failures: deque[Record] = deque(maxlen=MOST_FAILURES)
        self.summary: Summary | None = None
        self.trouble: StressDeskError | None = None
        self.rows = 0
        self._news: News | None = None
        self._pace: Pace | None = None
        self._has_begun = False
        self._was_over = False
        self._is_stopping = False
        self._is_read = False

    @property
    def is_on(self) -> bool:
        """Is the run under way?"""
        return self.state in ("starting", "running", "stopping")

    @property
    def is_ours(self) -> bool:
        """Is the run under way, and does it end with this window unless it is let go?"""
        return self.is_on and self.process is not None and self.process.exit_code is None

    @property
    def has_results(self) -> bool:
        """Is there a run that results are known of, or soon will be? One that never began has none."""
        return self.path is not None and (self.state != "failed" or self.header is not None)

    @property
    def was_told_to_stop(self) -> bool:
        """Did this window ask it to end, its own run or one it watches?"""
        return self._is_stopping

    @property
    def is_refused(self) -> bool:
        """Did its engine end, with a reason, before it did anything?"""
        if self.process is None or self._has_begun or self.trouble is None or self.state not in ("stopped", "cut_off"):
            return False
        # One that was over at once says of the end it wrote itself, not of an earlier one.
        is_of_ending = self.ending is not None and self.ending.reason in self.trouble.message
        return (self.process.exit_code or 0) > 0 and not is_of_ending

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

    @property
    def steps(self) -> tuple[Step, ...]:
        """The stages and how far each has come."""
        return steps(self.header.stages, self.standing) if self.header else ()

    @property
    def elapsed_seconds(self) -> float | None:
        """Real seconds since the run began, as far as this window knows; None for one it did not see under way."""
        return self._pace.elapsed_seconds if self._pace else None

    @property
    def seconds_left(self) -> float | None:
        """About how many real seconds the run still takes; None where that cannot be said yet."""
        if self._news is None or self._pace is None:
            return None
        news, pace = self._news, self._pace
        now = pace.run_seconds(news.run_seconds)
        return seconds_left(news.header, self.standing, news.began, now, pace.per_second, news.due)

    def open(self, path: Path) -> None:
        """Show a run file, finished or still being written by somebody."""
        self._begin(path, None, "opening")

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
        self._is_stopping = True
        self.state = "stopping"
        self.changed.emit()

    def leave(self) -> None:
        """Let a run that is under way go on without this window."""
        if self.is_ours and self.process is not None:
            self.process.let_go()

    def close(self) -> None:
        """Show no run any more. One of ours that is under way and was not let go ends gently."""
        self._timer.stop()
        self._latest.forget()
        if self._reading is not None:
            self._background.finish(self._reading.close)
            self._reading = None
        if self.process is not None:
            self.process.close()
            self.process = None
        self._forget()

    def _begin(self, path: Path, process: EngineProcess | None, state: State) -> None:
        # Whoever looks at another run has not asked for this one to end.
        self.leave()
        self.close()
        self.path, self.process, self.state = path, process, state
        if process is not None:
            self.was_on = True
            self._pace = Pace()
        self._reading = Reading(path)
        self._timer.start()
        self.opened.emit()
        self.changed.emit()
        self._poll()

    def _poll(self) -> None:
        if self._reading is None or self._latest.is_waiting:
            return
        if self._is_read:
            self._take_exit()
            return
        self._was_over = self.process is None or self.process.exit_code is not None
        if self.process is not None and self.path is not None and not self.path.exists():
            if self._was_over:
                self._fail(self.process.complaint())
            return
        self._latest.ask(self._reading.look)

    def _take(self, news: News) -> None:
        self.header, self.standing, self.rows = news.header, news.standing, news.rows
        self.failed_as = news.failed_as
        self.failures.extend(news.failures)
        self._news = news
        self._settle_state(news)
        if self.is_on:
            self._keep_pace(news)
        elif self._pace is not None:
            self._pace.end()
        if news.summary is not None:
            self.summary = news.summary
        self.changed.emit()
        if news.summary is not None:
            self.summary_changed.emit()
        if self._is_read:
            self._tell_of_nothing()
        if not news.is_drained:
            self._poll()

    def _keep_pace(self, news: News) -> None:
        self.was_on = True
        if self._pace is None:
            self._pace = Pace(news.header.created)
        self._pace.mark(self.done)
        self._pace.run_seconds(news.run_seconds)

    def _settle_state(self, news: News) -> None:
        self._has_begun = self._has_begun or news.is_written
        # The ending of a run that is gone on with stands in its file until the engine has begun to write.
        self.ending = news.ending if self._has_begun or self._was_over else None
        if self.ending is not None:
            self.state = self.ending.state
        elif self.process is None and not self.was_on and not news.is_drained:
            return
        elif news.is_written or not self._was_over or not news.is_drained:
            self.state = "stopping" if self._is_stopping else "running"
        else:
            self.state = "cut_off"
        self._is_read = not self.is_on and news.is_drained
        if self._is_read and (self.process is None or self._was_over):
            self._timer.stop()
        if self._was_over and not self.is_on:
            self._take_complaint()

    def _take_exit(self) -> None:
        """Of a run whose file is complete, only its engine can say that nothing came of it."""
        if self.process is None or self.process.exit_code is None:
            return
        self._timer.stop()
        self._take_complaint()
        self.changed.emit()
        self._tell_of_nothing()

    def _take_complaint(self) -> None:
        if self.process is not None and self.process.exit_code not in WELL:
            self.trouble = self.process.complaint()

    def _tell_of_nothing(self) -> None:
        # Whoever saw the run to its end looks at its results by now.
        if self.state == "complete" and self.trouble is not None:
            self.failed.emit(self.trouble)

    def _take_error(self, error: object) -> None:
        if self.process is not None and not self._was_over:
            return  # the file exists but its first page is not written yet: the next look will tell
        if self.process is not None:
            self._fail(self.process.complaint())
        elif isinstance(error, StressDeskError):
            self._fail(error)
        else:
            self._fail(RunFileError(f"{self.path} cannot be read: {error}", "It may be damaged, or not a run file."))

    def _fail(self, error: StressDeskError) -> None:
        self._timer.stop()
        self.state = "failed"
        self.trouble = error
        self.failed.emit(error)
        self.changed.emit()
