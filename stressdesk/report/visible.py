"""Words from outside made harmless to look at: what cannot be seen, or turns what is around it, is written out."""

from __future__ import annotations

import re
import unicodedata

_SHOWN = {"\n", "\t"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}  # they belong to the spelling of Persian and Hindi, and to many emoji
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
    if char in _SHOWN or char in _JOINERS or unicodedata.category(char) not in _UNSEEN:
        return char
    return f"[U+{ord(char):04X}]"
