"""What one request meets on purpose: drawn from the seed and the request's address alone, whatever else is under way.

The fault and each effect of the network have draws of their own, so that switching one off leaves the others as they
were.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import msgspec

from stressdesk.scenario.seeds import uniforms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.scenario.disturbance import Conditions, Fault

Address = tuple[str, int, int, int]

# A sender waits at least 200 ms (Linux) before it sends again, and three round trips where nothing else was measured
# (RFC 6298: SRTT + 4 x RTTVAR, the latter half of the former at first); the wait doubles with every loss.
LEAST_RETRANSMISSION_SECONDS = 0.2
ROUND_TRIPS = 3
MOST_LOSSES = 6
_LEAST = 2.0**-54


class Draws(msgspec.Struct, frozen=True, kw_only=True):
    """What chance says of one request, each effect for itself: uniform from [0, 1)."""

    delay: float
    first: float
    last: float
    fault: float


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """What the network adds to one request, before the width of the link counts. Times in seconds.

    `there` is the question's way, `back` that of the first words, `tail` that of the last; what is lost is sent again
    within them, `lost` times in all.
    """

    there: float
    back: float
    tail: float
    lost: int


def draws(seed: int, address: Address) -> Draws:
    """The draws of one request."""
    delay, first, last, failing = uniforms(seed, "disturbance", *address, count=4)
    return Draws(delay=delay, first=first, last=last, fault=failing)


def way(conditions: Conditions, drawn: Draws) -> Way:
    """What a network does to one request: half a round trip each way, and its losses."""
    round_trip = max(0.0, conditions.delay_ms + conditions.jitter_ms * (2 * drawn.delay - 1)) / 1000
    waits = max(LEAST_RETRANSMISSION_SECONDS, ROUND_TRIPS * round_trip)
    lost_first, lost_last = _losses(conditions.loss, drawn.first), _losses(conditions.loss, drawn.last)
    return Way(
        there=round_trip / 2,
        back=round_trip / 2 + waits * (2**lost_first - 1),
        tail=round_trip / 2 + waits * (2**lost_last - 1),
        lost=lost_first + lost_last,
    )


def fault_at(shares: Mapping[Fault, float], uniform: float) -> Fault | None:
    """The fault that a draw from [0, 1) falls on, if any: each at exactly its share of all requests.

    Each of five faults has a fifth of the draws to itself, so that up to a share of .2 none depends on another's share;
    only what exceeds that takes from what the others leave free.
    """
    room = 1 / len(shares)
    lane = min(int(uniform / room), len(shares) - 1)
    own = [min(share, room) for share in shares.values()]
    place = uniform - lane * room
    if place < own[lane]:
        return list(shares)[lane]
    free = sum(room - taken for taken in own[:lane]) + place - own[lane]
    for name, share in shares.items():
        beyond = max(0.0, share - room)
        if free < beyond:
            return name
        free -= beyond
    return None


def _losses(loss: float, uniform: float) -> int:
    """How often in a row a round trip is lost: geometric, at most six."""
    return min(MOST_LOSSES, int(log(max(uniform, _LEAST)) / log(loss))) if loss else 0
