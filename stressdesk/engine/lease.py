"""Permission to send, taken from the run file in blocks: what is in flight is known there before it can be billed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stressdesk.journal.leases import MOST, PICODOLLARS, Sent, picodollars

if TYPE_CHECKING:
    from collections.abc import Callable

    from stressdesk.engine.resuming import Recorded
    from stressdesk.scenario.model import Limits


class Lease:
    """Keeps a bound on what this process has sent and may be billed for in the run file, never below what is so.

    A block is as much again as was sent since the last `look`: at a thousand requests a second one in fifty waits for
    the file, and at one a second nothing is allowed for that is not sent. `room` is where permission ends.
    """

    def __init__(self, keep: Callable[[Sent], None], room: Sent) -> None:
        self._keep = keep
        self._room = room
        self._bound = Sent()
        self._looked_at = 0
        self._each = 0

    def cover(self, sent: int, picodollars: int, each: int) -> None:
        """Return once the file allows for so many requests and so much money; a further request costs at most `each`.

        Raises RunFileError where the file cannot be written, RunFileLockedError where it cannot for now: then nothing
        may be sent.
        """
        self._each = each
        if sent > self._bound.requests or picodollars > self._bound.picodollars:
            self._bind(sent, picodollars, max(0, sent - self._looked_at - 1))

    def look(self, sent: int, picodollars: int, *, is_over: bool = False) -> None:
        """Let the blocks follow the pace; for every batch of records. With `is_over` nothing more will be sent."""
        pace = sent - self._looked_at
        self._looked_at = sent
        self._bind(sent, picodollars, 0 if is_over else pace)

    def _bind(self, sent: int, picodollars: int, ahead: int) -> None:
        bound = Sent(
            max(sent, min(sent + ahead, self._room.requests)),
            max(picodollars, min(picodollars + ahead * self._each, self._room.picodollars)),
        )
        if bound != self._bound:
            self._keep(bound)
            self._bound = bound


def room(limits: Limits, known: Recorded) -> Sent:
    """What a run that has got as far as `known` may still send and spend."""
    return Sent(
        MOST if limits.requests is None else max(0, limits.requests - known.requests),
        MOST
        if limits.spend_usd is None
        else max(0, math.floor(limits.spend_usd * PICODOLLARS) - picodollars(known.spent_usd)),
    )
