"""One run, from a scenario and a path to a complete run file."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from typing import TYPE_CHECKING, Protocol

from stressdesk.checks.build import checks_for
from stressdesk.engine import clock
from stressdesk.engine.failing import Failing
from stressdesk.engine.job import Job
from stressdesk.engine.lag import Lag
from stressdesk.engine.lease import Lease, room
from stressdesk.engine.limits import GRACE_SECONDS, Ledger, Stop
from stressdesk.engine.load import Stage
from stressdesk.engine.query import Asking
from stressdesk.engine.resuming import Recorded
from stressdesk.engine.rules import Rules
from stressdesk.engine.stages import DEMO
from stressdesk.errors import RunError, RunFileError, StressDeskError
from stressdesk.journal.events import Ending, Record, StagePlan
from stressdesk.journal.interruptions import Gap
from stressdesk.journal.writer import BATCH_SECONDS, Writer, calendar_time
from stressdesk.scenario.rendering import Rendering
from stressdesk.targets.opening import open_target
from stressdesk.traffic import plan as traffic

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

    from stressdesk.targets.target import Target

# Objects made since the last look, and looks at the young before one at the older: 28 times Python's default.
SELDOM = (20_000, 20, 50)


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


def execute(job: Job, path: Path, watcher: Watcher, *, resume: bool = False) -> Ending:
    """Run `job` into the run file at `path` and return how it ended.

    With `resume`, only what the file does not hold yet is asked. Raises RunError or RunFileError when the run cannot
    start or its file cannot be written; what was recorded before stays.
    """
    writer = Writer.reopen(path) if resume else Writer.create(path, job.header(calendar_time()))
    try:
        # Read only now that nobody else can write it.
        with contextlib.closing(Recorded.of(path) if resume else Recorded()) as known, _seldom_collecting():
            ending = clock.run(lambda: _Run(job, writer, known, watcher).to_the_end(), virtual=job.is_virtual)
    except BaseException as error:
        with contextlib.suppress(StressDeskError):
            writer.close(None)
        if isinstance(error, RunError) and not resume:
            # It never began: an empty run file would only stand in the list of runs.
            path.unlink(missing_ok=True)
        if isinstance(error, ExceptionGroup):
            raise _first_of_ours(error) from error
        raise
    writer.close(ending)
    return ending


class _Run:
    def __init__(self, job: Job, writer: Writer, known: Recorded, watcher: Watcher) -> None:
        self._job = job
        self._writer = writer
        self._known = known
        self._watcher = watcher
        self._stop = Stop()
        self._failing = Failing(job.scenario.limits, self._stop)
        self._origin: float | None = None
        self._told_limits: dict[str, int] = {}
        self._rendering = Rendering(job.scenario.prompt, job.folder)

    async def to_the_end(self) -> Ending:
        self._watcher.began(self._stop)
        running = asyncio.create_task(self._with_target())
        giving_up = asyncio.create_task(self._give_up_opening(running))
        try:
            return await running
        except asyncio.CancelledError:
            if self._stop.reason is None or not running.done():
                raise
        finally:
            giving_up.cancel()
        return self._ending(self._known.run_seconds)

    async def _with_target(self) -> Ending:
        async with open_target(self._job.target, self._job.scenario, self._job.seed) as target:
            self._origin = clock.now() - self._known.run_seconds
            await self._stages(target, self._origin)
            return self._ending(clock.now() - self._origin)

    async def _give_up_opening(self, running: asyncio.Task[Ending]) -> None:
        # A large model takes minutes to load: whoever stops the run then need not wait for it.
        await self._stop.requested()
        if self._origin is None:
            running.cancel()

    def _ending(self, run_seconds: float) -> Ending:
        return Ending(
            state="complete" if self._stop.reason is None else "stopped",
            reason=self._stop.reason or "every planned query was asked",
            ended=calendar_time(),
            run_seconds=run_seconds,
            told_limits=self._told_limits,
        )

    async def _stages(self, target: Target, origin: float) -> None:
        lag = None if self._job.is_virtual else Lag(self._stood_still)
        rules = Rules(
            scenario=self._job.scenario,
            seed=self._job.seed,
            target=target,
            checks=checks_for(self._job.scenario, self._rendering.system_text),
            prices=self._job.prices,
            origin=origin,
            requests_before=self._known.requests,
            lag=lag,
        )
        limits = self._job.scenario.limits
        lease = None if self._job.is_virtual else Lease(self._writer.allow, room(limits, self._known))
        ledger = Ledger(limits.spend_usd, self._known.spent_usd, lease)
        asking = Asking(rules, ledger, self._stop, self._append)
        watching = [asyncio.create_task(waiting) for waiting in self._watching(lag, ledger)]
        try:
            for plan in self._job.stages.plans:
                if self._stop.reason is not None:
                    break
                await self._stage(plan, asking)
            ledger.look(is_over=True)
        finally:
            self._told_limits = asking.told_limits
            for task in watching:
                task.cancel()

    def _watching(self, lag: Lag | None, ledger: Ledger) -> list[Coroutine[object, object, None]]:
        if lag is None:
            # Virtual minutes cost nobody any time, and virtual 50 ms pass in no time: there the batches alone decide.
            return []
        minutes = self._job.scenario.limits.minutes
        return [lag.watch(), self._flush_often(ledger), *([] if minutes is None else [self._stop_after(minutes)])]

    async def _stop_after(self, minutes: float) -> None:
        # Over all sittings: what is recorded of earlier ones has taken its part.
        await asyncio.sleep(minutes * 60 - self._known.run_seconds)
        self._stop.request(f"the limit of {minutes:g} minutes was reached")

    async def _flush_often(self, ledger: Ledger) -> None:
        while True:
            await asyncio.sleep(BATCH_SECONDS)
            try:
                ledger.look()
                self._writer.flush()
                if self._writer.is_out_of_room:
                    self._stop.request("there was no room left on the disk of the run file")
            except RunFileError as error:
                # Whoever writes next, at the latest when the file is closed, raises it again; until then ask no more.
                self._stop.request(error.message)
                return

    async def _stage(self, plan: StagePlan, asking: Asking) -> None:
        self._watcher.stage_began(plan)
        stage = Stage(
            plan=plan,
            prompt=self._job.scenario.prompt,
            rendering=self._rendering,
            asking=asking,
            stop=self._stop,
            known=self._known,
        )
        running = asyncio.create_task(self._sessions(stage, plan))
        cutting = asyncio.create_task(self._cut_off(running))
        try:
            await running
        except asyncio.CancelledError:
            if self._stop.reason is None or not running.done():
                raise
        finally:
            cutting.cancel()

    async def _sessions(self, stage: Stage, plan: StagePlan) -> None:
        job = self._job
        if plan.name == DEMO:
            await stage.closed_loop(traffic.demo(job.scenario, seed=job.seed, folder=job.folder).sessions(), users=1)
            return
        sessions = traffic.plan(job.scenario, plan.queries, seed=job.seed, folder=job.folder).sessions()
        if job.scenario.load.loop == "closed":
            await stage.closed_loop(sessions, users=job.scenario.load.users)
        else:
            await stage.open_loop(sessions)

    async def _cut_off(self, running: asyncio.Task[None]) -> None:
        # Virtual seconds keep nobody waiting: there every answer under way may come.
        await self._stop.grace_is_over(None if self._job.is_virtual else GRACE_SECONDS)
        running.cancel()

    def _stood_still(self, moment: float, seconds: float) -> None:
        self._writer.interrupted(Gap(moment - (self._origin or 0.0), seconds))

    def _append(self, record: Record) -> None:
        self._writer.append(record)
        self._failing.ended(record)
        self._watcher.recorded(record)


@contextlib.contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Let Python look for cycles seldom: a query leaves none behind.

    Looking takes 4 % of a run's processor time, and every look is a delay that would be measured as the target's.
    """
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _first_of_ours(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error to show of several at once: one of ours if there is one."""
    ours = group.subgroup(StressDeskError)
    error: BaseException = ours if ours is not None else group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
