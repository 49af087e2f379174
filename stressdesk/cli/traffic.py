"""`stressdesk traffic`: what there is to know of traffic itself, generated or recorded."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from stressdesk.analysis.words import EN_DASH, counted
from stressdesk.cli.learn import learn
from stressdesk.cli.scenario import load, scenario_path
from stressdesk.cli.terminal import columns, harmless, say
from stressdesk.cli.writing import review, write
from stressdesk.scenario.samples import SUFFIX, sample_names

if TYPE_CHECKING:
    from stressdesk.traffic.measure import Card
    from stressdesk.traffic.nearness import Figure
    from stressdesk.traffic.observed import Observed

HEADING = ("", "here", "real", "distance", "realistic up to", "")


@click.group()
def traffic() -> None:
    """Measure how close traffic is to that of real people, learn it from a log, or let a model write more of it."""


traffic.add_command(learn)
traffic.add_command(write)
traffic.add_command(review)


@traffic.command(
    epilog="""\b
Examples:
  stressdesk traffic measure support-triage
  stressdesk traffic measure support.stress.yaml production-log.jsonl
  stressdesk traffic measure trace.csv other-trace.csv --json
  stressdesk traffic measure support-triage --png realism.png

\b
A log or trace is CSV, JSON lines or a JSON list: ShareGPT, WildChat, OpenAI messages; Azure, BurstGPT, Mooncake and
Bailian traces; or any table with some of t_seconds, user_text, session_id, input_tokens and output_tokens. What its
columns were taken for is shown. Nothing is sent anywhere."""
)
@click.argument("a")
@click.argument("b", required=False)
@click.option(
    "--queries",
    type=click.IntRange(20, 100_000),
    default=2_000,
    show_default=True,
    help="How many queries of a scenario to plan.",
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Draw from this seed instead of the scenario's.")
@click.option(
    "--spelling", type=click.Path(path_type=Path), help="Misspellings, wrong->right a line, as codespell has."
)
@click.option("--png", type=click.Path(path_type=Path), help="Write the figures as a chart to this picture, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def measure(a: str, b: str | None, png: Path | None, *, as_json: bool, **wishes: Any) -> None:
    """Compare traffic A (a scenario, log or trace) with B, or with published figures of real traffic."""
    from stressdesk.traffic.measure import card  # noqa: PLC0415 - numpy loads here

    told: list[str] = []
    wished = _Wishes(**wishes)
    observed = _observed(a, wished, told)
    found = card(observed, _observed(b, wished, told) if b else None)
    if png is not None:
        from stressdesk.report.card import write_card  # noqa: PLC0415 - matplotlib loads here

        write_card(found, png)
    if as_json:
        say(msgspec.json.encode(found))
        return
    for line in told:
        say(line)
    say(_table(found))
    if png is not None:
        say(f"\nWrote {png}")


class _Wishes(msgspec.Struct, frozen=True):
    """How a scenario is planned and a log's typos are found."""

    queries: int
    seed: int | None
    spelling: Path | None


def _observed(name: str, wishes: _Wishes, told: list[str]) -> Observed:
    """The traffic of a scenario or a file; a line about how it was read is added to `told`."""
    from stressdesk.traffic.observed import of_log, of_plan, with_typos  # noqa: PLC0415

    path = scenario_path(name) if name in sample_names() or name.endswith(SUFFIX) else Path(name)
    if path.suffix in (".yaml", ".yml"):
        scenario = load(path)
        seed = scenario.seed if wishes.seed is None else wishes.seed
        told.append(f"{harmless(scenario.name, 60)}: {counted(wishes.queries, 'planned query')}")
        return of_plan(scenario, wishes.queries, seed=seed, folder=path.absolute().parent)
    from stressdesk.scenario.importing.log import Log  # noqa: PLC0415
    from stressdesk.scenario.importing.spelling import misspellings  # noqa: PLC0415

    log = Log(path)
    observed = of_log(path.name, log.entries())
    told.append(harmless(f"{path.name}: {counted(observed.queries, 'query')} of {log.columns.words()}", 200))
    told += filter(None, [log.left_out()])
    return with_typos(observed, misspellings(wishes.spelling)) if wishes.spelling else observed


def _table(card: Card) -> str:
    """The figures by group, each group under the source of its reference."""
    rows: list[tuple[str, ...]] = [HEADING]
    for group, figures in groupby(card.figures, key=lambda figure: figure.group):
        listed = list(figures)
        rows.append((f"{group.capitalize()}", "", "", "", "", _sources(listed)))
        rows += [(f"  {figure.name}", *_cells(figure)) for figure in listed]
    title = harmless(f"{card.traffic} beside {card.real}", 120)
    return f"\n{title}\n\n{columns(rows, right=(1, 2, 3, 4), indent='')}"


def _sources(figures: list[Figure]) -> str:
    return harmless("; ".join(dict.fromkeys(figure.source for figure in figures if figure.source)), 150)


def _cells(figure: Figure) -> tuple[str, ...]:
    word = figure.nearness if figure.distance is not None else ""
    remark = ", ".join(part for part in (word, figure.note) if part)
    numbers = (figure.value, figure.reference, figure.distance, figure.target)
    return (*(_number(number) for number in numbers), harmless(remark, 100))


def _number(value: float | None) -> str:
    if value is None:
        return EN_DASH
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.3g}" if size >= 1 else f"{value:.3f}"  # noqa: PLR2004 3 digits
