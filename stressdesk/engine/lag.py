"""How late the sending program itself is: a machine that is too busy reports its own delays as the model's.

A timer that is due and does not run shows that nothing else on the loop ran either: nothing was sent, nothing read.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from stressdesk.engine.clock import now, slept_seconds

if TYPE_CHECKING:
    from collections.abc import Callable

# 100 looks a second take a thousandth of a core.
STEP_SECONDS = 0.01
BUCKET_SECONDS = 0.1
# A time is spoiled where the program may have added more than a tenth of it, and more than anybody would notice.
SPOILED_SHARE = 0.1
SPOILED_SECONDS = 0.02
# No work of this program takes so long: the computer slept, or something stopped the program.
STILL_SECONDS = 2.0


class Lag:
    """The longest delay of the running loop in each tenth of a second since it was made.

    `tell` is called with the loop's time and the length of each gap in which the whole program stood still.
    """

    def __init__(self, tell: Callable[[float, float], None] | None = None) -> None:
        self._tell = tell
        self._slept = slept_seconds()
        self._gaps: list[tuple[float, float]] = []
        self._origin = self._due = now()
        self._worst: list[float] = []

    async def watch(self) -> None:
        """Look on until cancelled."""
        while True:
            self._due = now() + STEP_SECONDS
            await asyncio.sleep(STEP_SECONDS)
            self._note(self._due, now())

    def look_away(self) -> None:
        """Count from now on: what this program did meanwhile has kept nobody waiting, since nothing was under way."""
        self._due, self._slept = now(), slept_seconds()

    def stood_still(self, start: float, end: float) -> bool:
        """Whether the program stood still at any time from `start` to `end`, both the loop's."""
        if end >= self._due and self._still_seconds(now()) >= STILL_SECONDS:
            return True
        return any(began <= end and start <= over for began, over in self._gaps)

    def worst_seconds(self, start: float, end: float) -> float:
        """The longest delay that overlaps the time from `start` to `end`, both the loop's."""
        first, last = self._bucket(start), self._bucket(end)
        # A delay that has only just ended is not noted yet: whoever asks may come before the timer.
        pending = max(0.0, now() - self._due) if end >= self._due else 0.0
        return max(pending, max(self._worst[first : last + 1], default=0.0))

    def _still_seconds(self, moment: float) -> float:
        # The loop's time does not pass while the machine sleeps, but all connections see that it has.
        return moment - self._due + slept_seconds() - self._slept

    def _note(self, due: float, ran: float) -> None:
        still = self._still_seconds(ran)
        self._slept = slept_seconds()
        if still >= STILL_SECONDS:
            self._gaps.append((due, ran))
            if self._tell is not None:
                self._tell(due, still)
        first, last = self._bucket(due), self._bucket(ran)
        if len(self._worst) <= last:
            self._worst.extend([0.0] * (last + 1 - len(self._worst)))
        for place in range(first, last + 1):
            self._worst[place] = max(self._worst[place], ran - due)

    def _bucket(self, moment: float) -> int:
        return max(0, int((moment - self._origin) / BUCKET_SECONDS))


def is_spoiled(lag_seconds: float, measured_seconds: float) -> bool:
    """Whether a delay of the sending program is too large a part of what was measured."""
    return lag_seconds > max(SPOILED_SECONDS, SPOILED_SHARE * measured_seconds)
