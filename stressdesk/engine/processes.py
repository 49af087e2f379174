"""How many processes ask a run's queries: one, unless one cannot keep up and the machine has cores to spare."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator

from stressdesk.engine.job import Job
from stressdesk.engine.sizes import largest_request_tokens
from stressdesk.errors import RunError
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.told_limits import stated_limits


def needed(job: Job, able_per_second: float | None, asked_per_second: float) -> int:
    """As many as what is asked takes, going by what one core can send; never more than there are idle cores."""
    if able_per_second is None or asked_per_second <= able_per_second:
        return 1
    return max(1, min(math.ceil(asked_per_second / able_per_second), spare_cpus(), _most(job)))


def require_possible(job: Job, processes: int) -> None:
    """Raises RunError where a job cannot be asked by so many processes."""
    if processes > (most := _most(job)):
        why = (
            f"it has {most:,} to share out: its users, its requests in flight, or the rate limit it keeps to"
            if isinstance(job.target, LiteLLM)
            else "simulated answers need no real time, and the local model is one server"
        )
        raise RunError(f"This run cannot be shared out over {processes:,} processes: {why}.", "Leave out --processes.")


def spare_cpus() -> int:
    """Cores this process may use that were not busy in the last minute; all of them where the system does not tell."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, cores - round(busy))


def _most(job: Job) -> int:
    # Only what waits for a network gains from more processes, and each needs something to have at once.
    if not isinstance(job.target, LiteLLM):
        return 1
    load = job.scenario.load
    shared = [load.max_in_flight, *([load.users] if load.loop == "closed" else [])]
    if load.paced:
        shared += _requests_per_minute(job)
    return max(1, min(shared))


def _requests_per_minute(job: Job) -> Iterator[int]:
    """How many requests each limit that is kept to leaves room for in a minute, however large they are."""
    for name, most in stated_limits(job.target).items():
        # One that is larger than its process's share would be sent all the same, and all processes' together too many.
        yield most if name == "requests" else most // largest_request_tokens(job)
