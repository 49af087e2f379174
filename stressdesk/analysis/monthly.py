"""What many queries cost, from what one costs, on this model and on others: simple enough to follow a slider."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from stressdesk.analysis import words
from stressdesk.analysis.estimate import Estimate

if TYPE_CHECKING:
    from stressdesk.analysis.summary import StageSummary, Summary


class ModelCost(NamedTuple):
    """One model, what a thousand queries cost on it, and whether it is the one that was asked."""

    name: str
    usd_per_1000: Estimate
    is_own: bool


def bill(usd_per_query: Estimate, queries_per_month: int) -> Estimate:
    """What so many queries a month cost at a cost per query; no value where that is not known."""
    note = f"{usd_per_query.provenance} cost per query x {words.count(queries_per_month)} queries a month (assumed)"
    return msgspec.structs.replace(
        usd_per_query.times(queries_per_month),
        provenance="projected",
        note=usd_per_query.note if usd_per_query.value is None else note,
    )


def model_costs(summary: Summary) -> list[ModelCost]:
    """The model that was asked and the others, the cheapest first; only those whose price is known."""
    costs = [ModelCost(one.model, one.usd_per_1000, is_own=False) for one in summary.other_models]
    sample = sampled(summary)
    if sample is not None:
        own = sample.usd_per_query.times(1_000)
        costs.append(ModelCost(summary.facts.model or summary.facts.target, own, is_own=True))
    known = [cost for cost in costs if cost.usd_per_1000.value is not None]
    return sorted(known, key=lambda cost: cost.usd_per_1000.value or 0.0)


def sampled(summary: Summary) -> StageSummary | None:
    """The stage that projections of spend rest on."""
    return next((stage for stage in summary.stages if stage.name == summary.content), None)
