"""The tables of whom a prompt fails, and when: personas, turns, and what users wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.analysis import words
from stressdesk.analysis.own_names import name_title
from stressdesk.charts.words import intent_title
from stressdesk.report.contents import Cell, Column, Table, figure, one_line, plain, tally, together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stressdesk.analysis.summary import GroupRow, Summary

MOST_GROUPS = 12
LONGEST_NAME = 80


def personas(summary: Summary) -> Table:
    """Which kinds of user it fails."""
    return _groups(("Personas", "Persona"), summary.personas, lambda row: name_title(row.name))


def turns(summary: Summary) -> Table:
    """Whether it fails at first or later."""
    return _groups(("Turns of the conversation", "Turn"), summary.turns, lambda row: row.name)


def intents(summary: Summary) -> Table:
    """At what it fails: sentences, which want the whole width."""
    table = _groups(("What users wanted", "Intent"), summary.intents, intent_title)
    return msgspec.structs.replace(table, wide=True)


def _groups(titles: tuple[str, str], rows: Sequence[GroupRow], name: Callable[[GroupRow], str]) -> Table:
    """The failure rate of groups of queries under the titles of the table and of its first column."""
    shown = tuple(
        (
            plain(one_line(name(row), LONGEST_NAME)),
            figure(row.rate, words.percent, words.percent_range),
            Cell(text=together(words.percent(row.share)), origin=row.rate.provenance),
            tally(row.count, row.rate.provenance),
        )
        for row in rows[:MOST_GROUPS]
    )
    return Table(
        title=titles[0],
        columns=(
            Column(title=titles[1], align="left", weight=1.4),
            Column(title="Failure rate", weight=1.4),
            Column(title="Share"),
            Column(title="Queries"),
        ),
        rows=shown,
        empty="No production query was asked.",
        note=f"and {words.count(len(rows) - MOST_GROUPS)} more" if len(rows) > MOST_GROUPS else "",
    )
