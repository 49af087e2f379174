"""Where a run stands in its plan: its stages one after the other, and how long what is left will take."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

import msgspec

from stressdesk.analysis.words import count
from stressdesk.journal.stages import DEMO, PRODUCTION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stressdesk.journal.events import Header, StagePlan
    from stressdesk.journal.reader import Standing

NAMES = {DEMO: "Demo", PRODUCTION: "Production"}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One stage: how much of it is done, and whether it is over, under way or still ahead."""

    name: str
    done: int
    planned: int
    state: Literal["over", "now", "ahead"]


def steps(plans: Sequence[StagePlan], standing: Mapping[str, Standing]) -> tuple[Step, ...]:
    """The stages of a plan in their order; the first that is not over is under way."""
    found: list[Step] = []
    is_past = True
    for plan in plans:
        done = standing[plan.name].records if plan.name in standing else 0
        is_over = is_past and done >= plan.queries
        found.append(
            Step(
                name=stage_name(plan),
                done=done,
                planned=plan.queries,
                state="over" if is_over else "now" if is_past else "ahead",
            )
        )
        is_past = is_over
    return tuple(found)


def stage_name(plan: StagePlan) -> str:
    """A stage as it is called on screen: "Demo", "Production", "Scale 10,000"."""
    return NAMES.get(plan.name, f"Scale {count(plan.queries)}")


def seconds_left(
    header: Header,
    standing: Mapping[str, Standing],
    began: Mapping[str, float],
    run_seconds: float,
    per_second: float | None,
    due: Mapping[str, Sequence[float]],
) -> float | None:
    """Real seconds until the plan is done; None if unknown.

    Where queries arrive within a window, until the last is `due` (by stage, in seconds from the stage's start) and
    those that wait have their answers; anything else at the present pace.
    """
    left = 0.0
    for plan in header.stages:
        done = standing[plan.name].records if plan.name in standing else 0
        if done >= plan.queries:
            continue
        if header.provenance == "measured" and plan.window_seconds:
            times = due.get(plan.name) or (0.0, plan.window_seconds)
            passed = run_seconds - began[plan.name] + times[0] if plan.name in began else 0.0
            waiting = max(0, bisect_right(times, passed) - done)
            left += max(0.0, times[-1] - passed, waiting / per_second if per_second else 0.0)
        elif per_second is None:
            return None
        else:
            left += (plan.queries - done) / per_second
    return left
