"""`stressdesk note`: a short note on a run, for the list of runs."""

from __future__ import annotations

from pathlib import Path

import click

from stressdesk.cli.terminal import harmless, say


@click.command(
    epilog="""\b
Examples:
  stressdesk note runs/support-triage-001.stressrun before the shorter prompt
  stressdesk note runs/support-triage-001.stressrun          shows it
  stressdesk note runs/support-triage-001.stressrun ""       takes it away"""
)
@click.argument("runfile", type=click.Path(path_type=Path))
@click.argument("words", nargs=-1)
def note(runfile: Path, words: tuple[str, ...]) -> None:
    """Write a short note on a run, which `stressdesk runs` shows; without words, show it."""
    from stressdesk.journal.notes import read_note, write_note  # noqa: PLC0415

    if words:
        write_note(runfile, " ".join(words))
        return
    say(harmless(read_note(runfile)) or f"There is no note on {runfile}.")
