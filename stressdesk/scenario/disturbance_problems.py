"""What can be wrong with a disturbance beyond the types of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.errors import Problem
from stressdesk.scenario.places import field_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.scenario.disturbance import Disturbance, Network


def disturbance_problems(disturbance: Disturbance) -> Iterator[Problem]:
    """Faults that add up to more than every request, and delays that vary by more than themselves."""
    yield from _network_problems(disturbance.network, field_name(("disturbance", "network")))
    for name, network in disturbance.personas.items():
        yield from _network_problems(network, field_name(("disturbance", "personas", name)))
    total = sum(disturbance.faults.shares.values())
    # Ten shares of .1 add up to a little more than 1 in floating point.
    if total > 1 + 1e-9:
        message = f"the shares of requests that fail on purpose add up to {total:g}, more than 1"
        yield Problem(message, hint="They are shares of all requests: lower one.", field="disturbance.faults")


def _network_problems(network: Network, field: str) -> Iterator[Problem]:
    conditions = network.conditions
    if conditions.jitter_ms > conditions.delay_ms:
        hint = f"Write `jitter_ms: {conditions.delay_ms:g}` or less, or a longer `delay_ms`."
        message = f"the delay of {conditions.delay_ms:g} ms cannot vary by {conditions.jitter_ms:g} ms"
        yield Problem(message, hint=hint, field=f"{field}.jitter_ms")
