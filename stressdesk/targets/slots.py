"""Parallel slots with a queue: first come, first served, and no more waiting than fit."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from stressdesk.errors import TargetError


class Slots:
    """So many at once; `async with slots:` waits for one and gives it back, also when cancelled.

    `queue` bounds how many may wait (None: any number); one more is turned away with TargetError("overloaded").
    """

    def __init__(self, slots: int, queue: int | None) -> None:
        self._slots = slots
        self._queue = queue
        self._busy = 0
        # Ordered, and quick to leave from the middle: under overload thousands give up while they wait.
        self._waiting: OrderedDict[asyncio.Future[None], None] = OrderedDict()

    @property
    def busy_share(self) -> float:
        """Slots in use / all slots."""
        return self._busy / self._slots

    @property
    def waiting(self) -> int:
        """How many wait for a slot."""
        return len(self._waiting)

    async def __aenter__(self) -> None:
        if self._busy < self._slots:
            self._busy += 1
            return
        if self._queue is not None and len(self._waiting) >= self._queue:
            raise TargetError("overloaded", f"All {self._slots} slots are busy and the queue of {self._queue} is full.")
        turn = asyncio.get_running_loop().create_future()
        self._waiting[turn] = None
        try:
            await turn
        except asyncio.CancelledError:
            self._waiting.pop(turn, None)
            if not turn.cancelled():  # given a slot and cancelled in the same moment
                self._pass_on()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        """Give this slot to whoever waits longest, else free it."""
        while self._waiting:
            turn, _ = self._waiting.popitem(last=False)
            if not turn.cancelled():
                turn.set_result(None)
                return
        self._busy -= 1
