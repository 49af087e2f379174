"""Numbers as every sentence has them: with their noun, or to three digits."""

from __future__ import annotations

_WHOLE = 100


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 query", "1,000 queries"."""
    if number == 1:
        return f"1 {noun}"
    regular = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {plural or regular}"


def three_digits(number: float) -> str:
    """A number to three digits, or to a whole one: "0.25", "12.5", "1,500", where `.3g` has 1.5e+03."""
    return f"{number:,.0f}" if abs(number) >= _WHOLE else f"{number:.3g}"
