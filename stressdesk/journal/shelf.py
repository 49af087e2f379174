"""The runs in a folder, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.errors import RunFileError
from stressdesk.journal.naming import SUFFIX
from stressdesk.journal.reader import RunFile

if TYPE_CHECKING:
    from pathlib import Path

    from stressdesk.journal.events import Ending, Header


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
