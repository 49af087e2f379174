"""What an unquoted YAML 1.2 word means: `no` and `2024-05-01` are texts, `42` is a number, `~` is nothing."""

from __future__ import annotations

import math
import re

from stressdesk.scenario.clusters import cut

LARGEST = 2**63 - 1
NUMBER_HINT = f"Whole numbers go up to {LARGEST}, others to about 1e308. If it is a text, put quotes around it."

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BOUNDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LONGEST_NUMBER = 100

# YAML 1.1, which many editors and tools still read, takes these for booleans, dates or numbers.
_OLD_MEANINGS = re.compile(
    r"(?i:y|n|yes|no|on|off)|[-+]?[0-9][0-9_]*(:[0-9_.]+)+|[-+]?[0-9.][0-9_.]*|0b[01_]+|\d{4}-\d\d?-\d\d?.*|<<|="
)


class TooLargeError(ValueError):
    """A number that does not fit, or is infinite, or not a number at all."""


def resolved(text: str) -> str | bool | int | float | None:
    """The value of an unquoted word; raises TooLargeError and, for half characters, UnicodeError."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return whole_text(text)
    if _BOUNDLESS.fullmatch(text):
        raise TooLargeError
    if _WHOLE.fullmatch(text):
        return _whole_number(text)
    if not _FRACTION.fullmatch(text):
        return whole_text(text)
    number = float(text) if len(text) <= _LONGEST_NUMBER else math.inf
    if math.isinf(number):
        raise TooLargeError
    return number


def whole_text(text: str) -> str:
    """The text with UTF-16 pairs, as JSON writes emoji, joined; raises UnicodeError where half of a pair is missing."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    return text


def means_itself(text: str) -> bool:
    """Does this word, unquoted, stand for this very text in YAML 1.2 and 1.1?"""
    try:
        return resolved(text) == text and not _OLD_MEANINGS.fullmatch(text)
    except ValueError:
        return False


def shortened(text: str, length: int) -> str:
    """The text on one line, cut to `length` characters with a mark where something is left out."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length and len(text) <= 4 * length else cut(line, length - 1) + "…"


def _whole_number(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise TooLargeError
    bases = {"0o": 8, "0x": 16}
    number = int(text[2:], bases[text[:2]]) if text[:2] in bases else int(text)
    if abs(number) > LARGEST:
        raise TooLargeError
    return number
