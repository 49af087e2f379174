"""A provider's rate limits: learnt from its answers, and kept to by letting requests wait where that is asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from stressdesk.engine.clock import now
from stressdesk.targets.rate_limits import RateLimit
from stressdesk.targets.told_limits import METERED, told_limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.engine.limits import Stop
    from stressdesk.targets.rate_limits import Taken

    Turn = Mapping[str, Taken]


class Pacing:
    """Who may send when. `told` are the limits per minute that the provider told, which those typed in outweigh.

    Requests are let go in the order they came. What is typed in or told counts in any 60 seconds; beyond that, a limit
    that is used up holds all requests until it is there again, and so does a Retry-After. Of several `processes` each
    has an equal share of every limit. What is let go a minute apart may arrive up to `way_seconds` closer together.
    """

    def __init__(
        self,
        by_hand: Mapping[str, int],
        stop: Stop,
        *,
        is_on: bool,
        processes: int = 1,
        way_seconds: float = 0.0,
    ) -> None:
        self.is_on = is_on
        self.told: dict[str, int] = {}
        self._by_hand = by_hand
        self._stop = stop
        self._processes = processes
        self._way_seconds = way_seconds
        self._limits = {name: RateLimit(self._share(most), way_seconds) for name, most in by_hand.items()}
        self._held_until = 0.0
        self._first_in_line = asyncio.Lock()
        # The lock alone does not tell: it is open until whoever is next has woken.
        self._in_line = 0

    def would_wait(self, input_tokens: int, output_tokens: int) -> bool:
        """Whether `turn` would let such a request wait."""
        return self._in_line > 0 or self._wait_seconds(_amounts(input_tokens, output_tokens)) > 0

    async def turn(self, input_tokens: int, output_tokens: int) -> Turn | None:
        """Wait until a request of at most so many tokens may be sent, and count it; None when the run is to end."""
        amounts = _amounts(input_tokens, output_tokens)
        self._in_line += 1
        try:
            async with self._first_in_line:
                while (wait := self._wait_seconds(amounts)) > 0:
                    if not await self._stop.pause_until(now() + wait):
                        return None
                return self._taken(amounts)
        finally:
            self._in_line -= 1

    def withdraw(self, turn: Turn) -> None:
        """Give a turn back in which nothing was sent."""
        for name, taken in turn.items():
            self._limits[name].correct(taken, 0)

    def renewed(self, turn: Turn, input_tokens: int, output_tokens: int) -> Turn | None:
        """The same turn counted from now on, since something else held its request up; None where it must wait anew."""
        self.withdraw(turn)
        amounts = _amounts(input_tokens, output_tokens)
        return None if self._wait_seconds(amounts) > 0 else self._taken(amounts)

    def ended(self, turn: Turn, input_tokens: int, output_tokens: int) -> None:
        """Count what a request has really used instead of what it could have."""
        for name, taken in turn.items():
            self._limits[name].correct(taken, _amounts(input_tokens, output_tokens)[name])

    def learn(self, headers: Mapping[str, str], retry_after_seconds: float | None = None) -> None:
        """Take note of what an answer says of limits; without pacing, for the report alone and only once."""
        if retry_after_seconds is not None:
            self._held_until = max(self._held_until, now() + retry_after_seconds)
        if self.told and not self.is_on:
            return
        for name, limit in told_limits(headers).items():
            if limit.per_minute is not None:
                self.told[name] = limit.per_minute
                remaining = limit.per_minute if limit.remaining is None else limit.remaining
                self._keep_to(name, self._share(limit.per_minute), remaining // self._processes)
            if limit.remaining == 0 and limit.reset_seconds is not None:
                self._held_until = max(self._held_until, now() + limit.reset_seconds)

    def _keep_to(self, name: str, per_minute: int, remaining: int) -> None:
        if name in self._limits:
            if name not in self._by_hand:
                self._limits[name].per_minute = per_minute
            return
        self._limits[name] = RateLimit(per_minute, self._way_seconds)
        # What was sent before the limit was known, and by others on the same account, is used up already.
        self._limits[name].take(now(), max(0, per_minute - remaining))

    def _taken(self, amounts: Mapping[str, int]) -> Turn:
        return {name: limit.take(now(), amounts[name]) for name, limit in self._limits.items()}

    def _share(self, most: int) -> int:
        return max(1, most // self._processes)

    def _wait_seconds(self, amounts: Mapping[str, int]) -> float:
        moment = now()
        waits = [
            # One that is larger than the limit itself has a whole minute for itself, and the provider the last word.
            limit.wait_seconds(moment, min(amounts[name], limit.per_minute))
            for name, limit in self._limits.items()
        ]
        return max(self._held_until - moment, *waits, 0.0)


def _amounts(input_tokens: int, output_tokens: int) -> dict[str, int]:
    counts = (1, input_tokens + output_tokens, input_tokens, output_tokens)
    return dict(zip(METERED, counts, strict=True))
