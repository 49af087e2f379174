"""A short note on a run, kept in its file: written at any time, also while the run goes on and to files of old."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from stressdesk.errors import RunFileError
from stressdesk.journal.connecting import address
from stressdesk.journal.reader import RunFile

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_NOTE = 300
# A run that goes on commits for a few milliseconds, twenty times a second at most.
PATIENCE_SECONDS = 5.0


def read_note(path: Path) -> str:
    """The note on the run in this file; empty where there is none. Raises RunFileError."""
    with RunFile(path) as run_file:
        return run_file.note


def write_note(path: Path, text: str) -> None:
    """Put `text`, on one line, in place of the run's note; an empty one takes the note away.

    Raises RunFileError for what is no run file, cannot be written, or is longer than 300 characters.
    """
    note = " ".join(text.encode("utf-8", "replace").decode().split())
    if len(note) > LONGEST_NOTE:
        raise RunFileError(f"The note is {len(note):,} characters long.", f"At most {LONGEST_NOTE} fit.")
    # Only a run file of ours is written to, and whatever else it is raises here.
    RunFile(path).close()
    try:
        opened = sqlite3.connect(address(path, "mode=rw"), uri=True, timeout=PATIENCE_SECONDS)
        with contextlib.closing(opened) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS note (body TEXT)")
            connection.execute("DELETE FROM note")
            if note:
                connection.execute("INSERT INTO note VALUES (?)", (note,))
    except sqlite3.Error as error:
        raise RunFileError(
            f"The note cannot be written into {path}: {error}.",
            "Check that the file and its folder are writable, or copy the run file to where they are.",
        ) from error
