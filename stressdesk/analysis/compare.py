"""Two runs side by side: what changed between them, how surely, and which queries it was.

Where both asked the same words, single queries are compared (pairs); else only their shares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from stressdesk.analysis import rates
from stressdesk.analysis.asked import Asked, Place, Side
from stressdesk.analysis.changes import (
    Pairs,
    difference,
    exact_p_value,
    independent_difference,
    less_sure,
    paired_difference,
)
from stressdesk.analysis.estimate import Estimate, Finding
from stressdesk.analysis.rates import Share
from stressdesk.analysis.summary import StageSummary, Summary
from stressdesk.journal.pages import Result

# With fewer of the smaller stage's queries asked in the same words, the two are different traffic.
SAME_WORDS = 0.9


class Paired(Finding, frozen=True, kw_only=True):
    """The same queries in both runs.

    `p_value` is that of McNemar's exact test; where conversations have several turns, of the sign test on
    conversations that changed on balance, since turns of one are alike (then `by_conversation`).
    """

    pairs: Pairs
    p_value: float
    by_conversation: bool


class StageChange(Finding, frozen=True, kw_only=True):
    """One stage of both runs. The differences are after - before; `paired` is None where other words were asked."""

    name: str
    before: StageSummary
    after: StageSummary
    failure: Estimate
    p95_latency: Estimate
    usd_per_query: Estimate
    paired: Paired | None


class Flip(Finding, frozen=True, kw_only=True):
    """A query that failed in one of the runs only."""

    stage: str
    session: int
    turn: int
    text: str
    before: Result
    after: Result
    is_newly_failing: bool


class Comparison(Finding, frozen=True, kw_only=True):
    """All of it; flips that fail newly come first."""

    before: Summary
    after: Summary
    stages: tuple[StageChange, ...]
    flips: tuple[Flip, ...]


def compare(before: Side, after: Side) -> Comparison:
    """What changed from one run to another."""
    common = _pairs(before, after)
    names = [stage.name for stage in before.summary.stages]
    both = [name for name in names if any(stage.name == name for stage in after.summary.stages)]
    changes = tuple(_stage(name, before, after, common.get(name, [])) for name in both)
    compared = {change.name for change in changes if change.paired is not None}
    flips = [
        _flip(place, one, other)
        for name in both
        for place, one, other in common.get(name, ())
        if name in compared and one.has_failed != other.has_failed
    ]
    return Comparison(
        before=before.summary,
        after=after.summary,
        stages=changes,
        flips=tuple(sorted(flips, key=lambda flip: not flip.is_newly_failing)),
    )


Pair = tuple[Place, Asked, Asked]


def _pairs(before: Side, after: Side) -> dict[str, list[Pair]]:
    """By stage, in order: queries that ended in both runs and were asked in the same words."""
    found = defaultdict(list)
    for place, one in sorted(before.queries.items(), key=lambda pair: (pair[0].session, pair[0].turn)):
        other = after.queries.get(place)
        if other is not None and one.words == other.words and one.is_counted and other.is_counted:
            found[place.stage].append((place, one, other))
    return found


def _stage(name: str, before: Side, after: Side, common: Sequence[Pair]) -> StageChange:
    one, other = _named(before, name), _named(after, name)
    smaller = min(_counted(before, name), _counted(after, name))
    is_paired = bool(common) and len(common) >= SAME_WORDS * smaller
    return StageChange(
        name=name,
        before=one,
        after=other,
        failure=_paired_failure(one, other, common) if is_paired else _failure(before, after, name),
        p95_latency=difference(one.latency.p95, other.latency.p95),
        usd_per_query=difference(one.usd_per_query, other.usd_per_query),
        paired=_paired(common) if is_paired else None,
    )


def _paired(common: Sequence[Pair]) -> Paired:
    pairs = _table(common)
    balance: dict[int, int] = defaultdict(int)
    for place, one, other in common:
        balance[place.session] += other.has_failed - one.has_failed
    more = sum(change > 0 for change in balance.values())
    fewer = sum(change < 0 for change in balance.values())
    return Paired(pairs=pairs, p_value=exact_p_value(more, fewer), by_conversation=len(balance) < len(common))


def _table(common: Sequence[Pair]) -> Pairs:
    return Pairs(
        both=sum(one.has_failed and other.has_failed for _, one, other in common),
        newly=sum(other.has_failed and not one.has_failed for _, one, other in common),
        no_longer=sum(one.has_failed and not other.has_failed for _, one, other in common),
        neither=sum(not one.has_failed and not other.has_failed for _, one, other in common),
    )


def _paired_failure(one: StageSummary, other: StageSummary, common: Sequence[Pair]) -> Estimate:
    pairs = _table(common)
    before = _share([(place.session, asked.has_failed) for place, asked, _ in common])
    after = _share([(place.session, asked.has_failed) for place, _, asked in common])
    found = paired_difference(before, after, pairs)
    return Estimate(
        value=(pairs.newly - pairs.no_longer) / pairs.count,
        low=found.low,
        high=found.high,
        provenance=less_sure(one.failure.provenance, other.failure.provenance),
        count=pairs.count,
    )


def _failure(before: Side, after: Side, name: str) -> Estimate:
    one, other = _named(before, name).failure, _named(after, name).failure
    source = less_sure(one.provenance, other.provenance)
    if not one.count or not other.count:
        return Estimate(value=None, provenance=source, note="no query ended in one of the runs")
    shares = [
        _share([(place.session, asked.has_failed) for place, asked in side.queries.items() if place.stage == name
                and asked.is_counted])
        for side in (before, after)
    ]  # fmt: skip
    found = independent_difference(*shares)
    value = shares[1].value - shares[0].value
    return Estimate(value=value, low=found.low, high=found.high, provenance=source, count=min(one.count, other.count))


def _share(outcomes: Sequence[tuple[int, bool]]) -> Share:
    """The share of failures among (session, failed), allowing for turns of one session being alike."""
    sessions = np.unique([session for session, _ in outcomes], return_inverse=True)[1].astype(np.int64)
    found = rates.clustered(np.array([failed for _, failed in outcomes], dtype=np.bool_), sessions)
    assert found is not None
    return found


def _flip(place: Place, one: Asked, other: Asked) -> Flip:
    return Flip(
        stage=place.stage,
        session=place.session,
        turn=place.turn,
        text=one.text,
        before=one.result,
        after=other.result,
        is_newly_failing=other.has_failed,
    )


def _named(side: Side, name: str) -> StageSummary:
    return next(stage for stage in side.summary.stages if stage.name == name)


def _counted(side: Side, name: str) -> int:
    return _named(side, name).counted
