"""Regular expressions in a box: what a pattern may cost when it is compiled and each time it is searched for."""

from __future__ import annotations

import re
from typing import Final

import regex

# One search; several patterns of one scenario share TOGETHER_SECONDS.
SEARCH_SECONDS: Final = 0.25
TOGETHER_SECONDS: Final = 1.0

# The `regex` module looks at its clock between steps, and one step may run through the whole text: measured, a search
# in 100,000 characters overshoots the box by half, one in 1,000,000 sevenfold.
MOST_CHARACTERS: Final = 50_000

# `regex` writes repeats out: a{1000000} takes 360 MB, and a run of n equal literals takes time in n³ (2,000: 3 s).
MOST_PARTS: Final = 2_000

_TOKEN = re.compile(
    r"\\(?:[pPN]\{[^}]*\}|.)|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\{(?P<least>\d+)(?:,\d*)?\}[?+]?|[()|]|.",
    re.DOTALL,
)

_VERBOSE = re.compile(r"\(\?[a-zA-WYZ01-]*x[a-zA-Z01-]*[:)]")


class OutOfTime(Exception):  # noqa: N818 - says what happened, and is always caught in this package
    """A search did not end within its box."""


class TooLong(Exception):  # noqa: N818 - says what happened, and is always caught in this package
    """The text is longer than MOST_CHARACTERS."""


class BadPattern(Exception):  # noqa: N818 - becomes a problem of the scenario
    """The pattern cannot be used; the message says why."""


class Pattern:
    """A compiled pattern; each search ends within a limit of CPU time."""

    def __init__(self, pattern: str, *, ignore_case: bool = False, search_seconds: float = SEARCH_SECONDS) -> None:
        """Compile the pattern; raises BadPattern."""
        if _VERBOSE.search(pattern):
            raise BadPattern("the verbose mode (?x) is not supported; write it without white space and comments")
        if parts(pattern) > MOST_PARTS:
            raise BadPattern(f"its repeats, written out, are longer than {MOST_PARTS:,} parts")
        try:
            self._regex = regex.compile(pattern, regex.IGNORECASE if ignore_case else 0, cache_pattern=False)
        except (regex.error, RecursionError, MemoryError, OverflowError, ValueError) as error:
            raise BadPattern(str(error) or type(error).__name__) from error
        self._seconds = search_seconds
        # The module prepares its tables at the first search in a text longer than the pattern, outside its own clock.
        self._regex.search(" " * (2 * MOST_PARTS), timeout=search_seconds)

    def search(self, text: str, seconds: float | None = None) -> str | None:
        """The first match in the text, or None; raises OutOfTime or TooLong."""
        if len(text) > MOST_CHARACTERS:
            raise TooLong
        try:
            match = self._regex.search(text, timeout=self._seconds if seconds is None else min(seconds, self._seconds))
        except (TimeoutError, MemoryError, RecursionError) as error:
            raise OutOfTime from error
        return None if match is None else match.group()


def parts(pattern: str) -> int:
    """How many literals and classes a pattern holds when its repeats are written out as often as they must occur.

    An estimate from the outside: {n,m} counts n times, alternatives add up. Unbalanced brackets are left to `regex`.
    """
    totals = [0]
    last = 0
    for match in _TOKEN.finditer(pattern):
        piece = match.group()
        if piece == "(":
            totals.append(0)
            last = 0
        elif piece == ")" and len(totals) > 1:
            last = totals.pop()
            totals[-1] += last
        elif match["least"] is not None:
            times = max(1, int(match["least"][:9]))
            totals[-1] += last * (times - 1)
            last *= times
        else:
            last = 1
            totals[-1] += 1
    return sum(totals)
