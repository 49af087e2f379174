"""When sessions start: each arrival process as a map from the share of sessions already started to a time.

Conditional on their number, the events of a Poisson process with any rate are independent draws by the inverse of the
cumulative rate, so a session's start needs its own uniform draw and nothing of the other sessions.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate, pairwise

from stressdesk.scenario.seeds import rng
from stressdesk.scenario.traffic import Arrivals, Chat, Day, FlashCrowd, Office, Ramp, Spike
from stressdesk.traffic.week import WEEK_SECONDS, WEEKDAYS, day_week, office_week

Starts = Callable[[float], float]
"""From the share of sessions that have started, in [0, 1), to seconds from the window's start."""

# Four weeks in steps of 12 s: ever fewer cells a spell would make long windows more uneven than they are.
_MOST_CELLS = 200_000


def starts(arrivals: Arrivals, window_seconds: float, seed: int) -> Starts:
    """The inverse cumulative rate of `arrivals` over the window; the seed is for rates that wander.

    Patterns that are no rate but single arrivals are in `events`; here they are one even rate.
    """
    match arrivals:
        case Chat():
            return _wandering(arrivals, window_seconds, seed, lambda _: 1.0)
        case Day() | Office():
            return _weekly(arrivals, window_seconds, seed)
        case FlashCrowd():
            return _crowd(arrivals, window_seconds)
        case Ramp():
            return _ramp(arrivals, window_seconds)
        case Spike():
            return _spike(arrivals, window_seconds)
        case _:
            return lambda share: share * window_seconds


def _wandering(chat: Chat, window_seconds: float, seed: int, envelope: Callable[[float], float]) -> Starts:
    """The exponential of an Ornstein-Uhlenbeck process, exact at the points of a grid and flat between them.

    `envelope` is what it is multiplied by, given the seconds from the window's start.
    """
    cells = min(_MOST_CELLS, max(100, math.ceil(10 * window_seconds / chat.correlation_seconds)))
    step = window_seconds / cells
    memory = math.exp(-step / chat.correlation_seconds)
    spread = chat.sigma * math.sqrt(1 - memory * memory)
    normal = rng(seed, "arrival rate").gauss
    log_rates = accumulate(
        range(cells - 1), lambda at, _: memory * at + spread * normal(), initial=chat.sigma * normal()
    )
    rates = [envelope(step * cell) * math.exp(log_rate) for cell, log_rate in enumerate(log_rates)]
    return _inverse([step * cell for cell in range(cells + 1)], rates)


def _weekly(pattern: Day | Office, window_seconds: float, seed: int) -> Starts:
    """The wandering rate of chat times that of the hour of the week; an even rate where that is 0 throughout."""
    rates = day_week(pattern) if isinstance(pattern, Day) else office_week(pattern)
    wander = (
        Chat(sigma=pattern.sigma, correlation_seconds=pattern.correlation_seconds)
        if isinstance(pattern, Day)
        else Chat()
    )
    cell_seconds = WEEK_SECONDS / len(rates)
    begins = (WEEKDAYS.index(pattern.starts_on) * 24 + pattern.starts_at) * 3600

    def envelope(seconds: float) -> float:
        return rates[int((begins + seconds) / cell_seconds) % len(rates)]

    if not any(envelope(window_seconds * at / 10_000) for at in range(10_000)):
        return lambda share: share * window_seconds
    return _wandering(wander, window_seconds, seed, envelope)


def _crowd(crowd: FlashCrowd, window_seconds: float) -> Starts:
    cells = 2_000

    def rate(at: float) -> float:
        since = at - crowd.at
        if since < 0:
            return 1.0
        more = crowd.peak - 1
        return 1 + more * (since / crowd.rise if since < crowd.rise else math.exp((crowd.rise - since) / crowd.decay))

    return _inverse(
        [window_seconds * cell / cells for cell in range(cells + 1)],
        [rate((cell + 0.5) / cells) for cell in range(cells)],
    )


def _ramp(ramp: Ramp, window_seconds: float) -> Starts:
    if ramp.start == ramp.end:
        return lambda share: share * window_seconds
    # Cumulative rate a x + (b - a) x^2 / 2 over x in [0, 1], set equal to share * (a + b) / 2 and solved for x.
    first, last = ramp.start, ramp.end
    growth = last**2 - first**2
    return lambda share: window_seconds * (math.sqrt(first**2 + share * growth) - first) / (last - first)


def _spike(spike: Spike, window_seconds: float) -> Starts:
    opening = min(max(spike.at - spike.width / 2, 0.0), 1 - spike.width)
    edges = (0.0, opening, min(1.0, opening + spike.width), 1.0)
    outside = (1 - spike.share) / (1 - spike.width) if spike.width < 1 else 0.0
    inside = spike.share / spike.width if spike.width < 1 else 1.0
    return _inverse([edge * window_seconds for edge in edges], [outside, inside, outside])


def _inverse(edges: list[float], rates: list[float]) -> Starts:
    """The inverse cumulative of a rate that is constant between the edges."""
    amounts = [rate * (right - left) for rate, (left, right) in zip(rates, pairwise(edges), strict=True)]
    cumulative = list(accumulate(amounts, initial=0.0))
    total = cumulative[-1]

    def at(share: float) -> float:
        wanted = share * total
        cell = min(bisect_right(cumulative, wanted), len(amounts)) - 1
        if amounts[cell] <= 0:
            return edges[cell + 1]
        within = (wanted - cumulative[cell]) / amounts[cell]
        return edges[cell] + min(1.0, within) * (edges[cell + 1] - edges[cell])

    return at
