"""`stressdesk preflight`: what a run would ask for, without asking anything."""

from __future__ import annotations

import click
import msgspec

from stressdesk.cli.scenario import complete_scenario, load, scenario_path
from stressdesk.cli.terminal import say
from stressdesk.cli.wishes import wishes


@click.command(
    epilog="""\b
Examples:
  stressdesk preflight support-triage
  stressdesk preflight support.stress.yaml --target litellm:openai/gpt-5-mini --live 500"""
)
@click.argument("scenario", shell_complete=complete_scenario)
@wishes
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
def preflight(
    scenario: str, seed: int | None, target: str | None, live: int | None, spend: float | None, *, as_json: bool
) -> None:
    """Say what a run would ask: queries, tokens, money, minutes, and who gets which texts. Nothing is sent."""
    from stressdesk.cli.sheet import sheet  # noqa: PLC0415
    from stressdesk.engine import job as jobs  # noqa: PLC0415
    from stressdesk.engine import preflight as looking  # noqa: PLC0415

    path = scenario_path(scenario)
    job = jobs.prepare(load(path), path, jobs.Wishes(seed=seed, target=target, live=live, spend_usd=spend))
    ahead = looking.preflight(job)
    say(msgspec.json.encode(ahead) if as_json else sheet(ahead))
