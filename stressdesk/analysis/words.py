"""Numbers as people read them: shares in per cent, dollars, seconds, counts. Every sentence and table uses these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.scenario.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "EN_DASH", "HOUR", "LEAST", "MINUS", "MINUTE", "count", "counted", "listing", "money", "money_range", "percent",
    "percent_range", "points", "scales_were", "seconds", "seconds_range",
]  # fmt: skip

EN_DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
MINUTE = 60.0
HOUR = 3_600.0
MOST_DIGITS = 2
LEAST = 1e-4  # the smallest share written out: 0.01 %


def percent(share: float, digits: int = 1) -> str:
    """A share as per cent: 0.184 is "18.4 %"; below 1 % two significant digits, and never rounded to 0 or 100 %."""
    return f"{_percent_number(share, digits)} %"


def percent_range(low: float, high: float, digits: int = 1) -> str:
    """An interval of shares, its ends an en dash apart: "13.6-24.3 %"; with `digits` 0 "14-24 %".

    Ends too near to 0 or 100 % to be written out are rounded outward: "0-0.01 %". Where both would read the same,
    one digit more tells them apart: "6-6.3 %".
    """
    if low == high:
        return percent(low, digits)
    lower = "0" if 0 < low < LEAST else "99.99" if low > 1 - LEAST / 2 else _percent_number(low, digits)
    upper = "0.01" if 0 < high < LEAST else "100" if high > 1 - LEAST / 2 else _percent_number(high, digits)
    if lower == upper and digits < MOST_DIGITS:
        return percent_range(low, high, digits + 1)
    return f"{lower}{EN_DASH}{upper} %"


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign: 0.123 is "+12.3 points"."""
    return f"{share * 100:+.1f} points".replace("-", MINUS)


def money(usd: float) -> str:
    """US dollars: "$0", "$0.0028", "$12.34", "$1,235"; small sums keep two significant digits."""
    if usd < 0:
        return MINUS + money(-usd)
    if usd == 0:
        return "$0"
    if usd < 1e-9:  # noqa: PLR2004
        return "under $0.000000001"
    if usd < 1:
        return f"${_significant(usd)}"
    return f"${usd:,.0f}" if usd >= 999.995 else f"${usd:,.2f}"  # noqa: PLR2004


def money_range(low: float, high: float) -> str:
    """An interval of sums, its ends an en dash apart: "$0.0021-$0.0038"."""
    return money(low) if money(low) == money(high) else f"{money(low)}{EN_DASH}{money(high)}"


def seconds(value: float) -> str:
    """A time: "35 ms", "0.35 s", "6.8 s", "84 s", "14 min", "2.5 h"."""
    if value < 0.0995:  # noqa: PLR2004
        return f"{value * 1000:.0f} ms"
    if value < 2 * MINUTE:
        digits = 2 if value < 0.995 else 1 if value < 9.95 else 0  # noqa: PLR2004
        return f"{value:.{digits}f} s"
    return f"{value / MINUTE:.0f} min" if value < 2 * HOUR else f"{value / HOUR:.1f} h"


def seconds_range(low: float, high: float) -> str:
    """An interval of times, its ends an en dash apart: "5.9 s-8.1 s"."""
    return seconds(low) if seconds(low) == seconds(high) else f"{seconds(low)}{EN_DASH}{seconds(high)}"


def count(number: int) -> str:
    """A whole number with separators: "10,000"."""
    return f"{number:,}"


def listing(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def scales_were(scales: Sequence[int]) -> str:
    """The subject of a sentence on scales, with its verb: "200 and 1,000 queries in one window were"."""
    if tuple(scales) == (1,):
        return "1 query in one window was"
    return f"{listing([count(queries) for queries in scales])} queries in one window were"


def _percent_number(share: float, digits: int) -> str:
    value = share * 100
    if value in (0, 100):
        return f"{value:.0f}"
    if abs(value) < 0.01:  # noqa: PLR2004
        return "under 0.01"
    if abs(value) < 1:
        return _significant(value)
    if 99 < value < 100:  # noqa: PLR2004
        return f"{value:.2f}" if value < 99.995 else "over 99.99"  # noqa: PLR2004
    text = f"{value:.{digits}f}"
    return text.removesuffix(".0")


def _significant(value: float) -> str:
    """Two significant digits without an exponent: 0.00281 is "0.0028", 0.3 is "0.30"."""
    digits = 2
    while round(value, digits) < 10 ** (1 - digits) and digits < 12:  # noqa: PLR2004
        digits += 1
    return f"{value:.{digits}f}"
