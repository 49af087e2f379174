"""`stressdesk ask`: one input put to the target once, to see what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from stressdesk.analysis.words import count, money, seconds
from stressdesk.cli.scenario import complete_scenario, load, scenario_path
from stressdesk.cli.terminal import columns, harmless, say, wrapped
from stressdesk.cli.wishes import TARGET
from stressdesk.errors import StressDeskError

if TYPE_CHECKING:
    from stressdesk.journal.events import Record
    from stressdesk.journal.trial import Trial

ANSWERED, NOT_ANSWERED = 0, 1
MOST_LINES = 60
MOST_CHARACTERS = 300


@click.command(
    epilog="""\b
Examples:
  stressdesk ask support.stress.yaml                         the first demo input
  stressdesk ask support.stress.yaml --input 3 --target hosted
  stressdesk ask support-triage --text "Where is my parcel?"

\b
Exit codes: 0 answered, 1 not answered, 2 could not be tried."""
)
@click.argument("scenario", shell_complete=complete_scenario)
@TARGET
@click.option(
    "--input", "number", type=click.IntRange(1), default=1, show_default=True, help="Which demo input, counted from 1."
)
@click.option("--text", metavar="WORDS", help="Ask this instead; its variables are those of the demo input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: what was sent, the record, a hint.")
def ask(scenario: str, target: str | None, number: int, text: str | None, *, as_json: bool) -> int:
    """Ask the target one demo input, once: does it answer, and do the checks pass? Nothing is recorded."""
    from stressdesk.engine import job as jobs  # noqa: PLC0415
    from stressdesk.engine import trial as trials  # noqa: PLC0415

    path = scenario_path(scenario)
    loaded = load(path)
    if number > len(loaded.demo):
        raise StressDeskError(f"There is no demo input {number}.", f"Give --input a number up to {len(loaded.demo)}.")
    job = jobs.prepare(trials.for_trial(loaded, number - 1, text), path, jobs.Wishes(target=target))
    trial = trials.ask_once(job)
    say(msgspec.json.encode(trial) if as_json else shown(trial))
    return ANSWERED if trial.record.outcome == "answered" else NOT_ANSWERED


def shown(trial: Trial) -> str:
    """The trial as a person reads it."""
    record = trial.record
    rows = [
        ("Asked", f"{harmless(trial.model, 60)} (target {harmless(trial.target, 40)}), {trial.provenance}"),
        ("Input", harmless(record.text, MOST_CHARACTERS)),
        *_came_back(record),
    ]
    if trial.hint:
        rows.append(("What to do", harmless(trial.hint, MOST_CHARACTERS)))
    return f"\n{columns(rows)}\n{_answer(record)}"


def _came_back(record: Record) -> list[tuple[str, str]]:
    rows = []
    if record.outcome != "answered":
        rows.append(
            ("No answer", f"{(record.kind or record.outcome).replace('_', ' ')}: {harmless(record.reason, 400)}")
        )
    for verdict in record.verdicts:
        words = f"{harmless(verdict.check, 40)}: {harmless(verdict.reason, MOST_CHARACTERS)}"
        rows.append((verdict.judgement.capitalize(), words))
    if record.sent is not None and record.finished is not None:
        first = "" if record.first_token is None else f", first token after {seconds(record.first_token - record.sent)}"
        rows.append(("Took", f"{seconds(record.finished - record.sent)}{first}"))
    if record.usage is not None:
        source = "" if record.usage.source == "provider" else f" ({record.usage.source})"
        rows.append(("Tokens", f"{count(record.usage.input)} in, {count(record.usage.output)} out{source}"))
    rows.append(("Cost", "no price is known" if record.cost_usd is None else money(record.cost_usd)))
    return rows


def _answer(record: Record) -> str:
    if not record.answer:
        return ""
    lines = record.answer.splitlines()
    written = [wrapped(harmless(line, 2_000), "    ") for line in lines[:MOST_LINES]]
    more = [f"    ... {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    return "\n".join(["", "  Answer" if record.outcome == "answered" else "  What had arrived", *written, *more])
