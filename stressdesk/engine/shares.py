"""What a run may still send and spend, shared out among its shards: the sum of all shares never passes the limits."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from stressdesk.engine.messages import Grant, Scarce
from stressdesk.errors import RunFileLockedError
from stressdesk.journal.leases import Sent
from stressdesk.journal.reasons import no_room, requests_reached

if TYPE_CHECKING:
    from collections.abc import Callable

    from stressdesk.engine.limits import Stop
    from stressdesk.engine.messages import Account
    from stressdesk.scenario.model import Limits

_NOTHING = Sent()


class Shares:
    """Grants requests and money to `count` shards, first come, first served, out of a `room`.

    A grant is on disk (`keep`) before its shard is told of it (`tell`): whatever is under way when a shard, or this
    process, is killed stands in the run file as possibly billed. What runs short is asked back from all, and where
    nothing can come back any more the run is ended.
    """

    def __init__(self, room: Sent, count: int, limits: Limits, keep: Callable[[Sent], None]) -> None:
        self._room = room
        self._limits = limits
        self._keep = keep
        self._kept = Sent()
        self._granted = [Sent()] * count
        self._settled = [Sent()] * count
        self._grants = [0] * count
        # What each shard in line waits for, and the line in the order they came.
        self._waiting: dict[int, Account] = {}
        self._is_scarce = False
        self._to_tell: list[tuple[int, Grant | Scarce]] = []

    def account(self, shard: int, account: Account, stop: Stop) -> None:
        """Take note of where a shard stands, and serve whom that allows to be served; `stop` where nobody can be."""
        self._granted[shard] -= account.returned
        self._settled[shard] = account.settled
        if account.grants == self._grants[shard]:
            if account.line:
                # Whoever waits already keeps his place.
                self._waiting[shard] = account
            else:
                self._waiting.pop(shard, None)
                self._grant(shard, self._ahead(account.ahead))
        # Otherwise a grant is on its way that the shard knew nothing of: what it needs now, it will say then.
        self._serve(stop)
        self._look_at_requests(stop)

    def put(self) -> list[tuple[int, Grant | Scarce]]:
        """Put on disk what is granted now; these may go to their shards then, and none while it is locked."""
        bound = self._bound()
        if bound != self._kept:
            try:
                self._keep(bound)
            except RunFileLockedError:
                return []
            self._kept = bound
        told, self._to_tell = self._to_tell, []
        return told

    def _bound(self) -> Sent:
        return sum(self._granted, Sent())

    @property
    def _left(self) -> Sent:
        return self._room - self._bound()

    def _serve(self, stop: Stop) -> None:
        while self._waiting:
            shard, account = next(iter(self._waiting.items()))
            amount = _as_many_as_fit(account.line, self._left)
            if not amount.requests:
                self._run_short(account.line[0], stop)
                return
            del self._waiting[shard]
            # Where some must wait already, more would have to soon.
            is_all = amount.requests == len(account.line)
            self._grant(shard, amount + self._ahead(account.ahead, amount) if is_all else amount)

    def _ahead(self, ahead: Sent, beside: Sent = _NOTHING) -> Sent:
        """What a shard may have without needing it yet, `beside` another grant: nothing where others may need it."""
        # Not of the last of it: a block that lies at one shard is missing at another.
        left, most = self._left - beside, 2 * len(self._granted)
        fits = ahead.requests <= left.requests // most and ahead.picodollars <= left.picodollars // most
        return ahead if fits and not self._is_scarce and not self._waiting else _NOTHING

    def _grant(self, shard: int, amount: Sent) -> None:
        if amount == _NOTHING:
            return
        self._granted[shard] += amount
        self._grants[shard] += 1
        self._to_tell.append((shard, Grant(amount=amount)))

    def _run_short(self, needed: int, stop: Stop) -> None:
        if not self._is_scarce:
            self._is_scarce = True
            self._to_tell += [(shard, Scarce()) for shard in range(len(self._granted))]
        under_way = self._bound() - sum(self._settled, Sent())
        limit = self._limits.spend_usd
        if limit is not None and needed > self._left.picodollars and under_way.picodollars <= 0:
            stop.request(no_room(limit))

    def _look_at_requests(self, stop: Stop) -> None:
        if self._limits.requests is not None and sum(self._settled, Sent()).requests >= self._room.requests:
            stop.request(requests_reached(self._limits.requests))


def _as_many_as_fit(line: tuple[int, ...], left: Sent) -> Sent:
    """The sum of the first requests of a line that fit; a later, smaller one does not pass one that is in its way."""
    fitting = [(number, money) for number, money in enumerate(accumulate(line), 1) if money <= left.picodollars]
    number, money = max((one for one in fitting if one[0] <= left.requests), default=(0, 0))
    return Sent(number, money)
