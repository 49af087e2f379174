"""`stressdesk traffic learn`: traffic like that of a log, into a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from stressdesk.cli.scenario import complete_scenario, is_sample, load, scenario_path
from stressdesk.cli.terminal import columns, harmless, say, wrapped
from stressdesk.errors import StressDeskError
from stressdesk.scenario.amounts import counted

if TYPE_CHECKING:
    from stressdesk.scenario.model import Scenario
    from stressdesk.traffic.learnt import Learnt


@click.command(
    epilog="""\b
Examples:
  stressdesk traffic learn production-log.jsonl support.stress.yaml
  stressdesk traffic learn chats.csv support.stress.yaml --text-column body --time-column none --dry-run
  stressdesk traffic learn production-trace.csv

\b
A log or trace is CSV, JSON lines or a JSON list: ShareGPT, WildChat, OpenAI messages; Azure, BurstGPT, Mooncake and
Bailian traces; or any table. What its columns were taken for is shown: say otherwise with --text-column and the like,
`none` for no column, data.text for one within another. Personal data in the texts is replaced by invented values, the
same throughout. Nothing is sent anywhere. To send a log again as it is, write into the scenario instead:
  traffic: { replay: { file: production-log.jsonl } }"""
)
@click.argument("log")
@click.argument("scenario", required=False, shell_complete=complete_scenario)
@click.option("--text-column", metavar="NAME", help="The column of what users wrote.")
@click.option("--time-column", metavar="NAME", help="The column of times of arrival.")
@click.option("--session-column", metavar="NAME", help="The column that tells conversations apart.")
@click.option("--role-column", metavar="NAME", help="The column of who wrote: rows of others are left out.")
@click.option("--language-column", metavar="NAME", help="The column of languages.")
@click.option("--marked-column", metavar="NAME",
              help="The column that marks conversations to leave out (redacted, toxic); none keeps all.")  # fmt: skip
@click.option("--input-tokens-column", metavar="NAME", help="The column of input tokens.")
@click.option("--examples", type=click.IntRange(0, 1_000), default=60, show_default=True,
              help="At most so many of the log's requests, chosen to stand for all.")  # fmt: skip
@click.option("--keep-personal-data", is_flag=True, help="Do not mask e-mail addresses, names, numbers and keys.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True,
              help="Chooses examples and invented values.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would be learnt and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of words.")
def learn(log: str, scenario: str | None, examples: int, seed: int, *, dry_run: bool, **said: Any) -> None:
    """Learn traffic from a LOG and put it into a SCENARIO; without one, print it as YAML."""
    from stressdesk.scenario import file  # noqa: PLC0415 - YAML loads here
    from stressdesk.scenario.importing.log import Log  # noqa: PLC0415
    from stressdesk.traffic.learnt import Wishes, blank, learnt  # noqa: PLC0415 - numpy loads here

    path = _writable(scenario, is_written=not dry_run) if scenario else None
    before = load(path) if path else blank()
    as_json = bool(said.pop("as_json"))
    wishes = Wishes(examples=examples, mask=not said.pop("keep_personal_data"), seed=seed)
    meanings = {name.removesuffix("_column").replace("_", " "): column for name, column in said.items() if column}
    found = learnt(Log(Path(log), meanings), before, path.absolute().parent if path else Path(), wishes)
    after = found.put_into(before)
    if path and not dry_run and after != before:
        file.save(after, path)
    if as_json:
        say(msgspec.json.encode(found))
        return
    _tell(found)
    if path is None:
        say(f"\n{_as_yaml(after)}")
    else:
        say(f"\n{_written(path, before, after, dry_run=dry_run)}")


def _writable(name: str, *, is_written: bool) -> Path:
    path = scenario_path(name)
    if is_written and is_sample(name):
        raise StressDeskError(
            f"{name} is a sample that comes with StressDesk and is not changed.",
            "Save it under a name of your own first, or look with --dry-run.",
        )
    return path


def _tell(found: Learnt) -> None:
    from stressdesk.traffic.learnt_words import asked_words, masking_words  # noqa: PLC0415

    say(harmless(f"{counted(found.messages, 'message')} of {found.columns}", 300))
    for note in found.notes:
        say(wrapped(harmless(note)))
    if asked := asked_words(found):
        say(wrapped(harmless(asked)))
    if found.mess:
        say(f"\n{_mess_table(found)}")
    if masking := masking_words(found):
        say(f"\n{wrapped(harmless(masking), '')}")
    if found.lacks:
        say("\nNot learnt:")
    for lack in found.lacks:
        say(wrapped(harmless(lack)))


def _mess_table(found: Learnt) -> str:
    from stressdesk.analysis.rates import wilson  # noqa: PLC0415
    from stressdesk.analysis.words import percent, percent_range  # noqa: PLC0415
    from stressdesk.traffic.observed_mess import PRIOR_MESSAGES  # noqa: PLC0415

    rows = [("Mess", "in the log", "95 % interval", "usual", "aimed at", "rate")]
    for one in found.mess:
        share = wilson(one.shown / one.of, one.of)
        rows.append(
            (one.name, f"{one.shown:,} of {one.of:,}", percent_range(share.low, share.high), percent(one.usual),
             percent(one.aim), f"{one.rate:.2g}")
        )  # fmt: skip
    more = f"as if {PRIOR_MESSAGES} more messages had shown that"
    note = f"Aimed at: the log's share, drawn towards the usual one {more}."
    return f"{columns(rows, right=(1, 2, 3, 4, 5))}\n{wrapped(note)}"


def _as_yaml(after: Scenario) -> str:
    from stressdesk.scenario.plain import plain  # noqa: PLC0415
    from stressdesk.scenario.writing import block_lines  # noqa: PLC0415

    whole = plain(after)
    return "\n".join(block_lines({part: whole[part] for part in ("traffic", "load") if part in whole}, 0))


def _written(path: Path, before: Scenario, after: Scenario, *, dry_run: bool) -> str:
    changed = [
        f"{part}.{field.name}"
        for part in ("traffic", "load")
        for field in msgspec.structs.fields(type(getattr(before, part)))
        if getattr(getattr(before, part), field.name) != getattr(getattr(after, part), field.name)
    ]
    if not changed:
        return f"{path} has this traffic already."
    words = ", ".join(changed)
    return f"Would write {words} to {path}; nothing was written." if dry_run else f"Wrote {words} to {path}."
