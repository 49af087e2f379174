"""What a plan is made of, counted query by query: who writes, how, in which language, of what, and when."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from stressdesk.traffic.outlook import Bustle, bustle
from stressdesk.traffic.plan import Timetable

CLEAN = "none"
"""What a query without any mess is counted under."""


class Makeup(msgspec.Struct, frozen=True, kw_only=True):
    """How many of `queries` share a property, the frequent first; a query with several kinds of mess counts in each.

    `turns` counts from 1; `examples` are queries spread evenly over the plan, as `lines.query` has them.
    """

    queries: int
    sessions: int
    personas: dict[str, int]
    mess: dict[str, int]
    intents: dict[str, int]
    languages: dict[str, int]
    turns: dict[int, int]
    arrivals: Bustle
    examples: tuple[dict[str, Any], ...]


def makeup(queries: Iterable[dict[str, Any]], total: int, window_seconds: float, *, parts: int, show: int) -> Makeup:
    """The makeup of `total` queries in order of arrival, arrivals in so many parts, with at most `show` examples.

    Only what is counted is held in memory, not the queries.
    """
    by: dict[str, Counter[Any]] = {name: Counter() for name in ("persona", "mess", "intent", "language", "turn")}
    due = array("d")
    examples: list[dict[str, Any]] = []
    every = max(1, total // max(1, show))
    for number, query in enumerate(queries):
        for name in ("persona", "intent", "language"):
            by[name][query[name]] += 1
        by["turn"][query["turn"] + 1] += 1
        by["mess"].update(query["mess"] or [CLEAN])
        due.append(query["arrived"])
        if number % every == 0 and len(examples) < show:
            examples.append(query)
    sessions = by["turn"][1]
    return Makeup(
        queries=len(due),
        sessions=sessions,
        personas=dict(by["persona"].most_common()),
        mess=dict(by["mess"].most_common()),
        intents=dict(by["intent"].most_common()),
        languages=dict(by["language"].most_common()),
        turns=dict(sorted(by["turn"].items())),
        arrivals=bustle(Timetable(sessions=sessions, queries=tuple(due), window_seconds=window_seconds), parts),
        examples=tuple(examples),
    )
