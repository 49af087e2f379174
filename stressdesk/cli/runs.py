"""`stressdesk runs`: what has been run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stressdesk.cli.terminal import columns, harmless, say
from stressdesk.errors import RunFileError

if TYPE_CHECKING:
    from stressdesk.journal.shelf import Shelved

DEFAULT = Path("runs")


@click.command(
    epilog="""\b
Examples:
  stressdesk runs
  stressdesk runs ~/launch-week"""
)
@click.argument("folder", type=click.Path(path_type=Path), default=DEFAULT)
def runs(folder: Path) -> None:
    """List the runs in a folder, newest first (by default ./runs)."""
    from stressdesk.journal import shelf  # noqa: PLC0415

    if not folder.is_dir() and folder != DEFAULT:
        raise RunFileError(f"There is no folder {folder}.", "Name the folder that runs were written to with --out.")
    found = shelf.runs(folder)
    if not found:
        say(f"No runs in {folder}. Make one: stressdesk run support-triage --out {folder}")
        return
    heading = ("run file", "scenario", "target", "started", "how it ended", "queries", "failed", "note")
    say(columns([heading, *(_row(run) for run in found)], right=(5, 6), indent=""))


def _row(run: Shelved) -> tuple[str, ...]:
    header, ending = run.header, run.ending
    if header is None:
        return (harmless(run.path.name, 80), f"cannot be read: {harmless(run.problem, 60)}", "", "", "", "", "", "")
    ended = ending.reason if ending and ending.state == "stopped" else "complete"
    return (
        harmless(run.path.name, 80),
        harmless(header.name, 30),
        harmless(header.target, 24),
        header.created[:16].replace("T", " "),
        harmless(ended if ending else "unfinished", 40),
        f"{run.records:,}",
        f"{run.failed:,}",
        harmless(run.note, 60),
    )
