"""Where variables, tags and unseen characters stand in a prompt's text, for colouring it while it is typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

import msgspec

MarkKind = Literal["variable", "tag", "comment", "unseen"]

_MARKED = re.compile(
    r"(?P<comment>\{#.*?(?:#\}|$))"
    r"|(?P<tag>\{%.*?(?:%\}|$))"
    r"|(?P<variable>\{\{-?\s*(?P<name>[^\W\d]\w*)?.*?(?:\}\}|$))"
    r"|(?P<unseen>[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    r"\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+)"
)
LAST_OF_ONE_UNIT = "\uffff"


class Mark(msgspec.Struct, frozen=True):
    """A stretch of one line; `start` and `length` count UTF-16 units, as Qt does. `name` is the variable's."""

    start: int
    length: int
    kind: MarkKind
    name: str = ""


def marks(line: str) -> Iterator[Mark]:
    """The marks of one line, from left to right, none within another."""
    for found in _MARKED.finditer(line):
        kind = "variable" if found.lastgroup == "name" else found.lastgroup
        yield Mark(units(line[: found.start()]), units(found.group()), kind, found["name"] or "")  # type: ignore[arg-type]


def unseen(text: str) -> list[str]:
    """The names of the characters in a text that reorder or hide what stands around them, each once."""
    found = {one for run in _MARKED.finditer(text) if run["unseen"] for one in run["unseen"]}
    return sorted(unicodedata.name(one, f"control character {ord(one)}").lower() for one in found)


def unseen_words(text: str) -> str:
    """A sentence on such characters; "" where there are none."""
    hidden = unseen(text)
    if not hidden:
        return ""
    return f"Holds characters that cannot be seen or that reorder the text around them: {', '.join(hidden[:4])}."


def units(text: str) -> int:
    """How many UTF-16 units a text is."""
    return len(text) + sum(one > LAST_OF_ONE_UNIT for one in text) if not text.isascii() else len(text)
