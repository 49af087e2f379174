"""The options with which a command line asks otherwise than the scenario file; the same for every command."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")


class _Dollars(click.FloatRange):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        amount = float(super().convert(value, param, ctx))
        # Not a number is neither below nor above anything.
        return self.fail(f"{value!r} is not a number.", param, ctx) if math.isnan(amount) else amount


SEED = click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), help="Draw everything from this seed instead of the scenario's."
)
TARGET = click.option("--target", help="A target of the scenario, or simulated, local, litellm:MODEL.")
LIVE = click.option(
    "--live",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="Queries of the production stage; a live target is asked no more than these at once.",
)
SPEND = click.option("--spend", type=_Dollars(0, 1e6), metavar="USD", help="Never spend more than this.")


def wishes(command: Command) -> Command:
    """Give a command --seed, --target, --live and --spend."""
    for option in (SPEND, LIVE, TARGET, SEED):
        command = option(command)
    return command
