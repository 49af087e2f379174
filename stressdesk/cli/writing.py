"""`stressdesk traffic write` and `review`: messages by a model, paid for within a budget, used once a person agrees."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from stressdesk.analysis.words import counted, money
from stressdesk.cli.agreement import agree
from stressdesk.cli.scenario import complete_scenario, is_sample, load, scenario_path
from stressdesk.cli.terminal import columns, harmless, say, wrapped
from stressdesk.cli.wishes import SPEND, TARGET
from stressdesk.errors import StressDeskError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.engine.job import Job
    from stressdesk.engine.writing import Sitting
    from stressdesk.engine.written_orders import Order
    from stressdesk.scenario.model import Scenario
    from stressdesk.scenario.written import Written

USABLE = 0.5
"""Of fewer lines than this share a person could make something: then it is said that the model writes poorly."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """The command line of `write`, as given."""

    scenario: str
    target: str | None
    personas: tuple[str, ...]
    languages: tuple[str, ...]
    count: int
    requests: int
    spend: float | None
    yes: bool


@click.command(
    epilog="""\b
Examples:
  stressdesk traffic write support.stress.yaml --target hosted --spend 0.50
  stressdesk traffic write support.stress.yaml --language es --persona phone --count 8
  stressdesk traffic review support.stress.yaml

\b
What comes back is kept beside the scenario in NAME.written.jsonl and used by nothing until it has been reviewed.
What is there already is not asked for again. A small model, such as the embedded one, writes poorly."""
)
@click.argument("scenario", shell_complete=complete_scenario)
@TARGET
@click.option("--persona", "personas", multiple=True, help="Whose voice; may be given several times.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Such as es; may be given several times.")
@click.option("--count", type=click.IntRange(1, 20), default=5, show_default=True, help="Messages of each kind.")
@click.option("--requests", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Ask no more often.")
@SPEND
@click.option("--yes", "-y", is_flag=True, help="Agree to pay a hosted model; the cost is still said.")
def write(**given: object) -> None:
    """Let a model write messages for the demo inputs, to be reviewed before they are used."""
    from stressdesk.engine import writing  # noqa: PLC0415
    from stressdesk.engine.written_orders import Wanted, orders  # noqa: PLC0415
    from stressdesk.journal.writer import calendar_time  # noqa: PLC0415
    from stressdesk.scenario.written import read_written, save_written, written_path  # noqa: PLC0415

    wishes = msgspec.convert(given, Wishes)
    path, scenario = _own(wishes.scenario)
    _require_known(wishes)
    file = written_path(scenario, path)
    have = read_written(file)
    wanted = Wanted(personas=wishes.personas, languages=wishes.languages, count=wishes.count)
    ordered = orders(scenario, wanted, have)
    if not ordered:
        say(f"\n  {file.name} has {counted(wishes.count, 'message')} of each kind already.")
        return
    job = _job(scenario, path, wishes)
    _say_ahead(job, ordered, wishes)
    outcome = writing.write(
        job, ordered[: wishes.requests], have, calendar_time(), lambda fresh: save_written(file, (*have, *fresh))
    )
    say(_told(outcome, file, path, is_paid=job.facts.kind == "litellm"))


@click.command(
    epilog="""\b
Examples:
  stressdesk traffic review support.stress.yaml

