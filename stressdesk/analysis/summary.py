"""What a run comes to: every number with its interval and where it came from. The shape of `--json` and of reports."""

from __future__ import annotations

from typing import Literal

from stressdesk.analysis.estimate import Estimate, Finding, Percentiles
from stressdesk.analysis.provider import ByRequest, HeldBack
from stressdesk.journal.events import Judgement, PricesUsed, Provenance
from stressdesk.journal.interruptions import Gap
from stressdesk.traffic.nearness import Figure


class Tokens(Finding, frozen=True, kw_only=True):
    """Token totals over all attempts of a stage. `estimated` is how many attempts had no usage from the provider."""

    input: int
    output: int
    cached: int
    reasoning: int
    estimated: int


class Pace(Finding, frozen=True, kw_only=True):
    """Whether the sending program itself kept up, measured by itself while it sent a stage.

    `asked_per_second` is how fast queries were meant to come, `sent_per_second` how fast they went. `send_delay` counts
    from the intended arrival until the last byte of the request had left; waiting for `max_in_flight` is in it.
    `spoiled` answers were timed too late by the program itself, `limited_from` (seconds of run time) is the moment from
    which that was the rule; then `note` says so in a sentence.
    """

    asked_per_second: float | None
    sent_per_second: float | None
    most_in_flight: int
    mean_in_flight: float
    send_delay: Percentiles
    lag: Percentiles
    spoiled: int
    limited_from: float | None = None
    note: str = ""


class StageSummary(Finding, frozen=True, kw_only=True):
    """One stage that was run.

    Every rate has the same denominator, `counted`: queries asked that ended (answered, failed, gave up).
    `failure` = `prompt_failure` + `system_failure` + `gave_up`. Queries no check could decide are `unsure` and count
    as neither failed nor good. `kinds` counts the system failures by their kinds, `injected` those of them put in on
    purpose (and `injected_gave_up`); `injected_note` and `network_note` say so. `flawless_note` says what "0 failed"
    does not rule out. `bugs` are those of the `cancelled` on which StressDesk itself went wrong.

    `latency_by_outcome` has the whole wait of good, undecided, wrongly answered, failed and abandoned queries apart.
    `time_per_token` leaves out the first token and all reasoning; `tokens_per_second` is what one user sees.
    `goodput_per_second` is good queries / seconds from first arrival to last end.
    """

    name: str
    planned: int
    counted: int
    dropped: int
    cancelled: int
    unsure: int
    good: int
    requests: int
    failed: int
    failure: Estimate
    prompt_failure: Estimate
    system_failure: Estimate
    gave_up: Estimate
    latency: Percentiles
    first_token: Percentiles
    service: Percentiles
    tokens: Tokens
    spend: Estimate
    usd_per_query: Estimate
    usd_per_good: Estimate
    seconds: float
    kinds: dict[str, int]
    flawless_note: str = ""
    time_per_token: Percentiles | None = None
    tokens_per_second: Estimate | None = None
    latency_by_outcome: dict[str, Percentiles] = {}
    goodput_per_second: float | None = None
    pace: Pace | None = None
    bugs: int = 0
    injected: dict[str, int] = {}
    injected_gave_up: int = 0
    injected_note: str = ""
    network_note: str = ""
    by_request: ByRequest | None = None
    held_back: HeldBack | None = None


class ScaleSummary(Finding, frozen=True, kw_only=True):
    """One scale: run in full (then `stage` names the stage) or projected from the production sample.

    A projected scale says nothing of system failures and latency until a load model exists: these have value None.
    """

    queries: int
    stage: str | None
    failure: Estimate
    prompt_failure: Estimate
    system_failure: Estimate
    gave_up: Estimate
    spend: Estimate
    p95_latency: Estimate
    note: str = ""


class CheckRow(Finding, frozen=True, kw_only=True):
    """What one check said over a stage."""

    check: str
    failed: int
    unsure: int
    judged: int
    rate: Estimate
    example_reason: str = ""


class GroupRow(Finding, frozen=True, kw_only=True):
    """The failure rate of one group of queries (a persona, a turn, an intent, a language) and its share of traffic.

    `words` are those of the scenario that the name of an intent was made from, "" for names of our own.
    """

    name: str
    count: int
    share: float
    rate: Estimate
    words: str = ""


class MessRow(Finding, frozen=True, kw_only=True):
    """What one kind of mess costs: failure-rate points (a share) it adds, other kinds held equal, with an interval."""

    mess: str
    count: int
    share: float
    rate: Estimate
    cost: Estimate


