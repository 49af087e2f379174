"""What a run will ask for, as it is told before anything is sent: on the command line, and to the window as JSON."""

from __future__ import annotations

import msgspec

from stressdesk.journal.events import PricesUsed, Provenance, StagePlan
from stressdesk.scenario.disturbance import Disturbance
from stressdesk.scenario.model import Limits


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """What a run will ask for. Tokens and money are estimates from the plan itself, as (low, high).

    `name` is the scenario's; `provenance` that of the answers. `usd` is None where no price is known; `seconds` is real
    time; `sent_to` says in words who gets which texts. `users` ask in a closed loop; None in an open one.
    `machine_per_second` is about how many such queries one core of this machine can generate, None where it was not
    tried; `asked_per_second` is the most any stage asks for on average. `projected` are the scales that no stage asks
    in full; `skipped` says why.
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
    projected: tuple[int, ...] = ()
    limits: Limits = Limits()
    stated_limits: dict[str, int] = {}
    is_paced: bool = False
    disturbance: Disturbance = Disturbance()
