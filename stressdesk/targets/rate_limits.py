"""Requests and tokens per minute, as a provider counts them, and how long one turned away must wait."""

from __future__ import annotations

from collections import deque
from math import inf

WINDOW_SECONDS = 60.0
# Waiting out a Retry-After must succeed although sums of times are rounded.
ROUNDING_SECONDS = 1e-6


class RateLimit:
    """At most `per_minute` in any 60 seconds.

    A log of the last minute rather than a token bucket: a bucket lets nearly twice its rate pass within one minute.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._taken: deque[tuple[float, int]] = deque()
        self._total = 0

    def wait_seconds(self, now: float, amount: int) -> float:
        """How long from `now` until `amount` fits, if nothing else is taken: 0 for at once, infinite for never."""
        self._forget(now)
        if amount > self._per_minute:
            return inf
        excess = self._total + amount - self._per_minute
        if excess <= 0:
            return 0.0
        for moment, taken in self._taken:
            excess -= taken
            if excess <= 0:
                return moment + WINDOW_SECONDS - now
        return inf

    def take(self, now: float, amount: int) -> None:
        """Count `amount` at `now`; the caller has seen that it fits."""
        self._taken.append((now, amount))
        self._total += amount

    def _forget(self, now: float) -> None:
        while self._taken and self._taken[0][0] + WINDOW_SECONDS <= now + ROUNDING_SECONDS:
            self._total -= self._taken.popleft()[1]
