"""What a run file holds already, so that resuming asks only what is missing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from stressdesk.journal.leases import PICODOLLARS, accounted, picodollars
from stressdesk.journal.reader import RunFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stressdesk.journal.events import Record


class Recorded:
    """The recorded part of a run; empty for a new one. `run_seconds` is where it stands.

    `spent_usd` and `requests` count what was under way when a process was killed too, as sent and billed.
    """

    def __init__(self, run_file: RunFile | None = None) -> None:
        self._run_file = run_file
        self._counts: Counter[tuple[str, int]] = Counter()
        self._begun: set[str] = set()
        self.spent_usd = 0.0
        self.run_seconds = 0.0
        self.requests = 0
        if run_file is not None:
            self._read(run_file)

    @classmethod
    def of(cls, path: Path) -> Recorded:
        """What the run file at `path` holds. Raises RunFileError."""
        return cls(RunFile(path))

    def has_begun(self, stage: str) -> bool:
        """Whether any query of the stage is recorded."""
        return stage in self._begun

    def count(self, stage: str, session: int) -> int:
        """How many turns of a session are recorded."""
        return self._counts[stage, session]

    @property
    def queries(self) -> int:
        """How many queries are recorded."""
        return self._counts.total()

    def turns(self, stage: str, session: int) -> Sequence[Record]:
        """The recorded turns of a session, in order."""
        if self._run_file is None or not self._counts[stage, session]:
            return ()
        return self._run_file.session(stage, session)

    def close(self) -> None:
        """Let go of the run file."""
        if self._run_file is not None:
            self._run_file.close()

    def _read(self, run_file: RunFile) -> None:
        unrecorded = run_file.unrecorded
        self.requests, spent = unrecorded.requests, unrecorded.picodollars
        for record in run_file.records():
            self._counts[record.stage, record.session] += 1
            self._begun.add(record.stage)
            self.run_seconds = max(self.run_seconds, record.finished or 0.0)
            self.requests += len(record.attempts)
            spent += accounted(record).picodollars + sum(picodollars(verdict.cost_usd) for verdict in record.verdicts)
        self.spent_usd = spent / PICODOLLARS
