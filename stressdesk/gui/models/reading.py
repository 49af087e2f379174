"""A run file read on from where the last look ended, in a worker thread."""

from __future__ import annotations

from collections import Counter, deque
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stressdesk.errors import StressDeskError
from stressdesk.journal.events import Ending, Header, Record
from stressdesk.journal.reader import RunFile, Standing

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary
    from stressdesk.analysis.tally import Tally
    from stressdesk.journal.interruptions import Interruptions

SUMMARY_EVERY = 10
"""Looks from one summary of a growing run to the next: about a second."""
MOST_ROWS = 2_000
MOST_FAILURES = 100


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What is known after one look at a run file.

    `failures` are the failing records that came with this look, `failed_as` counts all so far by what failed, `began`
    holds the run time at which each stage's first query arrived and `run_seconds` the latest run time recorded. `due`
    says of stages in real time when each query is planned to arrive, in seconds from the stage's start.
    `is_drained`: nothing is left to read for now. `summary` is None where none was worked out this time.
    """

    header: Header
    ending: Ending | None
    standing: dict[str, Standing]
    failed_as: dict[str, int]
    began: dict[str, float]
    run_seconds: float
    due: dict[str, tuple[float, ...]]
    failures: tuple[Record, ...]
    is_written: bool
    is_drained: bool
    rows: int
    summary: Summary | None = None


class Reading:
    """One run file and what has been read of it; used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: RunFile | None = None
        self._tally: Tally | None = None
        self._standing: dict[str, Standing] = {}
        self._failed_as: Counter[str] = Counter()
        self._began: dict[str, float] = {}
        self._run_seconds = 0.0
        self._due: dict[str, tuple[float, ...]] = {}
        self._rows = 0
        self._summed = (-1, False)
        self._looks = 0

    def look(self) -> News:
        """Read what has come since, at most 2,000 records; raises RunFileError."""
        file, tally = self._opened()
        # Asked before the records are read: whoever has ended since then has left none behind them.
        interruptions = file.interruptions
        ending = file.ending
        before = self._rows
        failures = self._fold(file, tally)
        is_drained = self._rows - before < MOST_ROWS
        return News(
            header=file.header,
            ending=ending if is_drained else None,
            standing=dict(self._standing),
            failed_as=dict(self._failed_as),
            began=dict(self._began),
            run_seconds=self._run_seconds,
            due=self._due,
            failures=failures,
            is_written=interruptions.lost is None,
            is_drained=is_drained,
            rows=self._rows,
            summary=self._summed_up(tally, ending, interruptions) if is_drained else None,
        )

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> tuple[RunFile, Tally]:
        from stressdesk.analysis.tally import Tally  # noqa: PLC0415 - loads numpy, which the first window need not

        if self._file is None or self._tally is None:
            self._file = RunFile(self._path)
            self._tally = Tally(self._file.header)
            ending = self._file.ending
            self._due = _due(self._file.header) if ending is None or ending.state == "stopped" else {}
        return self._file, self._tally

    def _fold(self, file: RunFile, tally: Tally) -> tuple[Record, ...]:
        failures: deque[Record] = deque(maxlen=MOST_FAILURES)
        for record in islice(file.records(after=self._rows), MOST_ROWS):
            tally.add(record)
            self._rows += 1
            self._count(record)
            if record.failure is not None:
                failures.append(record)
        return tuple(failures)

    def _count(self, record: Record) -> None:
        known = self._standing.get(record.stage, Standing(0, 0, None))
        usd = known.usd if record.cost_usd is None else (known.usd or 0.0) + record.cost_usd
        failed = known.failed + (record.failure is not None)
        self._standing[record.stage] = Standing(known.records + 1, failed, usd)
        if record.failure is not None:
            self._failed_as[record.failure] += 1
        self._began[record.stage] = min(record.arrived, self._began.get(record.stage, record.arrived))
        self._run_seconds = max(self._run_seconds, record.arrived, record.finished or 0.0)

    def _summed_up(self, tally: Tally, ending: Ending | None, interruptions: Interruptions) -> Summary | None:
        self._looks += 1
        is_over = interruptions.lost is not None
        is_due = self._looks % SUMMARY_EVERY == 1 or is_over
        if not is_due or (self._summed == (self._rows, is_over) and ending is None):
            return None
        self._summed = self._rows, is_over
        return tally.summary(ending, interruptions)


def _due(header: Header) -> dict[str, tuple[float, ...]]:
    from stressdesk.scenario import file as scenario_file  # noqa: PLC0415 - loads YAML
    from stressdesk.traffic.plan import timetable  # noqa: PLC0415 - only a run under way has anything ahead

    if header.provenance != "measured":
        return {}
    try:
        scenario, folder = scenario_file.restore(header.scenario), Path(header.scenario_path).parent
        return {
            plan.name: timetable(scenario, plan.queries, seed=header.seed, folder=folder).queries
            for plan in header.stages
            if plan.window_seconds
        }
    except (StressDeskError, OSError):
        return {}  # its files are gone, or another version wrote it: then the windows are all that is known
