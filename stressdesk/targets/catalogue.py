"""The chat models LiteLLM's price table knows, found by words; nothing is asked over the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stressdesk.targets.price_table import price_table
from stressdesk.targets.rates import has_rates, rates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MILLION = 1e6
SAME = str.maketrans("._", "--")


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """One chat model, by the name a litellm target takes. Prices are US dollars per million tokens of a short request.

    None where the table says nothing; `cached_usd_per_million` also where cached input costs what other input does.
    """

    name: str
    provider: str
    input_usd_per_million: float | None = None
    output_usd_per_million: float | None = None
    cached_usd_per_million: float | None = None
    context_tokens: int | None = None
    max_output_tokens: int | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The best matches first, and how many there are in all; `table` says which price table was searched."""

    models: tuple[Model, ...]
    count: int
    table: str


def search(words: Sequence[str], most: int) -> Found:
    """At most `most` chat models whose name or provider contains all `words`, whatever their case.

    Dots, underscores and hyphens are the same. Best first: models of a provider named in full, then by how much of the
    name the words make up, the shorter name first.
    """
    table = price_table()
    wanted = [part for word in words for part in _plain(word).split()]
    matching = [
        name
        for name, entry in table.models.items()
        if entry.get("mode") == "chat" and all(word in f"{_plain(name)} {_provider(entry)}" for word in wanted)
    ]
    matching.sort(key=lambda name: (*_distance(_plain(name), _provider(table.models[name]), wanted), name))
    models = tuple(_model(name, table.models[name]) for name in matching[:most])
    return Found(models=models, count=len(matching), table=table.identity)


def _plain(text: str) -> str:
    return text.lower().translate(SAME)


def _provider(entry: Mapping[str, Any]) -> str:
    return _plain(str(entry.get("litellm_provider") or ""))


def _distance(name: str, provider: str, wanted: Sequence[str]) -> tuple[bool, int, int]:
    """How far a model is from the words, all as `_plain` writes them."""
    of_name = [word for word in wanted if word != provider]
    # Regions and routes stand in front and leave the last part as it is.
    last, together = name.rpartition("/")[2], "-".join(of_name)
    ranks = (name == together, last == together, last.startswith(together), all(word in last for word in of_name))
    return provider not in wanted, ranks.index(True) if True in ranks else len(ranks), len(name)


def _model(name: str, entry: Mapping[str, Any]) -> Model:
    prices = dict(_prices(entry))
    return Model(
        name=name,
        provider=str(entry.get("litellm_provider") or ""),
        context_tokens=_tokens(entry.get("max_input_tokens") or entry.get("max_tokens")),
        max_output_tokens=_tokens(entry.get("max_output_tokens") or entry.get("max_tokens")),
        **prices,
    )


def _prices(entry: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    if not has_rates(entry):
        return
    rate = rates(entry, 0)
    yield "input_usd_per_million", _per_million(rate.input)
    yield "output_usd_per_million", _per_million(rate.output)
    if rate.cached != rate.input:
        yield "cached_usd_per_million", _per_million(rate.cached)


def _per_million(rate: float) -> float:
    # 1.5e-07 x 1e6 is 0.15 only after rounding.
    return round(rate * MILLION, 9)


def _tokens(value: Any) -> int | None:
    # The table holds a few of these as text.
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
