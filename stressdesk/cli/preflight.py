"""`stressdesk preflight`: what a run would ask for; nothing is asked but the few queries of a probe, on request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from stressdesk.analysis.words import counted, money
from stressdesk.cli.agreement import agree
from stressdesk.cli.scenario import complete_scenario, load, scenario_path
from stressdesk.cli.terminal import say
from stressdesk.cli.wishes import wishes
from stressdesk.scenario.targets import Local
from stressdesk.targets.weights import weights

if TYPE_CHECKING:
    from stressdesk.engine.job import Job
    from stressdesk.journal.ahead import Preflight, Probed

RUNS = Path("runs")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The command line of `preflight`, as given."""

    scenario: str
    seed: int | None
    target: str | None
    live: int | None
    spend: float | None
    runs: Path
    probe: int | None
    yes: bool
    as_json: bool
    probed: str | None


@click.command(
    epilog="""\b
Examples:
  stressdesk preflight support-triage
  stressdesk preflight support.stress.yaml --target litellm:openai/gpt-5-mini --live 500
  stressdesk preflight support.stress.yaml --target hosted --probe 5    asks, and pays, five queries

\b
What an earlier run of the same scenario on the same model used is taken instead of assumptions."""
)
@click.argument("scenario", shell_complete=complete_scenario)
@wishes
@click.option("--runs", type=click.Path(path_type=Path), default=RUNS, help="Folder of earlier runs.")
@click.option("--probe", type=click.IntRange(1, 5), metavar="N", help="Ask so many queries first, at most 5. It costs.")
@click.option("--yes", "-y", is_flag=True, help="Agree to pay for a probe; what it can cost is still said.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
@click.option("--probed", hidden=True, help="For the window: what a probe came to before, as JSON.")
def preflight(**given: object) -> None:
    """Say what a run would ask: queries, tokens, money, minutes, and who gets which texts.

    Nothing is sent, unless a probe is asked for.
    """
    from stressdesk.cli.sheet import sheet  # noqa: PLC0415
    from stressdesk.engine import job as jobs  # noqa: PLC0415
    from stressdesk.engine import preflight as looking  # noqa: PLC0415

    asked = msgspec.convert(given, Asked)
    path = scenario_path(asked.scenario)
    options = jobs.Wishes(seed=asked.seed, target=asked.target, live=asked.live, spend_usd=asked.spend)
    job = jobs.prepare(load(path), path, options)
    if probed := _probed(job, asked):
        ahead = looking.preflight(job, probed.learnt, probed.probe)
    else:
        ahead = looked_ahead(job, asked.runs)
    say(msgspec.json.encode(ahead) if asked.as_json else sheet(ahead))


def looked_ahead(job: Job, runs: Path) -> Preflight:
    """What a job will ask for, by what an earlier run in the folder used, where there is one.

    Raises RunError where a model on this machine has no file.
    """
    from stressdesk.analysis.experience import earlier  # noqa: PLC0415
    from stressdesk.engine.preflight import preflight as looking  # noqa: PLC0415

    if isinstance(job.target, Local):
        weights(job.target)
    return looking(job, earlier(runs, job.scenario, job.facts.model, job.prices))


def _probed(job: Job, asked: Asked) -> Probed | None:
    from stressdesk.journal.ahead import Probed  # noqa: PLC0415

    if asked.probe is not None:
        return _probing(job, asked.probe, asked)
    return msgspec.json.decode(asked.probed, type=Probed) if asked.probed else None


def _probing(job: Job, queries: int, asked: Asked) -> Probed:
    from stressdesk.engine.probe import at_most_usd, probe, require_probable  # noqa: PLC0415
    from stressdesk.engine.sizes import mean_input_tokens  # noqa: PLC0415

    require_probable(job)
    most = at_most_usd(job, queries)
    cost = "at most " + money(most) if most is not None else "at a price that is not known"
    say(f"\n  The probe asks {job.facts.model or job.target_name} {counted(queries, 'query')}, {cost}.", error=True)
    agree(job, yes=asked.yes, is_dialogue=not asked.as_json)
    return probe(job, queries, mean_input_tokens(job))
