"""`stressdesk run`: the main job, from a scenario to a verdict and a report."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from click.core import ParameterSource

from stressdesk.cli.agreement import agree
from stressdesk.cli.scenario import complete_scenario, load, scenario_path
from stressdesk.cli.terminal import harmless, say
from stressdesk.cli.wishes import wishes
from stressdesk.errors import RunError, RunFileError, RunFileExistsError, StressDeskError
from stressdesk.journal import naming
from stressdesk.report.write import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.analysis.summary import Summary
    from stressdesk.cli.orders import Orders
    from stressdesk.engine.job import Job
    from stressdesk.journal.events import Ending
    from stressdesk.journal.reader import Standing

MET, MISSED, STOPPED = 0, 1, 130
# Settled when a run begins; going on with it cannot change them.
SETTLED = ("seed", "target", "live", "spend", "out", "run_file")
MOST_NAMES = 20
MOST_PROCESSES = 64


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The command line of `run`, as given."""

    scenario: str | None
    seed: int | None
    target: str | None
    live: int | None
    spend: float | None
    out: Path
    run_file: Path | None
    resume: Path | None
    reports: tuple[str, ...]
    json: bool
    processes: int | None
    yes: bool
    obey_input: bool


class Ended(msgspec.Struct, frozen=True):
    """How a run ended, and whether somebody stopped it."""

    ending: Ending
    was_stopped: bool = False


@click.command(
    epilog="""\b
Examples:
  stressdesk run support-triage                             a bundled sample, on the embedded model
  stressdesk run support.stress.yaml --target simulated     the same traffic, answers simulated
  stressdesk run support.stress.yaml --target litellm:openai/gpt-5-mini --live 200 --spend 2
  stressdesk run support.stress.yaml --json > summary.json  for CI; see `stressdesk schema --summary`
  stressdesk run --resume runs/support-triage-001.stressrun

\b
Before a hosted model is paid, a run asks. Where nobody can be asked (cron, CI), it needs --yes or a spend limit.
Ctrl-C stops gently: answers under way may finish, and the run file and report are written.
Exit codes: 0 goals met; 1 goals missed, not shown to be met, or stopped by limits.failure_rate; 2 could not run,
broke off, or its limits left no room for a query; 130 stopped by you."""
)
@click.argument("scenario", required=False, shell_complete=complete_scenario)
@wishes
@click.option("--out", type=click.Path(path_type=Path), default=Path("runs"), help="Folder of run files and reports.")
@click.option("--run-file", type=click.Path(path_type=Path), metavar="PATH", help="Write the run to this new file.")
@click.option("--resume", type=click.Path(path_type=Path), metavar="RUNFILE", help="Ask what this run still lacks.")
@click.option(
    "--report",
    "reports",
    type=click.Choice([*FORMATS, "none"]),
    multiple=True,
    default=("html",),
    show_default=True,
    help="Reports to write; may be given several times; none for none.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, MOST_PROCESSES),
    metavar="N",
    help="Let so many processes send, each with a core of its own; left out, as many as the plan takes.",
)
@click.option("--json", is_flag=True, help="Print the summary as JSON on standard output.")
@click.option("--yes", "-y", is_flag=True, help="Agree to pay a hosted model; the sheet is still shown.")
@click.option(
    "--obey-input",
    is_flag=True,
    help="For a parent program: read `stop` and `detach`, a line each, from standard input, and stop when it ends.",
)
@click.pass_context
def run(context: click.Context, /, **given: object) -> int:
    """Run a scenario: its demo, its production traffic, its scales; end with a verdict and a report."""
    options = msgspec.convert(given, Options)
    if options.scenario is None and options.resume is None:
        raise click.UsageError("Give a scenario, or --resume with a run file.", context)
    if options.scenario is not None and options.resume is not None:
        raise click.UsageError("A scenario cannot stand beside --resume: the run file holds its own.", context)
    if options.resume is None:
        if options.run_file is not None:
            _require_new(options.run_file)
        return _begin(options)
    for name in SETTLED:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = name.replace("_", "-")
            raise click.UsageError(f"--{option} cannot stand beside --resume: a run goes on as it began.", context)
    return _go_on(options.resume, options)


def _require_new(path: Path) -> None:
    # The writer would refuse it too, but only after a person has read the sheet and agreed to it.
    from stressdesk.journal.claiming import require_free  # noqa: PLC0415

    require_free(path)


def _begin(options: Options) -> int:
    from stressdesk.engine import job as jobs  # noqa: PLC0415

    orders = _orders(options)
    source = scenario_path(options.scenario or "")
    wishes = jobs.Wishes(seed=options.seed, target=options.target, live=options.live, spend_usd=options.spend)
    job = jobs.prepare(load(source), source, wishes)
    processes = _show_sheet(job, {}, options)
    if options.run_file is not None:
        return _conclude(options.run_file, _execute(job, options.run_file, {}, orders, processes=processes), options)
    for _ in range(MOST_NAMES):
        path = naming.next_path(options.out, job.scenario.name)
        # Another run that began at the same time may have taken the name.
        with contextlib.suppress(RunFileExistsError):
            return _conclude(path, _execute(job, path, {}, orders, processes=processes), options)
    raise RunFileError(f"No name was free in {options.out}.", "Choose another folder with --out.")


