"""What a sample says about larger scales, a month, and the demo: never of load, which no model covers yet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stressdesk.analysis import words
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.intervals import Interval
from stressdesk.analysis.monthly import bill
from stressdesk.analysis.resampling import REPLICATES, generator
from stressdesk.analysis.summary import ScaleSummary
from stressdesk.journal.stages import PRODUCTION, scale_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.arrays import Floats
    from stressdesk.analysis.rates import Share
    from stressdesk.analysis.spend import Spending
    from stressdesk.analysis.study import Study
    from stressdesk.journal.events import Header

DRAWS = 4_000
# Up to so many future sessions are drawn one by one; the sum of more is normal enough.
FEW_SESSIONS = 200
# The parameters of a beta distribution must be positive.
SMALLEST = 1e-6
WITHOUT_LOAD = "load is not yet included: run this scale in full to know"
NOTHING_YET = "no production traffic has ended yet"


def scale(queries: int, studies: Sequence[Study], content: Study | None, header: Header) -> ScaleSummary:
    """One scale as it was run in full, or as the content of the largest sample projects it."""
    ran = run_in_full(queries, studies)
    return _projected(queries, content, header) if ran is None else _as_run(queries, ran)


def run_in_full(queries: int, studies: Sequence[Study]) -> Study | None:
    """The stage in which a scale was run in full: its own, or a production stage of just that size."""
    for study in studies:
        is_its_stage = study.name == scale_name(queries) or (study.name == PRODUCTION and study.planned == queries)
        if is_its_stage and study.is_whole:
            return study
    return None


def _as_run(queries: int, study: Study) -> ScaleSummary:
    found = study.summary
    spend = found.spend
    if spend.value is not None:
        another = predicted_spend(study.spending, queries)
        note = "; ".join(filter(None, (spend.note, "spent; the interval is for another such run")))
        low = None if another is None else min(spend.value, another.low)
        high = None if another is None else max(spend.value, another.high)
        spend = msgspec.structs.replace(spend, low=low, high=high, note=note)
    return ScaleSummary(
        queries=queries,
        stage=study.name,
        failure=found.failure,
        prompt_failure=found.prompt_failure,
        system_failure=found.system_failure,
        gave_up=found.gave_up,
        spend=spend,
        p95_latency=found.latency.p95,
    )


def _projected(queries: int, content: Study | None, header: Header) -> ScaleSummary:
    unknown = Estimate(value=None, provenance="projected", note=WITHOUT_LOAD if content else NOTHING_YET)
    failure = _content_failure(queries, content, header)
    note = NOTHING_YET
    if content is not None:
        note = (
            f"projected from {content.title}: wrong answers and spend only; system failures, waiting and what load "
            f"does to answers are not yet included"
        )
    return ScaleSummary(
        queries=queries,
        stage=None,
        failure=failure,
        prompt_failure=failure,
        system_failure=unknown,
        gave_up=unknown,
        spend=_projected_spend(queries, content),
        p95_latency=unknown,
        note=note,
    )


def _content_failure(queries: int, content: Study | None, header: Header) -> Estimate:
    share = content.content() if content else None
    if content is None or share is None:
        return Estimate(value=None, provenance="projected", note="no answers yet")
    interval = predicted_share(share, queries)
    simulated = "simulated " if header.provenance == "simulated" else ""
    note = (
        f"wrong answers among the {simulated}answers to {content.title}; the interval is for the share among "
        f"{words.counted(queries, 'further query', 'further queries')}; load is not yet included"
    )
    return Estimate(
        value=share.value, low=interval.low, high=interval.high, provenance="projected", count=share.count, note=note
    )


def predicted_share(share: Share, queries: int) -> Interval:
    """The 95 % interval of the share that will be seen among `queries` further queries of the same traffic.

    Beta-binomial prediction with Jeffreys' prior: the rate is drawn from Beta(k + 1/2, n - k + 1/2) at the effective
    size, then the count from a beta-binomial whose variance exceeds the binomial by the sample's design effect.
    Ends are shares that can be seen: of 10 queries, whole tenths.
    """
    draw = generator()
    hits = share.value * share.effective
    rate = draw.beta(hits + 0.5, share.effective - hits + 0.5, DRAWS)
    excess = min(share.design_effect, float(queries)) - 1
    if excess > 0 and queries > 1:
        weight = (queries - 1) / excess - 1
        rate = draw.beta(np.maximum(rate * weight, SMALLEST), np.maximum((1 - rate) * weight, SMALLEST))
    seen = np.sort(draw.binomial(queries, rate)) / queries
    low, high = (float(seen[round(tail * (DRAWS - 1))]) for tail in (0.025, 0.975))
    return Interval(min(low, share.value), max(high, share.value))


def _projected_spend(queries: int, content: Study | None) -> Estimate:
    if content is None:
        return Estimate(value=None, provenance="projected", note=NOTHING_YET)
    per_query = content.summary.usd_per_query
    if per_query.value is None:
        return Estimate(value=None, provenance="projected", note=per_query.note)
    interval = predicted_spend(content.spending, queries)
    value = per_query.value * queries
    return Estimate(
        value=value,
        low=None if interval is None else min(value, interval.low),
        high=None if interval is None else max(value, interval.high),
        provenance="projected",
        count=per_query.count,
        note=f"{per_query.provenance} spend of {content.title}, projected; retries under load are not yet included",
    )


def predicted_spend(spending: Spending, queries: int) -> Interval | None:
    """The 95 % interval of what `queries` further queries will cost; None from a single session.

    Each resample of the sessions gives a cost per query; to it comes the chance of who will come: n/m further sessions,
    m being the queries of a session, drawn one by one or, beyond 200, normal with the spread of cost - R queries.
    """
    per_query = spending.per_query.value
    if per_query is None or spending.resampling.sessions < 2:  # noqa: PLR2004
        return None
    cost, asked = spending.per_session("cost"), spending.per_session("queries")
    sessions = queries * int((asked > 0).sum()) / spending.sum("queries")
    replicates = spending.resampling.ratio("cost", "queries") * queries
    draw = generator()
    if sessions > FEW_SESSIONS:
        spread = math.sqrt(sessions) * float(np.std(cost - per_query * asked))
        return _positive(spending, replicates + draw.normal(0.0, spread, REPLICATES))
    chosen = draw.integers(0, len(cost), size=(REPLICATES, max(1, round(sessions))))
    with np.errstate(divide="ignore", invalid="ignore"):
        luck = cost[chosen].sum(axis=1) / asked[chosen].sum(axis=1) / (per_query or 1.0)
    luck[~np.isfinite(luck)] = np.nan
    return _positive(spending, replicates * luck)


def _positive(spending: Spending, replicates: Floats) -> Interval | None:
    interval = spending.resampling.interval(replicates)
    return None if interval is None else Interval(max(0.0, interval.low), max(0.0, interval.high))


def usd_per_month(content: Study | None, queries_per_month: int | None) -> Estimate:
    """The cost per query times the queries a month the scenario states."""
    if queries_per_month is None:
        return Estimate(value=None, provenance="projected", note="no number of queries a month was given")
    if content is None:
        return Estimate(value=None, provenance="projected", note=NOTHING_YET)
    return bill(content.summary.usd_per_query, queries_per_month)


def flawless_demo(sample: Study | None, queries: int) -> Estimate:
    """The chance (1-p)^n that a demo of n queries shows no failure when queries fail at the rate p of a sample."""
    failure = sample.summary.failure if sample else None
    if sample is None or failure is None or failure.value is None or failure.low is None or failure.high is None:
        return Estimate(value=None, provenance="projected", note=NOTHING_YET)
    return Estimate(
        value=(1 - failure.value) ** queries,
        low=(1 - failure.high) ** queries,
        high=(1 - failure.low) ** queries,
        provenance="projected",
        count=failure.count,
        note=(f"the failure rate used is {words.percent(failure.value)}, {failure.provenance} on {sample.title}"),
    )
