"""Quantiles of a sample with distribution-free intervals."""

from __future__ import annotations

import math
from functools import lru_cache

import msgspec
import numpy as np

from stressdesk.analysis.arrays import Floats
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.intervals import CONFIDENCE
from stressdesk.journal.events import Provenance

TAIL = (1 - CONFIDENCE) / 2


class Ranks(msgspec.Struct, frozen=True):
    """The order statistics (from 1) that bound a quantile; None where a sample of this size has no such bound."""

    low: int | None
    high: int | None


def quantile(ordered: Floats, probability: float) -> float:
    """The quantile of values in rising order by linear interpolation (type 7 of Hyndman and Fan 1996), at least one."""
    position = (len(ordered) - 1) * probability
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    low, high = float(ordered[below]), float(ordered[above])
    return low + (high - low) * (position - below)


@lru_cache(maxsize=512)
def ranks(count: int, probability: float) -> Ranks:
    """The ranks l and u with P(B < l) <= 2.5 % and P(B >= u) <= 2.5 % for B binomial(count, probability).

    Then [x_(l), x_(u)] covers the quantile with at least 95 % whatever the distribution: David and Nagaraja, Order
    Statistics, 7.1. A small sample may lack one end or both: the largest of 10 values may lie below the 99 % quantile.
    """
    spread = math.ceil(9 * math.sqrt(count * probability * (1 - probability)) + 9)
    first = max(0, math.floor(count * probability) - spread)
    last = min(count, math.ceil(count * probability) + spread)
    successes = np.arange(first, last)
    odds = math.log(probability / (1 - probability))
    steps = np.log((count - successes) / (successes + 1)) + odds
    logarithms = np.concatenate(([0.0], np.cumsum(steps)))
    chances = np.exp(logarithms - logarithms.max())
    below = np.cumsum(chances) / chances.sum()
    low = first + int(np.searchsorted(below, TAIL, side="right"))
    high = first + int(np.searchsorted(below, 1 - TAIL, side="left")) + 1
    return Ranks(low=low if low >= 1 else None, high=high if high <= count else None)


def estimate(ordered: Floats, probability: float, provenance: Provenance) -> Estimate:
    """A quantile of values in rising order with its interval; no value where there are none."""
    count = len(ordered)
    if not count:
        return Estimate(value=None, provenance=provenance, note="no answers")
    value = quantile(ordered, probability)
    bounds = ranks(count, probability)
    low = None if bounds.low is None else min(value, float(ordered[bounds.low - 1]))
    high = None if bounds.high is None else max(value, float(ordered[bounds.high - 1]))
    return Estimate(value=value, low=low, high=high, provenance=provenance, count=count, note=_note(low, high, count))


def _note(low: float | None, high: float | None, count: int) -> str:
    missing = [end for end, bound in (("lower", low), ("upper", high)) if bound is None]
    if not missing:
        return ""
    return f"{count} answers are too few for {'an' if missing == ['upper'] else 'a'} {' or '.join(missing)} bound"
