"""Where the conversations of one name end: logs often name a user, who comes back another day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from stressdesk.scenario.importing.log import Entry

ANOTHER_SECONDS = 86_400.0
"""Whoever comes back later than this begins another conversation: no think time of a scenario is longer."""


def parted(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The conversations of one name, in order of time where every entry has one; else all as one."""
    timed = [(entry.seconds, entry) for entry in entries if entry.seconds is not None]
    if len(timed) < max(2, len(entries)):
        return [list(entries)]
    timed.sort(key=lambda one: one[0])
    parts = [[timed[0][1]]]
    for (sooner, _), (later, entry) in pairwise(timed):
        if later - sooner > ANOTHER_SECONDS:
            parts.append([])
        parts[-1].append(entry)
    return parts


def starts(times: Iterable[float]) -> Iterator[float]:
    """When the conversations of one name begin, from the seconds of all its messages."""
    before: float | None = None
    for time in sorted(times):
        if before is None or time - before > ANOTHER_SECONDS:
            yield time
        before = time
