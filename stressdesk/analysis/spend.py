"""What a stage cost in all, per query and per good answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stressdesk.analysis import words
from stressdesk.analysis.columns import Columns
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.provenance import of_money
from stressdesk.analysis.resampling import Resampling
from stressdesk.analysis.summary import Tokens

if TYPE_CHECKING:
    from stressdesk.analysis.arrays import Floats
    from stressdesk.journal.events import Header, Provenance

NO_PRICE = "no price for this model"
ONE_SESSION = "a single session gives no interval"


class Spending:
    """What a stage cost, and the resamples of its sessions that its intervals come from.

    `total` is exact for what was spent, so it has no interval. `per_query` and `per_good` share all of it, failed and
    cancelled queries and retries included, among the queries that count and among the good ones.
    """

    def __init__(self, columns: Columns, header: Header) -> None:
        self._sample = sample = columns.sample()
        self.provenance = provenance(columns, header)
        self.is_priced = _is_priced(columns, header)
        per_session = {name: self.per_session(name) for name in ("cost", "queries", "good", *Columns.TOKENS)}
        self._sums = {name: float(column.sum()) for name, column in per_session.items()}
        self.resampling = Resampling(per_session)
        self._partial = _partial_note(columns.unpriced, len(sample))
        self.total = self._total(len(sample))
        self.per_query = self._ratio("queries", "no query has ended")
        self.per_good = self._ratio("good", "there is no good answer to share the spend among")

    def per_session(self, name: str) -> Floats:
        """The sums of "cost", "queries", "good" or a kind of tokens over each session."""
        sample = self._sample
        if name == "cost":
            return sample.by_session(np.nan_to_num(sample.cost))
        if name in Columns.TOKENS:
            return sample.by_session(sample.column(name))
        return sample.by_session(sample.counted if name == "queries" else sample.good)

    def sum(self, name: str) -> float:
        """The sum of one of these over all sessions."""
        return self._sums[name]

    def _total(self, count: int) -> Estimate:
        if not self.is_priced:
            return Estimate(value=None, provenance=self.provenance, note=NO_PRICE)
        return Estimate(value=self.sum("cost"), provenance=self.provenance, count=count, note=self._partial)

    def _ratio(self, below: str, without: str) -> Estimate:
        count = int(self.sum(below))
        if not self.is_priced or not count:
            note = without if self.is_priced else NO_PRICE
            return Estimate(value=None, provenance=self.provenance, note=note)
        value = self.sum("cost") / count
        ratio = self.estimate(value, self.resampling.ratio("cost", below), self.provenance, count)
        return msgspec.structs.replace(ratio, note="; ".join(filter(None, (ratio.note, self._partial))))

    def estimate(self, value: float, replicates: Floats, provenance: Provenance, count: int) -> Estimate:
        """A value with the interval of its resampled values, without an upper end where these have none."""
        interval = self.resampling.interval(replicates)
        low = high = None
        if interval is not None:
            low = min(value, interval.low)
            high = max(value, interval.high) if np.isfinite(interval.high) else None
        return Estimate(
            value=value, low=low, high=high, provenance=provenance, count=count, note="" if interval else ONE_SESSION
        )


def tokens(columns: Columns) -> Tokens:
    """The token totals over all requests of a stage."""
    sample = columns.sample()
    sums = {name: int(sample.column(name).sum()) for name in Columns.TOKENS if name != "billed"}
    return Tokens(**sums, estimated=columns.estimated)


def provenance(columns: Columns, header: Header) -> Provenance:
    """How a stage's spend came about."""
    return of_money(header, has_simulated_tokens=bool(columns.simulated))


def _is_priced(columns: Columns, header: Header) -> bool:
    """Is anything known of what requests cost? A price that is not known is never $0."""
    sample = columns.sample()
    if columns.unpriced:
        return bool((~np.isnan(sample.cost) & (sample.column("billed") > 0)).any())
    return header.prices is not None or bool((sample.cost > 0).any())


def _partial_note(unpriced: int, count: int) -> str:
    if not unpriced:
        return ""
    return f"{words.counted(unpriced, 'query')} of {words.count(count)} left out: what they cost is not known"