class Bucket(Finding, frozen=True, kw_only=True):
    """One interval of a timeline: seconds of run time, counts (`injected_` ones within), p50 and p95 latency in it."""

    start: float
    end: float
    arrived: int
    good: int
    prompt_failure: int
    system_failure: int
    gave_up: int
    p95_latency: float | None
    p50_latency: float | None = None
    injected_system: int = 0
    injected_gave_up: int = 0


class LoadRow(Finding, frozen=True, kw_only=True):
    """Queries sent while from `least` to `most` were under way, themselves included: what became of them."""

    least: int
    most: int
    count: int
    failure: Estimate
    p95_latency: Estimate


class Pricing(Finding, frozen=True, kw_only=True):
    """The same traffic on another model: what a thousand queries would cost there."""

    model: str
    usd_per_1000: Estimate


class GoalResult(Finding, frozen=True, kw_only=True):
    """One goal against what was found. `met` is None where the evidence does not settle it."""

    goal: str
    limit: float
    found: Estimate
    met: bool | None
    reason: str


class Conclusion(Finding, frozen=True, kw_only=True):
    """Ready or not, and why. `more_queries` is how many more would probably settle what is open (None: not by more).

    `reasons` are further sentences to read the headline with: how the run ended, what the demo did, what stayed open.
    """

    state: Literal["ready", "not_ready", "not_enough_evidence"]
    headline: str
    goals: tuple[GoalResult, ...]
    more_queries: int | None = None
    reasons: tuple[str, ...] = ()


class FailureExample(Finding, frozen=True, kw_only=True):
    """One failing query of the production sample, for the report; texts are untrusted."""

    session: int
    turn: int
    persona: str
    mess: tuple[str, ...]
    clean: str
    text: str
    answer: str
    reason: str
    judgements: dict[str, Judgement]


class RunFacts(Finding, frozen=True, kw_only=True):
    """What was run, on what, when, and how it ended. `window_seconds` is 0 for a closed loop.

    `assumptions` are the parameters of a simulated target in words, `disturbance` what was put in on purpose,
    `languages` whose words users of other languages have. `stops` says in a sentence when the run was to end early,
    `rate_limits` which there were and whether requests waited.

    `lost` is how many requests at most were under way when a process was killed: possibly billed, and in no record.
    `lost_usd` is what they may have cost, where a spend limit bounds it. In `gaps` the sending program stood still.
    `unclear_usd` is what recorded requests may have cost beyond their estimates, which a spend limit counts as spent.
    """

    run: str
    name: str
    created: str
    state: Literal["complete", "stopped", "unfinished"]
    reason: str
    target: str
    target_kind: str
    model: str
    provenance: Provenance
    seed: int
    window_seconds: float
    run_seconds: float
    severity: int
    prices: PricesUsed | None
    versions: dict[str, str]
    skipped: tuple[str, ...]
    assumptions: tuple[str, ...] = ()
    stops: str = ""
    rate_limits: str = ""
    disturbance: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    lost: int = 0
    lost_usd: float | None = None
    unclear_usd: float = 0.0
    gaps: tuple[Gap, ...] = ()


class Likeness(Finding, frozen=True, kw_only=True):
    """How near the traffic of a stage is to real traffic: each figure beside a published one, and a `sentence` on all.

    `queries` were asked; habits of writing were counted in `messages`, those in English of 3 to 60 words on a line.
    """

    stage: str
    queries: int
    messages: int
    figures: tuple[Figure, ...]
    sentence: str


class Summary(Finding, frozen=True, kw_only=True):
    """All of it. `production` is None until such a stage has a record; `content` names the stage projections rest on.

    `likeness` is that of the stage `content` to real traffic; None without one.
    `load` is of the stage `load_of`, in which most was asked, since overload shows there and not in `content`.

    `flawless_demo` is the chance that a demo of `flawless_of` queries looks flawless at the failure rate of the larger
    of `production` and `content`; its note names that rate.
    """

    facts: RunFacts
    conclusion: Conclusion
    demo: StageSummary | None
    production: StageSummary | None
    stages: tuple[StageSummary, ...]
    scales: tuple[ScaleSummary, ...]
    content: str | None
    checks: tuple[CheckRow, ...]
    personas: tuple[GroupRow, ...]
    mess: tuple[MessRow, ...]
    turns: tuple[GroupRow, ...]
    intents: tuple[GroupRow, ...]
    timeline: tuple[Bucket, ...]
    flawless_demo: Estimate
    flawless_of: int
    usd_per_month: Estimate
    queries_per_month: int | None
    other_models: tuple[Pricing, ...]
    examples: tuple[FailureExample, ...]
    not_tested: tuple[str, ...]
    load: tuple[LoadRow, ...] = ()
    load_of: str | None = None
    likeness: Likeness | None = None
