"""One process's part of a run, stage by stage: its sessions are drawn, asked, and cut off where the run is to end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from stressdesk.checks.build import checks_for
from stressdesk.engine.limits import GRACE_SECONDS
from stressdesk.engine.load import Stage, ahead
from stressdesk.engine.part import WHOLE, Part
from stressdesk.engine.rules import Rules
from stressdesk.journal.stages import DEMO
from stressdesk.scenario.rendering import Rendering
from stressdesk.traffic import plan as traffic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.engine.job import Job
    from stressdesk.engine.lag import Lag
    from stressdesk.engine.limits import Stop
    from stressdesk.engine.query import Asking
    from stressdesk.engine.resuming import Recorded
    from stressdesk.journal.events import StagePlan
    from stressdesk.scenario.model import Scenario
    from stressdesk.targets.target import Target
    from stressdesk.traffic.session import Session


class Staging:
    """Asks a part of a job's sessions, but for what is `known` already, until `stop`."""

    def __init__(self, job: Job, known: Recorded, stop: Stop, part: Part = WHOLE) -> None:
        self._job = job
        self._known = known
        self._stop = stop
        self._part = part
        self._scenario = _part_of(job.scenario, part)
        self._rendering = Rendering(job.scenario.prompt, job.folder)

    def rules(self, target: Target, origin: float, lag: Lag | None) -> Rules:
        """What every query of this part shares; `origin` is the loop's time of run time 0."""
        return Rules(
            scenario=self._scenario,
            seed=self._job.seed,
            target=target,
            checks=checks_for(self._job.scenario, self._rendering.system_text),
            prices=self._job.prices,
            origin=origin,
            requests_before=self._known.requests,
            lag=lag,
            processes=self._part.of,
        )

    def sessions(self, plan: StagePlan) -> Iterator[Session]:
        """This part's sessions of a stage in order of their start; when each starts is worked out on the spot."""
        job = self._job
        if plan.name == DEMO:
            # One at a time, as it is shown on a stage: that is nothing to share.
            whole = traffic.demo(job.scenario, seed=job.seed, folder=job.folder)
            return ahead(whole.sessions(lambda _: self._part.number == 0))
        whole = traffic.plan(job.scenario, plan.queries, seed=job.seed, folder=job.folder)
        return ahead(whole.sessions(self._part.holds))

    async def stage(
        self, plan: StagePlan, asking: Asking, sessions: Iterator[Session], began: float | None = None
    ) -> None:
        """Ask a stage's `sessions`; it began at the loop's time `began`, or else begins with the first of them."""
        stage = Stage(
            plan=plan,
            prompt=self._job.scenario.prompt,
            rendering=self._rendering,
            asking=asking,
            stop=self._stop,
            known=self._known,
        )
        running = asyncio.create_task(self._ask(stage, plan, sessions, began))
        cutting = asyncio.create_task(self._cut_off(running))
        try:
            await running
        except asyncio.CancelledError:
            if self._stop.reason is None or not running.done():
                raise
        finally:
            cutting.cancel()

    async def _ask(self, stage: Stage, plan: StagePlan, sessions: Iterator[Session], began: float | None) -> None:
        if plan.name == DEMO:
            await stage.closed_loop(sessions, users=1)
        elif self._scenario.load.loop == "closed":
            await stage.closed_loop(sessions, users=self._scenario.load.users)
        else:
            await stage.open_loop(sessions, began)

    async def _cut_off(self, running: asyncio.Task[None]) -> None:
        # Virtual seconds keep nobody waiting: there every answer under way may come.
        await self._stop.grace_is_over(None if self._job.is_virtual else GRACE_SECONDS)
        running.cancel()


def _part_of(scenario: Scenario, part: Part) -> Scenario:
    """The scenario with this part's share of what is had at once."""
    if part == WHOLE:
        return scenario
    load = scenario.load
    shared = msgspec.structs.replace(
        load, users=max(1, part.share(load.users)), max_in_flight=max(1, part.share(load.max_in_flight))
    )
    return msgspec.structs.replace(scenario, load=shared)
