"""Reading a run file, finished or still being written."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Self

import msgspec

from stressdesk.errors import RunFileError, RunFileLockedError, RunFileMissingError
from stressdesk.journal import interruptions, leases
from stressdesk.journal.connecting import LOCKED, code, connect, fold, log_of
from stressdesk.journal.events import Ending, Header, Record
from stressdesk.journal.interruptions import Interruptions
from stressdesk.journal.layout import APPLICATION_ID, VERSION
from stressdesk.journal.liveness import writing_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 512


class Standing(msgspec.Struct, frozen=True):
    """How far one stage has come: its records, how many of them failed, and dollars; None where no price is known."""

    records: int
    failed: int
    usd: float | None


class Used(msgspec.Struct, frozen=True):
    """What one query that ended used: tokens of its last request, dollars of all, and seconds of that request."""

    session: int
    input: int | None
    output: int | None
    usd: float | None
    seconds: float | None


class RunFile:
    """A run file opened for reading; a context manager. Raises RunFileError for anything that is not one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not _is_file(path):
            raise RunFileMissingError(f"There is no run file {path}.", "`stressdesk runs` lists the runs of a folder.")
        if not path.stat().st_size:
            raise RunFileError(f"{path} is empty: its run never began.", "Nothing was sent; run the scenario again.")
        with explained(path):
            self._connection = connect(path)
            try:
                self._require_ours()
                self.header = self._read_header()
            except BaseException:
                self._connection.close()
                raise
        self._decoder = msgspec.json.Decoder(Record)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the last reader of a run that is over leaves nothing else beside it."""
        is_to_fold = self._is_to_fold()
        self._connection.close()
        if is_to_fold:
            fold(self.path)

    def _is_to_fold(self) -> bool:
        # Where the folder can no longer be looked into, all stays as it is.
        with contextlib.suppress(OSError, sqlite3.Error):
            if log_of(self.path).exists():
                return self._connection.execute("SELECT 1 FROM ending").fetchone() is not None
        return False

    @property
    def ending(self) -> Ending | None:
        """How the run ended; None while it goes on and where it was cut off."""
        with explained(self.path):
            row = self._connection.execute("SELECT body FROM ending").fetchone()
        return msgspec.json.decode(row[0], type=Ending) if row else None

    @property
    def note(self) -> str:
        """What somebody has noted on the run since; files without the table have none."""
        with explained(self.path):
            if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'note'").fetchone():
                return ""
            row = self._connection.execute("SELECT body FROM note").fetchone()
        return str(row[0]) if row else ""

    @property
    def unrecorded(self) -> leases.Sent:
        """What at most was sent and stands in no record: under way, or lost when a process was killed."""
        with explained(self.path):
            return leases.unrecorded(self._connection)

    @property
    def interruptions(self) -> Interruptions:
        """What befell the run beside its queries."""
        # Asked before what is lost is read: whoever has ended since then has written the last of it.
        is_written = writing_process(self.path) is not None
        with explained(self.path):
            lost = None if is_written else leases.unrecorded(self._connection)
            return Interruptions(lost=lost, gaps=interruptions.kept_gaps(self._connection))

    def records(self, after: int = 0) -> Iterator[Record]:
        """Every record in the order it was written, from the one after row `after`."""
        query = "SELECT id, body FROM record WHERE id > ? ORDER BY id LIMIT ?"
        while True:
            # In chunks, so that no read transaction stays open while the caller thinks: that would stop the writer's
            # log from being folded in.
            with explained(self.path):
                rows = self._connection.execute(query, (after, CHUNK)).fetchall()
                records = [self._decoder.decode(body) for _, body in rows]
            if not rows:
                return
            yield from records
            after = rows[-1][0]

    def session(self, stage: str, session: int) -> list[Record]:
        """The recorded turns of one session, in order."""
        query = "SELECT body FROM record WHERE stage = ? AND session = ? ORDER BY turn"
        with explained(self.path):
            rows = self._connection.execute(query, (stage, session)).fetchall()
            return [self._decoder.decode(body) for (body,) in rows]

    def standing(self) -> dict[str, Standing]:
        """How far each stage with records has come."""
        query = "SELECT stage, COUNT(*), COUNT(failure), SUM(cost_usd) FROM record GROUP BY stage"
        with explained(self.path):
            return {stage: Standing(*counts) for stage, *counts in self._connection.execute(query)}

    def used(self, stage: str) -> Iterator[Used]:
        """What each query of a stage used that ended."""
        query = (
            "SELECT session, input_tokens, output_tokens, cost_usd, finished - sent FROM record "
            "WHERE stage = ? AND outcome IN ('answered', 'failed', 'gave_up')"
        )
        with explained(self.path):
            rows = self._connection.execute(query, (stage,)).fetchall()
        return (Used(*row) for row in rows)

    def outcomes(self) -> dict[tuple[str, str], int]:
        """How many records there are of each (outcome, failure or "")."""
        query = "SELECT outcome, COALESCE(failure, ''), COUNT(*) FROM record GROUP BY 1, 2"
        with explained(self.path):
            return {(outcome, failure): count for outcome, failure, count in self._connection.execute(query)}

    def _read_header(self) -> Header:
        (body,) = self._connection.execute("SELECT body FROM header").fetchone() or (None,)
        if body is None:
            raise RunFileError(f"{self.path} has no header: its run never started.", "Run the scenario again.")
        return msgspec.json.decode(body, type=Header)

    def _require_ours(self) -> None:
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID:
            raise RunFileError(f"{self.path} is not a StressDesk run file.", "Run files end in .stressrun.")
        if version > VERSION:
            raise RunFileError(
                f"{self.path} was written by a newer StressDesk (run file version {version}; this one reads up to "
                f"{VERSION}).",
                "Update StressDesk.",
            )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than any file's
        return False


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Whatever goes wrong inside is told as a RunFileError about this file."""
    try:
        yield
    except (OSError, sqlite3.Error, msgspec.MsgspecError) as error:
        if code(error) in LOCKED:
            raise RunFileLockedError(
                f"The run file {path} is locked by another program.",
                "Close the program that has it open, such as one that shows databases.",
            ) from error
        raise RunFileError(
            f"{path} cannot be read as a run file: {error}.", "It may be damaged, or not a run file."
        ) from error
