"""Writing a run file: one SQLite database a run, committed in small batches, valid whenever the process dies.

A batch that was committed is on disk for good: neither kill -9 nor a power cut takes it back, nor what it allows to be
sent. Both lose what came since the last one, and how much of that may have been billed stands in the file.

While a run is on, the write-ahead log keeps readers and the writer out of each other's way; closing folds it into the
one file, so that it can be sent to a colleague.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import os
import sqlite3
import time
from typing import TYPE_CHECKING

import msgspec

from stressdesk.errors import RunFileError, RunFileLockedError
from stressdesk.journal import interruptions, layout, leases
from stressdesk.journal.ballast import Ballast
from stressdesk.journal.claiming import claim, identity
from stressdesk.journal.connecting import LOCKED, code
from stressdesk.journal.leases import Sent
from stressdesk.journal.liveness import name_writer, writer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from stressdesk.journal.events import Ending, Header, Record
    from stressdesk.journal.interruptions import Gap

BATCH_RECORDS = 256
BATCH_SECONDS = 0.05
# Nothing else goes on while the disk syncs (.3 ms, 10 on a busy one): what takes long is done less often.
SYNCING_SHARE = 0.05
LONGEST_BATCH_SECONDS = 1.0
# So long another program may keep the file locked. Each try holds up the whole run, for a note's milliseconds at most.
LOCKED_SECONDS = 30.0
TRY_SECONDS = 0.02
PATIENCE_SECONDS = 10.0
OUT_OF_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})


def calendar_time() -> str:
    """The moment by the machine's calendar, ISO 8601 in UTC; for headers and endings, never for timing."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class Writer:
    """The one writer of a run file. Records are on disk after at most 256 more of them or `batch_seconds` of activity.

    `earlier` is the ending of a run gone on with; it stands again where nothing was added. Once `is_out_of_room`, the
    disk is full, and what is still under way is all that can be recorded.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, place: int, earlier: bytes | None = None) -> None:
        self.path = path
        self._connection = connection
        self._place = place
        self._identity = identity(path)
        self._earlier = earlier
        self.is_out_of_room = False
        self._ballast = Ballast(path)
        self._bound: Sent | None = None
        self._recorded = Sent()
        self._gaps: list[Gap] = []
        self._encoder = msgspec.json.Encoder()
        self._pending: list[tuple[object, ...]] = []
        self._committed_at = time.monotonic()
        self._usual_seconds = 0.0
        self._locked_since: float | None = None
        self._tried_at = -math.inf
        _wait_for_locks(connection, TRY_SECONDS)

    @classmethod
    def create(cls, path: Path, header: Header) -> Writer:
        """Begin a new run file.

        Raises RunFileError where the folder cannot be written, RunFileExistsError where the file exists.
        """
        with _explained(path), contextlib.ExitStack() as undoing:
            path.parent.mkdir(parents=True, exist_ok=True)
            claim(path, layout.begun(header))
            undoing.callback(path.unlink)
            connection = _connect(path)
            undoing.callback(connection.close)
            writer = cls(path, connection, leases.next_place(connection))
            connection.commit()
            writer._ballast.take()
            undoing.pop_all()
        return writer

    @classmethod
    def reopen(cls, path: Path) -> Writer:
        """Go on with a run that ended early. Raises RunFileError while another process still writes it."""
        with _explained(path), contextlib.ExitStack() as undoing:
            connection = _connect(path)
            undoing.callback(connection.close)
            # Locked before looking: of two that go on with one run at the same time, the second must see the first.
            connection.execute("BEGIN IMMEDIATE")
            process = writer_of(connection)
            if process is not None and process != os.getpid():
                raise RunFileError(
                    f"{path} is still being written by process {process}.", "Wait until that run has ended, or stop it."
                )
            name_writer(connection)
            (earlier,) = connection.execute("SELECT body FROM ending").fetchone() or (None,)
            connection.execute("DELETE FROM ending")
            connection.execute(interruptions.SCHEMA)
            writer = cls(path, connection, leases.next_place(connection), earlier)
            writer._ballast.take()
            connection.commit()
            undoing.pop_all()
        return writer

    def append(self, record: Record) -> None:
        """Add one query's record; on disk after the batch."""
        self._pending.append(layout.row(record, self._encoder))
        if self._bound is not None:
            self._recorded += leases.accounted(record)
        if len(self._pending) >= BATCH_RECORDS or time.monotonic() - self._committed_at >= self.batch_seconds:
            self.flush()

    @property
    def batch_seconds(self) -> float:
        """How long records wait for one another: 50 ms, longer only where the disk is slow."""
        return max(BATCH_SECONDS, min(LONGEST_BATCH_SECONDS, self._usual_seconds / SYNCING_SHARE))

    def flush(self) -> None:
        """Put everything added so far on disk; what finds the file locked goes with the next batch.

        Raises RunFileError where that is not possible, or the file is no longer there.
        """
        self._require_there()
        if self._pending or self._gaps:
            with contextlib.suppress(RunFileLockedError):
                self._try_to_commit()
        self._committed_at = time.monotonic()

    def allow(self, bound: Sent) -> None:
        """Put on disk, with everything added so far, the most this process will have sent until it says so again.

        Raises RunFileLockedError where that cannot be done now.
        """
        self._bound = bound
        self._try_to_commit()

    def interrupted(self, gap: Gap) -> None:
        """Note that the program stood still; on disk after the batch."""
        self._gaps.append(gap)

    def _require_there(self) -> None:
        # SQLite goes on writing a file that has lost its name, and the run would pay for what nobody can read.
        with _explained(self.path):
            found = identity(self.path)
        if found != self._identity:
            raise RunFileError(
                f"The run file {self.path} was deleted or moved while the run went on.",
                "If it was moved, move it back to where it was; then `--resume` goes on.",
            )

    def _try_to_commit(self) -> None:
        moment = time.monotonic()
        if self._locked_since is not None and moment - self._tried_at < BATCH_SECONDS:
            # A thousand queries that wait for permission must not try it a thousand times.
            raise _locked(self.path)
        self._tried_at = moment
        try:
            self._commit()
        except RunFileLockedError as error:
            if self._locked_since is None:
                self._locked_since = moment
            if moment - self._locked_since < LOCKED_SECONDS:
                raise
            raise RunFileError(error.message, error.hint) from error
        self._locked_since = None

    def _commit(self, *last: tuple[str, tuple[object, ...]]) -> None:
        began = time.monotonic()
        with _explained(self.path):
            try:
                self._put(last)
            except sqlite3.Error as error:
                # What is under way is paid for, and must still find a place.
                if code(error) not in OUT_OF_ROOM or not self._ballast.drop():
                    raise
                self.is_out_of_room = True
                self._put(last)
        # One commit that waits for somebody else's writing says little about the next.
        self._usual_seconds += (time.monotonic() - began - self._usual_seconds) / 5
        self._gaps.clear()
        if self._pending:
            self._pending.clear()
            self._earlier = None

    def _put(self, last: Iterable[tuple[str, tuple[object, ...]]]) -> None:
        with self._connection:
            self._connection.executemany(layout.INSERT, self._pending)
            if self._bound is not None:
                leases.keep(self._connection, self._place, self._bound, self._recorded)
            interruptions.keep_gaps(self._connection, self._gaps)
            for statement, values in last:
                self._connection.execute(statement, values)

    def close(self, ending: Ending | None) -> None:
        """Put the rest on disk, say how the run ended, and fold the log into the one file."""
        with _explained(self.path):
            try:
                self._require_there()
            except RunFileError:
                self._connection.close()
                if not self.path.exists():
                    self._ballast.drop()
                raise
            _wait_for_locks(self._connection, PATIENCE_SECONDS)
            self._commit()
            body = self._earlier if ending is None else layout.encoded(ending, self._encoder)
            last: list[tuple[str, tuple[object, ...]]] = [("DELETE FROM writer", ())]
            if body is not None:
                last.append(("INSERT INTO ending VALUES (?)", (body,)))
            self._commit(*last)
            self._ballast.drop()
            # A reader may still hold the log, so that it cannot go; but nothing may stand in it alone.
            with contextlib.suppress(*[sqlite3.OperationalError] * self.is_out_of_room):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with contextlib.suppress(sqlite3.OperationalError):
                self._connection.execute("PRAGMA journal_mode = DELETE")
            self._connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE_SECONDS)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _wait_for_locks(connection: sqlite3.Connection, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout = {seconds * 1_000:.0f}")


def _locked(path: Path) -> RunFileLockedError:
    return RunFileLockedError(
        f"The run file {path} is locked by another program.",
        "Close the program that has it open, such as one that shows databases; then `--resume` goes on.",
    )


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if code(error) in LOCKED:
            raise _locked(path) from error
        raise RunFileError(
            f"The run file {path} cannot be written: {getattr(error, 'strerror', None) or error}.",
            "Check that the folder exists, is writable and has room; recorded queries are kept and `--resume` goes on.",
        ) from error
