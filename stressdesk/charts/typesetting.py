"""Setting type: how wide words run, and how they are cut, wrapped and made safe to show."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec
from matplotlib.ft2font import LoadFlags

from stressdesk.charts.drawable import RIGHT_TO_LEFT, drawable
from stressdesk.charts.typefaces import DISPLAY_FAMILY, FAMILY, face
from stressdesk.scenario.clusters import cut, runs_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TABULAR = ("tnum",)
LEAST_SIZE = 0.8

_MEASURED_AT = 1000
_FIRST_LOOK = 32
"""Code points of a long word measured first: all 2,000 of one without a space, again for each line, took a minute."""


class Type(msgspec.Struct, frozen=True, kw_only=True):
    """How words are set: size in points, weight, colour, side they are aligned to, tabular or proportional figures."""

    size: float
    colour: str
    weight: Literal[400, 500, 600, 700] = 400
    align: Literal["left", "center", "right"] = "left"
    tabular: bool = False
    display: bool = False

    @property
    def family(self) -> str:
        """The family of fonts the words are set in."""
        return DISPLAY_FAMILY if self.display else FAMILY


def width(words: str, style: Type) -> float:
    """How wide one line of words runs, in points; digits count as tabular, so this errs on the wide side."""
    return _width(drawable(words), style.family, style.weight) * style.size / _MEASURED_AT


def elided(words: str, room: float, style: Type) -> str:
    """The words on one line, cut with an ellipsis where they do not fit into `room` points."""
    line = drawable(" ".join(words.split()))
    if width(line, style) <= room:
        return line
    kept = _kept(line, room, lambda start: width(f"{start}…", style))
    return f"{cut(line, kept).rstrip()}…"


def fitting(words: str, style: Type, room: float) -> tuple[str, Type]:
    """The words in type small enough for `room` points, down to three quarters of its size; past that they are cut."""
    needed = width(words, style)
    if needed > room:
        style = msgspec.structs.replace(style, size=style.size * max(0.75, room / needed))
    return elided(words, room + 0.5, style), style


def best(options: Sequence[str], style: Type, room: float) -> tuple[str, Type]:
    """The first of the options, from the longest to the shortest, that fits at full size or a little below, or ""."""
    for words in options:
        needed = width(words, style)
        if needed * LEAST_SIZE <= room:
            return words, msgspec.structs.replace(style, size=style.size * min(1.0, room / needed if needed else 1.0))
    return "", style


def wrapped(words: str, room: float, style: Type, most: int | None = None) -> list[str]:
    """The words in lines of at most `room` points: line breaks stay, long words break, lines past `most` are cut.

    Lines of a paragraph that runs from right to left begin with the mark for it, since each is drawn by itself: one
    that begins with a Latin name is still part of Arabic.
    """
    lines: list[str] = []
    for paragraph in words.split("\n"):
        mark = RIGHT_TO_LEFT if runs_left(paragraph) else ""
        for line in _paragraph(drawable(paragraph), room, style):
            lines.append(mark + line.removeprefix(mark))
            if most is not None and len(lines) > most:
                last = elided(lines[most - 1], room - width("…", style), style).rstrip("… ")
                return [*lines[: most - 1], f"{last}…"]
    return lines


def balanced(words: str, room: float, style: Type, most: int | None = None) -> list[str]:
    """The words in as few lines as fit, each about as long as the others, so that no word is left alone."""
    lines = wrapped(words, room, style, most)
    narrower = room
    while len(lines) > 1 and narrower > room / 2:
        narrower -= room / 40
        tighter = wrapped(words, narrower, style)
        if len(tighter) > len(lines) or len(tighter) == most:
            break
        lines = tighter
    return lines


def _paragraph(paragraph: str, room: float, style: Type) -> Iterator[str]:
    begun = ""
    for word in paragraph.split(" "):
        candidate = f"{begun} {word}" if begun else word
        if width(candidate, style) <= room:
            begun = candidate
            continue
        if begun:
            yield begun
        *whole, begun = _pieces(word, room, style)
        yield from whole
    yield begun


def _pieces(word: str, room: float, style: Type) -> Iterator[str]:
    while len(word) > 1 and (kept := _kept(word, room, lambda start: width(start, style))) < len(word):
        piece = cut(word, max(1, kept))
        yield piece
        word = word[len(piece) :]
    yield word


def _kept(words: str, room: float, measured: Callable[[str], float]) -> int:
    """How many code points from the start fit into the room."""
    end = _FIRST_LOOK
    while measured(words[:end]) <= room:
        if end >= len(words):
            return len(words)
        end *= 2
    return bisect_right(range(min(end, len(words))), room, key=lambda count: measured(words[:count])) - 1


@lru_cache(maxsize=20_000)
def _width(words: str, family: str, weight: int) -> float:
    """The width of a line as it is drawn, kerned and shaped, at a thousand points."""
    drawn = face(family, weight, words)
    drawn.set_size(_MEASURED_AT, 72)
    drawn.set_text(words, flags=LoadFlags.NO_HINTING, features=TABULAR)
    return drawn.get_width_height()[0] / 64
