"""Real and virtual time: the one place that reads a real clock while a run is on, beside the run file's writer.

On the virtual clock nothing waits: when no callback is ready, time jumps to the next timer. So ten minutes of simulated
traffic pass in about a second, and the same program gives the same times on every machine.
"""

from __future__ import annotations

import asyncio
import selectors
import sys
import time
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

Result = TypeVar("Result")

TURNS_BETWEEN_LOOKS = 64


class DeadlockError(RuntimeError):
    """On the virtual clock, everything waits and no timer will ever wake anything."""


class _JumpingSelector(selectors.DefaultSelector):
    """A selector that advances a clock instead of waiting on it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self._turns = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        # Signals and threads still wake the loop through its own socket, so that Ctrl-C works in virtual time too. They
        # may wait for a few turns: looking each time takes 5 % of a simulated run.
        self._turns = (self._turns + 1) % TURNS_BETWEEN_LOOKS
        if timeout is None or self._turns == 0:
            events: list[tuple[selectors.SelectorKey, int]] = super().select(0)
            if events:
                return events
        if timeout is None:
            raise DeadlockError("Everything waits, and no timer is set.")
        self.now += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time starts at 0 and jumps from timer to timer."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Seconds of virtual time since the loop was made."""
        return self._jumping.now


# Turns of the loop begin at least this far apart. Each costs as much as reading two packets, and with hundreds of
# streams a packet comes every 50 us: taking them a few at a time saved 17 % of the processor time at 512 streams.
TURN_SECONDS = 0.001
# Answers that end together are followed by as many requests, and first words must not lie unread meanwhile.
LONG_TURN_SECONDS = 0.01
# A selector that returns sooner than this did not wait: what it found may have been there for a while.
WAITED_SECONDS = 0.0001


# With a thousand streams it takes 20 ms to read all there is at once. Whoever waits for an answer, and then to send the
# next query, goes on between two parts: 98.4 - 99.7 % of a thousand are in flight then, 97.7 - 98.4 % without. First
# words are read late when many queries are sent in between, so the parts are not smaller.
READ_AT_ONCE = 128


class _NotingSelector(selectors.DefaultSelector):
    """A selector that notes when it last looked, and since when what it found may have been there.

    It hands out what it found a part a turn, and looks again when all of it is read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.since = self.woke = time.monotonic()
        self._unread: list[tuple[selectors.SelectorKey, int]] = []

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if not self._unread:
            self._unread = self._look(timeout)
        part, self._unread = self._unread[:READ_AT_ONCE], self._unread[READ_AT_ONCE:]
        # Since the look a connection may have been closed, and its number given to another.
        known = self.get_map()
        return [event for event in part if known.get(event[0].fd) is event[0]]

    def _look(self, timeout: float | None) -> list[tuple[selectors.SelectorKey, int]]:
        before = self.woke
        rest = before + TURN_SECONDS - time.monotonic()
        if rest > 0 and (timeout is None or timeout > 0):
            time.sleep(rest if timeout is None else min(rest, timeout))
        asked = time.monotonic()
        events: list[tuple[selectors.SelectorKey, int]] = super().select(timeout)
        self.woke = time.monotonic()
        waited = timeout != 0 and self.woke - asked >= WAITED_SECONDS
        self.since = self.woke if waited else before
        return events


class RealLoop(asyncio.SelectorEventLoop):
    """An ordinary event loop that knows when whatever it now reads was there already.

    With hundreds of streams it takes 10 ms and more to read all that was there at one look: timed one by one, those
    read last would seem to have come that much later than those read first.
    """

    def __init__(self) -> None:
        self._noting = _NotingSelector()
        super().__init__(self._noting)

    def woke_at(self) -> float:
        """The loop's time when it last looked: all that is read until it looks again had arrived by then."""
        return self._noting.woke

    def unread_seconds(self) -> float:
        """How long at most whatever is read now had been there before the look: as long as reading all before it took.

        0 where the loop had nothing else to do and waited for it.
        """
        return self._noting.woke - self._noting.since


def run(main: Callable[[], Coroutine[Any, Any, Result]], *, virtual: bool) -> Result:
    """Run `main` to its end on a loop of its own, in virtual or in real time."""
    # On Windows only the default loop can start other programs, such as the local model's server.
    real = None if sys.platform == "win32" else RealLoop
    with asyncio.Runner(loop_factory=VirtualLoop if virtual else real) as runner:
        return runner.run(main())


async def give_way() -> None:
    """Let the loop read what has come if it has not looked for long; whoever waits goes on in the order they came."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, RealLoop):
        # It does not know when it looked.
        await asyncio.sleep(0)
        return
    while loop.time() - loop.woke_at() > LONG_TURN_SECONDS:  # noqa: ASYNC110 - no event tells of a new look
        await asyncio.sleep(0)


def now() -> float:
    """The running loop's time in seconds; only differences mean anything."""
    return asyncio.get_running_loop().time()


def slept_seconds() -> float:
    """Seconds this machine has slept since it was started, while the loop's time stood still; for differences alone.

    Always 0 where no clock tells, or where the loop's goes on in sleep as on Windows.
    """
    # Linux counts sleep in one clock alone, macOS in all but Python's.
    name = next((name for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC") if hasattr(time, name)), None)
    return 0.0 if name is None else time.clock_gettime(getattr(time, name)) - time.monotonic()


def cpu_seconds() -> float:
    """Seconds of processor time this process has used; for judging the machine, never for anything that is recorded."""
    return time.process_time()


def wall_seconds() -> float:
    """Seconds of real time, for pacing what is printed; never for anything that is recorded."""
    return time.monotonic()
