"""What a run will ask for, as it is told before anything is sent: on the command line, and to the window as JSON."""

from __future__ import annotations

import math

import msgspec

from stressdesk.journal.events import PricesUsed, Provenance, StagePlan
from stressdesk.scenario.disturbance import Disturbance
from stressdesk.scenario.model import Limits


class PerQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A mean per query with its 95 % interval."""

    low: float
    value: float
    high: float

    def of(self, queries: int, seen: int) -> tuple[float, float]:
        """Between which sums so many further queries will come to, after `seen` ones.

        Those to come vary as those seen did, so that the interval of their mean is wider by sqrt(1 + seen / queries).
        """
        wider = math.sqrt(1 + seen / max(1, queries))
        low, high = (self.value + (end - self.value) * wider for end in (self.low, self.high))
        return max(0.0, low) * queries, high * queries


class Experience(msgspec.Struct, frozen=True, kw_only=True):
    """What queries of the same kind used before: those of an earlier `run`, or those of a probe where `run` is "".

    `usd` is None where no price is known, `seconds` the mean time of an answer.
    """

    run: str
    created: str = ""
    queries: int
    input_tokens: PerQuery
    output_tokens: PerQuery
    usd: PerQuery | None
    seconds: float | None


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """A few queries asked, and paid, before a run: what they cost, and what went wrong with the first that failed.

    `usd` is None where no price is known; `at_most_usd` counts what broken-off answers may have cost.
    """

    asked: int
    answered: int
    usd: float | None
    at_most_usd: float | None
    trouble: str = ""


class Probed(msgspec.Struct, frozen=True, kw_only=True):
    """What a probe came to, and what is learnt from it; None where too few queries were answered."""

    probe: Probe
    learnt: Experience | None


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """What a run will ask for. Tokens and money are estimates, as (low, high): from what is `learnt`, else the plan.

    `name` is the scenario's; `provenance` that of the answers. `usd` is None where no price is known; `seconds` is real
    time; `sent_to` says in words who gets which texts. `users` ask in a closed loop; None in an open one.
    `machine_per_second` is about how many such queries one core of this machine can generate, None where it was not
    tried; `asked_per_second` is the most any stage asks for on average; `processes` is how many send at the same time.
    `projected` are the scales that no stage asks in full; `skipped` says why. `probe` is what was asked and paid just
    now, `probe_at_most_usd` what one could cost. `most_in_flight` queries may be under way at once, over at most
    `most_connections` of each process; None where no limit is known.
    """

    name: str
    target: str
    target_kind: str
    model: str
    provenance: Provenance
    seed: int
    stages: tuple[StagePlan, ...]
    skipped: tuple[str, ...]
    users: int | None
    queries: int
    most_requests: int
    input_tokens: int
    output_tokens: tuple[int, int]
    usd: tuple[float, float] | None
    spend_limit_usd: float | None
    prices: PricesUsed | None
    seconds: float
    sent_to: str
    machine_per_second: float | None = None
    asked_per_second: float | None = None
    processes: int = 1
    projected: tuple[int, ...] = ()
    limits: Limits = Limits()
    stated_limits: dict[str, int] = {}
    is_paced: bool = False
    disturbance: Disturbance = Disturbance()
    learnt: Experience | None = None
    probe: Probe | None = None
    probe_at_most_usd: float | None = None
    most_connections: int | None = None
    most_in_flight: int = 0
