"""A plan as one JSON object a query, in order of arrival."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Any

import msgspec

from stressdesk.traffic.plan import Plan
from stressdesk.traffic.session import Session, Turn


def lines(planned: Plan) -> Iterator[str]:
    """The queries of a plan as JSON objects, in order of planned arrival."""
    encode = msgspec.json.Encoder().encode
    return (encode(query).decode() for query in queries(planned))


def queries(planned: Plan) -> Iterator[dict[str, Any]]:
    """The queries of a plan, in order of planned arrival; only sessions that are under way are held in memory."""
    waiting: list[tuple[float, int, int, Session]] = []
    for session in planned.sessions():
        while waiting and waiting[0][0] < session.start_seconds:
            yield _pop(waiting)
        for turn in session.turns:
            heapq.heappush(waiting, (turn.due_seconds, session.index, turn.index, session))
    while waiting:
        yield _pop(waiting)


def query(session: Session, turn: Turn) -> dict[str, Any]:
    """One query as JSON-ready values; `arrived` and `think` in seconds."""
    return {
        "arrived": turn.due_seconds,
        "session": session.index,
        "turn": turn.index,
        "think": turn.think_seconds,
        "persona": session.persona,
        "intent": turn.intent,
        "language": turn.language,
        "mess": list(turn.mess),
        "clean": turn.clean,
        "text": turn.text,
    }


def _pop(waiting: list[tuple[float, int, int, Session]]) -> dict[str, Any]:
    _, _, at, session = heapq.heappop(waiting)
    return query(session, session.turns[at])
