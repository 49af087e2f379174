"""Distributions of the simulated target's times and lengths, each drawn by its quantile.

One uniform draw makes one value, so that drawing another one more or less never shifts the rest.
"""

from __future__ import annotations

from math import exp
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stressdesk.scenario.targets import Lognormal

_quantile = NormalDist().inv_cdf
# random() can be 0, where the quantile is minus infinity.
_LEAST = 2.0**-54


def lognormal(shape: Lognormal, uniform: float) -> float:
    """The lognormal's quantile at `uniform` (from 0, below 1): median x exp(sigma x the normal quantile)."""
    return shape.median * exp(shape.sigma * _quantile(max(uniform, _LEAST)))
