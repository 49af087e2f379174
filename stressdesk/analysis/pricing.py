"""What the same traffic would cost on other models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis.columns import Columns
from stressdesk.analysis.summary import Pricing
from stressdesk.journal.events import PricesUsed, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.spend import Spending

# From cheap to dear, of three makers each known to most readers, at the small and the large end.
OTHER_MODELS = (
    "gemini/gemini-2.5-flash-lite",
    "gpt-5-mini",
    "claude-haiku-4-5",
    "gpt-5.4",
    "claude-sonnet-4-5",
    "claude-opus-4-6",
)
QUERIES = 1_000


def other_models(columns: Columns, spending: Spending, own: PricesUsed | None) -> tuple[Pricing, ...]:
    """The cost of a thousand queries on each of `OTHER_MODELS`, the cheapest first; () without token counts.

    The same number of tokens is taken, cached ones included; another model's tokeniser and answers differ somewhat.
    """
    if not spending.sum("queries") or not spending.sum("input") + spending.sum("output"):
        return ()
    from stressdesk.targets.prices import find  # noqa: PLC0415  # the table takes 30 ms to read

    found = [find(name) for name in OTHER_MODELS if own is None or name != own.model]
    rows = [_pricing(columns, spending, prices) for prices in found if prices is not None]
    return tuple(sorted(rows, key=lambda row: row.usd_per_1000.value or 0.0))


def _pricing(columns: Columns, spending: Spending, prices: PricesUsed) -> Pricing:
    queries = spending.sum("queries")
    linear = _linear_rates(prices)
    value = sum(rate * spending.sum(name) for name, rate in linear.items())
    replicates = spending.resampling.weighted(linear, "queries")
    # Long requests may be dearer than the sum says: the difference is exact, its share in the interval proportional.
    whole = value + _surcharge(columns.long_requests, prices, linear)
    stretch = whole / value if value else 1.0
    estimate = spending.estimate(whole / queries * QUERIES, replicates * stretch * QUERIES, "projected", int(queries))
    return Pricing(model=prices.model, usd_per_1000=estimate)


def _linear_rates(prices: PricesUsed) -> dict[str, float]:
    """Dollars per unit of each token column, as a request below the first tier costs them."""
    fee = _cost(prices, (0, 0, 0, 0))
    plain_input = _cost(prices, (1_000, 0, 0, 0)) - fee
    plain_output = _cost(prices, (0, 1_000, 0, 0)) - fee
    cached = _cost(prices, (1_000, 0, 1_000, 0)) - fee - plain_input
    reasoning = _cost(prices, (0, 1_000, 0, 1_000)) - fee - plain_output
    thousands = dict(zip(Columns.TOKENS, (plain_input, plain_output, cached, reasoning), strict=False))
    return {name: usd / 1_000 for name, usd in thousands.items()} | {"billed": fee}


def _surcharge(requests: Sequence[Usage], prices: PricesUsed, linear: dict[str, float]) -> float:
    total = 0.0
    for usage in requests:
        counts = (usage.input, usage.output, usage.cached, usage.reasoning, 1)
        total += _cost(prices, counts[:4]) - sum(
            rate * count for rate, count in zip(linear.values(), counts, strict=True)
        )
    return total


def _cost(prices: PricesUsed, counts: tuple[int, ...]) -> float:
    from stressdesk.targets.prices import cost_usd  # noqa: PLC0415

    plain_input, output, cached, reasoning = counts
    usage = Usage(input=plain_input, output=output, cached=cached, reasoning=reasoning, source="estimated")
    return cost_usd(prices, usage)
