"""One shard of a run: a process that asks its part of the sessions, and whose parent writes the run file."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from stressdesk.engine import clock
from stressdesk.engine import job as jobs
from stressdesk.engine.collecting import beside, first_of_ours, seldom_collecting
from stressdesk.engine.lag import Lag
from stressdesk.engine.limits import Stop
from stressdesk.engine.messages import (
    Begin,
    Finish,
    Finished,
    Grant,
    Halt,
    Kept,
    Order,
    Prepared,
    Scarce,
    StoodStill,
    Stopping,
    Trouble,
)
from stressdesk.engine.part import Part
from stressdesk.engine.query import Asking
from stressdesk.engine.resuming import Recorded
from stressdesk.engine.share import Share
from stressdesk.engine.staging import Staging
from stressdesk.engine.wire import Wire
from stressdesk.errors import StressDeskError
from stressdesk.journal.reader import RunFile
from stressdesk.journal.writer import BATCH_SECONDS
from stressdesk.targets.opening import open_target

if TYPE_CHECKING:
    from stressdesk.engine.messages import Settings
    from stressdesk.journal.events import Record
    from stressdesk.targets.target import Target

# The hidden command of the console program that runs `main` below.
COMMAND = "shard"


def main() -> None:
    """Ask a part of a run as the parent orders, until it orders the end or dies."""
    # Ctrl-C in a terminal reaches the shards too, and so does its closing and what ends a whole container; the parent
    # decides when to stop.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    wire = Wire()
    settings = wire.settings()
    path = Path(os.fsdecode(settings.run_file))
    try:
        with contextlib.closing(Recorded.of(path)) as known, seldom_collecting():
            clock.run(lambda: _Shard(settings, known, wire).to_the_end(), virtual=False)
    except (StressDeskError, ExceptionGroup) as error:
        ours = first_of_ours(error)
        if not isinstance(ours, StressDeskError):
            raise
        wire.say(Trouble(message=ours.message, hint=ours.hint))
    finally:
        wire.close()


class _Shard:
    def __init__(self, settings: Settings, known: Recorded, wire: Wire) -> None:
        with RunFile(Path(os.fsdecode(settings.run_file))) as run_file:
            self._job = jobs.again(run_file.header)
        self._wire = wire
        self._stop = Stop()
        self._share = Share(self._job.scenario.limits.spend_usd, wire.say)
        self._staging = Staging(self._job, known, self._stop, Part(settings.number, settings.of))
        self._steps: asyncio.Queue[Begin | Finish] = asyncio.Queue()
        self._origin: float | None = None
        self._is_halted = False

    async def to_the_end(self) -> None:
        self._wire.obey(self._obey)
        lag = Lag(self._stood_still)
        async with (
            beside((lag.watch(), self._look_often(), self._tell_of_stop()), self._stop),
            open_target(self._job.target, self._job.scenario, self._job.seed) as target,
        ):
            told_limits = await self._stages(target, lag)
            # Said before the target is closed: that all is recorded does not hang on how long that takes.
            self._share.look(is_over=True)
            self._wire.say(Finished(told_limits=told_limits))

    async def _stages(self, target: Target, lag: Lag) -> dict[str, int]:
        """Ask stage after stage as ordered, each drawn before it is told to be prepared; what limits were told."""
        asking: Asking | None = None
        for number, plan in enumerate(self._job.stages.plans):
            # Once the run is to end nothing is asked any more, and the parent orders nothing but the end.
            sessions = iter(()) if self._stop.reason is not None else self._staging.sessions(plan)
            lag.look_away()
            self._wire.say(Prepared(stage=number))
            step = await self._steps.get()
            if isinstance(step, Finish):
                break
            if asking is None:
                self._origin = step.origin
                rules = self._staging.rules(target, step.origin, lag)
                asking = Asking(rules, self._share, self._stop, self._keep)
            await self._staging.stage(plan, asking, sessions, step.at)
        else:
            self._wire.say(Prepared(stage=len(self._job.stages.plans)))
            await self._steps.get()
        return asking.told_limits if asking is not None else {}

    def _obey(self, order: Order) -> None:
        match order:
            case Begin() | Finish():
                self._steps.put_nowait(order)
            case Grant():
                self._share.granted(order.amount)
            case Scarce():
                self._share.scarce()
            case Halt():
                # The second one ends the grace; the first may be the answer to a reason that this shard has found.
                self._stop.request(order.reason, by_user=self._is_halted)
                self._is_halted = True
                self._share.close()

    async def _look_often(self) -> None:
        while True:
            await asyncio.sleep(BATCH_SECONDS)
            self._share.look()
            self._wire.flush()

    async def _tell_of_stop(self) -> None:
        await self._stop.requested()
        self._wire.say(Stopping(reason=self._stop.reason or "", is_fault=self._stop.is_fault))

    def _keep(self, record: Record) -> None:
        self._wire.say(Kept(record=record))

    def _stood_still(self, moment: float, seconds: float) -> None:
        if self._origin is not None:
            self._wire.say(StoodStill(at=moment - self._origin, seconds=seconds))
