"""What planned traffic looks like before anybody is asked: a few messages to read, and what many add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.traffic.plan import Timetable, plan
from stressdesk.traffic.session import ODD, Session, Turn
from stressdesk.traffic.worded import REWORDED

_NO_MESS = REWORDED.union(ODD)
_MINUTE = 60.0


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One planned message; `session` and `turn` count from 0."""

    session: int
    persona: str
    turn: Turn


class Composition(msgspec.Struct, frozen=True, kw_only=True):
    """Of how many planned messages so many share a property. `kinds` counts each kind of mess, the frequent first."""

    messages: int
    sessions: int
    messy: int
    follow_ups: int
    odd: dict[str, int]
    kinds: dict[str, int]
    personas: dict[str, int]


class Bustle(msgspec.Struct, frozen=True, kw_only=True):
    """How many queries arrive in each of several equally long parts of the window, and how many a minute."""

    counts: tuple[int, ...]
    window_seconds: float
    queries: int
    sessions: int
    peak_per_minute: float
    mean_per_minute: float


def examples(scenario: Scenario, number: int, *, seed: int, folder: Path) -> tuple[Example, ...]:
    """The messages of a plan of so many, conversation by conversation. Raises ScenarioError as `plan` does."""
    sessions = sorted(plan(scenario, number, seed=seed, folder=folder).sessions(), key=lambda session: session.index)
    return tuple(
        Example(session=session.index, persona=session.persona, turn=turn) for session, turn in _turns(sessions)
    )


def composition(scenario: Scenario, messages: int, *, seed: int, folder: Path) -> Composition:
    """What a plan of so many messages consists of. Raises ScenarioError as `plan` does."""
    sessions = list(plan(scenario, messages, seed=seed, folder=folder).sessions())
    turns = list(_turns(sessions))
    names = Counter(name for _, turn in turns for name in turn.mess)
    return Composition(
        messages=len(turns),
        sessions=len(sessions),
        messy=sum(any(name not in _NO_MESS for name in turn.mess) for _, turn in turns),
        follow_ups=sum(turn.index > 0 for _, turn in turns),
        odd={name: names[name] for name in ODD},
        kinds={name: count for name, count in names.most_common() if name not in ODD},
        personas=dict(Counter(session.persona for session, _ in turns).most_common()),
    )


def bustle(times: Timetable, parts: int) -> Bustle:
    """The planned arrivals counted in `parts` parts of the window.

    The peak is that of the busiest minute, wherever it begins: most queries in less than 60 seconds / 1 minute. A
    window shorter than a minute is taken to go on as it is.
    """
    counts = [0] * parts
    for due in times.queries:
        counts[min(parts - 1, int(due / times.window_seconds * parts))] += 1
    return Bustle(
        counts=tuple(counts),
        window_seconds=times.window_seconds,
        queries=len(times.queries),
        sessions=times.sessions,
        peak_per_minute=_most_within(times.queries, min(_MINUTE, times.window_seconds)),
        mean_per_minute=len(times.queries) * _MINUTE / times.window_seconds,
    )


def _most_within(due: tuple[float, ...], seconds: float) -> float:
    """The largest number of arrivals in so many seconds, the last moment left out, for each minute."""
    most = max((bisect_left(due, start + seconds) - at for at, start in enumerate(due)), default=0)
    return most * _MINUTE / seconds


def _turns(sessions: list[Session]) -> Iterator[tuple[Session, Turn]]:
    return ((session, turn) for session in sessions for turn in session.turns)
