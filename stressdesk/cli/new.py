"""`stressdesk new`: a scenario around a prompt."""

from __future__ import annotations

from pathlib import Path

import click

from stressdesk.cli.terminal import harmless, say
from stressdesk.errors import StressDeskError
from stressdesk.scenario.samples import SUFFIX


@click.command(
    epilog="""\b
Examples:
  stressdesk new prompt.txt
  stressdesk new messages.json --out support.stress.yaml"""
)
@click.argument("prompt", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="The scenario file; by default beside the prompt.")
@click.option("--force", is_flag=True, help="Replace a scenario file that is there already.")
def new(prompt: Path, out: Path | None, *, force: bool) -> None:
    """Make a scenario file around a prompt (.txt, .md, or chat messages in .json or .yaml)."""
    from stressdesk.scenario import file  # noqa: PLC0415
    from stressdesk.scenario.importing.prompt import explained, new_scenario  # noqa: PLC0415

    if out and not out.parent.is_dir():
        raise StressDeskError(f"There is no folder {out.parent}.", "Make it first, or name another file with --out.")
    path = out or prompt.with_name(prompt.stem + SUFFIX)
    if path.exists() and not force:
        raise StressDeskError(f"{path} exists already.", "Name another file with --out, or replace it with --force.")
    scenario = new_scenario(prompt, path)
    file.save(scenario, path)
    say(f"Wrote {path}.")
    for note in explained(scenario, prompt, path.parent):
        say(harmless(note))
    say(f"Replace its demo inputs by those you show on stage, then: stressdesk run {path}")
