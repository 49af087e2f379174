"""One request on the wire: its turn and its money before it is sent, what it cost afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from stressdesk.engine.clock import now
from stressdesk.engine.pacing import Pacing
from stressdesk.engine.sizes import LONGEST_ANSWER_TOKENS
from stressdesk.errors import CannotAskError, FailureKind, TargetError
from stressdesk.journal.events import Attempt, Usage
from stressdesk.journal.reasons import no_room, requests_reached
from stressdesk.scenario.targets import Simulated
from stressdesk.targets import tokens
from stressdesk.targets.redaction import all_keys, shown
from stressdesk.targets.target import Reply, Request
from stressdesk.targets.terms import terms
from stressdesk.targets.told_limits import stated_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.engine.limits import Purse, Stop
    from stressdesk.engine.pacing import Turn
    from stressdesk.engine.records import Course, Query
    from stressdesk.engine.rules import Rules

log = logging.getLogger(__name__)

# After these a provider may still have computed, and billed, an answer that nobody received whole; a connection that
# failed may have taken the request there first.
POSSIBLY_BILLED = frozenset[FailureKind](
    {"cut_stream", "timeout", "bad_answer", "empty_answer", "content_filter", "connection", "bug"}
)

# No two requests take equally long to a server, a new connection and its TLS included; in virtual time all take none.
WAY_SECONDS = 1.0


class Sending:
    """Sends requests, never more than `max_in_flight` at once, within the limits on money and requests."""

    def __init__(self, rules: Rules, ledger: Purse, stop: Stop) -> None:
        self._rules = rules
        self._ledger = ledger
        self._stop = stop
        target = rules.scenario.targets[rules.scenario.target]
        self._terms = terms(rules.scenario.prompt.parameters, target)
        self._requests = rules.requests_before
        self._slots = asyncio.Semaphore(rules.scenario.load.max_in_flight)
        self.pacing = Pacing(
            stated_limits(target),
            stop,
            is_on=rules.scenario.load.paced,
            processes=rules.processes,
            way_seconds=0.0 if isinstance(target, Simulated) else WAY_SECONDS,
        )
        self._stop_at_request_limit()

    async def send(self, query: Query, number: int, course: Course) -> Reply | None:
        """Make attempt `number` (from 0) at a query and note it in `course`; None when the run ended before.

        Raises TargetError for an attempt that failed.
        """
        request = Request(
            messages=query.messages,
            parameters=self._rules.scenario.prompt.parameters,
            address=(query.stage, query.session.index, query.turn.index, number),
            mess=query.turn.mess,
            expect=query.turn.expect,
            persona=query.session.persona,
        )
        course.has_queued = course.has_queued or number > 0 or self._slots.locked()
        async with self._slots:
            # Its turn comes before its money: whoever waits for the former is not under way yet, and none of it counts
            # as spent should the run be killed.
            turn = await self._turn(request, course)
            if turn is None or self._stop.reason is not None:
                return None
            reserved = self._worst_case_usd(request)
            must_wait = self._ledger.would_wait(reserved)
            course.has_queued = course.has_queued or must_wait
            if not await self._is_reserved(reserved, turn, course):
                return None
            if must_wait and self.pacing.is_on:
                turn = await self._turn_anew(turn, request, reserved, course)
            if turn is None or self._stop.reason is not None:
                self._ledger.withdraw(reserved)
                return None
            try:
                return await self._ask(request, reserved, course)
            finally:
                usage = course.attempts[-1].usage if course.attempts else None
                self.pacing.ended(turn, usage.input if usage else 0, usage.output if usage else 0)

    async def _is_reserved(self, amount: float, turn: Turn, course: Course) -> bool:
        """Set money aside before sending: all queries in flight would otherwise each see the same unspent dollars."""
        course.held_back = True
        try:
            is_reserved = await self._ledger.reserve(amount)
        except asyncio.CancelledError:
            self.pacing.withdraw(turn)
            raise
        if not is_reserved and self._ledger.limit is not None:
            # Nothing that costs anything is under way any more.
            self._stop.request(no_room(self._ledger.limit), in_haste=False)
        course.held_back = not is_reserved
        return is_reserved

    async def _turn_anew(self, turn: Turn, request: Request, reserved: float, course: Course) -> Turn | None:
        """A turn from now on, the money having come later than the one before."""
        renewed = self.pacing.renewed(turn, *self._size(request))
        if renewed is not None:
            return renewed
        try:
            return await self._turn(request, course)
        except asyncio.CancelledError:
            self._ledger.withdraw(reserved)
            raise

    async def _turn(self, request: Request, course: Course) -> Turn | None:
        """Wait for the rate limits where the scenario wants that; None when the run is to end."""
        if not self.pacing.is_on:
            return {}
        size = self._size(request)
        # Asked beforehand: where nothing waits, the clock still goes on by what asking takes.
        is_held_back = self.pacing.would_wait(*size)
        course.has_queued = course.has_queued or is_held_back
        began = now()
        try:
            return await self.pacing.turn(*size)
        finally:
            course.paced_seconds += now() - began if is_held_back else 0.0

    def _size(self, request: Request) -> tuple[int, int]:
        """About how many tokens are sent, and how many may come back."""
        most = self._terms.most_output_tokens or LONGEST_ANSWER_TOKENS
        return tokens.estimated_input_tokens(request.messages), most

    async def _ask(self, request: Request, reserved: float, course: Course) -> Reply:
        self._count_request()
        sent = self._run_time()
        # What a broken-off answer really cost is unknown: the limit books its worst case, the record an estimate.
        booked: float | None = reserved
        try:
            with _bugs_as_failures(request):
                reply = await self._rules.target.ask(request)
            self.pacing.learn(request.note.headers)
        except CannotAskError:
            booked = None
            raise
        except TargetError as error:
            self.pacing.learn(request.note.headers, error.retry_after_seconds)
            course.attempts.append(self._failed(request, sent, error, reserved))
            booked = _booked_usd(course.attempts[-1])
            raise
        except asyncio.CancelledError:
            course.attempts.append(self._failed(request, sent, None, reserved))
            # Of an answer whose first words were still on their way the user has seen nothing.
            course.partial = request.note.partial if request.note.first_token is not None else ""
            course.is_unsent = not request.note.is_sent
            booked = _booked_usd(course.attempts[-1])
            raise
        else:
            attempt = self._answered(reply, request, sent, reserved)
            booked = _booked_usd(attempt)
            course.attempts.append(attempt)
            return reply
        finally:
            if booked is None:
                self._ledger.withdraw(reserved)
            else:
                self._ledger.settle(reserved, booked)

    def _answered(self, reply: Reply, request: Request, sent: float, reserved: float) -> Attempt:
        return Attempt(
            sent=sent,
            written=self._since_origin(reply.written),
            first_token=self._since_origin(reply.first_token),
            finished=self._run_time(),
            usage=reply.usage,
            cost_usd=self._cost_usd(reply.usage),
            at_most_usd=self._at_most_usd(reserved, is_known=reply.usage.source != "estimated"),
            injected=request.note.injected,
        )

    def _failed(self, request: Request, sent: float, error: TargetError | None, reserved: float) -> Attempt:
        note = request.note
        usage = note.usage
        # What had come of an answer was computed, whatever ended it.
        is_computed = error is None or error.kind in POSSIBLY_BILLED or error.partial or note.reasoned_tokens
        if usage is None and note.is_sent and is_computed:
            said = tokens.estimated_tokens(error.partial if error else note.partial)
            usage = Usage(
                input=tokens.estimated_input_tokens(request.messages),
                output=said + note.reasoned_tokens,
                reasoning=note.reasoned_tokens,
                source="estimated",
            )
        is_guess = usage is not None and usage.source == "estimated"
        return Attempt(
            sent=sent,
            first_token=self._since_origin(note.first_token),
            finished=self._run_time(),
            kind=error.kind if error else "cancelled",
            reason=str(error) if error else "",
            retry_after_seconds=error.retry_after_seconds if error else None,
            usage=usage,
            cost_usd=self._cost_usd(usage),
            at_most_usd=self._at_most_usd(reserved, is_known=not is_guess),
            injected=note.injected,
        )

    def _at_most_usd(self, reserved: float, *, is_known: bool) -> float | None:
        return None if is_known or self._ledger.limit is None else reserved

    def _cost_usd(self, usage: Usage | None) -> float | None:
        if self._rules.prices is None:
            return None
        return self._terms.cost_usd(self._rules.prices, usage) if usage else 0.0

    def _worst_case_usd(self, request: Request) -> float:
        prices = self._rules.prices
        if prices is None or self._ledger.limit is None:
            return 0.0
        return self._terms.worst_case_usd(prices, request.messages)

    def _count_request(self) -> None:
        self._requests += 1
        self._stop_at_request_limit()

    def _stop_at_request_limit(self) -> None:
        # Several processes are granted their requests by the one that starts them, which then ends the run.
        limit = self._rules.scenario.limits.requests if self._rules.processes == 1 else None
        if limit is not None and self._requests >= limit:
            # What is under way is paid for, and could not be asked again: it may take all the time it needs.
            self._stop.request(requests_reached(limit), in_haste=False)

    def _since_origin(self, moment: float | None) -> float | None:
        return None if moment is None else moment - self._rules.origin

    def _run_time(self) -> float:
        return now() - self._rules.origin


def _booked_usd(attempt: Attempt) -> float:
    """What the limit books for a request: its worst case, where what it used is a guess."""
    return (attempt.cost_usd or 0.0) if attempt.at_most_usd is None else attempt.at_most_usd


@contextlib.contextmanager
def _bugs_as_failures(request: Request) -> Iterator[None]:
    try:
        yield
    except (TargetError, asyncio.CancelledError):
        raise
    except Exception as error:  # one query failing never ends a run
        log.exception("StressDesk has a bug: query %s went wrong.", request.address)
        raise TargetError("bug", shown(f"StressDesk has a bug: {error!r}", all_keys(None))) from error
