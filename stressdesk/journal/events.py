"""What a run file holds: its header, one record a query with its attempts, and notes on the run's course.

Times are seconds of run time (0 is the start of the run, on the run's own clock); money is US dollars.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from stressdesk.errors import FailureKind
from stressdesk.scenario.disturbance import Fault

Provenance = Literal["measured", "simulated", "projected", "assumed"]
Judgement = Literal["pass", "fail", "unsure"]
Outcome = Literal["answered", "failed", "gave_up", "cancelled", "dropped"]
Failure = Literal["prompt", "system", "gave_up"]
Effect = Literal["delay", "loss", "bandwidth"]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """The frozen base of everything in a run file; fields added later get defaults, so that old files open."""


class Usage(Event, frozen=True, kw_only=True):
    """Tokens of one request. `cached` is part of `input`, `reasoning` part of `output`.

    Where a provider does not say how much was reasoning, that part is estimated from the length of what it reasoned.
    """

    input: int
    output: int
    cached: int = 0
    reasoning: int = 0
    source: Literal["provider", "estimated", "simulated"]


class Verdict(Event, frozen=True, kw_only=True):
    """What one check said of one exchange, and why. `about` speed or the answer's content."""

    check: str
    judgement: Judgement
    reason: str
    about: Literal["content", "speed"] = "content"
    cost_usd: float = 0.0


class Injected(Event, frozen=True, kw_only=True):
    """What was put between a request and the target on purpose: effects of a network, and a fault.

    `seconds` are those it added until the request's end, a stall's silence among them, `first_token_seconds` those
    before the first words: what to subtract from latency and TTFT.
    """

    effects: tuple[Effect, ...] = ()
    fault: Fault | None = None
    seconds: float = 0.0
    first_token_seconds: float = 0.0


class Attempt(Event, frozen=True, kw_only=True):
    """One request on the wire. `kind` is None for an answer. `cost_usd` is None where no price is known.

    `sent` is when it was handed to the target, `written` when its last byte left this program, where that is known.

    `at_most_usd` is what a request whose use is not known may have cost, under a spend limit: what the limit books.

    `injected` is None where nothing was put in its way on purpose.
    """

    sent: float
    written: float | None = None
    first_token: float | None = None
    finished: float
    kind: FailureKind | Literal["gave_up", "cancelled"] | None = None
    reason: str = ""
    retry_after_seconds: float | None = None
    usage: Usage | None = None
    cost_usd: float | None = None
    at_most_usd: float | None = None
    injected: Injected | None = None


class Record(Event, frozen=True, kw_only=True):
    """One query: what was asked, when, what came back, and what the checks said.

    `failure` is None for a good query and for one no check could decide; `unsure` tells these apart. A `dropped` query
    was planned but never asked, because its user had left or the run had ended; one is `cancelled` under way by the end
    of the run, or with the kind "bug" by a mistake in StressDesk itself.
    `cost_usd` sums the attempts (and the checks); None where no price is known. `client_lag_seconds` is how late the
    sending program itself was at most, in sending or in reading what had come; None where nothing measured it.
    `spoiled` says that this is too large a part of the times to blame them on the target. `paced_seconds` is how long
    its requests were held back to stay under the provider's rate limits, which is part of the latency.
    """

    stage: str
    session: int
    turn: int
    persona: str
    intent: str
    language: str
    mess: tuple[str, ...]
    clean: str
    text: str
    expect: Any = None
    variables: dict[str, str] = {}
    arrived: float
    sent: float | None = None
    first_token: float | None = None
    finished: float | None = None
    outcome: Outcome
    kind: FailureKind | None = None
    reason: str = ""
    failure: Failure | None = None
    unsure: bool = False
    answer: str = ""
    model: str = ""
    finish_reason: str = ""
    usage: Usage | None = None
    cost_usd: float | None = None
    verdicts: tuple[Verdict, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    client_lag_seconds: float | None = None
    spoiled: bool = False
    paced_seconds: float = 0.0

    @property
    def injected_fault(self) -> Fault | None:
        """The fault put in on purpose that left the query without an answer; None where none did."""
        if self.outcome not in {"failed", "gave_up"} or not self.attempts or self.attempts[-1].injected is None:
            return None
        return self.attempts[-1].injected.fault

    @property
    def injected_seconds(self) -> float:
        """What was put in on purpose of the time all requests took; pauses before a retry are not in it."""
        return sum([attempt.injected.seconds for attempt in self.attempts if attempt.injected is not None])


class StagePlan(Event, frozen=True, kw_only=True):
    """One stage as it was meant: `queries` arriving within `window_seconds` (0 for one after the other)."""

    name: str
    queries: int
    window_seconds: float


class PricesUsed(Event, frozen=True, kw_only=True):
    """The prices a run was computed with, and where they came from.

    `model` is the price table's name; `priced_as` is set where the target itself has no such price, and its traffic is
    only projected on another model's. `entry` is the table's entry as it stood.
    """

    model: str
    priced_as: bool = False
    typed_in: bool = False
    entry: dict[str, Any] = {}
    table: str = ""


class Header(Event, frozen=True, kw_only=True):
    """What a run file knows before the first query. `scenario` is the whole scenario as JSON-ready values.

    `files` are those that stayed outside, by their names in the scenario: what they were like, as SHA-256.
    """

    version: int
    run: str
    name: str
    created: str
    scenario: dict[str, Any]
    scenario_path: str
    seed: int
    target: str
    target_kind: str
    model: str
    provenance: Provenance
    stages: tuple[StagePlan, ...]
    skipped: tuple[str, ...] = ()
    prices: PricesUsed | None = None
    versions: dict[str, str] = {}
    files: dict[str, str] = {}


class Ending(Event, frozen=True, kw_only=True):
    """How a run ended: complete, or stopped by a limit or the user. A file without one was cut off or still runs.

    `told_limits` are the rate limits per minute that the provider told in its answers, by what they meter. `is_fault`
    where it was stopped by something that broke on this machine, `has_failed_too_often` where by its failure rate.
    """

    state: Literal["complete", "stopped"]
    reason: str
    ended: str
    run_seconds: float
    told_limits: dict[str, int] = {}
    is_fault: bool = False
    has_failed_too_often: bool = False
