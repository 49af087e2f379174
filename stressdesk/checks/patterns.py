"""Regular expressions in a box: what a pattern may cost when it is compiled and each time it is searched for."""

from __future__ import annotations

import contextlib
import re
import warnings
from typing import Final

import regex

from stressdesk.scenario.check_problems import MAX_REPETITIONS, repetitions

# One search; several patterns of one scenario share TOGETHER_SECONDS.
SEARCH_SECONDS: Final = 0.25
TOGETHER_SECONDS: Final = 1.0

# The `regex` module looks at its clock between steps, and one step may run through the whole text: measured, a search
# in 100,000 characters overshoots the box by half, one in 1,000,000 sevenfold.
MOST_CHARACTERS: Final = 50_000

# At the first search in a text longer than the pattern, `regex` prepares its tables outside its own clock; for a run of
# n equal literals that takes time in n³ (2,000, the longest a scenario may hold: 3 s), so it is done beforehand.
_WARM_UP: Final = " " * 5_000

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
        if repetitions(pattern) > MAX_REPETITIONS:
            raise BadPattern(f"it repeats something more than {MAX_REPETITIONS:,} times")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._regex = regex.compile(pattern, regex.IGNORECASE if ignore_case else 0, cache_pattern=False)
        except (regex.error, RecursionError, MemoryError, OverflowError, ValueError) as error:
            raise BadPattern(str(error) or type(error).__name__) from error
        self._seconds = search_seconds
        with contextlib.suppress(TimeoutError):
            self._regex.search(_WARM_UP, timeout=search_seconds)

    def search(self, text: str, seconds: float | None = None) -> str | None:
        """The first match in the text, or None; raises OutOfTime or TooLong."""
        if len(text) > MOST_CHARACTERS:
            raise TooLong
        try:
            match = self._regex.search(text, timeout=self._seconds if seconds is None else min(seconds, self._seconds))
        except (TimeoutError, MemoryError, RecursionError) as error:
            raise OutOfTime from error
        return None if match is None else match.group()
