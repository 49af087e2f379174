"""A shard's end of the two pipes to the process that started it. Threads read and write, so that its loop never waits.

A pipe can be waited for on the loop of one system and not on that of another; threads can on all.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import threading
from typing import TYPE_CHECKING

import msgspec

from stressdesk.engine.messages import Kept, Order, Settings, Word
from stressdesk.journal.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STANDARD_INPUT, STANDARD_OUTPUT, STANDARD_ERROR = 0, 1, 2
PIECE_BYTES = 65_536
# Records wait for one another for at most a batch's time; a thread that is woken for each takes the loop's processor.
MOST_WAITING = 64


class Wire:
    """Says words to the parent and hears its orders. When the parent is gone this process ends on the spot."""

    def __init__(self) -> None:
        # Standard output is kept for the words alone: whatever a library prints there goes to standard error.
        self._out = os.dup(STANDARD_OUTPUT)
        os.dup2(STANDARD_ERROR, STANDARD_OUTPUT)
        self._lines = _lines(STANDARD_INPUT)
        self._encoder = msgspec.json.Encoder()
        self._waiting: list[bytes] = []
        self._to_write: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._writing = threading.Thread(target=self._write, name="words", daemon=True)
        self._writing.start()

    def settings(self) -> Settings:
        """The first line."""
        line = next(self._lines, None)
        if line is None:
            # The parent has ended before it said anything.
            os._exit(0)
        return msgspec.json.decode(line, type=Settings)

    def obey(self, act: Callable[[Order], None]) -> None:
        """From now on call `act` on the running loop for every order."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop, act), name="orders", daemon=True).start()

    def say(self, word: Word) -> None:
        """Tell the parent: a record with the next batch, everything else at once."""
        self._waiting.append(encoded(word, self._encoder))
        if not isinstance(word, Kept) or len(self._waiting) >= MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Let everything said so far go."""
        if self._waiting:
            self._to_write.put(b"\n".join([*self._waiting, b""]))
            self._waiting.clear()

    def close(self) -> None:
        """Return when everything said is in the pipe."""
        self.flush()
        self._to_write.put(None)
        self._writing.join()

    def _read(self, loop: asyncio.AbstractEventLoop, act: Callable[[Order], None]) -> None:
        decoder = msgspec.json.Decoder(Order)
        for line in self._lines:
            # The loop may have ended meanwhile; then nothing is left to order.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(act, decoder.decode(line))
        # Nobody can record an answer any more, and what is under way stands in the run file already.
        os._exit(0)

    def _write(self) -> None:
        while (piece := self._to_write.get()) is not None:
            try:
                while piece:
                    piece = piece[os.write(self._out, piece) :]
            except OSError:
                os._exit(0)


def _lines(descriptor: int) -> Iterator[bytes]:
    rest = b""
    with contextlib.suppress(OSError):
        while piece := os.read(descriptor, PIECE_BYTES):
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines
