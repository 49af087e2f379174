"""The runs in a folder, newest first, and the name of the next one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from stressdesk.errors import RunFileError
from stressdesk.journal.reader import RunFile

if TYPE_CHECKING:
    from pathlib import Path

    from stressdesk.journal.events import Ending, Header

SUFFIX = ".stressrun"


class Shelved(msgspec.Struct, frozen=True, kw_only=True):
    """One run file as a list shows it; `problem` says why one could not be read (then the rest is empty)."""

    path: Path
    header: Header | None = None
    ending: Ending | None = None
    records: int = 0
    failed: int = 0
    note: str = ""
    problem: str = ""


def runs(folder: Path) -> list[Shelved]:
    """Every run file of `folder`, newest first; unreadable ones last, with the reason."""
    found = [shelved(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    return sorted(found, key=lambda run: run.header.created if run.header else "", reverse=True)


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


def shelved(path: Path) -> Shelved:
    """One run file for a list, whatever state it is in."""
    try:
        with RunFile(path) as run_file:
            outcomes = run_file.outcomes()
            return Shelved(
                path=path,
                header=run_file.header,
                ending=run_file.ending,
                records=sum(outcomes.values()),
                failed=sum(count for (_, failure), count in outcomes.items() if failure),
                note=run_file.note,
            )
    except RunFileError as error:
        return Shelved(path=path, problem=error.message)
