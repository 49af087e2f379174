"""`stressdesk plan`: the traffic that would be sent, without sending any."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click
import msgspec

from stressdesk.cli.scenario import complete_scenario, load, scenario_path
from stressdesk.cli.terminal import columns, harmless, say, width, wrapped
from stressdesk.scenario.disturbance_words import disturbance_words
from stressdesk.traffic import tongues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stressdesk.scenario.model import Scenario
    from stressdesk.traffic.plan import Plan

BARS = " ▁▂▃▄▅▆▇█"
BUCKETS = 60
EXAMPLES = 12
MOST_ROWS = 14


@click.command(
    epilog="""\b
Examples:
  stressdesk plan support-triage --queries 200
  stressdesk plan support.stress.yaml --queries 10000 --jsonl > traffic.jsonl

\b
With --jsonl one JSON object a query, in order of arrival: arrived (seconds), session, turn, think (seconds), persona,
intent, language, mess (list of names), clean, text. The same seed gives the same lines, byte for byte."""
)
@click.argument("scenario", shell_complete=complete_scenario)
@click.option("--queries", type=click.IntRange(1, 1_000_000), default=200, show_default=True, help="How many queries.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Draw from this seed instead of the scenario's.")
@click.option("--jsonl", is_flag=True, help="One JSON object a query instead of an overview.")
def plan(scenario: str, queries: int, seed: int | None, *, jsonl: bool) -> None:
    """Show the production traffic a scenario would send: who writes, how, and when."""
    from stressdesk.traffic import lines  # noqa: PLC0415
    from stressdesk.traffic import plan as traffic  # noqa: PLC0415

    path = scenario_path(scenario)
    loaded = load(path)
    planned = traffic.plan(loaded, queries, seed=loaded.seed if seed is None else seed, folder=path.absolute().parent)
    if jsonl:
        for line in lines.lines(planned):
            sys.stdout.buffer.write(line.encode() + b"\n")
        return
    say(overview(loaded, planned, lines.queries(planned)))


class Composition(msgspec.Struct):
    """What a plan is made of, counted query by query."""

    personas: Counter[str] = msgspec.field(default_factory=Counter)
    mess: Counter[str] = msgspec.field(default_factory=Counter)
    intents: Counter[str] = msgspec.field(default_factory=Counter)
    turns: Counter[str] = msgspec.field(default_factory=Counter)
    languages: Counter[str] = msgspec.field(default_factory=Counter)
    arrivals: Counter[int] = msgspec.field(default_factory=Counter)
    examples: list[dict[str, Any]] = msgspec.field(default_factory=list)


def overview(scenario: Scenario, planned: Plan, queries: Iterable[dict[str, Any]]) -> str:
    """The plan as a person reads it: arrivals, composition, and messages beside what they were made from."""
    found = _composed(planned, queries)
    minutes = planned.window_seconds / 60
    name = harmless(scenario.name, 60)
    sections = [
        f"{planned.queries:,} queries of {name} within {minutes:g} min, severity x{scenario.traffic.mess.severity}",
        f"Arrivals, {planned.window_seconds / BUCKETS:g} s a column\n  {_sparkline(found.arrivals)}",
        _shares("Personas", found.personas, planned.queries),
        _shares("Turns", found.turns, planned.queries),
        _shares("Intents", found.intents, planned.queries),
        _shares("Mess (a query can have several kinds)", found.mess, planned.queries),
        *_languages(scenario, found.languages, planned.queries),
        *_injected(scenario),
        "Examples\n\n" + "\n\n".join(_example(query) for query in found.examples),
    ]
    return "\n\n".join(sections)


def _composed(planned: Plan, queries: Iterable[dict[str, Any]]) -> Composition:
    found = Composition()
    every = max(1, planned.queries // EXAMPLES)
    for number, query in enumerate(queries):
        found.personas[query["persona"]] += 1
        found.intents[query["intent"]] += 1
        found.turns[f"turn {query['turn'] + 1}"] += 1
        found.languages[query["language"]] += 1
        found.mess.update(query["mess"] or ["none"])
        found.arrivals[min(BUCKETS - 1, int(query["arrived"] / planned.window_seconds * BUCKETS))] += 1
        if number % every == 0 and len(found.examples) < EXAMPLES:
            found.examples.append(query)
    return found


def _languages(scenario: Scenario, counts: Counter[str], queries: int) -> Iterator[str]:
    """The languages of a plan in which not everybody's words are the demo's, and whose words they are."""
    phrases = tongues.language_words(scenario)
    if phrases:
        said = "\n".join(wrapped(harmless(one, 200), "  ") for one in phrases)
        yield f"{_shares('Languages', counts, queries)}\n{said}"


def _injected(scenario: Scenario) -> Iterator[str]:
    phrases = disturbance_words(scenario.disturbance)
    if phrases:
        yield "Injected on the way to the target\n" + "\n".join(wrapped(harmless(one, 200), "  ") for one in phrases)


def _sparkline(arrivals: Counter[int]) -> str:
    most = max(arrivals.values())
    heights = [arrivals[bucket] for bucket in range(BUCKETS)]
    return "".join(BARS[-(-height * (len(BARS) - 1) // most)] for height in heights) + f"  at most {most:,}"


def _shares(title: str, counts: Counter[str], queries: int) -> str:
    rows = [
        (harmless(name, 40), f"{count:,}", f"{count / queries:.1%}") for name, count in counts.most_common(MOST_ROWS)
    ]
    if len(counts) > MOST_ROWS:
        others = sum(count for _, count in counts.most_common()[MOST_ROWS:])
        rows.append((f"{len(counts) - MOST_ROWS} others", f"{others:,}", f"{others / queries:.1%}"))
    return f"{title}\n{columns(rows, right=(1, 2))}"


def _example(query: dict[str, Any]) -> str:
    room = width() - 10
    mess = ", ".join(query["mess"]) or "clean"
    return (
        f"  {query['arrived']:8.1f} s  {query['persona']}, turn {query['turn'] + 1}: {mess}\n"
        f"    from  {harmless(query['clean'], room)}\n"
        f"    sent  {harmless(query['text'], room) or '(empty)'}"
    )
