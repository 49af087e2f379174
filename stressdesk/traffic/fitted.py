"""A traffic profile fitted to real traffic: when conversations start, how many turns they have, how long between."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from stressdesk.scenario.traffic import Chat, Day, Sessions
from stressdesk.traffic.fitted_week import DAY_SECONDS, evened, week_of
from stressdesk.traffic.measure_arrivals import SCALES_SECONDS, dispersion, excess
from stressdesk.traffic.observed import Observed

_CORRELATIONS = (5, 10, 20, 30, 60, 90, 120, 180, 300, 600, 1_200, 3_600, 7_200)
_HOURLY_SCALES = (60, 600, 1_800, 3_600)
FEWEST_TIMES = 20
FEWEST_GAPS = 50
_SURE = 1.645
"""Standard deviations that chance goes beyond in one of 20 cases."""
_P90, _P75 = 1.2816, 0.6745
"""Percentiles of a normal distribution in standard deviations; the 10th and 25th lie as far below the median."""
_SINGLE = Sessions(mean_turns=1, single_turn_share=1)
_DAY = Day()


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What to put under `load.arrivals` and `traffic.sessions` for more traffic like that."""

    arrivals: Chat | Day
    sessions: Sessions


def fitted(observed: Observed) -> Profile | None:
    """The profile that some traffic follows; None for fewer than 20 arrivals.

    Without dates, a day's hours count from the first.
    """
    arrivals = arrivals_of(observed.starts or observed.times, observed.began)
    return Profile(arrivals=arrivals, sessions=sessions_of(observed, _SINGLE)) if arrivals else None


def arrivals_of(times: Sequence[float], began: float | None = None, usual: Day = _DAY) -> Chat | Day | None:
    """Hours of a day where there is at least a whole one, else one rate; in both, how it wanders.

    With `began`, the date of second 0, days of a week where there are enough of them, else those of `usual`. None for
    fewer than 20 times.
    """
    if dispersion(times) is None:
        return None
    if times[-1] - times[0] < DAY_SECONDS:
        return _chat(times)
    day = week_of(times, began, usual)
    # Counts within an hour vary about the hour's own rate, so time is stretched until all hours are alike. One day's
    # hour differs from the next day's for as long as an hour: shorter scales alone would take that for spells of
    # minutes, and make bursts that real days do not have.
    chat = _chat(evened(times, began, day), _HOURLY_SCALES)
    return msgspec.structs.replace(day, sigma=chat.sigma, correlation_seconds=chat.correlation_seconds)


def _chat(times: Sequence[float], scales: Sequence[int] = SCALES_SECONDS) -> Chat:
    """The wandering rate whose counts vary as much as these at every scale, by least squares of the logs."""
    found = excess(times, scales)
    if not any(_is_beyond_chance(times, scale, value) for scale, value in found.items()):
        return Chat(sigma=0.0)
    # One scale alone fits any memory: then a spell is taken to last as long as what was looked at.
    (longest, *others) = sorted(found, reverse=True)
    # Spells far shorter than the shortest window leave no trace in the counts but their variance.
    likely = [seconds for seconds in _CORRELATIONS if seconds >= min(scales) / 2]
    correlation = min(likely, key=lambda seconds: _misfit(found, seconds)) if others else longest
    variance = _variance(found, correlation)
    return Chat(sigma=round(min(3.0, math.sqrt(math.log1p(variance))), 3), correlation_seconds=correlation)


def _is_beyond_chance(times: Sequence[float], scale: float, value: float) -> bool:
    """Would Poisson arrivals hardly vary so? The Fano factor of n windows of theirs varies about 1 by sqrt(2 / n)."""
    span = times[-1] - times[0]
    return value * len(times) / span * scale > _SURE * math.sqrt(2 * scale / span)


def _variance(found: Mapping[float, float], correlation: float) -> float:
    logs = [math.log(value / _smoothed(scale / correlation)) for scale, value in found.items()]
    return math.exp(sum(logs) / len(logs))


def _misfit(found: Mapping[float, float], correlation: float) -> float:
    variance = _variance(found, correlation)
    return sum(math.log(value / (variance * _smoothed(scale / correlation))) ** 2 for scale, value in found.items())


def _smoothed(windows: float) -> float:
    """Variance of the mean of an Ornstein-Uhlenbeck process over a window / that of the process itself."""
    return 2 / windows * (1 - (1 - math.exp(-windows)) / windows)


def sessions_of(observed: Observed, usual: Sessions) -> Sessions:
    """Turns by their mean and the share of single ones; gaps by four percentiles, or as `usual`."""
    gaps = [gap for gap in observed.gaps if gap > 0]
    if not observed.turns or (not gaps and usual == _SINGLE):
        return _SINGLE
    single = sum(count == 1 for count in observed.turns) / len(observed.turns)
    turns = msgspec.structs.replace(
        usual,
        mean_turns=round(min(50.0, sum(observed.turns) / len(observed.turns)), 3),
        single_turn_share=round(single, 4),
    )
    if not gaps:
        return turns
    low, lower, middle, high = np.quantile(gaps, [0.1, 0.25, 0.5, 0.9])
    # Two percentiles steady each other; with few gaps the usual shape is nearer than what they would tell.
    below = (math.log(middle / low) / _P90 + math.log(middle / lower) / _P75) / 2
    return msgspec.structs.replace(
        turns,
        think_median_seconds=round(float(middle), 2),
        think_sigma=round(min(4.0, math.log(high / middle) / _P90), 3),
        think_sigma_below=round(min(4.0, below), 3) if len(gaps) >= FEWEST_GAPS else usual.think_sigma_below,
    )
