"""What a reader sees of a text: which of its characters, where one ends, and from which side it is read.

A character never ends inside an emoji, a syllable or a letter with its marks.
"""

from __future__ import annotations

import unicodedata

_LOOK_BACK = 500
"""Code points before the cut within which the beginning of a character is looked for."""
_JOINERS = frozenset("\u200c\u200d")
"""Format characters that Persian, Hindi and many emoji are spelt with."""


def is_visible(character: str) -> bool:
    """Whether a reader sees a character or its room: no control or format character, and none that has no meaning."""
    return character.isprintable() or character in _JOINERS or unicodedata.category(character) == "Zs"


def cut(text: str, most: int) -> str:
    """The start of a text, at most so many code points of it, without half a character at the end.

    A single character longer than that, of hundreds of stacked marks, is cut all the same.
    """
    if len(text) <= most or most <= 0:
        return text[: max(0, most)]
    near = text[max(0, most - 1) : most + 1]
    if near.isascii():
        return text[: most - 1] if near == "\r\n" else text[:most]
    return text[: _end(text, most)] or text[:most]


def without_start(text: str, start: int) -> str:
    """The rest of a text from `start`, or from the beginning of the character that stands there."""
    return text[len(cut(text, start)) :] if 0 < start < len(text) else text[max(0, start) :]


def runs_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left, and with it the whole text."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((direction for direction in directions if direction in {"L", "R", "AL"}), "L") != "L"


def _end(text: str, most: int) -> int:
    """The last boundary between characters at or before `most`; one code point more tells whether there is one."""
    import regex  # noqa: PLC0415 - most texts that are cut are plain, and many commands cut none

    begin = end = _ascii_before(text, most)
    for found in regex.finditer(r"\X", text[begin : most + 1]):
        if begin + found.end() > most:
            break
        end = begin + found.end()
    return end


def _ascii_before(text: str, most: int) -> int:
    """Where a character surely begins: at an ASCII letter or space shortly before, else where reading begins."""
    for at in range(most - 1, max(0, most - _LOOK_BACK) - 1, -1):
        if text[at].isascii() and text[at] != "\n":
            return at
    return max(0, most - _LOOK_BACK)
