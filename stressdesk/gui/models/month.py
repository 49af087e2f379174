"""What a month would cost: a number of queries on a slider, and the bill for it on this model and on others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.analysis import words
from stressdesk.analysis.monthly import bill, model_costs, sampled
from stressdesk.gui.models.results import ResultsModel

if TYPE_CHECKING:
    from stressdesk.analysis.estimate import Estimate
    from stressdesk.analysis.summary import Summary

FEWEST, MOST = 100, 100_000_000
STEPS = 120
"""Positions of the slider, twenty to each tenfold number of queries: the most that two digits can tell apart."""
USUAL = 100_000


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """A month's bill in words; `figure` says so where it is not known, and `note` why, or what it rests on."""

    figure: str
    interval: str
    origin: str
    note: str


class ModelBill(msgspec.Struct, frozen=True, kw_only=True):
    """The bill on one model; `times` is how many times that of the model that was asked, None where that is unknown."""

    name: str
    is_own: bool
    usd_per_1000: float
    usd_per_month: float
    per_1000: str
    per_month: str
    times: float | None
    origin: str


class MonthModel(QObject):
    """The number of queries a month that is looked at, until another run is; `changed` when it or what is known is."""

    changed = Signal()

    def __init__(self, results: ResultsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results = results
        self._chosen: int | None = None
        results.changed.connect(self._follow)

    @property
    def queries(self) -> int:
        """As chosen here, or else as the scenario states it."""
        stated = self._results.findings.summary.queries_per_month if self._results.findings else None
        return self._chosen or limited(stated or USUAL)

    @property
    def position(self) -> int:
        """Where the slider stands."""
        return position_of(self.queries)

    def choose(self, queries: int) -> None:
        """Look at another number of queries a month."""
        if limited(queries) != self.queries:
            self._chosen = limited(queries)
            self.changed.emit()

    def slide(self, position: int) -> None:
        """Put the slider somewhere."""
        if position != self.position:
            self.choose(queries_at(position))

    @property
    def bill(self) -> Bill | None:
        """What the chosen month costs; None without findings."""
        findings = self._results.findings
        return None if findings is None else month_bill(findings.summary, self.queries)

    @property
    def models(self) -> list[ModelBill]:
        """The same month on this model and on others, the cheapest first."""
        findings = self._results.findings
        return [] if findings is None else model_bills(findings.summary, self.queries)

    def _follow(self) -> None:
        if self._results.findings is None:
            self._chosen = None  # another run, of a scenario that may state another month
        self.changed.emit()


def limited(queries: int) -> int:
    """The nearest number of queries the slider reaches."""
    return min(max(queries, FEWEST), MOST)


def queries_at(position: int) -> int:
    """The number of queries at a position, rounded to two digits, since nobody knows a month better."""
    exact = FEWEST * (MOST / FEWEST) ** (min(max(position, 0), STEPS) / STEPS)
    digits = math.floor(math.log10(exact) + 1e-9)
    return int(round(exact, 1 - digits))


def position_of(queries: int) -> int:
    """The position nearest to a number of queries."""
    return round(STEPS * math.log(limited(queries) / FEWEST) / math.log(MOST / FEWEST))


def month_bill(summary: Summary, queries: int) -> Bill:
    """The bill for a month of so many queries."""
    stage = sampled(summary)
    if stage is None:
        return Bill(figure="not known", interval="", origin="", note="No production query has ended yet.")
    found = bill(stage.usd_per_query, queries)
    if found.value is None:
        note = found.note or "nothing was spent"
        return Bill(figure="not known", interval="", origin="", note=f"{note[:1].upper()}{note[1:]}.")
    return Bill(
        figure=words.money(found.value),
        interval=_interval(found),
        origin=found.provenance,
        note=f"{found.note[:1].upper()}{found.note[1:]}.",
    )


def model_bills(summary: Summary, queries: int) -> list[ModelBill]:
    """What a month of so many queries costs on every model whose price is known."""
    costs = model_costs(summary)
    own = next((cost.usd_per_1000.value for cost in costs if cost.is_own), None)
    return [
        ModelBill(
            name=cost.name,
            is_own=cost.is_own,
            usd_per_1000=cost.usd_per_1000.value or 0.0,
            usd_per_month=(cost.usd_per_1000.value or 0.0) * queries / 1_000,
            per_1000=_with_interval(cost.usd_per_1000),
            per_month=_with_interval(cost.usd_per_1000.times(queries / 1_000)),
            times=(cost.usd_per_1000.value or 0.0) / own if own else None,
            origin=cost.usd_per_1000.provenance,
        )
        for cost in costs
    ]


def _interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    return words.money_range(estimate.low, estimate.high)


def _with_interval(estimate: Estimate) -> str:
    interval = _interval(estimate)
    value = words.money(estimate.value or 0.0)
    return f"{value} ({interval})" if interval and interval != value else value
