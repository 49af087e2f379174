"""Opening a run file to read it, also where nothing may be written beside it; and what readers leave beside it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from urllib.parse import quote

TIMEOUT_SECONDS = 10.0
LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def connect(path: Path) -> sqlite3.Connection:
    """Open a run file for reading alone. Raises sqlite3.Error, and OSError where there is no room for a copy."""
    try:
        return _opened(path, "mode=ro", TIMEOUT_SECONDS)
    except sqlite3.OperationalError as error:
        if code(error) in LOCKED:
            raise  # it may be in the middle of a change
        # In a folder we cannot write to, SQLite does not read a log that was left behind.
        log = log_of(path)
        return _copied(path, log) if _holds_something(log) else _opened(path, "mode=ro&immutable=1", 0.0)


def code(error: Exception) -> int:
    """SQLite's code for an error, such as `sqlite3.SQLITE_BUSY`; 0 for any other error."""
    # What SQLite adds above the lowest byte is which step went wrong.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def log_of(path: Path) -> Path:
    """Where SQLite keeps the log of a run file while the run is written or read."""
    return path.with_name(f"{path.name}-wal")


def fold(path: Path) -> None:
    """Make one file again of a run that is over and its log, which the writer left for a reader and readers leave.

    Nothing happens while somebody else has it open, and where it cannot be written.
    """
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_opened(path, "mode=rw", 0.0)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def address(path: Path, options: str) -> str:
    """A file as SQLite is told it that must not make one, with options such as "mode=ro"."""
    return f"file:{quote(os.fsencode(path.absolute()))}?{options}"


def _opened(path: Path, options: str, seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(address(path, options), uri=True, timeout=seconds)
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _copied(path: Path, log: Path) -> sqlite3.Connection:
    # What stands in the log alone is part of the run: of one that was killed, it may be all there is.
    with tempfile.TemporaryDirectory(prefix="stressdesk-") as folder:
        copy = Path(folder) / "copy.stressrun"
        shutil.copyfile(path, copy)
        shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
        found = sqlite3.connect(copy)
        in_memory = sqlite3.connect(":memory:")
        try:
            found.backup(in_memory)
        except BaseException:
            in_memory.close()
            raise
        finally:
            found.close()
    return in_memory


def _holds_something(log: Path) -> bool:
    try:
        return log.stat().st_size > 0
    except OSError:
        return False
