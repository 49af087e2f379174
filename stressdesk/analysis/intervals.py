"""The quantiles of Student's t and the normal distribution that intervals are made of."""

from __future__ import annotations

import math
from statistics import NormalDist

import msgspec

CONFIDENCE = 0.95
NORMAL = NormalDist()
Z = NORMAL.inv_cdf((1 + CONFIDENCE) / 2)


class Interval(msgspec.Struct, frozen=True):
    """The ends of a 95 % interval."""

    low: float
    high: float


def t_quantile(probability: float, freedom: float) -> float:
    """The quantile of Student's t with `freedom` degrees of freedom, which need not be whole.

    Exact for 1 and 2 degrees; else the expansion of Hill (1970), Algorithm 396, good to five digits from 3 degrees on,
    to three from 2. Between 1 and 2 the logarithm is interpolated in 1/freedom, up to 3 % too wide; fewer than 1
    degree are taken as 1.
    """
    if probability == 0.5:  # noqa: PLR2004
        return 0.0
    if probability < 0.5:  # noqa: PLR2004
        return -t_quantile(1 - probability, freedom)
    tails = 2 * (1 - probability)
    if freedom <= 1:
        return 1 / math.tan(tails * math.pi / 2)
    if freedom > 2:  # noqa: PLR2004
        return _hill(tails, freedom)
    of_one, of_two = 1 / math.tan(tails * math.pi / 2), math.sqrt(2 / (tails * (2 - tails)) - 2)
    weight = 2 / freedom - 1
    return math.exp(weight * math.log(of_one) + (1 - weight) * math.log(of_two))


def _hill(tails: float, n: float) -> float:
    """Hill's Algorithm 396: `tails` is the probability of both tails together, n > 2."""
    a = 1 / (n - 0.5)
    b = (48 / a) / a
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * math.sqrt(a * math.pi / 2) * n
    y = (d * tails) ** (2 / n)
    if y > 0.05 + a:
        x = NORMAL.inv_cdf(tails / 2)
        y = x * x
        if n < 5:  # noqa: PLR2004
            c += 0.3 * (n - 4.5) * (x + 0.6)
        c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = math.expm1(a * y * y)
    else:
        tail = ((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3
        y = ((1 / tail + 0.5 / (n + 4)) * y - 1) * (n + 1) / (n + 2) + 1 / y
    return math.sqrt(n * y)
