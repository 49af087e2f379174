"""Putting one query to the target: its attempts, its patience, its checks. Failure is a result here, not an error."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import msgspec

from stressdesk.checks.check import Check, Exchange
from stressdesk.engine.clock import now
from stressdesk.engine.lag import is_spoiled
from stressdesk.engine.records import Course, Query, dropped, recorded
from stressdesk.engine.sending import Sending
from stressdesk.errors import CannotAskError, TargetError
from stressdesk.journal.events import Outcome, Record, Verdict
from stressdesk.scenario.seeds import rng
from stressdesk.targets.target import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from stressdesk.engine.limits import Purse, Stop
    from stressdesk.engine.rules import Rules

log = logging.getLogger(__name__)


class Asking:
    """Puts queries to the target and appends a record of each."""

    def __init__(self, rules: Rules, ledger: Purse, stop: Stop, append: Callable[[Record], None]) -> None:
        self._rules = rules
        self._retry = rules.scenario.load.retry
        self._sending = Sending(rules, ledger, stop)
        self._stop = stop
        self._append = append

    @property
    def told_limits(self) -> dict[str, int]:
        """The rate limits per minute that the provider told in its answers, by what they meter."""
        return self._sending.pacing.told

    async def ask(self, query: Query) -> Record | None:
        """Ask, retry as the scenario says, judge and append.

        None when the run ended before the query was sent, or because nothing can be: then it is still to be asked.
        """
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
        # A selector that was asleep with everything else seems to have waited: what it found then counts as just come.
        still = self._rules.lag.stood_still(query.arrived, last.finished + origin)
        course.spoiled = still or any(is_spoiled(late, measured) for late, measured in times)

    async def _outcome(self, query: Query, course: Course) -> Outcome | None:
        try:
            async with asyncio.timeout_at(query.arrived + query.session.patience_seconds):
                course.reply = await self._answer(query, course)
        except CannotAskError as error:
            self._stop.request(error.message, is_fault=True)
            return "cancelled" if course.attempts else None
        except TargetError as error:
            course.error = error
            # Our own fault says nothing of the target: what it would have answered nobody knows.
            return "cancelled" if error.kind == "bug" else "failed"
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
                return await self._sending.send(query, number, course)
            except CannotAskError:
                raise
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
