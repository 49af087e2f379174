"""What a request costs: our own visible arithmetic on LiteLLM's price table, or on prices typed in.

Cross-checked against LiteLLM's own in tests/targets/test_prices_litellm.py, which lists where and why they differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.errors import RunError
from stressdesk.journal.events import PricesUsed
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.price_table import price_table
from stressdesk.targets.rates import (
    CACHED,
    INPUT,
    OUTPUT,
    ServiceTier,
    has_rates,
    rates,
    turning_points,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.journal.events import Usage
    from stressdesk.scenario.targets import Prices, TargetSpec

TYPED_IN = "typed into the scenario"
# A sum of products may be rounded up; a bound may not be passed by that.
ROUNDING = 1 + 1e-9


def table_identity() -> str:
    """Which price table is in use, for run files and reports."""
    return price_table().identity


def known_models() -> Sequence[str]:
    """The names of the models that have a price per token, sorted."""
    return sorted(name for name, entry in price_table().models.items() if has_rates(entry))


def find(model: str) -> PricesUsed | None:
    """The prices of a model by its LiteLLM name; None where the table knows none (never a price of 0)."""
    table = price_table()
    name = table.name(model)
    if name is None or not has_rates(table.models[name]):
        return None
    return PricesUsed(model=name, entry=table.models[name], table=table.identity)


def typed(prices: Prices, model: str) -> PricesUsed:
    """Prices typed in by hand for `model`."""
    entry = {
        INPUT: prices.input_usd_per_million / 1e6,
        OUTPUT: prices.output_usd_per_million / 1e6,
    }
    if prices.cached_usd_per_million is not None:
        entry[CACHED] = prices.cached_usd_per_million / 1e6
    return PricesUsed(model=model, typed_in=True, entry=entry, table=TYPED_IN)


def for_target(spec: TargetSpec) -> PricesUsed | None:
    """What the target's traffic is priced at: typed in, as another model's, or as its own; None where nothing is known.

    Raises RunError where `price_as` names no model with a price.
    """
    model = spec.model if isinstance(spec, LiteLLM) else type(spec).__name__.lower()
    if spec.prices is not None:
        return typed(spec.prices, model)
    if spec.price_as is None:
        return find(model) if isinstance(spec, LiteLLM) else None
    found = find(spec.price_as)
    if found is None:
        raise RunError(f"No price is known for price_as: {spec.price_as}.", _nearest(spec.price_as))
    return PricesUsed(model=found.model, priced_as=True, entry=found.entry, table=found.table)


def max_output_tokens(prices: PricesUsed) -> int | None:
    """The most tokens the model may answer with, where the table says so."""
    entry = prices.entry
    most = entry.get("max_output_tokens") or entry.get("max_tokens")
    return int(most) if most else None


def cost_usd(prices: PricesUsed, usage: Usage, *, service_tier: ServiceTier | None = None) -> float:
    """What one request cost, in US dollars.

    (input - cached) x input rate + cached x cached rate + (output - reasoning) x output rate + reasoning x reasoning
    rate + the fee per request, where there is one. A missing cached rate is the input rate, a missing reasoning rate
    the output rate. Writing to a prompt cache is charged as ordinary input, since `Usage` does not count it.
    """
    rate = rates(prices.entry, usage.input, service_tier=service_tier)
    cached, reasoning = min(usage.cached, usage.input), min(usage.reasoning, usage.output)
    return (
        (usage.input - cached) * rate.input
        + cached * rate.cached
        + (usage.output - reasoning) * rate.output
        + reasoning * rate.reasoning
        + rate.request
    )


def worst_case_usd(
    prices: PricesUsed, input_tokens: int, output_tokens: int, *, service_tier: ServiceTier | None = None
) -> float:
    """The most a request of at most so many tokens can cost, whatever its size, its thinking and the prompt cache.

    All tokens at the dearest rate of their kind (writing to the cache included) over all tiers such a request can meet.
    """
    sizes = turning_points(prices.entry, input_tokens)
    met = [rates(prices.entry, size, service_tier=service_tier) for size in sizes]
    dearest_input = max(max(rate.input, rate.cached, rate.written) for rate in met)
    dearest_output = max(max(rate.output, rate.reasoning) for rate in met)
    fee = max(rate.request for rate in met)
    return (input_tokens * dearest_input + output_tokens * dearest_output + fee) * ROUNDING


def _nearest(model: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - 30 ms for a mistake that is seldom made

    names = {name.lower(): name for name in known_models()}
    nearest = [names[name] for name in get_close_matches(model.lower(), names, n=3, cutoff=0.5)]
    return f"Did you mean {', '.join(nearest)}?" if nearest else "Names are LiteLLM's, such as gpt-4o-mini."
