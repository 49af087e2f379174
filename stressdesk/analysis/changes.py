"""How sure a change between two runs is: tests and intervals for differences of shares and of other estimates."""

from __future__ import annotations

import math

import msgspec

from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.intervals import Interval
from stressdesk.analysis.rates import Share
from stressdesk.journal.events import Provenance

# From the surest to the least sure; of two numbers a difference is as sure as the less sure one.
SUREST_FIRST: tuple[Provenance, ...] = ("measured", "assumed", "projected", "simulated")


class Pairs(msgspec.Struct, frozen=True):
    """Queries asked in both runs: how many failed in both, in the second run only, in the first only, in neither."""

    both: int
    newly: int
    no_longer: int
    neither: int

    @property
    def count(self) -> int:
        """How many there are."""
        return self.both + self.newly + self.no_longer + self.neither

    @property
    def correlation(self) -> float:
        """Phi of the two outcomes; positive values with Newcombe's continuity correction, 0 where it is not defined."""
        margins = (self.both + self.newly) * (self.no_longer + self.neither)
        margins *= (self.both + self.no_longer) * (self.newly + self.neither)
        above = self.both * self.neither - self.newly * self.no_longer
        if margins == 0:
            return 0.0
        return (max(0.0, above - self.count / 2) if above > 0 else above) / math.sqrt(margins)


def exact_p_value(more: int, fewer: int) -> float:
    """The two-sided p value of `more` changes one way and `fewer` the other, were both ways equally likely.

    p = min(1, 2 P(B <= min)), B binomial(more + fewer, 1/2). For pairs of outcomes that is McNemar's exact test
    (McNemar 1947); for sessions that changed on balance the sign test. 1 where nothing changed.
    """
    changes = more + fewer
    logarithms = [
        math.lgamma(changes + 1) - math.lgamma(k + 1) - math.lgamma(changes - k + 1) - changes * math.log(2)
        for k in range(min(more, fewer) + 1)
    ]
    return min(1.0, 2 * math.fsum(math.exp(one) for one in logarithms))


def independent_difference(before: Share, after: Share) -> Interval:
    """The 95 % interval of after - before for shares of different queries, from the Wilson interval of each.

    d - sqrt((p2-l2)^2 + (u1-p1)^2), d + sqrt((u2-p2)^2 + (p1-l1)^2): Newcombe (1998), "Interval estimation for the
    difference between independent proportions", method 10.
    """
    return _combined(before.value, before.interval, after.value, after.interval, 0.0)


def paired_difference(before: Share, after: Share, pairs: Pairs) -> Interval:
    """The same for shares of the same queries, whose outcomes go together: with 2 phi (..)(..) less under each root.

    Newcombe (1998), "Improved confidence intervals for the difference between binomial proportions based on paired
    data", method 10.
    """
    return _combined(before.value, before.interval, after.value, after.interval, pairs.correlation)


def difference(before: Estimate, after: Estimate) -> Estimate:
    """After - before with a 95 % interval from the intervals of both, as if they were independent.

    The formula of `independent_difference`, which Zou and Donner (2008) extend to any estimates. For the same queries
    in both runs the interval is wider than it need be, never too narrow, as outcomes then go together.
    """
    source = less_sure(before.provenance, after.provenance)
    if before.value is None or after.value is None:
        note = before.note or after.note or "not known for both runs"
        return Estimate(value=None, provenance=source, note=note)
    value = after.value - before.value
    count = min(before.count, after.count)
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return Estimate(value=value, provenance=source, count=count, note="no interval, since one of the two has none")
    found = _combined(
        before.value, Interval(before.low, before.high), after.value, Interval(after.low, after.high), 0.0
    )
    return Estimate(value=value, low=found.low, high=found.high, provenance=source, count=count)


def less_sure(one: Provenance, other: Provenance) -> Provenance:
    """The provenance of what rests on both."""
    return max(one, other, key=SUREST_FIRST.index)


def _combined(before: float, around: Interval, after: float, around_after: Interval, correlation: float) -> Interval:
    value = after - before
    below, above = after - around_after.low, around.high - before
    low = value - _root(below, above, correlation)
    below, above = around_after.high - after, before - around.low
    return Interval(low, value + _root(below, above, correlation))


def _root(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(0.0, one * one - 2 * correlation * one * other + other * other))
