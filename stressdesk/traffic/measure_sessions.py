"""How conversations go on: how many turns, and how long between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stressdesk.traffic.measure_arrivals import ks
from stressdesk.traffic.sessions import spread_of_gaps

TURN_SHARES = (0.5938, 0.2352, 0.1001, 0.0335, 0.016, 0.0087, 0.0029, 0.0024, 0.0015, 0.0034)
"""Share of conversations with 1, 2, ... 10 turns: RAGPulse, days 0-3 (MIT), campus question answering."""

THINK_MEDIAN, THINK_SIGMA = 41.0, 1.375
"""Seconds between two turns, and ln(90th percentile / median) / 1.28: RAGPulse, days 0-3 (MIT)."""

REPEATS = 0.0574
"""Share of follow-ups that repeat the message before: RAGPulse, days 0-3 (MIT)."""

MOST_TURNS = 30
_STEPS = 4_000


def turn_shares(turns: Sequence[int]) -> np.ndarray:
    """Share of conversations with 1, 2, ... 30 turns; longer ones count as 30."""
    counts = np.bincount(np.minimum(np.asarray(turns, dtype=int), MOST_TURNS), minlength=MOST_TURNS + 1)[1:]
    return np.asarray(counts / counts.sum())


def total_variation(one: np.ndarray, other: np.ndarray) -> float:
    """Half the sum of differences of shares: the part that would have to move, 0 to 1."""
    return float(np.abs(one - other).sum() / 2)


def turn_reference() -> np.ndarray:
    """The measured shares of conversation lengths; the rest beyond 10 turns is spread evenly."""
    rest = max(0.0, 1 - sum(TURN_SHARES)) / (MOST_TURNS - len(TURN_SHARES))
    return np.array([*TURN_SHARES, *[rest] * (MOST_TURNS - len(TURN_SHARES))])


def think_distance(gaps: Sequence[float], median: float = THINK_MEDIAN, sigma: float = THINK_SIGMA) -> float:
    """Kolmogorov-Smirnov distance of the gaps to the shape of think time with this median and sigma, 0 to 1."""
    return ks(gaps, [median * spread_of_gaps((at + 0.5) / _STEPS, sigma) for at in range(_STEPS)])
