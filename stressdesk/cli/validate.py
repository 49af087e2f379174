"""`stressdesk validate`: is a scenario file in order?"""

from __future__ import annotations

import click

from stressdesk.cli.scenario import complete_scenario, load, scenario_path
from stressdesk.cli.terminal import harmless, say, wrapped
from stressdesk.scenario.amounts import counted

MOST_CHARACTERS = 300


@click.command(
    epilog="""\b
Examples:
  stressdesk validate support.stress.yaml
  stressdesk validate support-triage        (a bundled sample)"""
)
@click.argument("scenario", shell_complete=complete_scenario)
def validate(scenario: str) -> None:
    """Check a scenario file and say what to mend. Exit code 0 when it is in order, 2 when not."""
    from stressdesk.scenario.disturbance_words import disturbance_words  # noqa: PLC0415
    from stressdesk.scenario.doubts import doubts  # noqa: PLC0415

    path = scenario_path(scenario)
    loaded = load(path)
    kind = type(loaded.targets[loaded.target]).__struct_config__.tag
    say(
        f"{path} is in order: {counted(len(loaded.demo), 'demo input')}, {counted(len(loaded.checks), 'check')}, "
        f"target {loaded.target} ({kind}), scales {', '.join(f'{scale:,}' for scale in loaded.load.scales)}."
    )
    for phrase in disturbance_words(loaded.disturbance):
        say(wrapped(f"Injects: {harmless(phrase, MOST_CHARACTERS)}"))
    for doubt in doubts(loaded):
        say(wrapped(f"Note: {harmless(doubt.words, MOST_CHARACTERS)}"))
