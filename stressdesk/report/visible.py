"""Words from outside made harmless to look at: what cannot be seen, or turns what is around it, is written out."""

from __future__ import annotations

import re

from stressdesk.scenario.clusters import is_visible

_SHOWN = {"\n", "\t"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def visible(words: str) -> str:
    """The words with control and format characters, surrogates and private use as [U+202E]; lines and tabs stay."""
    if words.isascii() and words.isprintable():
        return words
    return "".join(_shown(char) for char in words.replace("\r\n", "\n"))


def without_controls(words: str) -> str:
    """The words without the characters XML 1.0 forbids and no spreadsheet can read; nothing else changes."""
    return _NOT_XML.sub("", words)


def _shown(char: str) -> str:
    return char if char in _SHOWN or is_visible(char) else f"[U+{ord(char):04X}]"
