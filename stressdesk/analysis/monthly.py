"""A bill from a price a query: simple enough to follow a slider."""

from __future__ import annotations

import msgspec

from stressdesk.analysis import words
from stressdesk.analysis.summary import Estimate


def times(estimate: Estimate, factor: float, note: str = "") -> Estimate:
    """So many times an estimate, its interval with it: a projection, whatever the estimate is."""
    return msgspec.structs.replace(
        estimate,
        value=None if estimate.value is None else estimate.value * factor,
        low=None if estimate.low is None else estimate.low * factor,
        high=None if estimate.high is None else estimate.high * factor,
        provenance="projected",
        note=note or estimate.note,
    )


def bill(usd_per_query: Estimate, queries_per_month: int) -> Estimate:
    """What so many queries a month cost at a cost per query; no value where that is not known."""
    if usd_per_query.value is None:
        return times(usd_per_query, 1)
    note = f"{usd_per_query.provenance} cost per query x {words.count(queries_per_month)} queries a month (assumed)"
    return times(usd_per_query, queries_per_month, note)
