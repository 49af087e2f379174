"""A number as people are told it: with its interval, and how it came about."""

from __future__ import annotations

import msgspec

from stressdesk.journal.events import Provenance


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """The frozen base of everything in a summary."""


class Estimate(Finding, frozen=True, kw_only=True):
    """A number, its 95 % interval, and how it came about. Rates are shares (0..1), money US dollars, times seconds.

    `value` is None where nothing can be said (then `note` says why); `low` and `high` are None where no interval is
    known; `count` is how many observations stand behind it.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    provenance: Provenance
    count: int = 0
    note: str = ""

    def times(self, factor: float) -> Estimate:
        """So many times the number, its interval with it."""
        value, low, high = (None if one is None else one * factor for one in (self.value, self.low, self.high))
        return msgspec.structs.replace(self, value=value, low=low, high=high)


class Percentiles(Finding, frozen=True, kw_only=True):
    """Quantiles of one time in seconds over answered queries, each with an interval; None where there were none."""

    count: int
    p50: Estimate
    p90: Estimate
    p95: Estimate
    p99: Estimate
    mean: float | None
