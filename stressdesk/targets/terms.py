"""What decides the price of a request beside its messages: how long an answer may be, at which rates, with what else.

The prompt's parameters and the target's options are sent together, and a server keeps to whichever allows it more.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from stressdesk.scenario.targets import LiteLLM
from stressdesk.scenario.tokens import utf8
from stressdesk.targets import prices as pricing
from stressdesk.targets import tokens
from stressdesk.targets.rates import ServiceTier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stressdesk.journal.events import PricesUsed, Usage
    from stressdesk.scenario.model import Message, Parameters
    from stressdesk.scenario.targets import TargetSpec

# Any of these bounds an answer; another server's word for it may stand beside them, and then counts where it is more.
_BOUNDS = ("max_tokens", "max_completion_tokens")
_WORDS = frozenset({*_BOUNDS, "max_output_tokens", "maxOutputTokens", "max_new_tokens", "num_predict", "n_predict"})
# What OpenAI's client, and with it LiteLLM, merges into the body of a request.
_MERGED = "extra_body"


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent with every message of a run, as far as it has a price.

    `most_output_tokens` is None where nothing bounds an answer but the model; `settings_bytes` are those of tool
    definitions and all other settings; `service_tier` is None for the ordinary rates.
    """

    most_output_tokens: int | None = None
    settings_bytes: int = 0
    service_tier: ServiceTier | None = None

    def cost_usd(self, prices: PricesUsed, usage: Usage) -> float:
        """What a request that used so much cost."""
        return pricing.cost_usd(prices, usage, service_tier=self.service_tier)

    def worst_case_usd(self, prices: PricesUsed, messages: Sequence[Message]) -> float:
        """The most a request can cost, its answer as long as it may be; where nothing bounds that, without it."""
        most = self.most_output_tokens or pricing.max_output_tokens(prices) or 0
        size = tokens.upper_bound_tokens(messages, self.settings_bytes)
        return pricing.worst_case_usd(prices, size, most, service_tier=self.service_tier)


def terms(parameters: Parameters, spec: TargetSpec) -> Terms:
    """What a prompt's `parameters` and its target's options come to."""
    options = spec.options if isinstance(spec, LiteLLM) else {}
    settings = {**parameters.extra, **options}
    merged = settings.get(_MERGED)
    asked_for = {**settings, **merged} if isinstance(merged, dict) else settings
    bounds = [_count(value) for value in (parameters.max_tokens, *(asked_for.get(name) for name in _BOUNDS))]
    tier = str(asked_for.get("service_tier", "")).lower()
    return Terms(
        most_output_tokens=max(_allowed(settings), *bounds) if any(bounds) else None,
        settings_bytes=_bytes(settings) if settings else 0,
        service_tier=next((known for known in get_args(ServiceTier) if known == tier), None),
    )


def _bytes(settings: Mapping[str, Any]) -> int:
    # With what JSON cannot hold nothing is ever sent: that is the target's to say, and no reason to end a run.
    return len(utf8(json.dumps(settings, ensure_ascii=False, skipkeys=True, default=str)))


def _allowed(settings: Mapping[str, Any]) -> int:
    """The longest answer any of the settings allows, wherever it stands; 0 where none says."""
    return max((_count(value) for name, value in _named(settings) if name in _WORDS), default=0)


def _named(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield name, part
            yield from _named(part)
    elif isinstance(value, list):
        for part in value:
            yield from _named(part)


def _count(value: Any) -> int:
    """A number of tokens as a server may read it, which takes "2000" and 2000.0 for 2000; 0 for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0
    try:
        number = float(value)
    except ValueError:
        return 0
    return math.ceil(number) if 0 < number < math.inf else 0
