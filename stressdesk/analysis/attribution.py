"""What each kind of mess costs, other kinds held equal."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stressdesk.analysis import rates
from stressdesk.analysis.arrays import Booleans, Floats, Integers
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.intervals import CONFIDENCE, t_quantile
from stressdesk.analysis.summary import MessRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.columns import Columns
    from stressdesk.journal.events import Provenance

FEWEST = 5
# Rows taken at a time: with all of 100,000 queries at once, five tables of 40 kinds would take 200 MB.
BLOCK_ROWS = 4_096
# Eigenvalues of the scaled cross products below this count as zero: columns that are sums of others to ten digits.
SINGULAR = 1e-10


class Effects(msgspec.Struct, frozen=True):
    """The effect of each regressor on the chance of failing, with its 95 % half-width; NaN where inseparable."""

    values: Floats
    reaches: Floats
    separable: Booleans


def mess_rows(columns: Columns, provenance: Provenance) -> tuple[MessRow, ...]:
    """One row a kind of mess, those that surely cost most first, then those nothing can be said of.

    They are ordered by the lower end of the interval: by the value, the rarest kinds would lead by chance alone.

    `count` and `share` are of the queries that count. `rate` and `cost` are of prompt failures among answers the
    checks could decide on, since an answer that never came says nothing of the words it was asked in.
    """
    sample = columns.sample()
    kinds = sorted({kind for mess in columns.messes.known for kind in mess})
    if not kinds or not sample.counted.any():
        return ()
    table = np.array([[kind in mess for kind in kinds] for mess in columns.messes.known], dtype=bool)
    mess, judged = sample.mess, sample.answered & ~sample.unsure
    wrong = sample.failed_as("prompt")[judged]
    present = table[mess[judged]]
    sessions = sample.session[judged]
    costs = _costs(present, wrong, sessions, kinds, provenance)
    counts = np.bincount(mess[sample.counted], minlength=len(table)) @ table
    total = int(sample.counted.sum())
    rows = [
        MessRow(
            mess=kind,
            count=int(counts[place]),
            share=int(counts[place]) / total,
            rate=rates.rate(wrong[present[:, place]], sessions[present[:, place]], provenance),
            cost=costs[place],
        )
        for place, kind in enumerate(kinds)
        if counts[place]
    ]
    return tuple(sorted(rows, key=lambda row: (row.cost.low is None, -(row.cost.low or 0.0), -row.count, row.mess)))


def _costs(
    present: Booleans, wrong: Booleans, sessions: Integers, kinds: Sequence[str], provenance: Provenance
) -> list[Estimate]:
    counts = present.sum(axis=0)
    if len(wrong) <= len(kinds) + 1:
        note = f"{len(wrong)} judged answers are too few to tell {len(kinds)} kinds of mess apart"
        return [Estimate(value=None, provenance=provenance, count=int(count), note=note) for count in counts]
    found = effects(present, wrong, sessions)
    return [_cost(found, place, int(count), provenance) for place, count in enumerate(counts)]


def _cost(found: Effects, place: int, count: int, provenance: Provenance) -> Estimate:
    if count < FEWEST:
        note = f"fewer than {FEWEST} judged answers"
        return Estimate(value=None, provenance=provenance, count=count, note=note)
    if not found.separable[place]:
        note = "always comes with the same other kinds of mess, so that its own part cannot be told"
        return Estimate(value=None, provenance=provenance, count=count, note=note)
    value, reach = float(found.values[place]), float(found.reaches[place])
    return Estimate(
        value=value, low=max(-1.0, value - reach), high=min(1.0, value + reach), provenance=provenance, count=count
    )


def effects(present: Booleans, wrong: Booleans, sessions: Integers) -> Effects:
    """How much each kind adds to the chance of failing: wrong ~ 1 + kinds, by least squares.

    `present` is queries x kinds; rows of a session stand together. The half-width is t times the larger of two
    standard errors:
    - by session: sum over sessions of (sum of z_i e_i / sqrt(1-h_i))^2, where z = X (X'X)^-1 and h is the leverage
      (Liang and Zeger 1986, with the small-sample correction HC2 of MacKinnon and White 1985 within sessions);
    - binomial: sum of z_i^2 p(1-p), where p is the failure rate, (k+1)/(n+2), of the queries with the kind and that of
      those without. A kind seen six times and never failing would else seem known exactly (Agresti and Caffo 2000).
    t is Student's with the effective number of sessions (sum g)^2 / sum g^2, g = sum of z_i^2 in a session, less one
    (Carter, Schnepel and Steigerwald 2017).
    """
    outcome = wrong.astype(np.float64)
    starts = np.flatnonzero(np.diff(sessions, prepend=-1))
    blocks = _blocks(starts, len(wrong))
    products, moments = np.zeros((present.shape[1] + 1,) * 2), np.zeros(present.shape[1] + 1)
    for block in blocks:
        design = _design(present[block])
        products += design.T @ design
        moments += design.T @ outcome[block]
    inverse, separable = _inverse(products)
    values = inverse @ moments
    sums = np.zeros((5, len(moments)))
    for block in blocks:
        inner = starts[(starts >= block.start) & (starts < block.stop)] - block.start
        sums += _sums(_design(present[block]), outcome[block], inner, inverse, values)
    scores, weights, squares, inside, whole = sums
    by_session = scores * len(starts) / max(1, len(starts) - 1)
    variance = np.maximum(by_session[1:], _binomial(inside[1:], whole[1:], present, outcome))
    effective = weights[1:] ** 2 / np.maximum(squares[1:], 1e-300)
    critical = np.array([t_quantile((1 + CONFIDENCE) / 2, size - 1) for size in effective.tolist()])
    return Effects(values[1:], critical * np.sqrt(variance), separable[1:])


def _blocks(starts: Integers, size: int) -> list[slice]:
    """The rows in parts of about `BLOCK_ROWS`, no session in two of them."""
    places = np.searchsorted(starts, np.arange(0, size, BLOCK_ROWS))
    bounds = [*np.unique(starts[places[places < len(starts)]]).tolist(), size]
    return [slice(begin, end) for begin, end in pairwise(bounds)]


def _design(present: Booleans) -> Floats:
    return np.column_stack([np.ones(len(present)), present])


def _sums(design: Floats, outcome: Floats, starts: Integers, inverse: Floats, values: Floats) -> Floats:
    """Of some sessions, for each coefficient: squared scores, weights, squared weights, z^2 with the kind, all z^2."""
    influence = design @ inverse
    leverage = np.clip(np.einsum("ij,ij->i", influence, design), 0.0, 1 - 1e-9)
    residual = (outcome - design @ values) / np.sqrt(1 - leverage)
    scores = np.add.reduceat(influence * residual[:, None], starts, axis=0)
    weighed = influence**2
    weights = np.add.reduceat(weighed, starts, axis=0)
    inside = np.einsum("ij,ij->j", weighed, design)
    return np.array(
        [(scores**2).sum(axis=0), weights.sum(axis=0), (weights**2).sum(axis=0), inside, weighed.sum(axis=0)]
    )


def _inverse(products: Floats) -> tuple[Floats, Booleans]:
    """The pseudo-inverse of X'X, and which coefficients it determines: those without a part in the null space."""
    scale = np.sqrt(np.maximum(np.diag(products), 1.0))
    values, vectors = np.linalg.eigh(products / np.outer(scale, scale))
    regular = values > SINGULAR * values[-1]
    kept = vectors[:, regular]
    inverse = (kept / values[regular]) @ kept.T / np.outer(scale, scale)
    lost = vectors[:, ~regular]
    return inverse, (lost**2).sum(axis=1) < SINGULAR**0.5


def _binomial(inside: Floats, whole: Floats, present: Booleans, outcome: Floats) -> Floats:
    """The variance each coefficient would have if queries with, and without, the kind failed at one rate each.

    `inside` is the sum of z_i^2 over the queries with the kind, `whole` over all.
    """
    counts = present.sum(axis=0)
    # A product of the two would first make numbers of all of `present`: 40 MB at 100,000 queries.
    failed = np.array([outcome[kind].sum() for kind in present.T])
    with_kind = (failed + 1) / (counts + 2)
    without = (outcome.sum() - failed + 1) / (len(outcome) - counts + 2)
    variance: Floats = with_kind * (1 - with_kind) * inside + without * (1 - without) * (whole - inside)
    return variance
