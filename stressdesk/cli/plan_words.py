"""A plan as a person reads it: when it arrives, what it is made of, and messages beside what they were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stressdesk.analysis.words import counted, seconds
from stressdesk.cli.bar_chart import bar_chart
from stressdesk.cli.terminal import columns, harmless, width, wrapped
from stressdesk.scenario.amounts import three_digits
from stressdesk.scenario.disturbance_words import disturbance_words
from stressdesk.traffic import tongues

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stressdesk.scenario.model import Scenario
    from stressdesk.traffic.makeup import Makeup

MOST_ROWS = 14
_MARGIN = 12
"""Columns beside the bars: two of indent, a count of up to seven digits with its commas, and the axis."""


def chart_columns() -> int:
    """How many bars the chart of arrivals has room for, a number beside them."""
    return width() - _MARGIN


def overview(scenario: Scenario, found: Makeup, replayed: Sequence[str] = ()) -> str:
    """Everything there is to say of a plan, section by section; what the scenario does without is left out.

    `replayed` is how the log was read whose messages are sent again.
    """
    minutes = found.arrivals.window_seconds / 60
    name = harmless(scenario.name, 60)
    mess = scenario.traffic.mess
    care = ", written with care" if mess.writing == "careful" else ""
    how = "a log sent again as it is" if replayed else f"severity x{mess.severity}{care}"
    sections = [
        f"{counted(found.queries, 'query')} of {name} within {minutes:g} min, {how}",
        *(["Replayed\n" + "\n".join(wrapped(harmless(one, 300), "  ") for one in replayed)] if replayed else []),
        _arrivals(found),
        _shares("Personas", found.personas, found.queries),
        _shares("Turns", {f"turn {turn}": count for turn, count in found.turns.items()}, found.queries),
        _shares("Intents", found.intents, found.queries),
        _shares("Mess (a query can have several kinds)", found.mess, found.queries),
        *_languages(scenario, found),
        *_injected(scenario),
        "Examples\n\n" + "\n\n".join(_example(query) for query in found.examples),
    ]
    return "\n\n".join(sections)


def _arrivals(found: Makeup) -> str:
    """The chart, under how it goes on: the peak is that of a window's busiest minute."""
    bustle = found.arrivals
    half, often = bustle.window_seconds / 2, three_digits(bustle.mean_per_minute)
    queries = "query" if often == "1" else "queries"
    ticks = ["0", *(seconds(at) for at in (half, bustle.window_seconds))]
    return (
        f"Arrivals: {counted(found.sessions, 'conversation')}, {often} {queries} a minute, "
        f"{bustle.peak_per_minute:,.0f} in the busiest minute\n"
        f"Queries in each {seconds(bustle.window_seconds / len(bustle.counts))}\n{bar_chart(bustle.counts, ticks)}"
    )


def _languages(scenario: Scenario, found: Makeup) -> Iterator[str]:
    """The languages of a plan in which not everybody's words are the demo's, and whose words they are."""
    phrases = tongues.language_words(scenario)
    if phrases:
        said = "\n".join(wrapped(harmless(one, 200), "  ") for one in phrases)
        yield f"{_shares('Languages', found.languages, found.queries)}\n{said}"


def _injected(scenario: Scenario) -> Iterator[str]:
    phrases = disturbance_words(scenario.disturbance)
    if phrases:
        yield "Injected on the way to the target\n" + "\n".join(wrapped(harmless(one, 200), "  ") for one in phrases)


def _shares(title: str, counts: Mapping[str, int], queries: int) -> str:
    """The first of the counts with their share of all queries; what the others add up to stands below."""
    listed = list(counts.items())
    rows = [(harmless(name, 40), f"{count:,}", f"{count / queries:.1%}") for name, count in listed[:MOST_ROWS]]
    if others := listed[MOST_ROWS:]:
        more = sum(count for _, count in others)
        rows.append((counted(len(others), "other"), f"{more:,}", f"{more / queries:.1%}"))
    return f"{title}\n{columns(rows, right=(1, 2))}"


def _example(query: dict[str, Any]) -> str:
    room = width() - 10
    mess = ", ".join(query["mess"]) or "clean"
    return (
        f"  {query['arrived']:8.1f} s  {query['persona']}, turn {query['turn'] + 1}: {mess}\n"
        f"    from  {harmless(query['clean'], room)}\n"
        f"    sent  {harmless(query['text'], room) or '(empty)'}"
    )
