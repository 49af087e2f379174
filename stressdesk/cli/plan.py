"""`stressdesk plan`: the traffic that would be sent, without sending any."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
import msgspec

from stressdesk.cli.scenario import complete_scenario, load, scenario_path
from stressdesk.cli.terminal import say

if TYPE_CHECKING:
    from stressdesk.scenario.model import Scenario
    from stressdesk.traffic.makeup import Makeup

EXAMPLES = 12
PARTS = 60


@click.command(
    epilog="""\b
Examples:
  stressdesk plan support-triage --queries 200
  stressdesk plan support.stress.yaml --queries 10000 --jsonl > traffic.jsonl
  stressdesk plan support.stress.yaml --json > composition.json

\b
With --jsonl one JSON object a query, in order of arrival: arrived (seconds), session, turn, think (seconds), persona,
intent, language, mess (list of names), clean, text. The same seed gives the same lines, byte for byte.
With --json one JSON object: how many queries have each persona, intent, language, turn and kind of mess, the arrivals
counted in 60 parts of the window, and 12 of the queries."""
)
@click.argument("scenario", shell_complete=complete_scenario)
@click.option("--queries", type=click.IntRange(1, 1_000_000), default=200, show_default=True, help="How many queries.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Draw from this seed instead of the scenario's.")
@click.option("--json", "as_json", is_flag=True, help="Print the overview as one JSON object.")
@click.option("--jsonl", is_flag=True, help="One JSON object a query instead of an overview.")
def plan(scenario: str, queries: int, seed: int | None, *, as_json: bool, jsonl: bool) -> None:
    """Show the production traffic a scenario would send: who writes, how, and when."""
    from stressdesk.cli.plan_words import chart_columns, overview  # noqa: PLC0415
    from stressdesk.scenario.written import with_written  # noqa: PLC0415
    from stressdesk.traffic import lines  # noqa: PLC0415
    from stressdesk.traffic import plan as traffic  # noqa: PLC0415
    from stressdesk.traffic.makeup import makeup  # noqa: PLC0415
    from stressdesk.traffic.replaying import replay_words  # noqa: PLC0415

    if as_json and jsonl:
        raise click.UsageError("--json and --jsonl exclude each other: one object for all, or one a query.")
    path = scenario_path(scenario)
    loaded = with_written(load(path), path.absolute().parent)
    drawn = loaded.seed if seed is None else seed
    planned = traffic.plan(loaded, queries, seed=drawn, folder=path.absolute().parent)
    if jsonl:
        for line in lines.lines(planned):
            sys.stdout.buffer.write(line.encode() + b"\n")
        return
    parts = PARTS if as_json else chart_columns()
    found = makeup(lines.queries(planned), planned.queries, planned.window_seconds, parts=parts, show=EXAMPLES)
    if as_json:
        say(msgspec.json.encode(_summary(loaded, drawn, found)))
    else:
        say(overview(loaded, found, replay_words(loaded, path.absolute().parent)))


def _summary(scenario: Scenario, seed: int, found: Makeup) -> dict[str, Any]:
    return {
        "scenario": scenario.name,
        "seed": seed,
        "severity": scenario.traffic.mess.severity,
        "writing": scenario.traffic.mess.writing,
        **msgspec.to_builtins(found, str_keys=True),
    }
