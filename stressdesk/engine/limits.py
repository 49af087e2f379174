"""Reasons to end a run early, and money that cannot be overspent."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections import deque
from typing import TYPE_CHECKING, Protocol

from stressdesk.engine.clock import now
from stressdesk.errors import RunFileLockedError
from stressdesk.journal.leases import PICODOLLARS, picodollars
from stressdesk.journal.writer import BATCH_SECONDS

if TYPE_CHECKING:
    from stressdesk.engine.lease import Lease

# An answer under way when the run is asked to end may still come within this time.
GRACE_SECONDS = 5.0


class Stop:
    """Ends a run gently: whoever waits to begin is told at once, whoever is being answered may finish within a grace.

    Without haste that grace begins only when the run is asked to end once more. `reason` is None while the run goes on;
    the first reason given is kept. `is_fault` where something broke that had to work: neither the user nor a limit
    ended the run.
    """

    def __init__(self) -> None:
        self.reason: str | None = None
        self.is_fault = False
        # In the order they came, so that the same seed wakes them in the same order.
        self._waiting: dict[asyncio.Future[bool], None] = {}
        self._requested = asyncio.Event()
        self._hasty = asyncio.Event()
        self._impatient = asyncio.Event()

    def request(self, reason: str, *, by_user: bool = False, is_fault: bool = False, in_haste: bool = True) -> None:
        """Let nothing new begin. The user asking again within the grace for answers under way ends it."""
        if self.reason is not None:
            if by_user and self._hasty.is_set():
                self._impatient.set()
            self._hasty.set()
            return
        # Sentences of others among them: whoever tells it puts the full stop.
        self.reason = reason.rstrip(".")
        self.is_fault = is_fault
        for waiting in self._waiting:
            _wake(waiting, go_on=False)
        self._requested.set()
        if in_haste:
            self._hasty.set()

    @property
    def is_in_haste(self) -> bool:
        """Whether answers under way have no more than the grace left."""
        return self._hasty.is_set()

    async def requested(self) -> None:
        """Return when the run was asked to end."""
        await self._requested.wait()

    async def grace_is_over(self, seconds: float | None = GRACE_SECONDS) -> None:
        """Return when the run is to end and answers under way have had their time; None sets no limit to that."""
        await self._hasty.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._impatient.wait(), seconds)

    async def pause_until(self, moment: float) -> bool:
        """Wait until the loop's time is `moment`; True then, False as soon as the run is to end."""
        if self.reason is not None:
            return False
        if moment <= now():
            # Through a timer it would be two turns of the loop later, and with 1,000 streams a turn takes 20 ms.
            return True
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[bool] = loop.create_future()
        timer = loop.call_at(moment, _wake, waiting)
        self._waiting[waiting] = None
        try:
            return await waiting
        finally:
            timer.cancel()
            del self._waiting[waiting]


def _wake(waiting: asyncio.Future[bool], *, go_on: bool = True) -> None:
    if not waiting.done():
        waiting.set_result(go_on)


class Purse(Protocol):
    """What a request's money is reserved from before it is sent; amounts are US dollars."""

    limit: float | None

    def would_wait(self, amount: float) -> bool:
        """Whether `reserve` would let this amount wait for others."""
        ...

    async def reserve(self, amount: float) -> bool:
        """Set `amount` aside for one request; False when it can never be had."""
        ...

    def settle(self, reserved: float, spent: float) -> None:
        """Give a reservation back and book what was really spent."""
        ...

    def withdraw(self, reserved: float) -> None:
        """Give a reservation back under which nothing was sent."""
        ...


class Ledger:
    """Spend by reservation: `spent` plus what is reserved never passes `limit`, however many queries are in flight.

    Amounts are US dollars; a `limit` of None never holds anything back. What is reserved stands under the `lease`.
    """

    def __init__(self, limit: float | None, spent: float = 0.0, lease: Lease | None = None) -> None:
        self.limit = limit
        self._limit = None if limit is None else math.floor(limit * PICODOLLARS)
        self._before = self._spent = picodollars(spent)
        self._lease = lease
        self._requests = 0
        self._reserved = 0
        self._in_flight = 0
        self._queue: deque[tuple[int, asyncio.Future[bool]]] = deque()

    @property
    def spent(self) -> float:
        """What has been booked so far, in US dollars."""
        return self._spent / PICODOLLARS

    def would_wait(self, amount: float) -> bool:
        """Whether `reserve` would let this amount wait."""
        return self._limit is not None and (bool(self._queue) or not self._fits(picodollars(amount)))

    async def reserve(self, amount: float) -> bool:
        """Set `amount` aside for one request, waiting while others may give some back; False when it can never fit."""
        needed = picodollars(amount)
        if not await self._is_granted(needed):
            return False
        if self._lease is not None:
            await self._covered(self._lease, needed)
        return True

    async def _covered(self, lease: Lease, needed: int) -> None:
        try:
            while True:
                with contextlib.suppress(RunFileLockedError):
                    return lease.cover(self._requests, self._out, needed)
                await asyncio.sleep(BATCH_SECONDS)
        except asyncio.CancelledError:
            self._give_back(needed)
            raise

    async def _is_granted(self, needed: int) -> bool:
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
                self._give_back(needed)
            raise

    def settle(self, reserved: float, spent: float) -> None:
        """Give a reservation back and book what was really spent, at most the reservation unless the price lied."""
        self._reserved -= picodollars(reserved)
        self._in_flight -= 1
        self._spent += picodollars(spent)
        if self._lease is not None and spent > reserved:
            # It is spent already: a locked file learns of it with the next batch.
            with contextlib.suppress(RunFileLockedError):
                self._lease.cover(self._requests, self._out, 0)
        self._serve_queue()

    def look(self, *, is_over: bool = False) -> None:
        """Let the lease follow; for every batch of records, and once nothing more will be sent."""
        if self._lease is not None:
            with contextlib.suppress(RunFileLockedError):
                self._lease.look(self._requests, self._out, is_over=is_over)

    @property
    def _out(self) -> int:
        """What this process has spent and may have spent, in picodollars; without a limit nobody reckons it."""
        return 0 if self._limit is None else self._spent - self._before + self._reserved

    def withdraw(self, reserved: float) -> None:
        """Give a reservation back under which nothing was sent."""
        self._give_back(picodollars(reserved))

    def _give_back(self, amount: int) -> None:
        self._reserved -= amount
        self._in_flight -= 1
        self._requests -= 1
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
        self._requests += 1
