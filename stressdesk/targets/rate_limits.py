"""Requests and tokens per minute, as a provider counts them, and how long one turned away must wait."""

from __future__ import annotations

from collections import deque
from math import inf

import msgspec

WINDOW_SECONDS = 60.0
# Waiting out a Retry-After must succeed although sums of times are rounded.
ROUNDING_SECONDS = 1e-6


class Taken(msgspec.Struct):
    """What was taken at a moment, for as long as it counts."""

    moment: float
    amount: int
    counts: bool = True


class RateLimit:
    """At most `per_minute` in any 60 seconds and `more_seconds`.

    A log of the last minute rather than a token bucket: a bucket lets nearly twice its rate pass within one minute.
    """

    def __init__(self, per_minute: int, more_seconds: float = 0.0) -> None:
        self.per_minute = per_minute
        self._window_seconds = WINDOW_SECONDS + more_seconds
        self._taken: deque[Taken] = deque()
        self._total = 0

    def wait_seconds(self, now: float, amount: int) -> float:
        """How long from `now` until `amount` fits, if nothing else is taken: 0 for at once, infinite for never."""
        self._forget(now)
        if amount > self.per_minute:
            return inf
        excess = self._total + amount - self.per_minute
        if excess <= 0:
            return 0.0
        for one in self._taken:
            excess -= one.amount
            if excess <= 0:
                return one.moment + self._window_seconds - now
        return inf

    def take(self, now: float, amount: int) -> Taken:
        """Count `amount` at `now`; the caller has seen that it fits."""
        one = Taken(now, amount)
        self._taken.append(one)
        self._total += amount
        return one

    def correct(self, one: Taken, amount: int) -> None:
        """Count `amount` instead of what was taken then."""
        if one.counts:
            self._total += amount - one.amount
            one.amount = amount

    def _forget(self, now: float) -> None:
        while self._taken and self._taken[0].moment + self._window_seconds <= now + ROUNDING_SECONDS:
            one = self._taken.popleft()
            one.counts = False
            self._total -= one.amount
