"""One run, from a scenario and a path to a complete run file."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Protocol

from stressdesk.engine import clock
from stressdesk.engine.collecting import beside, first_of_ours, seldom_collecting
from stressdesk.engine.failing import Failing
from stressdesk.engine.lag import Lag
from stressdesk.engine.lease import Lease, room
from stressdesk.engine.limits import Ledger, Stop
from stressdesk.engine.open_files import claim_connections
from stressdesk.engine.query import Asking
from stressdesk.engine.resuming import Recorded
from stressdesk.engine.shards import Shards, open_shards
from stressdesk.engine.shares import Shares
from stressdesk.engine.staging import Staging
from stressdesk.errors import RunError, RunFileError, StressDeskError
from stressdesk.journal.events import Ending
from stressdesk.journal.interruptions import Gap
from stressdesk.journal.reasons import minutes_reached, requests_reached
from stressdesk.journal.writer import Writer, calendar_time
from stressdesk.targets.opening import open_target

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from stressdesk.engine.job import Job
    from stressdesk.journal.events import Record, StagePlan


class Watcher(Protocol):
    """Whoever looks on while a run goes; called on the run's own loop, so every method returns at once."""

    def began(self, stop: Stop) -> None:
        """The run begins, with making its target ready; `stop` ends it early, then at once."""
        ...

    def stage_began(self, plan: StagePlan) -> None:
        """A stage begins."""
        ...

    def recorded(self, record: Record) -> None:
        """A query has its record."""
        ...


def execute(job: Job, path: Path, watcher: Watcher, *, resume: bool = False, processes: int = 1) -> Ending:
    """Run `job` into the run file at `path` and return how it ended.

    With `resume`, only what the file does not hold yet is asked. A number of `processes` that `engine.processes` allows
    ask at the same time. Raises RunError or RunFileError when the run cannot start or its file cannot be written; what
    was recorded before stays.
    """
    claim_connections()
    writer = Writer.reopen(path) if resume else Writer.create(path, job.header(calendar_time()))
    try:
        # Read only now that nobody else can write it.
        with contextlib.closing(Recorded.of(path) if resume else Recorded()) as known, seldom_collecting():
            ending = clock.run(
                lambda: _Run(job, writer, known, watcher, processes).to_the_end(), virtual=job.is_virtual
            )
    except BaseException as error:
        with contextlib.suppress(StressDeskError):
            writer.close(None)
        if isinstance(error, RunError) and not resume:
            # It never began: an empty run file would only stand in the list of runs.
            path.unlink(missing_ok=True)
        if isinstance(error, ExceptionGroup):
            raise first_of_ours(error) from error
        raise
    writer.close(ending)
    return ending


