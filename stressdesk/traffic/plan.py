"""A plan: exactly so many queries, who asks them and when, from the scenario and the seed alone.

Only start times and turn counts are worked out beforehand; the words are written when a session is asked for, so a plan
of 100,000 queries is a few small numbers a session.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.scenario.seeds import rng
from stressdesk.scenario.traffic import Replay
from stressdesk.scenario.variables import Variables
from stressdesk.scenario.written import with_written
from stressdesk.traffic.arrivals import Starts, starts
from stressdesk.traffic.events import are_events, event_starts
from stressdesk.traffic.personas import DEMO
from stressdesk.traffic.problems import raise_problems
from stressdesk.traffic.replaying import replayed
from stressdesk.traffic.requests import Requests
from stressdesk.traffic.seeds import Coins
from stressdesk.traffic.session import Session, Turn
from stressdesk.traffic.sessions import KnownShapes, Shape, Shapes
from stressdesk.traffic.utterance import Words
from stressdesk.traffic.writing import Writer

_HERE = Path()

ShapeOf = Callable[[int], Shape]
"""The conversation of a session, by its index."""
Wanted = Callable[[int], bool]
"""Whether the session of an index is to be written."""


def _all(_: int) -> bool:
    return True


class Plan:
    """`queries` turns over all sessions, meant to arrive within `window_seconds` (0: one after the other)."""

    def __init__(self, queries: int, window_seconds: float, write: Callable[[Wanted], Iterator[Session]]) -> None:
        self.queries = queries
        self.window_seconds = window_seconds
        self._write = write

    def sessions(self, wanted: Wanted = _all) -> Iterator[Session]:
        """The sessions in order of their start, written as they are asked for, the same each time.

        Only those whose index is `wanted`; which others are does not change any of them.
        """
        return self._write(wanted)


def plan(scenario: Scenario, queries: int, *, seed: int, folder: Path) -> Plan:
    """The traffic of one stage: sessions in order of their index until they have exactly `queries` turns.

    Session i is the same in every stage: who, what words, what think times. Its start follows the arrival process, and
    the last sessions may be cut short. Raises ScenarioError for personas, mess or languages nobody knows.
    """
    scenario = with_written(scenario, folder)
    raise_problems(scenario)
    window_seconds = scenario.load.window_minutes * 60
    if scenario.traffic.replay is not None:
        return _replay(scenario, scenario.traffic.replay, queries, seed, folder)
    shapes = Shapes(scenario.traffic.sessions, scenario.load, scenario.traffic.personas, seed)
    known = KnownShapes(shapes)
    places = _places(scenario, queries, known.shape, seed, folder)
    writer = Writer(scenario, shapes.personas, seed)
    variables = _VariablesOf(scenario, folder, seed)

    def write(wanted: Wanted) -> Iterator[Session]:
        for index in filter(wanted, places.order):
            shape = known.shape(index)
            home = writer.home(index)
            words = writer.conversation(index, home, shape.persona, places.turns[index])
            yield _session(index, places.starts[index], shape, words, variables.of(index, "session", home.variables))

    return Plan(queries, window_seconds, write)


class Timetable(msgspec.Struct, frozen=True, kw_only=True):
    """When everything is planned to arrive, in seconds from the window's start, answers taken as immediate.

    `queries` are in order; `sessions` is how many users they come from.
    """

    sessions: int
    queries: tuple[float, ...]
    window_seconds: float


def timetable(scenario: Scenario, queries: int, *, seed: int, folder: Path = _HERE) -> Timetable:
    """When each query of `plan` is due, without its words: 10,000 in less than half a second.

    `folder` is where the scenario's files lie. Raises ScenarioError as `plan` does.
    """
    raise_problems(scenario)
    if scenario.traffic.replay is not None:
        sessions = replayed(scenario, scenario.traffic.replay, queries, seed=seed, folder=folder)
        return Timetable(
            sessions=len(sessions),
            queries=tuple(sorted(turn.due_seconds for session in sessions for turn in session.turns)),
            window_seconds=scenario.load.window_minutes * 60,
        )
    shape = KnownShapes(Shapes(scenario.traffic.sessions, scenario.load, scenario.traffic.personas, seed)).shape
    places = _places(scenario, queries, shape, seed, folder)
    due = array("d")
    for index, start in enumerate(places.starts):
        waits = shape(index).think_seconds[: places.turns[index] - 1]
        due.extend(round(at, 3) for at in accumulate(waits, initial=start))
    return Timetable(
        sessions=len(places.starts), queries=tuple(sorted(due)), window_seconds=scenario.load.window_minutes * 60
    )


def demo(scenario: Scenario, *, seed: int, folder: Path) -> Plan:
    """The demo stage: every demo input once, in order, as it stands."""
    variables = _VariablesOf(scenario, folder, seed)
    patience_seconds = scenario.load.patience_seconds

    def write(wanted: Wanted) -> Iterator[Session]:
        for index, request in enumerate(Requests(scenario).demo):
            if not wanted(index):
                continue
            turn = Turn(
                index=0,
                due_seconds=0.0,
                think_seconds=0.0,
                intent=request.intent,
                language=request.reading.language,
                mess=(),
                clean=request.text,
                text=request.text,
                expect=request.expect,
            )
            yield Session(
                index=index,
                start_seconds=0.0,
                persona=DEMO,
                patience_seconds=patience_seconds,
                variables=variables.of(index, "demo", request.variables),
                turns=(turn,),
            )

    return Plan(len(scenario.demo), 0.0, write)


def _replay(scenario: Scenario, replay: Replay, queries: int, seed: int, folder: Path) -> Plan:
    """The sessions of a log, with the prompt's other variables: those of the demo inputs by turns."""
    sessions = replayed(scenario, replay, queries, seed=seed, folder=folder)
    variables = _VariablesOf(scenario, folder, seed)

    def write(wanted: Wanted) -> Iterator[Session]:
        for session in (one for one in sessions if wanted(one.index)):
            own = scenario.demo[session.index % len(scenario.demo)].variables
            yield msgspec.structs.replace(session, variables=variables.of(session.index, "session", own))

    return Plan(queries, scenario.load.window_minutes * 60, write)


