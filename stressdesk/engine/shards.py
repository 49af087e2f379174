"""A run over several processes: starts its shards, keeps them in step, hears them, and lets none outlive it."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
from asyncio.subprocess import PIPE
from typing import TYPE_CHECKING, Protocol

import msgspec

from stressdesk.engine.clock import now
from stressdesk.engine.messages import (
    Account,
    Begin,
    Finish,
    Finished,
    Halt,
    Kept,
    Order,
    Prepared,
    Settings,
    StoodStill,
    Stopping,
    Trouble,
    Word,
)
from stressdesk.engine.shard import COMMAND
from stressdesk.errors import RunError
from stressdesk.resources import console_command, console_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from stressdesk.engine.limits import Stop
    from stressdesk.engine.shares import Shares
    from stressdesk.journal.events import Record

PIECE_BYTES = 2**18
# A shard that has not cut off what is under way so long after the grace for it hangs.
LATE_SECONDS = 3.0
ENDING_SECONDS = 5.0


class Keeper(Protocol):
    """Whoever writes the run file."""

    def keep(self, record: Record) -> None:
        """A query has its record."""
        ...

    def stood_still(self, at: float, seconds: float) -> None:
        """A shard stood still from run time `at` on."""
        ...


class Shards:
    """The shards of one run, in step: none begins a stage before all have ended the one before."""

    def __init__(self, shares: Shares, keeper: Keeper, stop: Stop) -> None:
        self.told_limits: dict[str, int] = {}
        self._shares = shares
        self._keeper = keeper
        self._stop = stop
        self._shards: list[_Shard] = []
        self._have_begun = False
        self._still_until = -math.inf
        self._moved = asyncio.Event()

    async def start(self, path: Path, count: int) -> None:
        """Start `count` shards of the run at `path`; returns when all could begin.

        Raises RunError where one cannot.
        """
        for number in range(count):
            process = await asyncio.create_subprocess_exec(
                *console_command(), COMMAND, stdin=PIPE, stdout=PIPE, limit=PIECE_BYTES, env=console_environment()
            )
            settings = Settings(run_file=os.fsencode(path), number=number, of=count)
            shard = _Shard(process, settings, self._hear)
            shard.listening.add_done_callback(lambda _: self._moved.set())
            self._shards.append(shard)
        await self._until(lambda: all(shard.is_gone or shard.stage == 0 for shard in self._shards))
        for shard in self._shards:
            if shard.is_gone:
                message = f"Engine process {shard.number + 1} of {count} {shard.fate} before it could begin."
                raise RunError(*(shard.trouble or (message, "Run it with --processes 1.")))
        self._have_begun = True

    async def stage(self, number: int, origin: float) -> None:
        """Let all shards ask their part of a stage; returns when the last has ended it."""
        begin = Begin(stage=number, origin=origin, at=now())
        for shard in self._shards:
            shard.order(begin)
        await self._until(lambda: all(shard.is_gone or shard.stage > number for shard in self._shards))

    async def finish(self) -> None:
        """Let all shards give back what they hold, and end."""
        for shard in self._shards:
            shard.order(Finish())
        await self._until(lambda: all(shard.is_gone or shard.is_finished for shard in self._shards))

    async def stopping(self) -> None:
        """Let all shards know when the run is to end, and kill those that do not; until cancelled."""
        await self._stop.requested()
        self._halt()
        impatient = asyncio.create_task(self._hurry())
        try:
            await self._stop.grace_is_over()
            await asyncio.sleep(LATE_SECONDS)
            for shard in self._shards:
                shard.kill()
        finally:
            impatient.cancel()

    async def close(self) -> None:
        """Leave no shard behind."""
        await asyncio.gather(*(shard.close() for shard in self._shards), return_exceptions=True)

    async def _hurry(self) -> None:
        await self._stop.grace_is_over(None)
        self._halt()

    def _halt(self) -> None:
        for shard in self._shards:
            shard.order(Halt(reason=self._stop.reason or ""))

    def put(self) -> None:
        """Put on disk what the shards may send, and tell them."""
        for number, order in self._shares.put():
            self._shards[number].order(order)

    def _hear(self, shard: _Shard, words: list[Word]) -> None:
        for word in words:
            self._heed(shard, word)
        if shard.is_gone and not shard.is_finished and self._have_begun:
            self._stop.request(shard.trouble[0] if shard.trouble else self._lost(shard), is_fault=True)
        self.put()
        self._moved.set()

    def _heed(self, shard: _Shard, word: Word) -> None:
        match word:
            case Kept():
                self._keeper.keep(word.record)
            case Account():
                self._shares.account(shard.number, word, self._stop)
            case Prepared():
                shard.stage = word.stage
            case Stopping():
                self._stop.request(word.reason, is_fault=word.is_fault)
            case StoodStill():
                self._stood_still(word)
            case Finished():
                shard.is_finished = True
                self.told_limits |= word.told_limits
            case Trouble():
                shard.trouble = (word.message, word.hint)

    def _stood_still(self, gap: StoodStill) -> None:
        # When the machine sleeps, each shard tells of the same gap.
        if gap.at >= self._still_until:
            self._keeper.stood_still(gap.at, gap.seconds)
            self._still_until = gap.at + gap.seconds

    def _lost(self, shard: _Shard) -> str:
        return (
            f"engine process {shard.number + 1} of {len(self._shards)} {shard.fate}, so that the run was cut off: what "
            "it had under way may have been billed"
        )

    async def _until(self, test: Callable[[], bool]) -> None:
        while not test():
            for shard in self._shards:
                shard.raise_error()
            self._moved.clear()
            await self._moved.wait()


@contextlib.asynccontextmanager
async def open_shards(path: Path, count: int, shards: Shards) -> AsyncIterator[None]:
    """`shards` started on the run at `path` while the context lasts; afterwards none of them is left."""
    stopping = asyncio.create_task(shards.stopping())
    try:
        await shards.start(path, count)
        yield
    finally:
        stopping.cancel()
        await shards.close()


class _Shard:
    """One child: the stage it is prepared for, and what became of it."""

    def __init__(
        self, process: asyncio.subprocess.Process, settings: Settings, hear: Callable[[_Shard, list[Word]], None]
    ) -> None:
        self.number = settings.number
        self.stage = -1
        self.is_finished = self.is_gone = False
        self.trouble: tuple[str, str] | None = None
        self._process = process
        self._hear = hear
        self._write(msgspec.json.encode(settings))
        self.listening = asyncio.create_task(self._listen())

    @property
    def fate(self) -> str:
        """How its process ended, in words."""
        code = self._process.returncode
        return f"was killed by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"

    def order(self, order: Order) -> None:
        if not self.is_gone:
            self._write(msgspec.json.encode(order))

    def raise_error(self) -> None:
        """Raise what went wrong in this process with what the child said, such as a full disk."""
        if self.listening.done():
            self.listening.result()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def close(self) -> None:
        """Let the child end by closing its input; kill it if it does not."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            # Not asyncio.timeout: where the task itself was cancelled, which is when this often runs, Python 3.11.2
            # (that of Debian 12) takes the time limit for a second cancellation.
            await asyncio.wait({self.listening}, timeout=ENDING_SECONDS)
        finally:
            self.kill()
            await self._process.wait()
            await self.listening

    def _write(self, line: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + b"\n")

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        decoder = msgspec.json.Decoder(Word)
        rest = b""
        while piece := await self._process.stdout.read(PIECE_BYTES):
            *lines, rest = (rest + piece).split(b"\n")
            self._hear(self, [decoder.decode(line) for line in lines])
        await self._process.wait()
        self.is_gone = True
        self._hear(self, [])
