"""When queries start: sessions at their times (open loop) or as fast as users think (closed loop)."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from stressdesk.engine.clock import give_way, now
from stressdesk.engine.records import Query
from stressdesk.scenario.model import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stressdesk.engine.limits import Stop
    from stressdesk.engine.query import Asking
    from stressdesk.journal.events import Record, StagePlan
    from stressdesk.scenario.model import Prompt
    from stressdesk.scenario.rendering import Rendering
    from stressdesk.traffic.session import Session, Turn

# Written one by one between other work, sessions take a third longer than a few in a row: the processor forgets how.
WRITTEN_AT_ONCE = 16


class Known(Protocol):
    """What an earlier part of a resumed run has recorded already."""

    def has_begun(self, stage: str) -> bool:
        """Whether any query of the stage is recorded."""
        ...

    def count(self, stage: str, session: int) -> int:
        """How many turns of a session are recorded."""
        ...

    def turns(self, stage: str, session: int) -> Sequence[Record]:
        """The recorded turns of a session, in order."""
        ...


class Stage:
    """Runs one stage's sessions through `asking`, each in a task of its own."""

    def __init__(
        self,
        *,
        plan: StagePlan,
        prompt: Prompt,
        rendering: Rendering,
        asking: Asking,
        stop: Stop,
        known: Known,
    ) -> None:
        self._plan = plan
        self._prompt = prompt
        self._rendering = rendering
        self._asking = asking
        self._stop = stop
        self._known = known
        self._began: float | None = None

    async def open_loop(self, sessions: Iterator[Session], began: float | None = None) -> None:
        """Start each session at its planned time, whatever has become of those before.

        The times count from the loop's time `began`, or from when the first session is at hand.
        """
        if not self._known.has_begun(self._plan.name):
            self._began = began
        async with asyncio.TaskGroup() as group:
            for session in self._unfinished(sessions):
                start = self._start(session)
                if not await self._stop.pause_until(start):
                    break
                group.create_task(self._converse(session, start))
                await give_way()

    async def closed_loop(self, sessions: Iterator[Session], users: int) -> None:
        """Let `users` people take one session after the other, each waiting for every answer."""
        unfinished = self._unfinished(sessions)
        async with asyncio.TaskGroup() as group:
            for _ in range(users):
                group.create_task(self._one_after_the_other(unfinished))
                # One a turn of the loop: a thousand sent in one turn would leave the first answers unread meanwhile.
                await asyncio.sleep(0)

    async def _one_after_the_other(self, sessions: Iterator[Session]) -> None:
        for session in sessions:
            await give_way()
            if self._stop.reason is not None:
                return
            await self._converse(session, now())

    def _unfinished(self, sessions: Iterator[Session]) -> Iterator[Session]:
        for session in sessions:
            if self._known.count(self._plan.name, session.index) < len(session.turns):
                yield session

    def _start(self, session: Session) -> float:
        """The loop's time of a session's start.

        In a resumed stage sessions that had begun go on at once, and the first of the others starts at once too.
        """
        if self._known.count(self._plan.name, session.index):
            return now()
        if self._began is None:
            self._began = now() - (session.start_seconds if self._known.has_begun(self._plan.name) else 0.0)
        return self._began + session.start_seconds

    async def _converse(self, session: Session, ready: float) -> None:
        history: tuple[Message, ...] = ()
        earlier = {record.turn: record for record in self._known.turns(self._plan.name, session.index)}
        for turn in session.turns:
            messages = self._messages(session, turn, history)
            record = earlier.get(turn.index)
            if record is None:
                arrived = ready + turn.think_seconds
                if not await self._stop.pause_until(arrived):
                    return
                query = Query(stage=self._plan.name, session=session, turn=turn, messages=messages, arrived=arrived)
                record = await self._asking.ask(query)
            if record is None:
                return
            ready = now()
            if record.outcome in {"gave_up", "dropped"}:
                self._drop_rest(session, turn.index, earlier)
                return
            history = self._history(messages, record, history)

    def _messages(self, session: Session, turn: Turn, history: tuple[Message, ...]) -> tuple[Message, ...]:
        if history:
            return (*history, Message(role="user", content=turn.text))
        return self._rendering.messages(session.variables, turn.text)

    def _history(self, asked: tuple[Message, ...], record: Record, before: tuple[Message, ...]) -> tuple[Message, ...]:
        if self._prompt.memory == "none":
            return ()
        if record.outcome != "answered":
            # The product never got an answer to keep: the conversation stands where it stood.
            return before
        return (*asked, Message(role="assistant", content=record.answer))

    def _drop_rest(self, session: Session, last: int, earlier: dict[int, Record]) -> None:
        for turn in session.turns:
            if turn.index > last and turn.index not in earlier:
                query = Query(stage=self._plan.name, session=session, turn=turn, messages=(), arrived=now())
                self._asking.drop(query, "its user had left")


def ahead(sessions: Iterator[Session]) -> Iterator[Session]:
    """The same sessions, a few of them written before the first is asked for."""
    while few := list(islice(sessions, WRITTEN_AT_ONCE)):
        yield from few
