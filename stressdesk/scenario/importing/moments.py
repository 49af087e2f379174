"""When something in a log happened, as seconds, from whatever the log has written there."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

AS_WRITTEN = "Times are seconds, as 12.5, or dates, as 2024-05-31T18:00:00Z."
"""What a time may look like, for a person; others that leave no doubt are read too."""

_MILLISECONDS, _MICROSECONDS, _NANOSECONDS = 1e11, 1e14, 1e17
"""Numbers above are no seconds since 1970 of any log: they count milliseconds, or smaller parts."""
_POINTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? (\d{1,2}:\d\d(?::\d\d)?))?")
_OF_SERVER = re.compile(r"(\d{1,2})/([A-Za-z]{3})/(\d{4}):(\d\d:\d\d:\d\d [+-]\d{4})")
_LOOKS_SO = re.compile(
    r"(?:\d{4}-\d\d-\d\d[T ]|\d{1,2}\.\d{1,2}\.\d{4},? )\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?"
    r"(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?"
)


def moment(value: Any, seconds_per_unit: float = 1.0) -> float:
    """Seconds, from a number or a date; a date without a zone is taken as UTC. Raises ValueError for anything else."""
    try:
        number = float(value)
    except ValueError:
        return _date(str(value).strip())
    if not math.isfinite(number):
        raise ValueError(value)
    for least, a_second in ((_NANOSECONDS, 1e9), (_MICROSECONDS, 1e6), (_MILLISECONDS, 1e3)):
        if number > least:
            return number / a_second
    return number * seconds_per_unit


def is_date(value: Any) -> bool:
    """Is this a date with a time of day, and nothing else?"""
    return isinstance(value, str) and _LOOKS_SO.fullmatch(value.strip()) is not None


def _date(text: str) -> float:
    """ISO 8601; day, month and year with points, which no country writes in another order; as mails and servers do."""
    if found := _POINTED.fullmatch(text):
        day, month, year, clock = found.groups()
        text = f"{year}-{month:>02}-{day:>02}T{(clock or '00:00').rjust(5, '0')}"
    elif found := _OF_SERVER.fullmatch(text):
        # As a mail's date, and not by strptime, whose months are those of the language that Qt sets for the process.
        text = " ".join(found.groups())
    for read in (_iso, parsedate_to_datetime):
        try:
            when = read(text)
        except ValueError:
            continue
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    raise ValueError(text)


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(text.removesuffix(" UTC"))
