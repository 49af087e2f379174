"""How run files are called, and which of a folder are new; told by their names alone, without opening any."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".stressrun"


def newest(folder: Path, most: int) -> list[Path]:
    """At most so many run files of a folder, the last changed first; none where there is no such folder."""
    dated = []
    with contextlib.suppress(OSError):
        for path in folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(OSError):  # deleted meanwhile
                dated.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(dated, reverse=True)[:most]]


def next_path(folder: Path, name: str) -> Path:
    """The first free run file path for a scenario's name: folder/support-triage-003.stressrun."""
    stem = slug(name)
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:  # no such folder yet, or none that can be: whoever writes there will say so
        names = []
    taken = [int(match[1]) for name in names if (match := re.match(rf"{stem}-(\d+)\.", name))]
    return folder / f"{stem}-{max(taken, default=0) + 1:03}{SUFFIX}"


def slug(name: str) -> str:
    """A name as lower-case ASCII words joined by hyphens, safe as a file name everywhere."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "run"