class _Run:
    def __init__(self, job: Job, writer: Writer, known: Recorded, watcher: Watcher, processes: int) -> None:
        self._job = job
        self._writer = writer
        self._known = known
        self._watcher = watcher
        self._processes = processes
        self._stop = Stop()
        self._failing = Failing(job.scenario.limits, self._stop)
        self._origin: float | None = None
        self._told_limits: dict[str, int] = {}
        self._left = sum(plan.queries for plan in job.stages.plans) - known.queries
        self._cut_off = 0

    async def to_the_end(self) -> Ending:
        self._watcher.began(self._stop)
        running = asyncio.create_task(self._alone() if self._processes == 1 else self._shared_out())
        giving_up = asyncio.create_task(self._give_up_opening(running))
        try:
            return await running
        except asyncio.CancelledError:
            if self._stop.reason is None or not running.done():
                raise
        finally:
            giving_up.cancel()
        return self._ending(self._known.run_seconds)

    async def _alone(self) -> Ending:
        """Ask everything in this process."""
        async with open_target(self._job.target, self._job.scenario, self._job.seed) as target:
            origin = self._begin()
            lag = None if self._job.is_virtual else Lag(self._stood_still)
            limits = self._job.scenario.limits
            lease = None if self._job.is_virtual else Lease(self._writer.allow, room(limits, self._known))
            ledger = Ledger(limits.spend_usd, self._known.spent_usd, lease)
            staging = Staging(self._job, self._known, self._stop)
            asking = Asking(staging.rules(target, origin, lag), ledger, self._stop, self.keep)
            # Virtual minutes cost nobody any time, and virtual 50 ms pass in no time: there the batches alone decide.
            watching = [] if lag is None else [lag.watch(), *self._watching(ledger.look)]
            async with beside(watching, self._stop):
                try:
                    for plan in self._plans():
                        sessions = staging.sessions(plan)
                        if lag is not None:
                            lag.look_away()
                        await staging.stage(plan, asking, sessions)
                    ledger.look(is_over=True)
                finally:
                    self._told_limits = asking.told_limits
            return self._ending(clock.now() - origin)

    async def _shared_out(self) -> Ending:
        """Let several processes ask, each its sessions; this one records what they say."""
        limits = self._job.scenario.limits
        shares = Shares(room(limits, self._known), self._processes, limits, self._writer.allow)
        shards = Shards(shares, self, self._stop)
        async with open_shards(self._writer.path.absolute(), self._processes, shards):
            origin = self._begin()
            async with beside(self._watching(shards.put), self._stop):
                for number, _ in enumerate(self._plans()):
                    await shards.stage(number, origin)
                await shards.finish()
            self._told_limits = shards.told_limits
            return self._ending(clock.now() - origin)

    def _begin(self) -> float:
        self._origin = clock.now() - self._known.run_seconds
        return self._origin

    def _plans(self) -> Iterator[StagePlan]:
        for plan in self._job.stages.plans:
            if self._stop.reason is not None:
                return
            self._watcher.stage_began(plan)
            yield plan

    async def _give_up_opening(self, running: asyncio.Task[Ending]) -> None:
        # A large model takes minutes to load: whoever stops the run then need not wait for it.
        await self._stop.requested()
        if self._origin is None:
            running.cancel()

    def _ending(self, run_seconds: float) -> Ending:
        reason = None if self._has_just_sufficed() else self._stop.reason
        return Ending(
            state="complete" if reason is None else "stopped",
            reason=reason or "every planned query was asked",
            ended=calendar_time(),
            run_seconds=run_seconds,
            told_limits=self._told_limits,
            is_fault=self._stop.is_fault,
            has_failed_too_often=self._failing.has_ended_it,
        )

    def _has_just_sufficed(self) -> bool:
        """Whether the limit on requests was reached with the last that the plan needed: it has cut nothing off."""
        limit = self._job.scenario.limits.requests
        is_reached = limit is not None and self._stop.reason == requests_reached(limit)
        return is_reached and self._left <= 0 and not self._cut_off

    def _watching(self, look: Callable[[], None]) -> list[Coroutine[object, object, None]]:
        minutes = self._job.scenario.limits.minutes
        return [self._flush_often(look), *([] if minutes is None else [self._stop_after(minutes)])]

    async def _stop_after(self, minutes: float) -> None:
        # Over all sittings: what is recorded of earlier ones has taken its part.
        await asyncio.sleep(minutes * 60 - self._known.run_seconds)
        self._stop.request(minutes_reached(minutes))

    async def _flush_often(self, look: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(self._writer.batch_seconds)
            try:
                look()
                self._writer.flush()
                if self._writer.is_out_of_room:
                    self._stop.request("there was no room left on the disk of the run file", is_fault=True)
            except RunFileError as error:
                # Whoever writes next, at the latest when the file is closed, raises it again; until then ask no more.
                self._stop.request(error.message, is_fault=True)
                return

    def _stood_still(self, moment: float, seconds: float) -> None:
        self.stood_still(moment - (self._origin or 0.0), seconds)

    def stood_still(self, at: float, seconds: float) -> None:
        self._writer.interrupted(Gap(at, seconds))

    def keep(self, record: Record) -> None:
        self._writer.append(record)
        self._left -= 1
        self._cut_off += record.outcome == "cancelled" and record.kind is None
        self._failing.ended(record)
        self._watcher.recorded(record)
