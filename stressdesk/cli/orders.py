"""What a parent program, such as the window, orders while a run goes on: a line each on standard input.

`stop` ends the run gently, a second one at once. `detach` lets it go on without its parent. The end of the input
without `detach` means that the parent has died, and ends the run gently too.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Order = Literal["stop", "orphaned"]

STANDARD_INPUT = 0
PIECE_BYTES = 4_096
# What is no order is not kept: a parent that sends no line ends must not fill the memory.
LONGEST_ORDER = 100


class Orders:
    """Reads orders in a thread of its own, from the moment it is made, and keeps them until somebody obeys."""

    def __init__(self, descriptor: int = STANDARD_INPUT) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._early: list[Order] = []
        self._tell: Callable[[Order], None] = self._early.append
        # A daemon: reading may never end, and must not keep the process alive.
        self._reading = threading.Thread(target=self._read, name="orders", daemon=True)
        self._reading.start()

    def obey(self, act: Callable[[Order], None]) -> None:
        """From now on call `act` on the running loop for every order, first for those that came before."""
        loop = asyncio.get_running_loop()

        def tell(order: Order) -> None:
            # The run may have ended meanwhile; then nothing is left to stop. In virtual time too this wakes the loop:
            # what it calls is put among the loop's next callbacks, whatever its selector waits for.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(act, order)

        with self._lock:
            self._tell = tell
            for order in self._early:
                tell(order)
            self._early.clear()

    def _read(self) -> None:
        is_detached = False
        for line in self._lines():
            if line == b"stop":
                self._give("stop")
            is_detached = is_detached or line == b"detach"
        if not is_detached:
            self._give("orphaned")

    def _give(self, order: Order) -> None:
        with self._lock:
            self._tell(order)

    def _lines(self) -> Iterator[bytes]:
        # Not sys.stdin: a thread that waits inside its buffer holds a lock, and Python then aborts when it ends.
        rest = b""
        with contextlib.suppress(OSError):
            while piece := os.read(self._descriptor, PIECE_BYTES):
                *lines, rest = (rest + piece).split(b"\n")
                yield from (line.strip() for line in lines)
                rest = rest[:LONGEST_ORDER]
        yield rest.strip()
