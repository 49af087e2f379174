"""Numbers as people and models write them: "12.50", "1,250", "12,50 €"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

# Longer runs of digits are identifiers, not amounts; Decimal would also grow slow on them.
MOST_DIGITS = 60

_NUMERAL = re.compile(r"[-−]?\d(?:[\d.,]{0,60}\d)?", re.ASCII)  # noqa: RUF001 - the minus sign of typesetting
_PLAIN = re.compile(r"[+-]?\d{1,60}(?:\.\d{1,60})?", re.ASCII)


def number(value: object) -> Decimal | None:
    """The number that `value` is, or that the whole of a text says in plain digits; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        decimal = Decimal(repr(value))
        return decimal if decimal.is_finite() else None
    if isinstance(value, str) and _PLAIN.fullmatch(stripped := value.strip()):
        return Decimal(stripped)
    return None


def names_number(text: str, wanted: Decimal) -> bool:
    """Does the text name this number, whether or not with separators of thousands or a decimal comma?

    A dash before the digits is a minus sign only where a negative number is wanted: it may also join a date.
    """
    return any(wanted == (reading if wanted < 0 else reading.copy_abs()) for reading in _readings(text))


def _readings(text: str) -> Iterator[Decimal]:
    for match in _NUMERAL.finditer(text):
        numeral = match.group().replace("−", "-")  # noqa: RUF001 - the minus sign of typesetting
        yield from _decimals(numeral.replace(",", ""))
        if "," in numeral:
            yield from _decimals(numeral.replace(".", "").replace(",", "."))


def _decimals(digits: str) -> Iterator[Decimal]:
    try:
        yield Decimal(digits)
    except InvalidOperation:
        return
