"""Room on the disk that a run keeps for its end: when the disk is full, what is under way and the reason still fit."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# The answers of 500 requests under way, 4 kB each, in the log and once more in the file.
BYTES = 4 * 2**20


class Ballast:
    """A file beside the run file, there while the run goes on, that holds nothing but room."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f"{path.name}-room")

    def take(self) -> None:
        """Take the room. Raises OSError where there is too little; then none is taken."""
        try:
            with self._path.open("wb") as file:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(file.fileno(), 0, BYTES)
                else:
                    file.write(bytes(BYTES))
        except OSError:
            self.drop()
            raise

    def drop(self) -> bool:
        """Give the room up; whether there was any to give."""
        with contextlib.suppress(OSError):
            self._path.unlink()
            return True
        return False
