"""The bootstrap of ratios, by session: what another set of users like these would have come to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis.intervals import CONFIDENCE, NORMAL, Interval, t_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from stressdesk.analysis.arrays import Floats

REPLICATES = 1_000
# With more sessions than this, sessions are dealt into as many groups and groups are resampled: the standard error
# found so is itself uncertain by 1/sqrt(2 x 1,000) = 2.2 %, about as much as from 1,000 replicates.
MOST_GROUPS = 1_000
SEED = 20_261_122
TABLE_BITS = 16


class Resampling:
    """Totals of the columns of sessions, and what they come to in 1,000 resamples of the sessions.

    Poisson bootstrap: each session counts Poisson(1) times in a resample, drawn through a table of 2^16 entries
    (Chamandy et al. 2012, "Estimating uncertainty for massive data streams"); a session's draws depend on its place
    alone, so that intervals of a growing run move smoothly. Deterministic: the generator has a fixed seed.
    """

    def __init__(self, columns: dict[str, Floats]) -> None:
        names = list(columns)
        self.sessions = len(columns[names[0]])
        totals = _resampled(np.stack([_grouped(column) for column in columns.values()], axis=1))
        self._totals = dict(zip(names, totals, strict=True))

    def ratio(self, above: str, below: str) -> Floats:
        """Sum of one column / sum of another in each resample; infinite or NaN where the second is 0."""
        return self.weighted({above: 1.0}, below)

    def weighted(self, weights: Mapping[str, float], below: str) -> Floats:
        """The same for several columns, each times its weight."""
        above = sum(weight * self._totals[name] for name, weight in weights.items())
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient: Floats = above / self._totals[below]
        return quotient

    def interval(self, replicates: Floats) -> Interval | None:
        """The 95 % expanded percentile interval of resampled values; None from one session alone.

        Its tails are Phi(-sqrt(S/(S-1)) t) instead of 2.5 %, t being Student's with S-1 degrees of freedom: Hesterberg
        (2015), "What teachers should know about the bootstrap", section 4.2; the plain interval is too narrow
        for small S.
        """
        known = replicates[~np.isnan(replicates)]
        if self.sessions < 2 or not len(known):  # noqa: PLR2004
            return None
        reach = t_quantile((1 + CONFIDENCE) / 2, self.sessions - 1)
        tail = NORMAL.cdf(-math.sqrt(self.sessions / (self.sessions - 1)) * reach)
        low, high = np.quantile(known, [tail, 1 - tail], method="inverted_cdf")
        return Interval(float(low), float(high))


def generator() -> np.random.Generator:
    """The generator analysis draws from, always from the same start: a summary of the same records is the same."""
    return np.random.Generator(np.random.PCG64(SEED))


def _grouped(column: Floats) -> Floats:
    """A column as it is, or, where it is too long, the sums of one entry in so many."""
    if len(column) <= MOST_GROUPS:
        return column
    sums = np.bincount(np.arange(len(column)) % MOST_GROUPS, weights=column, minlength=MOST_GROUPS)
    return sums.astype(np.float64, copy=False)


def _resampled(matrix: Floats) -> Floats:
    """Column totals in each resample: columns x replicates."""
    draws = generator().integers(0, 2**TABLE_BITS, size=(len(matrix), REPLICATES), dtype=np.uint16)
    # Single precision halves the time, and its error of 1e-6 is nothing beside that of 1,000 replicates.
    totals: NDArray[np.float32] = matrix.T.astype(np.float32) @ _poisson_table()[draws]
    return totals.astype(np.float64)


def _poisson_table() -> NDArray[np.float32]:
    """Poisson(1) values, each as often among 2^16 as its probability says."""
    size = 2**TABLE_BITS
    values = np.arange(9)
    chances = np.cumsum([math.exp(-1) / math.factorial(value) for value in values.tolist()])
    edges = np.round(chances * size).astype(np.int64)
    edges[-1] = size
    return np.repeat(values, np.diff(edges, prepend=0)).astype(np.float32)
