"""Rates of the hours of a day or the days of a week, as a line of numbers."""

from __future__ import annotations

from collections.abc import Sequence

HOURS, DAYS = 24, 7


def rates_text(value: Sequence[float] | None) -> str:
    """Numbers with a space between them; nothing for None."""
    return " ".join(f"{one:g}" for one in value or ())


def hours_of(text: str) -> tuple[float, ...]:
    """The rates of 24 hours; raises ValueError with words for the user."""
    return _rates(text, HOURS, "hour")


def hours_or_none_of(text: str) -> tuple[float, ...] | None:
    """The rates of 24 hours, or None where there is nothing; raises ValueError with words for the user."""
    return hours_of(text) if text.strip() else None


def days_of(text: str) -> tuple[float, ...]:
    """The rates of 7 days; raises ValueError with words for the user."""
    return _rates(text, DAYS, "day")


def _rates(text: str, count: int, unit: str) -> tuple[float, ...]:
    found = []
    for one in text.replace(",", " ").replace(";", " ").split():
        try:
            number = float(one)
        except ValueError as error:
            raise ValueError(f"This is no number: {one[:20]}.") from error
        # Not a number is not less than 0 either.
        if not 0 <= number <= 1e6:  # noqa: PLR2004 - the most a weight may be
            raise ValueError(f"A rate is 0 or more, and at most a million: {one[:20]}.")
        found.append(number)
    if len(found) != count:
        raise ValueError(f"Write {count} numbers, one for each {unit}; these are {len(found)}.")
    return tuple(found)
