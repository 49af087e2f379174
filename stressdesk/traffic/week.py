"""The shape of a week: how busy each hour is beside the others, from Monday's first on."""

from __future__ import annotations

from typing import get_args

from stressdesk.scenario.traffic import Day, Office, Weekday

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
WEEK_SECONDS = 7 * 86_400

_WORKING_DAYS = 5
_QUARTERS = 96


def day_week(day: Day) -> tuple[float, ...]:
    """The rates of the 168 hours of a week."""
    at_weekend = day.hours if day.weekend_hours is None else day.weekend_hours
    return tuple(
        weight * rate
        for number, weight in enumerate(day.days)
        for rate in (day.hours if number < _WORKING_DAYS else at_weekend)
    )


def office_week(office: Office) -> tuple[float, ...]:
    """The rates of the 672 quarters of an hour of a week; noon is from 12 to 13."""

    def rate(hour: float) -> float:
        is_open = office.opens <= hour < office.closes
        return (office.noon if 12 <= hour < 13 else 1.0) if is_open else office.outside  # noqa: PLR2004

    working_day = tuple(rate(quarter / 4) for quarter in range(_QUARTERS))
    return working_day * _WORKING_DAYS + (office.weekend,) * (7 - _WORKING_DAYS) * _QUARTERS
