"""Shares of queries with 95 % intervals that allow for the turns of one session being alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stressdesk.analysis.arrays import Booleans, Integers
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.intervals import Interval, Z, t_quantile

if TYPE_CHECKING:
    from stressdesk.journal.events import Provenance


class Share(msgspec.Struct, frozen=True):
    """`hits` of `count` queries from `sessions` sessions; `effective` independent queries would say as much."""

    hits: int
    count: int
    sessions: int
    effective: float

    @property
    def value(self) -> float:
        """The share itself."""
        return self.hits / self.count

    @property
    def design_effect(self) -> float:
        """By how much clustering widens the variance, at least 1."""
        return self.count / self.effective

    @property
    def interval(self) -> Interval:
        """The Wilson interval of the share at its effective size."""
        return wilson(self.value, self.effective)


def wilson(share: float, count: float) -> Interval:
    """Wilson's 95 % score interval for a share of `count` (effective) observations, count > 0.

    (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n): Wilson (1927), as advised
    by Brown, Cai and DasGupta (2001).
    """
    square = Z * Z / count
    middle = share + square / 2
    reach = Z * math.sqrt(share * (1 - share) / count + square / (4 * count))
    low = 0.0 if share == 0 else (middle - reach) / (1 + square)
    high = 1.0 if share == 1 else (middle + reach) / (1 + square)
    return Interval(max(0.0, min(low, share)), min(1.0, max(high, share)))


def clustered(hits: Booleans, sessions: Integers) -> Share | None:
    """The share of `hits` among queries of the given sessions (codes from 0), None where there are no queries.

    With single-turn sessions the effective size is the size. Else it is (n / deff) (z / t)^2 after Korn and Graubard
    (1998), where t has as many degrees of freedom as there are sessions less one, and deff is `design_effect`.
    """
    count = len(hits)
    if not count:
        return None
    sizes = np.bincount(sessions)
    hit_sizes = np.bincount(sessions[hits], minlength=len(sizes))
    present = sizes > 0
    return of_sessions(hit_sizes[present], sizes[present])


def of_sessions(hits: Integers, sizes: Integers) -> Share:
    """The share over sessions with `hits` of `sizes` queries each; all sizes are at least 1."""
    total, count, sessions = int(hits.sum()), int(sizes.sum()), len(sizes)
    if count == sessions:
        return Share(total, count, sessions, float(count))
    if sessions == 1:
        return Share(total, count, 1, 1.0)
    shrink = (Z / t_quantile(0.975, sessions - 1)) ** 2
    return Share(total, count, sessions, max(1.0, count / design_effect(hits, sizes) * shrink))


def design_effect(hits: Integers, sizes: Integers) -> float:
    """The variance of a share over sessions relative to independent queries (Kish 1965), at least 1.

    deff = (S/(S-1) sum (y_s - p m_s)^2 + M^2 (1-p)^2) / (n p (1-p) + M (1-p)^2) for S sessions with m_s queries, y_s of
    them of the rarer result (its share is p), n = sum m_s and M = sum m_s^2 / n. The first terms are the usual
    linearised estimate. The second add one imagined session of M queries that all have the rarer result: without it
    a handful of failures, which never fall together by chance, would pass as proof that failures do not cluster.
    """
    count = int(sizes.sum())
    rarer = hits if 2 * int(hits.sum()) <= count else sizes - hits
    share = float(rarer.sum()) / count
    sessions = len(sizes)
    typical = float((sizes.astype(float) ** 2).sum()) / count
    spread = float(((rarer - share * sizes) ** 2).sum()) * sessions / (sessions - 1)
    rest = (1 - share) ** 2
    return max(1.0, (spread + typical**2 * rest) / (count * share * (1 - share) + typical * rest))


def rate(hits: Booleans, sessions: Integers, provenance: Provenance) -> Estimate:
    """The share of `hits` as an estimate with its interval; no value where there are no queries."""
    return estimate(clustered(hits, sessions), provenance)


def estimate(share: Share | None, provenance: Provenance) -> Estimate:
    """A share as an estimate; no value where there is none."""
    if share is None:
        return Estimate(value=None, provenance=provenance, note="no queries")
    interval = share.interval
    return Estimate(value=share.value, low=interval.low, high=interval.high, provenance=provenance, count=share.count)
