"""Putting one query to the target: its attempts, its money, its checks. Failure is a result here, not an error."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

import msgspec

from stressdesk.checks.check import Check, Exchange
from stressdesk.engine.clock import now
from stressdesk.engine.lag import Lag, is_spoiled
from stressdesk.engine.records import Course, Query, dropped, recorded
from stressdesk.errors import FailureKind, TargetError
from stressdesk.journal.events import Attempt, Outcome, PricesUsed, Record, Usage, Verdict
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.seeds import rng
from stressdesk.targets import prices as pricing
from stressdesk.targets import tokens
from stressdesk.targets.target import Reply, Request, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stressdesk.engine.limits import Ledger, Stop

log = logging.getLogger(__name__)

# After these a provider may still have computed, and billed, an answer that nobody received whole.
POSSIBLY_BILLED = frozenset[FailureKind]({"cut_stream", "timeout", "bad_answer", "empty_answer", "content_filter"})

# More tokens than any request has: a provider that claims more is wrong, and its number would sink limits and sums.
MOST_TOKENS = 10**9


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What every query of a run shares. `origin` is the loop's time of run time 0, `requests_before` how many an
    earlier part of a resumed run has sent. `lag` watches this program itself; None where time is virtual.
    """

    scenario: Scenario
    seed: int
    target: Target
    checks: tuple[Check, ...]
    prices: PricesUsed | None
    origin: float
    requests_before: int = 0
    lag: Lag | None = None


