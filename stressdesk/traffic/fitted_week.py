"""The hours of a day and the days of a week that arrivals follow, as far as what was looked at is long enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from stressdesk.scenario.traffic import Day
from stressdesk.traffic.week import WEEKDAYS, day_week

DAY_SECONDS = 86_400
DAYS_FOR_WEEKENDS, DAYS_FOR_EACH = 7, 14
"""A whole week tells its weekend from its working days; one day is told by two of its kind, as one may be a holiday."""

FEWEST_A_DAY = 30
"""As many arrivals of each kind of day are wanted: chance alone moves the rate of 30 by 18 %."""

Detail = Literal["hours", "weekends", "days"]

_HOUR = 3_600
_WORKING = slice(0, 5)
_WEEKEND = slice(5, 7)
_ROUNDS = 20
# 1970 began on a Thursday.
_FIRST_WEEKDAY = 3


class Counts(msgspec.Struct, frozen=True):
    """Arrivals in each hour of a week, from Monday's first on, and the hours of it that were looked at: both 7 x 24."""

    arrivals: np.ndarray
    hours: np.ndarray


def detail(times: Sequence[float], began: float | None) -> Detail:
    """How much of a week the times tell: the hours of a day, weekends beside working days, or each day."""
    days = (times[-1] - times[0]) / DAY_SECONDS
    if began is None or days < DAYS_FOR_WEEKENDS or len(times) < 2 * FEWEST_A_DAY:
        return "hours"
    return "days" if days >= DAYS_FOR_EACH and len(times) >= 7 * FEWEST_A_DAY else "weekends"


def week_of(times: Sequence[float], began: float | None, usual: Day) -> Day:
    """The pattern with the hours and, where they can be told, the days that the times have; else days are as usual.

    Rates are the likeliest where every day has the hours of its kind, times a weight of its own. With a date, hours are
    those of the clock in UTC, and the window begins where the times do.
    """
    counts = _counted(times, began or 0.0)
    told = detail(times, began)
    weekend = None
    if told == "hours":
        hours, _ = _fitted(counts, [range(7)])
        days: Sequence[float] = usual.days
    elif told == "weekends":
        hours, weights = _fitted(counts, [range(5), range(5, 7)])
        days = [1.0] * 5 + [weights[1] / weights[0]] * 2
    else:
        hours, working = _fitted(_part(counts, _WORKING), [[day] for day in range(5)])
        at_weekend = _part(counts, _WEEKEND)
        if at_weekend.arrivals.sum() >= 24 * 2:
            weekend, resting = _fitted(at_weekend, [[0], [1]])
        else:
            resting = at_weekend.arrivals.sum(axis=1) / (at_weekend.hours * hours).sum(axis=1)
        days = np.asarray([*working, *resting]) / np.mean(working)
    start = (began or 0.0) + times[0]
    return Day(
        hours=_rounded(hours),
        weekend_hours=None if weekend is None else _rounded(weekend),
        days=_rounded(days),
        starts_on=WEEKDAYS[_weekday(start)] if began is not None else "monday",
        starts_at=round(start % DAY_SECONDS / _HOUR, 2) % 24 if began is not None else 0,
    )


def evened(times: Sequence[float], began: float | None, day: Day) -> list[float]:
    """The times stretched until all hours of a week are as busy as each other, in seconds of a mean hour."""
    start = (began or 0.0) + times[0]
    edges, _ = _edges(start, (began or 0.0) + times[-1])
    known = day if detail(times, began) != "hours" else msgspec.structs.replace(day, days=(1.0,) * 7)
    rates = np.asarray(day_week(known))
    of_week = ((edges[:-1] // DAY_SECONDS + _FIRST_WEEKDAY) % 7 * 24 + edges[:-1] % DAY_SECONDS // _HOUR).astype(int)
    lasted = np.concatenate([[0.0], np.cumsum(rates[of_week] * _HOUR)])
    stretched: list[float] = np.interp(np.asarray(times) + (began or 0.0), edges, lasted).tolist()
    return stretched


def _counted(times: Sequence[float], offset: float) -> Counts:
    at = np.asarray(times, dtype=float) + offset
    edges, looked_at = _edges(at[0], at[-1])
    hours = np.zeros((7, 24))
    weekdays = ((edges[:-1] // DAY_SECONDS + _FIRST_WEEKDAY) % 7).astype(int)
    np.add.at(hours, (weekdays, (edges[:-1] % DAY_SECONDS // _HOUR).astype(int)), looked_at / _HOUR)
    arrivals = np.zeros((7, 24))
    weekdays = ((at // DAY_SECONDS + _FIRST_WEEKDAY) % 7).astype(int)
    np.add.at(arrivals, (weekdays, (at % DAY_SECONDS // _HOUR).astype(int)), 1)
    return Counts(arrivals, hours)


def _edges(start: float, end: float) -> tuple[np.ndarray, np.ndarray]:
    """The whole hours around a span of time, and how many seconds of each lie within it."""
    edges = np.arange(start // _HOUR, end // _HOUR + 2) * _HOUR
    return edges, np.clip(edges[1:], start, end) - np.clip(edges[:-1], start, end)


def _part(counts: Counts, days: slice) -> Counts:
    return Counts(counts.arrivals[days], counts.hours[days])


def _fitted(counts: Counts, kinds: Sequence[Sequence[int]]) -> tuple[np.ndarray, list[float]]:
    """Rates of 24 hours with a mean of 1, and the weight of each kind of day: the likeliest for counts by chance.

    Half of an hour's rate is that of the hours beside it, since a few days say little of one alone.
    """
    weights = np.ones(len(counts.arrivals))
    hours = np.ones(24)
    # An hour or a day nobody came in is rare, not impossible.
    in_hour = np.maximum(counts.arrivals.sum(axis=0), 0.5)
    for _ in range(_ROUNDS):
        hours = in_hour / (weights[:, None] * counts.hours).sum(axis=0)
        hours = hours / hours.mean()
        for kind in kinds:
            days = list(kind)
            weights[days] = max(counts.arrivals[days].sum(), 0.5) / (counts.hours[days] * hours).sum()
    smooth = hours / 2 + np.roll(hours, 1) / 4 + np.roll(hours, -1) / 4
    return smooth, [float(weights[kind[0]]) for kind in kinds]


def _weekday(seconds: float) -> int:
    return int(seconds // DAY_SECONDS + _FIRST_WEEKDAY) % 7


def _rounded(rates: Sequence[float] | np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(rate), 3) for rate in rates)
