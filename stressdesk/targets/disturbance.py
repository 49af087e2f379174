"""What one request meets on purpose: drawn from the seed and the request's address alone, whatever else is under way.

The fault and each effect of the network have draws of their own, so that switching one off leaves the others as they
were.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import msgspec

from stressdesk.scenario.seeds import rng

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


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """What the network adds to one request, before the width of the link counts. Times in seconds.

    `there` is the question's way, `back` that of the first words, `tail` that of the last; what is lost is sent again
    within them, `lost` times in all.
    """

    there: float
    back: float
    tail: float
    lost: int


def way(conditions: Conditions, seed: int, address: Address) -> Way:
    """The network's draws for one request: half a round trip each way, and its losses."""
    varied, first, last = (rng(seed, "network", name, *address).random() for name in ("delay", "first", "last"))
    round_trip = max(0.0, conditions.delay_ms + conditions.jitter_ms * (2 * varied - 1)) / 1000
    waits = max(LEAST_RETRANSMISSION_SECONDS, ROUND_TRIPS * round_trip)
    lost_first, lost_last = _losses(conditions.loss, first), _losses(conditions.loss, last)
    return Way(
        there=round_trip / 2,
        back=round_trip / 2 + waits * (2**lost_first - 1),
        tail=round_trip / 2 + waits * (2**lost_last - 1),
        lost=lost_first + lost_last,
    )


def fault(shares: Mapping[Fault, float], seed: int, address: Address) -> Fault | None:
    """What fails on purpose at this request, if anything: each fault at exactly its share of all requests."""
    return fault_at(shares, rng(seed, "fault", *address).random())


def fault_at(shares: Mapping[Fault, float], uniform: float) -> Fault | None:
    """The fault that a draw from [0, 1) falls on.

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
