"""Whether a run can be gone on with as it began: what it is drawn from must be what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.engine.job import Job, versions
from stressdesk.errors import RunError
from stressdesk.scenario.fingerprints import fingerprints

if TYPE_CHECKING:
    from stressdesk.journal.events import Header

# Prices stand in the run file as they were.
_WITHOUT_EFFECT = frozenset({"prices"})


def require_same_files(header: Header, job: Job) -> None:
    """Raises RunError where a file that decides who asks what is another than when the run began.

    Run files of old do not say what their files were like.
    """
    now = fingerprints(job.scenario, job.folder)
    changed = [name for name, before in header.files.items() if before and now.get(name) != before]
    if changed:
        names = " and ".join(str(job.folder / name) for name in changed)
        verb, it = ("has", "it") if len(changed) == 1 else ("have", "them")
        raise RunError(
            f"{names} {verb} changed since the run began, or cannot be read: some messages would be sent twice and "
            "others never.",
            f"Put {it} back as before to go on, or run the scenario again from the start.",
        )


def other_versions(header: Header) -> str:
    """Which programs are others than those the run began with, in words; empty where none is."""
    now = versions()
    others = [
        f"{name} {before} (now {now[name]})"
        for name, before in header.versions.items()
        if name in now and name not in _WITHOUT_EFFECT and now[name] != before
    ]
    return ", ".join(others)
