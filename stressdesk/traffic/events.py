"""Arrivals that are no rate but single events: many clients at their own pace, bursts, a recorded trace."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

from stressdesk.scenario.seeds import rng
from stressdesk.scenario.traffic import Arrivals, Assistant, Clients, Constant, Trace
from stressdesk.traffic.arrivals import Starts
from stressdesk.traffic.recorded import recorded

GAMMA_SHARE = 0.75
"""Share of clients whose gaps are gamma rather than Weibull: .69, .77 and .81 in the populations of `Clients`."""

_GAMMA_SPREAD, _WEIBULL_SPREAD = 0.7, 0.4
"""Standard deviation of the logarithm of a client's shape: between the 10th and 90th percentile of the same."""

_LEAST_SHAPE = 0.05


def are_events(arrivals: Arrivals) -> bool:
    """Does this pattern say when each session starts, rather than a rate for independent ones?"""
    return isinstance(arrivals, Constant | Clients | Assistant | Trace)


def event_starts(arrivals: Arrivals, queries: int, window_seconds: float, seed: int, folder: Path) -> Starts:
    """From the share of sessions that have started to the time of the next. Raises ScenarioError for a trace that
    cannot be read.
    """
    match arrivals:
        case Clients():
            return _quantiles(_clients(arrivals, queries, window_seconds, rng(seed, "clients")))
        case Assistant():
            return _quantiles(_bursts(arrivals, queries, window_seconds, rng(seed, "bursts")))
        case Trace():
            shares = recorded(folder / arrivals.file)
            # Every third arrival would be more even than the trace; a third of them, drawn by chance, is not.
            kept = rng(seed, "trace").sample(shares, min(queries, len(shares)))
            return _quantiles([share * window_seconds for share in sorted(kept)])
        case _:
            return lambda share: share * window_seconds


def _clients(pattern: Clients, queries: int, window_seconds: float, draws: random.Random) -> list[float]:
    """Each client's renewal process over the window; it has run before, so that the window begins anywhere in a gap."""
    weights = [rank**-pattern.zipf for rank in range(1, pattern.clients + 1)]
    total = sum(weights)
    times: list[float] = []
    for weight in weights:
        mean_gap = window_seconds * total / (queries * weight)
        is_gamma = draws.random() < GAMMA_SHARE
        middle, spread = (pattern.gamma_shape, _GAMMA_SPREAD) if is_gamma else (pattern.weibull_shape, _WEIBULL_SPREAD)
        shape = max(_LEAST_SHAPE, middle * math.exp(draws.gauss(0.0, spread)))
        scale = mean_gap / (shape if is_gamma else math.gamma(1 + 1 / shape))
        at = -draws.random() * 10 * mean_gap
        while at < window_seconds:
            if at >= 0:
                times.append(at)
            at += draws.gammavariate(shape, scale) if is_gamma else draws.weibullvariate(scale, shape)
    return sorted(times)


def _bursts(pattern: Assistant, queries: int, window_seconds: float, draws: random.Random) -> list[float]:
    """Bursts that begin anywhere in the window, geometric in size, until there are about as many as wanted."""
    times: list[float] = []
    going_on = 1 - 1 / pattern.burst_requests
    while len(times) < queries:
        at = draws.random() * window_seconds
        times.append(at)
        while draws.random() < going_on and len(times) < queries:
            at += pattern.gap_seconds * math.exp(draws.gauss(0.0, 1.0))
            # A burst that the window's end cuts goes on at its beginning, so that both ends are alike.
            times.append(at % window_seconds)
    return sorted(times)


def _quantiles(times: Sequence[float]) -> Starts:
    """The arrival at each share of all of them; between two of them for shares in between."""
    if not times:
        return lambda _: 0.0
    last = len(times) - 1

    def at(share: float) -> float:
        place = share * len(times)
        before = min(last, int(place + 1e-9))
        within = max(0.0, place - before)
        return times[before] + within * (times[min(last, before + 1)] - times[before])

    return at