class Asking:
    """Puts queries to the target and appends a record of each."""

    def __init__(self, rules: Rules, ledger: Ledger, stop: Stop, append: Callable[[Record], None]) -> None:
        self._rules = rules
        self._retry = rules.scenario.load.retry
        self._ledger = ledger
        self._stop = stop
        self._append = append
        self._requests = rules.requests_before
        self._slots = asyncio.Semaphore(rules.scenario.load.max_in_flight)
        self._stop_at_request_limit()

    async def ask(self, query: Query) -> Record | None:
        """Ask, retry as the scenario says, judge and append; None when the run ended before the query was sent."""
        course, finished = Course(), None
        try:
            outcome = await self._outcome(query, course)
            finished = self._run_time()
            if course.reply is not None:
                course.verdicts = await self._judge(query, course, course.reply)
        except asyncio.CancelledError:
            if course.attempts:
                self._keep(query, "cancelled", course, self._run_time() if finished is None else finished)
            raise
        return None if outcome is None else self._keep(query, outcome, course, finished)

    def drop(self, query: Query, reason: str) -> None:
        """Append a record of a query that was planned and will not be asked."""
        self._append(dropped(query, reason, origin=self._rules.origin))

    def _keep(self, query: Query, outcome: Outcome, course: Course, finished: float) -> Record:
        self._blame(query, course)
        record = recorded(query, outcome, course, origin=self._rules.origin, finished=finished)
        self._append(record)
        return record

    def _blame(self, query: Query, course: Course) -> None:
        """Note how late this program itself was: in sending, in reading the first words, and in reading the last.

        Where a target does not say how late it read, the loop's own lag while the request was under way stands in.
        """
        if self._rules.lag is None or not course.attempts:
            return
        first, last, origin = course.attempts[0], course.attempts[-1], self._rules.origin
        whole = last.finished - (query.arrived - origin)
        times = [(0.0 if course.has_queued else first.sent - (query.arrived - origin), whole)]
        reply = course.reply
        if reply is not None and reply.first_late_seconds is not None and last.first_token is not None:
            times += [(reply.first_late_seconds, last.first_token - last.sent), (reply.last_late_seconds or 0.0, whole)]
        else:
            end = last.finished if last.first_token is None else last.first_token
            times.append((self._rules.lag.worst_seconds(last.sent + origin, end + origin), end - last.sent))
        course.client_lag_seconds = max(0.0, *(late for late, _ in times))
        course.spoiled = any(is_spoiled(late, measured) for late, measured in times)

    async def _outcome(self, query: Query, course: Course) -> Outcome | None:
        try:
            async with asyncio.timeout_at(query.arrived + query.session.patience_seconds):
                course.reply = await self._answer(query, course)
        except TargetError as error:
            course.error = error
            return "failed"
        except TimeoutError:
            if course.attempts and course.attempts[-1].kind == "cancelled":
                course.attempts[-1] = msgspec.structs.replace(course.attempts[-1], kind="gave_up")
            return "dropped" if course.held_back and not course.attempts else "gave_up"
        if course.reply is not None:
            return "answered"
        # The run ended before a retry: what would have become of it nobody knows, so it is no failure.
        return "cancelled" if course.attempts else None

    async def _answer(self, query: Query, course: Course) -> Reply | None:
        for number in range(self._retry.attempts + 1):
            try:
                return await self._attempt(query, number, course)
            except TargetError as error:
                if number == self._retry.attempts or error.kind not in self._retry.kinds:
                    raise
                if not await self._stop.pause_until(now() + self._wait_seconds(query, number, error)):
                    return None
        raise AssertionError

    def _wait_seconds(self, query: Query, number: int, error: TargetError) -> float:
        draw = rng(self._rules.seed, "retry", query.stage, query.session.index, query.turn.index, number).random()
        backoff = self._retry.backoff_seconds * float(2**number) * (0.5 + 0.5 * draw)
        asked_for = error.retry_after_seconds if self._retry.honour_retry_after else None
        return max(backoff, asked_for or 0.0)

    async def _attempt(self, query: Query, number: int, course: Course) -> Reply | None:
        request = Request(
            messages=query.messages,
            parameters=self._rules.scenario.prompt.parameters,
            address=(query.stage, query.session.index, query.turn.index, number),
            mess=query.turn.mess,
            expect=query.turn.expect,
        )
        course.has_queued = course.has_queued or number > 0 or self._slots.locked()
        async with self._slots:
            if self._stop.reason is not None:
                return None
            # Reserve before sending: all queries in flight would otherwise each see the same unspent money.
            reserved = self._worst_case_usd(request)
            course.held_back = True
            course.has_queued = course.has_queued or self._ledger.would_wait(reserved)
            if not await self._ledger.reserve(reserved):
                limit = _dollars(self._ledger.limit)
                self._stop.request(f"the spend limit of {limit} leaves no room for another query")
                return None
            course.held_back = False
            if self._stop.reason is not None:
                self._ledger.settle(reserved, 0.0)
                return None
            return await self._send(request, reserved, course)

    async def _send(self, request: Request, reserved: float, course: Course) -> Reply:
        self._count_request()
        sent = self._run_time()
        # What a broken-off answer really cost is unknown: the limit books its worst case, the record an estimate.
        booked = reserved
        try:
            with _bugs_as_failures(request):
                reply = await self._rules.target.ask(request)
        except TargetError as error:
            course.attempts.append(self._failed(request, sent, error, reserved))
            if error.kind not in POSSIBLY_BILLED:
                booked = 0.0
            raise
        except asyncio.CancelledError:
            course.attempts.append(self._failed(request, sent, None, reserved))
            raise
        else:
            reply = _plausible(reply, request)
            attempt = self._answered(reply, sent)
            booked = attempt.cost_usd or 0.0
            course.attempts.append(attempt)
            return reply
        finally:
            self._ledger.settle(reserved, booked)

    def _answered(self, reply: Reply, sent: float) -> Attempt:
        written, first_token = (
            None if moment is None else moment - self._rules.origin for moment in (reply.written, reply.first_token)
        )
        return Attempt(
            sent=sent,
            written=written,
            first_token=first_token,
            finished=self._run_time(),
            usage=reply.usage,
            cost_usd=self._cost_usd(reply.usage),
        )

    def _failed(self, request: Request, sent: float, error: TargetError | None, reserved: float) -> Attempt:
        usage = None
        if error is None or error.kind in POSSIBLY_BILLED:
            output = tokens.estimated_tokens(error.partial) if error else 0
            usage = Usage(input=tokens.estimated_input_tokens(request.messages), output=output, source="estimated")
        return Attempt(
            sent=sent,
            finished=self._run_time(),
            kind=error.kind if error else "cancelled",
            reason=str(error) if error else "",
            retry_after_seconds=error.retry_after_seconds if error else None,
            usage=usage,
            cost_usd=self._cost_usd(usage),
            at_most_usd=reserved if usage and self._ledger.limit is not None else None,
        )

    def _cost_usd(self, usage: Usage | None) -> float | None:
        if self._rules.prices is None:
            return None
        return pricing.cost_usd(self._rules.prices, usage) if usage else 0.0

    def _worst_case_usd(self, request: Request) -> float:
        prices = self._rules.prices
        if prices is None or self._ledger.limit is None:
            return 0.0
        most = request.parameters.max_tokens or pricing.max_output_tokens(prices) or 0
        return pricing.worst_case_usd(prices, tokens.upper_bound_tokens(request.messages, request.parameters), most)

    def _count_request(self) -> None:
        self._requests += 1
        self._stop_at_request_limit()

    def _stop_at_request_limit(self) -> None:
        limit = self._rules.scenario.limits.requests
        if limit is not None and self._requests >= limit:
            self._stop.request(f"the limit of {limit:,} requests was reached")

    async def _judge(self, query: Query, course: Course, reply: Reply) -> tuple[Verdict, ...]:
        sent = course.attempts[0].sent + self._rules.origin
        exchange = Exchange(
            messages=query.messages,
            text=query.turn.text,
            clean=query.turn.clean,
            language=query.turn.language,
            expect=query.turn.expect,
            answer=reply.text,
            latency_seconds=now() - query.arrived,
            first_token_seconds=None if reply.first_token is None else reply.first_token - sent,
        )
        return tuple([await _verdict(check, exchange) for check in self._rules.checks])

    def _run_time(self) -> float:
        return now() - self._rules.origin


async def _verdict(check: Check, exchange: Exchange) -> Verdict:
    try:
        return await check.judge(exchange)
    except Exception as error:  # one check failing never ends a run
        log.exception("The check %s went wrong.", check.name)
        return Verdict(check=check.name, judgement="unsure", reason=f"the check itself went wrong: {error!r:.200}")


def _plausible(reply: Reply, request: Request) -> Reply:
    """The reply, its token counts replaced by estimates where no model could have reached what the provider says."""
    usage = reply.usage
    if all(0 <= count <= MOST_TOKENS for count in (usage.input, usage.output, usage.cached, usage.reasoning)):
        return reply
    estimated = Usage(
        input=tokens.estimated_input_tokens(request.messages),
        output=tokens.estimated_tokens(reply.text),
        source="estimated",
    )
    return msgspec.structs.replace(reply, usage=estimated)


def _dollars(limit: float | None) -> str:
    return f"${limit:,.2f}" if limit is None or limit == round(limit, 2) else f"${limit:,g}"


@contextlib.contextmanager
def _bugs_as_failures(request: Request) -> Iterator[None]:
    try:
        yield
    except (TargetError, asyncio.CancelledError):
        raise
    except Exception as error:  # one query failing never ends a run
        log.exception("StressDesk has a bug: query %s went wrong.", request.address)
        raise TargetError("bug", f"StressDesk has a bug: {error!r:.200}") from error
