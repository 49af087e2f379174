"""Which stages a run has: the demo, the production sample, and each scale that fits the limits in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.journal.events import Provenance, StagePlan
from stressdesk.journal.stages import DEMO, PRODUCTION, scale_name

if TYPE_CHECKING:
    from stressdesk.scenario.model import Scenario


class Stages(msgspec.Struct, frozen=True, kw_only=True):
    """The stages in the order they run, and in words why scales were left out."""

    plans: tuple[StagePlan, ...]
    skipped: tuple[str, ...]


def stages(scenario: Scenario, provenance: Provenance) -> Stages:
    """The demo, then production, then each scale that the limits allow in full.

    A live target is asked at most `load.live` queries a stage; a scale of just that size is the production stage.
    """
    load = scenario.load
    # In a closed loop users ask as fast as they are answered: there is no window to arrive in.
    window = 0.0 if load.loop == "closed" else load.window_minutes * 60
    plans = [
        StagePlan(name=DEMO, queries=len(scenario.demo), window_seconds=0),
        StagePlan(name=PRODUCTION, queries=load.live, window_seconds=window),
    ]
    skipped = []
    for queries in load.scales:
        if queries == load.live:
            continue
        reason = _obstacle(scenario, plans, queries, provenance)
        if reason:
            skipped.append(f"{queries:,} queries were not run in full: {reason}.")
        else:
            plans.append(StagePlan(name=scale_name(queries), queries=queries, window_seconds=window))
    return Stages(plans=tuple(plans), skipped=tuple(skipped))


def _obstacle(scenario: Scenario, plans: list[StagePlan], queries: int, provenance: Provenance) -> str:
    load, limits = scenario.load, scenario.limits
    if provenance != "simulated" and queries > load.live:
        return f"a live target is asked {load.live:,} queries at most (load.live, --live)"
    asked = sum(plan.queries for plan in plans)
    if limits.requests is not None and asked + queries > limits.requests:
        return f"the limit is {limits.requests:,} requests in all"
    minutes = (sum(plan.window_seconds for plan in plans) + plans[-1].window_seconds) / 60
    if limits.minutes is not None and provenance != "simulated" and minutes > limits.minutes:
        return f"the limit is {limits.minutes:g} minutes in all"
    return ""
