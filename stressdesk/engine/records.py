"""From what happened to one query to its record, and whose failure it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stressdesk.journal.events import Attempt, Failure, Outcome, Record, Verdict
from stressdesk.scenario.model import Message
from stressdesk.traffic.session import Session, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.errors import TargetError
    from stressdesk.targets.target import Reply


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """One turn about to be put to the target. `arrived` is the loop's time at which the user meant to ask."""

    stage: str
    session: Session
    turn: Turn
    messages: tuple[Message, ...]
    arrived: float


class Course(msgspec.Struct, kw_only=True):
    """What has happened to a query so far; `held_back` while the spend limit leaves no room for it.

    `partial` is what had come of an answer when the user left or the run ended; `is_unsent` where the last request had
    not reached the target by then, be it that no connection came about. `has_queued` says that the query was
    let wait on purpose, for `max_in_flight`, for money or for a rate limit, and `paced_seconds` how long for the last.
    """

    attempts: list[Attempt] = []
    held_back: bool = False
    has_queued: bool = False
    reply: Reply | None = None
    error: TargetError | None = None
    partial: str = ""
    is_unsent: bool = False
    verdicts: tuple[Verdict, ...] = ()
    client_lag_seconds: float | None = None
    spoiled: bool = False
    paced_seconds: float = 0.0


def recorded(query: Query, outcome: Outcome, course: Course, *, origin: float, finished: float) -> Record:
    """The record of a query that was asked or waited to be; `origin` is loop time, `finished` run time."""
    attempts, reply, error = course.attempts, course.reply, course.error
    last = attempts[-1] if attempts else None
    return Record(
        **_asked(query, origin),
        sent=attempts[0].sent if attempts else None,
        first_token=last.first_token if last else None,
        finished=finished,
        outcome=outcome,
        kind=error.kind if error else None,
        reason=_reason(query, outcome, course),
        failure=failure(outcome, course.verdicts),
        unsure=outcome == "answered" and is_unsure(course.verdicts),
        answer=reply.text if reply else (error.partial if error else course.partial),
        model=reply.model if reply else "",
        finish_reason=reply.finish_reason if reply else "",
        usage=last.usage if last else None,
        cost_usd=_cost_usd(course),
        verdicts=course.verdicts,
        attempts=tuple(attempts),
        client_lag_seconds=course.client_lag_seconds,
        spoiled=course.spoiled,
        paced_seconds=course.paced_seconds,
    )


def dropped(query: Query, reason: str, *, origin: float) -> Record:
    """The record of a query that was planned and never asked."""
    return Record(**_asked(query, origin), outcome="dropped", reason=reason)


def failure(outcome: Outcome, verdicts: Sequence[Verdict]) -> Failure | None:
    """Whose failure it was: the prompt's (wrong answer), the system's (none, or too slow), or the user left."""
    if outcome == "gave_up":
        return "gave_up"
    if outcome == "failed":
        return "system"
    failed = {verdict.about for verdict in verdicts if verdict.judgement == "fail"}
    if "content" in failed:
        return "prompt"
    return "system" if failed else None


def is_unsure(verdicts: Sequence[Verdict]) -> bool:
    """No check failed, and of those about the content at least one could not tell while none passed."""
    if any(verdict.judgement == "fail" for verdict in verdicts):
        return False
    content = {verdict.judgement for verdict in verdicts if verdict.about == "content"}
    return "unsure" in content and "pass" not in content


def _cost_usd(course: Course) -> float | None:
    """All attempts and checks together; None as soon as one attempt has no price."""
    total = sum(verdict.cost_usd for verdict in course.verdicts)
    for attempt in course.attempts:
        if attempt.cost_usd is None:
            return None
        total += attempt.cost_usd
    return total if course.attempts else None


def _reason(query: Query, outcome: Outcome, course: Course) -> str:
    if course.error is not None:
        return str(course.error)
    if outcome == "dropped":
        return "the limits of the run left no room for it before its user gave up"
    if outcome == "answered":
        return ""
    left = "the run ended" if outcome == "cancelled" else f"gave up after {query.session.patience_seconds:.1f} s"
    return left + _until_then(course)


def _until_then(course: Course) -> str:
    """What had become of a query when its user left, or when the run ended."""
    if not course.attempts:
        return f", while waiting {'its turn under the rate limits' if course.paced_seconds else 'to be sent'}"
    injected = course.attempts[-1].injected
    if injected is not None and injected.fault == "stall":
        return ", at an injected stall after the first words"
    if course.partial:
        return " before the answer was whole"
    failed = [attempt for attempt in course.attempts if attempt.kind not in {None, "gave_up", "cancelled"}]
    if failed:
        return f"; the last attempt had failed: {failed[-1].reason}"
    return " when nothing had reached the target yet" if course.is_unsent else " without an answer"


def _asked(query: Query, origin: float) -> dict[str, Any]:
    turn, session = query.turn, query.session
    return {
        "stage": query.stage,
        "session": session.index,
        "turn": turn.index,
        "persona": session.persona,
        "intent": turn.intent,
        "language": turn.language,
        "mess": turn.mess,
        "clean": turn.clean,
        "text": turn.text,
        "expect": turn.expect,
        "variables": session.variables,
        "arrived": query.arrived - origin,
    }