\b
Or edit the file itself: `state` is new, accepted or rejected. Only accepted messages are ever used."""
)
@click.argument("scenario", shell_complete=complete_scenario)
def review(scenario: str) -> None:
    """Accept, reject or mend what a model wrote, one message at a time."""
    from stressdesk.engine.written_lines import LONGEST, harmless_text  # noqa: PLC0415
    from stressdesk.scenario.written import read_written, save_written, written_path  # noqa: PLC0415

    path, loaded = _own(scenario)
    file = written_path(loaded, path)
    messages = list(read_written(file))
    if not messages:
        raise StressDeskError(f"There is no {file.name}.", f"Let `stressdesk traffic write {path.name}` write one.")
    waiting = [at for at, message in enumerate(messages) if message.state == "new"]
    for number, at in enumerate(waiting, 1):
        say(_card(messages[at], f"{number} of {len(waiting)}"))
        answer = click.prompt("  ", type=click.Choice(["a", "r", "e", "s", "q"]), prompt_suffix="", show_choices=False)
        if answer == "q":
            break
        if answer == "e":
            text = harmless_text(click.prompt("  Instead", default=messages[at].text))[:LONGEST]
            messages[at] = msgspec.structs.replace(messages[at], text=text or messages[at].text, state="accepted")
        elif answer != "s":
            messages[at] = msgspec.structs.replace(messages[at], state="accepted" if answer == "a" else "rejected")
        # After each: what a person has read is not lost with the terminal.
        save_written(file, messages)
    states = Counter(message.state for message in messages)
    say(f"\n  {file.name}: {states['accepted']} accepted, {states['rejected']} rejected, {states['new']} to review.")
    if states["accepted"]:
        _put_in(loaded, path, file)


def _own(name: str) -> tuple[Path, Scenario]:
    """A scenario beside which a file may be written."""
    path = scenario_path(name)
    if is_sample(name):
        raise StressDeskError(
            f"{name} is a bundled sample, beside which nothing is written.",
            f"Copy it first: {path}.",
        )
    return path, load(path)


def _require_known(wishes: Wishes) -> None:
    from stressdesk.traffic.personas import PERSONAS  # noqa: PLC0415

    names = [persona.name for persona in PERSONAS]
    for name in wishes.personas:
        if name not in names:
            raise StressDeskError(f"There is no persona {name[:40]!r}.", f"Choose from {', '.join(names)}.")
    for code in wishes.languages:
        if len(code) != 2 or not code.isascii() or not code.islower():  # noqa: PLR2004 ISO 639-1
            raise StressDeskError(f"{code[:20]!r} is no language.", "Give its two small letters, such as es or de.")


def _job(scenario: Scenario, path: Path, wishes: Wishes) -> Job:
    from stressdesk.engine import job as jobs  # noqa: PLC0415
    from stressdesk.engine.writing import for_writing, require_writer  # noqa: PLC0415

    asked = for_writing(scenario, wishes.count, wishes.spend)
    job = jobs.prepare(asked, path, jobs.Wishes(target=wishes.target))
    require_writer(job)
    return job


def _say_ahead(job: Job, ordered: Sequence[Order], wishes: Wishes) -> None:
    from stressdesk.engine.writing import at_most_usd  # noqa: PLC0415

    asked = ordered[: wishes.requests]
    most = at_most_usd(job, asked)
    cost = "a price that is not known" if most is None else f"at most {money(most)}"
    if job.facts.kind != "litellm":
        cost = "no money"
    messages = counted(sum(order.count for order in asked), "message")
    left = f"; {len(ordered) - len(asked):,} more would follow" if len(ordered) > len(asked) else ""
    model = harmless(job.facts.model or job.target_name, 60)
    say(wrapped(f"{model} is asked {counted(len(asked), 'time')} for up to {messages}, for {cost}{left}."), error=True)
    say(wrapped("It is sent: the scenario's name and description, the demo inputs, and how to write."), error=True)
    agree(job, yes=wishes.yes)


def _told(outcome: Sitting, file: Path, path: Path, *, is_paid: bool) -> str:
    """What was written, what was dropped and why, and what to do next."""
    kept, dropped = len(outcome.messages), outcome.dropped.total()
    rows = [("Asked", counted(outcome.asked, "time") + (f", {outcome.failed} failed" if outcome.failed else ""))]
    rows.append(("Written", f"{counted(kept, 'message')} to review in {harmless(file.name, 80)}"))
    if dropped:
        reasons = ", ".join(f"{count} {reason}" for reason, count in outcome.dropped.most_common())
        rows.append(("Dropped", f"{counted(dropped, 'line')}: {reasons}"))
    if is_paid:
        rows.append(("Cost", "no price is known" if outcome.usd is None else money(outcome.usd)))
    if outcome.stopped:
        rows.append(("Stopped", harmless(outcome.stopped, 200)))
    elif outcome.trouble:
        rows.append(("Trouble", harmless(outcome.trouble, 200)))
    if not is_paid:
        rows.append(("Remark", "Small models write poorly, often as the assistant: expect to reject most of it."))
    elif outcome.asked and kept < USABLE * (kept + dropped):
        rows.append(("Remark", "Most of what came back could not be used: this model writes poorly. Try a larger one."))
    if kept:
        rows.append(("Next", f"stressdesk traffic review {harmless(path.name, 80)}"))
    return f"\n{columns(rows)}"


def _card(message: Written, place: str) -> str:
    facts = f"{message.persona or 'everybody'}, {message.language}, by {message.model}"
    lines = [
        f"\n  {place}  {harmless(facts, 100)}",
        wrapped(f"asks  {harmless(message.of, 300)}", "    "),
        wrapped(f"says  {harmless(message.text, 1_000)}", "    "),
        "  [a]ccept  [r]eject  [e]dit  [s]kip  [q]uit",
    ]
    return "\n".join(lines)


def _put_in(scenario: Scenario, path: Path, file: Path) -> None:
    """Let the scenario name the file, so that its accepted messages are part of the traffic."""
    from stressdesk.scenario import file as scenario_file  # noqa: PLC0415

    if scenario.written is None:
        scenario_file.save(msgspec.structs.replace(scenario, written=file.name), path)
        say(f"  {path.name} now says `written: {file.name}`: accepted messages are part of its traffic.")
