"""`stressdesk models`: which hosted models there are, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from stressdesk.analysis.words import EN_DASH, count, counted, money
from stressdesk.cli.terminal import columns, harmless, say
from stressdesk.errors import StressDeskError

if TYPE_CHECKING:
    from stressdesk.targets.catalogue import Model

HEADING = ("model", "provider", "input", "output", "cached", "context", "longest answer")


@click.command(
    epilog="""\b
Examples:
  stressdesk models gpt-4o mini
  stressdesk models anthropic haiku --most 5

\b
A model's name stands in a target as `model`, or on the command line: --target litellm:NAME"""
)
@click.argument("words", nargs=-1)
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="Show at most N.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def models(words: tuple[str, ...], most: int, *, as_json: bool) -> None:
    """Search the chat models LiteLLM knows, with prices in US dollars per million tokens. Best matches first."""
    from stressdesk.targets.catalogue import search  # noqa: PLC0415

    found = search(words, most)
    if as_json:
        say(msgspec.json.encode(found))
        return
    if not found.models:
        raise StressDeskError(
            f"No chat model is called {harmless(' '.join(words), 80)}.", "Try fewer words, such as the provider alone."
        )
    say(columns([HEADING, *(_row(model) for model in found.models)], right=(2, 3, 4, 5, 6), indent=""))
    say(
        f"\n{count(len(found.models))} of {counted(found.count, 'model')}; US dollars per million tokens; {found.table}"
    )


def _row(model: Model) -> tuple[str, ...]:
    prices = (model.input_usd_per_million, model.output_usd_per_million, model.cached_usd_per_million)
    sizes = (model.context_tokens, model.max_output_tokens)
    return (
        harmless(model.name, 70),
        harmless(model.provider, 24),
        *(EN_DASH if price is None else money(price) for price in prices),
        *(EN_DASH if size is None else count(size) for size in sizes),
    )
