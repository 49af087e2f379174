"""Taking a path for a new run file: by one run alone, and never beside the log of another file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stressdesk.errors import RunFileExistsError

if TYPE_CHECKING:
    from pathlib import Path

# What SQLite may have kept records in that its file does not hold yet, and what holds nothing of its own.
LOGS = ("-wal", "-journal")
EMPTIES = ("-shm", "-room")


def require_free(path: Path) -> None:
    """Raises RunFileExistsError where a new run file cannot have this path: it is taken, or a log lies beside it."""
    if os.path.lexists(path):
        raise _taken(path)
    _require_no_log(path)


def claim(path: Path, content: bytes) -> None:
    """Make a new file with this content, on disk for good. Raises OSError, and RunFileExistsError as above."""
    # Made by us alone: two runs that pick one name must not share a file.
    try:
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o644)
    except FileExistsError as error:
        raise _taken(path) from error
    try:
        with os.fdopen(file, "wb") as opened:
            _require_no_log(path)
            for ending in (*LOGS, *EMPTIES):
                _beside(path, ending).unlink(missing_ok=True)
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
    except (OSError, RunFileExistsError):
        path.unlink()
        raise


def identity(path: Path) -> tuple[int, int] | None:
    """Which file has this path, whatever it holds; None where there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def _taken(path: Path) -> RunFileExistsError:
    return RunFileExistsError(f"{path} exists already.", "Choose another name or folder, or move the file.")


def _require_no_log(path: Path) -> None:
    # SQLite would replay it into the new file, with the records of the run it is of.
    for log in (_beside(path, ending) for ending in LOGS):
        if log.exists() and log.stat().st_size:
            raise RunFileExistsError(
                f"{log} is left of an earlier run file {path.name} and may hold records of its run.",
                "If that file was moved, put the log beside it again. Otherwise delete it, or choose another name.",
            )


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
