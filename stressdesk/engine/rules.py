"""What every query of a run shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.checks.build import checks_for
from stressdesk.checks.check import Check
from stressdesk.engine import clock
from stressdesk.engine.lag import Lag
from stressdesk.journal.events import PricesUsed
from stressdesk.scenario.model import Scenario
from stressdesk.targets.target import Target

if TYPE_CHECKING:
    from stressdesk.engine.job import Job
    from stressdesk.scenario.rendering import Rendering

NOBODY_WAITS_SECONDS = 3_600.0
"""The patience of a user who does not exist: the target's own time limit ends a query outside a run."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What every query of a run shares. `origin` is the loop's time of run time 0, `requests_before` how many an
    earlier part of a resumed run has sent. `lag` watches this program itself; None where time is virtual, and outside
    a run. `processes` is how many send at the same time, each within its share of the provider's rate limits.
    """

    scenario: Scenario
    seed: int
    target: Target
    checks: tuple[Check, ...]
    prices: PricesUsed | None
    origin: float
    requests_before: int = 0
    lag: Lag | None = None
    processes: int = 1


def outside_a_run(scenario: Scenario, job: Job, target: Target, rendering: Rendering) -> Rules:
    """The rules for a few queries of `scenario` beside any run of the job, from this moment on."""
    return Rules(
        scenario=scenario,
        seed=job.seed,
        target=target,
        checks=checks_for(scenario, rendering.system_text),
        prices=job.prices,
        origin=clock.now(),
    )
