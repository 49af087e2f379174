"""Foreign text made fit to be kept and shown: no keys, no control characters, not too long."""

from __future__ import annotations

import base64
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

SHOWN_CHARACTERS = 300
HIDDEN = "[key hidden]"

# Shorter values are placeholders ("none", "local"): hiding them would blank innocent words.
_SHORTEST_KEY = 8
_KEY_NAME = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD)(?:_ID|_?\d+)?$", re.IGNORECASE)
# What a variable named like a key must look like to be one: answers are searched for it, and a setting such as
# SITE_KEY=production must not blank a word the model wrote.
_KEY_VALUE = re.compile(r"(?=\S*\d)[!-~]{16,}")
# An Authorization header whoever echoes it, and the public prefixes of the large providers' keys.
_KEY_SHAPES = re.compile(
    r"\b(?:bearer|basic)\s+(?=\S*\d|\S{24})[^\s\"',;]{8,}"
    r"|\b(?:sk|pk|rk|xai|gsk|hf|r8|pplx|nvapi)[-_][A-Za-z0-9*._-]{6,}|\bAIza[A-Za-z0-9_*-]{6,}|\bAKIA[A-Z0-9]{8,}",
    re.IGNORECASE,
)
# A character as it is written in an address, in JSON and in HTML.
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\/|&#[0-9xX]")
# C0 and C1 controls, and the characters that reorder or hide text on a terminal.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


class KeylessFormatter(logging.Formatter):
    """Hides keys in log lines and tracebacks: an error's own words may quote the request that failed."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback with it."""
        return without_keys(super().format(record), all_keys(None))


def keys_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The values of all variables that are keys by name and look, longest first, so that none hides half of another."""
    values = {
        value for name, value in environment.items() if _KEY_NAME.search(name) and _KEY_VALUE.fullmatch(value.strip())
    }
    return tuple(sorted(values, key=len, reverse=True))


def all_keys(key: str | None) -> tuple[str, ...]:
    """The key that is sent, and every other key in the environment: a server may echo what it got from anywhere."""
    return tuple(sorted({*keys_in(os.environ), *([key] if key else [])}, key=len, reverse=True))


def without_keys(text: str, keys: Iterable[str]) -> str:
    """The text with each of `keys` hidden, however it is encoded; nothing else is touched."""
    # No form of a key is shorter than the key or has a space in it: most answers have no word so long.
    longest = max(map(len, text.split()), default=0)
    for key in keys:
        if len(key) < _SHORTEST_KEY or (len(key) > longest and " " not in key):
            continue
        plain, escaped = _forms(key)
        for form in plain:
            if form in text:
                text = text.replace(form, HIDDEN)
        # Looked for only where anything is escaped at all: it takes a hundred times as long.
        if _ESCAPE.search(text):
            text = escaped.sub(HIDDEN, text)
    return text


@lru_cache(maxsize=256)
def _forms(key: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """A key as it is and in Base64, and what finds it with any of its characters escaped for an address or for JSON."""
    escaped = "".join(
        rf"(?:\\?{re.escape(one)}|%(?i:{ord(one):02x})|\\u(?i:{ord(one):04x})"
        rf"|&#0*{ord(one)};|&#[xX]0*(?i:{ord(one):x});)"
        for one in key
    )
    return (key, *_in_sixes(key.encode())), re.compile(escaped)


def _in_sixes(key: bytes) -> Iterator[str]:
    # Base64 writes six bits a character. Whatever stands before a key, such as "Bearer ", shifts it to one of three
    # places in its group of three bytes; the first and last characters hold bits of its neighbours: they are left out.
    for before in range(3):
        whole = base64.b64encode(bytes(before) + key).decode()
        inner = whole[(before * 8 + 5) // 6 : (before + len(key)) * 8 // 6]
        yield inner
        yield inner.replace("+", "-").replace("/", "_")


def shown(text: str, keys: Iterable[str] = ()) -> str:
    """At most `SHOWN_CHARACTERS` of the text on one line, with `keys` and whatever looks like a key hidden."""
    printable = " ".join(_UNPRINTABLE.sub(" ", text).split())
    clean = _KEY_SHAPES.sub(HIDDEN, without_keys(printable, keys))
    return clean if len(clean) <= SHOWN_CHARACTERS else clean[: SHOWN_CHARACTERS - 1] + "\u2026"
