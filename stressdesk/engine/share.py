"""One shard's share of what a run may still send and spend: granted in blocks, given back where others need it."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from stressdesk.engine.messages import Account
from stressdesk.journal.leases import Sent, picodollars

if TYPE_CHECKING:
    from collections.abc import Callable

# As many of those in line as one message tells; the next one follows when these are served.
MOST_IN_LINE = 100


class Share:
    """To a shard's queries the same as a Ledger: what is spent and reserved never passes what was granted.

    Twice what was sent between the last two looks is held ahead, so that few requests wait for a grant; a slow run
    holds nothing that it does not send. Once it `is_scarce` nothing is kept that is not reserved. `say` tells the
    process that grants; it is called at most once in a turn of the loop.
    """

    def __init__(self, limit: float | None, say: Callable[[Account], None]) -> None:
        self.limit = limit
        self._say = say
        self._granted = Sent()
        self._grants = 0
        # Requests reserved or sent, and money reserved or spent: a part of what was granted.
        self._out = Sent()
        self._settled = Sent()
        self._is_scarce = self._is_closed = self._will_speak = False
        self._pace = self._looked_at = self._each = 0
        self._line: deque[tuple[int, asyncio.Future[bool]]] = deque()

    def would_wait(self, amount: float) -> bool:
        """Whether `reserve` would wait for what others give back, and not only for a grant."""
        return self._is_scarce and (bool(self._line) or not self._fits(picodollars(amount)))

    async def reserve(self, amount: float) -> bool:
        """Set `amount` aside for one request as soon as it is granted; False where the run ends before."""
        self._each = needed = picodollars(amount)
        if self._is_closed:
            return False
        if not self._line and self._fits(needed):
            self._take(needed)
            if not self._is_scarce and self._surplus.requests < self._pace:
                self._speak_soon()
            return True
        waiting: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._line.append((needed, waiting))
        self._speak_soon()
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled() and waiting.result():
                self._give_back(needed)
            # Nobody must wait for what nobody needs any more.
            self._speak_soon()
            raise

    def settle(self, reserved: float, spent: float) -> None:
        """Give a reservation back and book what was really spent."""
        cost = picodollars(spent)
        self._out += Sent(0, cost - picodollars(reserved))
        self._settled += Sent(1, cost)
        self._after_return()

    def withdraw(self, reserved: float) -> None:
        """Give a reservation back under which nothing was sent."""
        self._give_back(picodollars(reserved))

    def granted(self, amount: Sent) -> None:
        """Take note of a grant, and let those in line have it."""
        self._granted += amount
        self._grants += 1
        self._serve()
        self._speak_soon()

    def scarce(self) -> None:
        """Keep nothing from now on that is not needed."""
        self._is_scarce = True
        self._speak_soon()

    def close(self) -> None:
        """Let nothing new be sent: the run is to end."""
        self._is_closed = True
        while self._line:
            _, waiting = self._line.popleft()
            if not waiting.done():
                waiting.set_result(False)
        self.scarce()

    def look(self, *, is_over: bool = False) -> None:
        """Let what is held follow the pace; for every batch of records, and once nothing more will be sent."""
        self._pace = self._out.requests - self._looked_at
        self._looked_at = self._out.requests
        if is_over:
            self._is_scarce = True
            self._speak()
        elif self._returned() != Sent():
            self._speak_soon()

    @property
    def _surplus(self) -> Sent:
        return self._granted - self._out

    def _after_return(self) -> None:
        if not self._is_scarce:
            self._serve()
        # What is scarce goes back, and then to whoever came first among all shards. Below nothing there is only where
        # the price lied: then the others must know at once.
        if self._is_scarce or self._surplus.picodollars < 0:
            self._speak_soon()

    def _give_back(self, amount: int) -> None:
        self._out -= Sent(1, amount)
        self._after_return()

    def _serve(self) -> None:
        while self._line and (self._line[0][1].done() or self._fits(self._line[0][0])):
            needed, waiting = self._line.popleft()
            if not waiting.done():
                self._take(needed)
                waiting.set_result(True)

    def _fits(self, needed: int) -> bool:
        left = self._surplus
        return left.requests >= 1 and left.picodollars >= needed

    def _take(self, needed: int) -> None:
        self._out += Sent(1, needed)

    def _speak_soon(self) -> None:
        if not self._will_speak:
            self._will_speak = True
            asyncio.get_running_loop().call_soon(self._speak)

    def _speak(self) -> None:
        self._will_speak = False
        returned = self._returned()
        self._granted -= returned
        line = [needed for needed, waiting in self._line if not waiting.done()]
        account = Account(
            grants=self._grants,
            returned=returned,
            settled=self._settled,
            line=tuple(line[:MOST_IN_LINE]),
            ahead=self._ahead(),
        )
        self._say(account)

    def _returned(self) -> Sent:
        left = self._surplus
        if self._is_scarce or left.picodollars < 0:
            return left
        most = self._held_ahead()
        return Sent(max(0, left.requests - most.requests), max(0, left.picodollars - most.picodollars))

    def _ahead(self) -> Sent:
        if self._is_scarce:
            return Sent()
        left, most = self._surplus, self._held_ahead()
        return Sent(max(0, most.requests - left.requests), max(0, most.picodollars - left.picodollars))

    def _held_ahead(self) -> Sent:
        most = 2 * self._pace if self._pace > 1 else 0
        return Sent(most, most * self._each)
