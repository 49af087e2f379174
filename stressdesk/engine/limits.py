"""Reasons to end a run early, and money that cannot be overspent."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections import deque

from stressdesk.engine.clock import now

# An answer under way when the run is asked to end may still come within this time.
GRACE_SECONDS = 5.0
# Money is counted in whole picodollars, rounded up: sums of fractions would pass a limit by their rounding.
PICODOLLARS = 10**12


class Stop:
    """Ends a run gently: whoever waits to begin is told at once, whoever is being answered may finish.

    `reason` is None while the run goes on; the first reason given is kept.
    """

    def __init__(self) -> None:
        self.reason: str | None = None
        self.by_user = False
        # In the order they came, so that the same seed wakes them in the same order.
        self._waiting: dict[asyncio.Future[bool], None] = {}
        self._requested = asyncio.Event()
        self._impatient = asyncio.Event()

    def request(self, reason: str, *, by_user: bool = False) -> None:
        """Let nothing new begin. The user asking a second time ends the grace for answers under way."""
        if self.reason is not None:
            if by_user:
                self._impatient.set()
            return
        self.reason = reason
        self.by_user = by_user
        for waiting in self._waiting:
            _wake(waiting, go_on=False)
        self._requested.set()

    async def requested(self) -> None:
        """Return when the run was asked to end."""
        await self._requested.wait()

    async def grace_is_over(self, seconds: float | None = GRACE_SECONDS) -> None:
        """Return when the run was asked to end and answers under way have had their time; None sets no limit to it."""
        await self._requested.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._impatient.wait(), seconds)

    async def pause_until(self, moment: float) -> bool:
        """Wait until the loop's time is `moment`; True then, False as soon as the run is to end."""
        if self.reason is not None:
            return False
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[bool] = loop.create_future()
        timer = loop.call_at(max(moment, now()), _wake, waiting)
        self._waiting[waiting] = None
        try:
            return await waiting
        finally:
            timer.cancel()
            del self._waiting[waiting]


def _wake(waiting: asyncio.Future[bool], *, go_on: bool = True) -> None:
    if not waiting.done():
        waiting.set_result(go_on)


class Ledger:
    """Spend by reservation: `spent` plus what is reserved never passes `limit`, however many queries are in flight.

    Amounts are US dollars; a `limit` of None never holds anything back.
    """

    def __init__(self, limit: float | None, spent: float = 0.0) -> None:
        self.limit = limit
        self._limit = None if limit is None else math.floor(limit * PICODOLLARS)
        self._spent = _picodollars(spent)
        self._reserved = 0
        self._in_flight = 0
        self._queue: deque[tuple[int, asyncio.Future[bool]]] = deque()

    @property
    def spent(self) -> float:
        """What has been booked so far, in US dollars."""
        return self._spent / PICODOLLARS

    def would_wait(self, amount: float) -> bool:
        """Whether `reserve` would let this amount wait."""
        return self._limit is not None and (bool(self._queue) or not self._fits(_picodollars(amount)))

    async def reserve(self, amount: float) -> bool:
        """Set `amount` aside, waiting while others may give some back; False when it can never fit."""
        needed = _picodollars(amount)
        if self._limit is None or (not self._queue and self._fits(needed)):
            self._take(needed)
            return True
        if self._in_flight == 0:
            return False
        waiting: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._queue.append((needed, waiting))
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled() and waiting.result():
                self.settle(amount, 0.0)
            raise

    def settle(self, reserved: float, spent: float) -> None:
        """Give a reservation back and book what was really spent, at most the reservation unless the price lied."""
        self._reserved -= _picodollars(reserved)
        self._in_flight -= 1
        self._spent += _picodollars(spent)
        self._serve_queue()

    def _serve_queue(self) -> None:
        while self._queue:
            needed, waiting = self._queue[0]
            if waiting.done():
                self._queue.popleft()
            elif self._fits(needed):
                self._queue.popleft()
                self._take(needed)
                waiting.set_result(True)
            elif self._in_flight == 0:
                # Nothing under way can give anything back: it will never fit.
                self._queue.popleft()
                waiting.set_result(False)
            else:
                return

    def _fits(self, needed: int) -> bool:
        return self._limit is None or self._spent + self._reserved + needed <= self._limit

    def _take(self, needed: int) -> None:
        self._reserved += needed
        self._in_flight += 1


def _picodollars(amount: float) -> int:
    return math.ceil(amount * PICODOLLARS)
