"""How uneven arrivals are: by the counts in windows of several lengths, not by the gaps between arrivals alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

SCALES_SECONDS = (1, 10, 60, 600)
_FEWEST_WINDOWS = 5
_PEAK_SECONDS = 60.0


class Dispersion(msgspec.Struct, frozen=True, kw_only=True):
    """Coefficient of variation of the gaps, Fano factor (variance / mean of counts) by window, and peak / mean.

    Windows of which fewer than 5 fit are left out. The peak is that of a minute, or of 10 s in less than 5 minutes.
    """

    rate_per_second: float
    gap_variation: float
    fano: dict[int, float]
    peak_over_mean: float


class Chattiness(msgspec.Struct, frozen=True, kw_only=True):
    """A real trace in numbers that carry over to another rate: the variance of counts / mean^2 beyond chance."""

    source: str
    gap_variation: float
    excess: dict[int, float]

    def fano(self, scale: int, rate_per_second: float) -> float:
        """The Fano factor this trace would have at another rate: 1 + mean count x relative variance of the rate."""
        return 1 + rate_per_second * scale * self.excess[scale]


AZURE_RATE = 5.5541
AZURE_CHAT = Chattiness(
    source="Azure 2023 conversation trace, first half (CC-BY-4.0)",
    gap_variation=1.072,
    excess={
        1: (1.299 - 1) / AZURE_RATE,
        10: (3.028 - 1) / (10 * AZURE_RATE),
        60: (12.491 - 1) / (60 * AZURE_RATE),
    },
)
"""Fano factors 1.30, 3.03 and 12.5 at 5.55 arrivals a second."""


def dispersion(times: Sequence[float]) -> Dispersion | None:
    """The dispersion of arrivals in rising order; None for fewer than 20 or all at once."""
    at = np.asarray(times, dtype=float)
    if len(at) < 20 or at[-1] <= at[0]:  # noqa: PLR2004 fewer say nothing
        return None
    at = at - at[0]
    span, gaps = float(at[-1]), np.diff(at)
    peak = _PEAK_SECONDS if span >= _FEWEST_WINDOWS * _PEAK_SECONDS else 10.0
    counts = _counts(at, peak if span >= 2 * peak else span / _FEWEST_WINDOWS)
    return Dispersion(
        rate_per_second=len(at) / span,
        gap_variation=float(gaps.std() / gaps.mean()),
        fano={scale: _fano(at, scale) for scale in SCALES_SECONDS if span >= _FEWEST_WINDOWS * scale},
        peak_over_mean=float(counts.max() / counts.mean()),
    )


def excess(times: Sequence[float], scales: Iterable[float]) -> dict[float, float]:
    """Variance of counts / mean^2 beyond chance, by window; without those that say nothing beyond chance.

    Those are windows with fewer than 1 arrival on average, of which fewer than 5 fit, or no more uneven than Poisson.
    """
    at = np.asarray(times, dtype=float)
    at = at - at[0]
    span = float(at[-1])
    means = {scale: len(at) / span * scale for scale in scales if span >= _FEWEST_WINDOWS * scale}
    found = {scale: (_fano(at, scale) - 1) / mean for scale, mean in means.items() if mean >= 1}
    return {scale: value for scale, value in found.items() if value > 0}


def dispersion_error(one: Dispersion, other: Dispersion) -> float:
    """Mean of |ln(one / other)| over the gaps' variation, the Fano factors both have, and peak / mean; 0 is alike."""
    pairs = [(one.gap_variation, other.gap_variation), (one.peak_over_mean, other.peak_over_mean)]
    pairs += [(one.fano[scale], other.fano[scale]) for scale in one.fano if scale in other.fano]
    logs = [abs(math.log(max(left, 1e-3) / max(right, 1e-3))) for left, right in pairs]
    return sum(logs) / len(logs)


def gap_distance(one: Sequence[float], other: Sequence[float]) -> float:
    """Kolmogorov-Smirnov distance of the gaps between arrivals, each in units of its own mean."""
    left, right = np.diff(np.asarray(one, dtype=float)), np.diff(np.asarray(other, dtype=float))
    return ks(left / left.mean(), right / right.mean())


def ks(one: Sequence[float] | np.ndarray, other: Sequence[float] | np.ndarray) -> float:
    """Kolmogorov-Smirnov distance: the largest difference of two cumulative shares, 0 to 1."""
    left, right = np.sort(np.asarray(one, dtype=float)), np.sort(np.asarray(other, dtype=float))
    grid = np.concatenate([left, right])
    shares = [np.searchsorted(side, grid, side="right") / len(side) for side in (left, right)]
    return float(np.abs(shares[0] - shares[1]).max())


def _fano(at: np.ndarray, scale: float) -> float:
    counts = _counts(at, scale)
    return float(counts.var() / counts.mean())


def _counts(at: np.ndarray, scale: float) -> np.ndarray:
    """Arrivals in each whole window."""
    windows = max(1, int(at[-1] / scale))
    cells = np.floor(at / scale).astype(int)
    return np.bincount(cells[cells < windows], minlength=windows)
