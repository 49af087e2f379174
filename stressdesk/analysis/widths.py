"""Round widths of the ranges in which things are counted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

STEPS = (1, 2, 5)


def round_width(fits: Callable[[float], bool], power: int = 0) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that `fits`, from 10^`power` on."""
    return next(width for tens in count(power) for step in STEPS if fits(width := step * 10.0**tens))
