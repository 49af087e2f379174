"""What one token of a request costs: the rates of a price table's entry, given the request's size.

Prices are cliffs, not slopes: above a threshold *every* token of the request costs the higher rate. Where an entry
names off-peak hours the ordinary (peak) rate is used. Fees for tools, searches and regions are not part of any rate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ServiceTier = Literal["flex", "priority", "balanced", "ultrafast"]

INPUT = "input_cost_per_token"
OUTPUT = "output_cost_per_token"
CACHED = "cache_read_input_token_cost"
WRITTEN = "cache_creation_input_token_cost"
WRITTEN_LONG = "cache_creation_input_token_cost_above_1hr"
REASONING = "output_cost_per_reasoning_token"
REQUEST = "input_cost_per_request"

THRESHOLD = re.compile(r"_above_(\d+)(k?)_tokens")
# Fireworks sells cached tokens at half the input price where it names no other (LiteLLM's constants.py).
FIREWORKS_CACHED_SHARE = 0.5


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """US dollars per token, and per request; `written` is the dearest way of writing to a prompt cache."""

    input: float
    cached: float
    written: float
    output: float
    reasoning: float
    request: float = 0.0


def has_rates(entry: Mapping[str, Any]) -> bool:
    """Does the entry price both input and output by the token? An explicit 0 is a price; nothing is not."""
    tiers = entry.get("tiered_pricing") or (entry,)
    return all(tier.get(INPUT) is not None and tier.get(OUTPUT) is not None for tier in tiers)


def rates(entry: Mapping[str, Any], input_tokens: int, *, service_tier: ServiceTier | None = None) -> Rates:
    """The rates a request with `input_tokens` (cached ones included) is charged at.

    A rate the service tier does not name is the ordinary one.
    """
    if entry.get("tiered_pricing"):
        return _tier_rates(_tier(entry["tiered_pricing"], input_tokens))
    suffix = f"_{service_tier}" if service_tier else ""
    above = [mark for size, mark in _thresholds(entry) if _is_above(entry, input_tokens, size)]
    uncached = _rate(entry, INPUT, suffix, above) or 0.0
    output = _rate(entry, OUTPUT, suffix, above) or 0.0
    cached = _rate(entry, CACHED, suffix, above)
    written = [rate for kind in (WRITTEN, WRITTEN_LONG) if (rate := _rate(entry, kind, suffix, above)) is not None]
    return Rates(
        input=uncached,
        cached=_unnamed_cached(entry, uncached) if cached is None else cached,
        written=max(written, default=uncached),
        output=output,
        reasoning=_reasoning(entry, suffix, output),
        request=entry.get(REQUEST) or 0.0,
    )


def turning_points(entry: Mapping[str, Any], input_tokens: int) -> list[int]:
    """Sizes of requests that between them meet every rate a request of at most `input_tokens` may be charged at."""
    bounds = [size for size, _ in _thresholds(entry)]
    bounds += [int(bound) for tier in entry.get("tiered_pricing") or () for bound in tier["range"]]
    passed = [bound for bound in bounds if 0 < bound <= input_tokens]
    # Below a bound, at it (where a tier still holds, or xAI's next begins), and beyond it.
    sizes = {size for bound in passed for size in (bound - 1, bound, bound + 1)}
    return [*sorted(size for size in sizes if size < input_tokens), input_tokens]


def _rate(entry: Mapping[str, Any], kind: str, suffix: str, above: Sequence[str]) -> float | None:
    """The rate of one kind of token: the highest threshold that was passed and names one decides."""
    suffixes = (suffix, "") if suffix else ("",)
    for mark in (*reversed(above), ""):
        for ending in suffixes:
            rate = entry.get(f"{kind}{mark}{ending}")
            if rate is not None:
                return float(rate)
    return None


def _reasoning(entry: Mapping[str, Any], suffix: str, output: float) -> float:
    """Reasoning costs what its own rate says, which has no thresholds, else what output costs."""
    own = entry.get(REASONING + suffix)
    if own is None and (not suffix or entry.get(OUTPUT + suffix) is None):
        own = entry.get(REASONING)
    return output if own is None else float(own)


def _unnamed_cached(entry: Mapping[str, Any], uncached: float) -> float:
    return uncached * (FIREWORKS_CACHED_SHARE if entry.get("litellm_provider") == "fireworks_ai" else 1.0)


def _thresholds(entry: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The sizes at which rates change, each with the words that mark it in the entry's fields, in rising order."""
    found = {(mark[0], mark[1]) for key in entry if "_above_" in key for mark in THRESHOLD.findall(key)}
    return sorted((int(size) * (1000 if k else 1), f"_above_{size}{k}_tokens") for size, k in found)


def _is_above(entry: Mapping[str, Any], input_tokens: int, size: int) -> bool:
    # xAI charges the higher rate from the threshold on, all others only beyond it.
    return input_tokens > size or (input_tokens == size and entry.get("litellm_provider") == "xai")


def _tier(tiers: Sequence[dict[str, Any]], input_tokens: int) -> dict[str, Any]:
    """The tier whose range holds the size (lower bound excluded, upper included); beyond all of them the last."""
    rising = sorted(tiers, key=lambda tier: float(tier["range"][0]))
    return next((tier for tier in rising if input_tokens <= tier["range"][1]), rising[-1])


def _tier_rates(tier: Mapping[str, Any]) -> Rates:
    uncached, output = float(tier[INPUT]), float(tier[OUTPUT])
    return Rates(
        input=uncached,
        cached=float(tier.get(CACHED, uncached)),
        written=float(tier.get(WRITTEN, uncached)),
        output=output,
        reasoning=float(tier.get(REASONING, output)),
    )
