"""How conversations go on: how many turns, and how long between them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

TURN_SHARES = (0.5938, 0.2352, 0.1001, 0.0335, 0.016, 0.0087, 0.0029, 0.0024, 0.0015, 0.0034)
"""Share of conversations with 1, 2, ... 10 turns: RAGPulse, days 0-3 (MIT), campus question answering."""

THINK_LOG_MEAN, THINK_LOG_SIGMA = 3.804, 1.035
"""ln of the seconds between two turns: mean and standard deviation, RAGPulse, days 0-3 (MIT)."""

REPEATS = 0.0574
"""Share of follow-ups that repeat the message before: RAGPulse, days 0-3 (MIT)."""

MOST_TURNS = 30


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


def think_distance(gaps: Sequence[float], log_mean: float = THINK_LOG_MEAN, sigma: float = THINK_LOG_SIGMA) -> float:
    """Kolmogorov-Smirnov distance of the gaps to a lognormal, 0 to 1. Gaps of 0 are left out."""
    at = np.sort([gap for gap in gaps if gap > 0])
    normal = NormalDist(log_mean, sigma)
    expected = np.array([normal.cdf(value) for value in np.log(at)])
    steps = np.arange(len(at) + 1) / len(at)
    return float(max(np.abs(steps[1:] - expected).max(), np.abs(steps[:-1] - expected).max()))