def _go_on(path: Path, options: Options) -> int:
    from stressdesk.engine import continuing  # noqa: PLC0415
    from stressdesk.engine import job as jobs  # noqa: PLC0415
    from stressdesk.journal.reader import RunFile  # noqa: PLC0415

    orders = _orders(options)
    with RunFile(path) as run_file:
        ending = run_file.ending
        header = run_file.header
        job = jobs.again(header)
        recorded = run_file.standing()
    if ending is not None and ending.state == "complete":
        say(f"\n  {path} is complete: every planned query was asked.", error=True)
        return _conclude(path, Ended(ending), options)
    continuing.require_same_files(header, job)
    if others := continuing.other_versions(header):
        say(
            f"\n  The run began with {harmless(others, 200)}: what is still asked may differ from its plan.", error=True
        )
    processes = _show_sheet(job, recorded, options)
    return _conclude(path, _execute(job, path, recorded, orders, resume=True, processes=processes), options)


def _orders(options: Options) -> Orders | None:
    from stressdesk.cli.orders import Orders  # noqa: PLC0415

    if not options.obey_input:
        return None
    if sys.stdin is None:
        # Its number would go to the next file that is opened, and orders would be read from there.
        raise StressDeskError("Standard input is closed, so no order can come.", "Leave out --obey-input.")
    return Orders()


def _show_sheet(job: Job, recorded: Mapping[str, Standing], options: Options) -> int:
    """Say what the run will ask, and have a paid one agreed to; over how many processes it is shared out."""
    from stressdesk.cli.preflight import looked_ahead  # noqa: PLC0415
    from stressdesk.cli.sheet import sheet  # noqa: PLC0415
    from stressdesk.engine.processes import require_possible  # noqa: PLC0415

    ahead = looked_ahead(job, options.out)
    if options.processes is not None:
        require_possible(job, options.processes)
        ahead = msgspec.structs.replace(ahead, processes=options.processes)
    say(sheet(ahead, sum(stage.records for stage in recorded.values())), error=True)
    # A program that gives orders is no person who could answer.
    agree(job, yes=options.yes, is_dialogue=not options.obey_input, can_be_limited=options.resume is None)
    return ahead.processes


def _execute(
    job: Job,
    path: Path,
    recorded: Mapping[str, Standing],
    orders: Orders | None,
    *,
    processes: int,
    resume: bool = False,
) -> Ended:
    from stressdesk.cli.progress import Progress  # noqa: PLC0415
    from stressdesk.engine.run import execute  # noqa: PLC0415

    progress = Progress(job, recorded, orders)
    try:
        ending = execute(job, path, progress, resume=resume, processes=processes)
    finally:
        progress.ended()
    return Ended(ending, progress.was_stopped)


def _conclude(path: Path, ended: Ended, options: Options) -> int:
    from stressdesk.analysis.tally import summarised  # noqa: PLC0415
    from stressdesk.cli.report import write_reports  # noqa: PLC0415
    from stressdesk.journal.reader import RunFile  # noqa: PLC0415

    with RunFile(path) as run_file:
        summary = summarised(run_file)
        _show(summary, as_json=options.json)
        formats = [name for name in options.reports if name != "none"]
        for written in write_reports(run_file, summary, formats) if formats else ():
            say(f"  Report    {written}", error=options.json)
    say(f"  Run file  {path}", error=options.json)
    ending = ended.ending
    if ending.is_fault:
        # What it had asked by then may meet every goal: a pipeline must not take that for the answer.
        raise RunError(f"The run broke off: {ending.reason}.", f"Go on with it: stressdesk run --resume {path}")
    code = _exit_code(summary, ended)
    if code != STOPPED and not any(stage.counted for stage in summary.stages):
        # Goals or none: nothing was missed, and nothing is shown either.
        raise _nothing_shown(path, ending)
    return code


def _nothing_shown(path: Path, ending: Ending) -> RunError:
    if ending.state == "complete":
        return RunError(
            "No query was answered or failed, though all were asked.", f"Its records say why; they are in {path}."
        )
    return RunError(f"No query was answered or failed: {ending.reason}.", "Raise the limit, then run it again.")


def _show(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        from stressdesk.report.json import summary_json  # noqa: PLC0415

        say(summary_json(summary))
        return
    from stressdesk.cli.outcome import outcome  # noqa: PLC0415

    say(outcome(summary))


def _exit_code(summary: Summary, ended: Ended) -> int:
    if ended.was_stopped and ended.ending.state == "stopped":
        return STOPPED
    if ended.ending.has_failed_too_often:
        # Where no goals say otherwise, its limit says what is too much: a pipeline must not take that for a success.
        return MISSED
    return MET if summary.conclusion.state == "ready" or not summary.conclusion.goals else MISSED