class _Places:
    """Start and turn count of each session by index, and the indices in order of start."""

    __slots__ = ("order", "starts", "turns")

    def __init__(self, starts: array[float], turns: array[int]) -> None:
        self.starts = starts
        self.turns = turns
        self.order = array("I", sorted(range(len(starts)), key=lambda index: (starts[index], index)))


def _places(scenario: Scenario, queries: int, shape: ShapeOf, seed: int, folder: Path) -> _Places:
    """Where the sessions that have exactly so many turns start in the window."""
    arrivals, window_seconds = scenario.load.arrivals, scenario.load.window_minutes * 60
    if are_events(arrivals):
        return _evenly(shape, queries, window_seconds, event_starts(arrivals, queries, window_seconds, seed, folder))
    begin = starts(arrivals, window_seconds, seed)
    return _drawn(shape, queries, window_seconds, begin, Coins(seed, "start"))


def _drawn(shape: ShapeOf, queries: int, window_seconds: float, begin: Starts, coins: Coins) -> _Places:
    """Sessions in order of index, each at its own draw, until there are enough turns."""
    begins, turns = array("d"), array("H")
    left, index = queries, 0
    while left > 0:
        start = round(begin(coins.at(index)), 3)
        count = min(left, shape(index).turns_within(window_seconds - start))
        begins.append(start)
        turns.append(count)
        left -= count
        index += 1
    return _Places(begins, turns)


def _evenly(shape: ShapeOf, queries: int, window_seconds: float, begin: Starts) -> _Places:
    """As few sessions at even shares of all arrivals as have enough turns; the surplus is cut from the last.

    How many follow-ups fit before the window ends depends on the distance, and so on how many sessions there are: found
    by bisection. As many sessions as queries are always enough.
    """

    def counts(number: int) -> array[int]:
        return array(
            "H",
            (shape(index).turns_within(window_seconds - round(begin(index / number), 3)) for index in range(number)),
        )

    low, high = 0, 1
    while high < queries and sum(counts(high)) < queries:
        low, high = high, min(queries, 2 * high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if sum(counts(middle)) >= queries else (middle, high)
    turns = counts(high)
    surplus = sum(turns) - queries
    for index in reversed(range(high)):
        cut = min(surplus, turns[index] - 1)
        turns[index] -= cut
        surplus -= cut
    return _Places(array("d", (round(begin(index / high), 3) for index in range(high))), turns)


class _VariablesOf:
    """The prompt's other variables of each session; a demo input's own come first."""

    def __init__(self, scenario: Scenario, folder: Path, seed: int) -> None:
        self._drawing = Variables(scenario, folder) if scenario.variables else None
        self._seed = seed

    def of(self, index: int, stage: str, own: dict[str, str]) -> dict[str, str]:
        drawn = self._drawing.draw(rng(self._seed, "variables", stage, index)) if self._drawing else {}
        return {**drawn, **own}


def _session(index: int, start: float, shape: Shape, words: tuple[Words, ...], variables: dict[str, str]) -> Session:
    waits = (0.0, *shape.think_seconds)
    due = accumulate(waits, initial=start)
    next(due)
    return Session(
        index=index,
        start_seconds=start,
        persona=shape.persona.name,
        patience_seconds=shape.patience_seconds,
        variables=variables,
        turns=tuple(
            Turn(
                index=at,
                due_seconds=round(due_seconds, 3),
                think_seconds=wait,
                intent=one.intent,
                language=one.language,
                mess=one.mess,
                clean=one.clean,
                text=one.text,
                expect=one.expect,
            )
            for at, (one, wait, due_seconds) in enumerate(zip(words, waits, due, strict=False))
        ),
    )
