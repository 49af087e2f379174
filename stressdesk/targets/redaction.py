"""Foreign text made fit to be kept and shown: no keys, no control characters, not too long."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

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
# C0 and C1 controls, and the characters that reorder or hide text on a terminal.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


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
    """The text with each of `keys` hidden; nothing else is touched."""
    for key in keys:
        if len(key) >= _SHORTEST_KEY and key in text:
            text = text.replace(key, HIDDEN)
    return text


def shown(text: str, keys: Iterable[str] = ()) -> str:
    """At most `SHOWN_CHARACTERS` of the text on one line, with `keys` and whatever looks like a key hidden."""
    printable = " ".join(_UNPRINTABLE.sub(" ", text).split())
    clean = _KEY_SHAPES.sub(HIDDEN, without_keys(printable, keys))
    return clean if len(clean) <= SHOWN_CHARACTERS else clean[: SHOWN_CHARACTERS - 1] + "\u2026"
