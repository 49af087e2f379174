"""Setting type: how wide words run, and how they are cut, wrapped and made safe to show."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec
from matplotlib.ft2font import LoadFlags

from stressdesk.charts.drawable import RIGHT_TO_LEFT, drawable, runs_left
from stressdesk.charts.typefaces import DISPLAY_FAMILY, FAMILY, face
from stressdesk.scenario.clusters import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

TABULAR = ("tnum",)
LEAST_SIZE = 0.8

_MEASURED_AT = 1000


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
    kept = bisect_right(range(len(line)), room, key=lambda count: width(f"{line[:count]}…", style)) - 1
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
        lines.extend(mark + line.removeprefix(mark) for line in _paragraph(drawable(paragraph), room, style))
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


def _paragraph(paragraph: str, room: float, style: Type) -> list[str]:
    lines = [""]
    for word in paragraph.split(" "):
        candidate = f"{lines[-1]} {word}" if lines[-1] else word
        if width(candidate, style) <= room:
            lines[-1] = candidate
            continue
        pieces = _pieces(word, room, style)
        lines = [*(lines if lines[-1] else lines[:-1]), *pieces]
    return lines


def _pieces(word: str, room: float, style: Type) -> list[str]:
    pieces = []
    while width(word, style) > room and len(word) > 1:
        kept = bisect_right(range(len(word)), room, key=lambda count: width(word[:count], style)) - 1
        pieces.append(cut(word, max(1, kept)))
        word = word[len(pieces[-1]) :]
    return [*pieces, word]


@lru_cache(maxsize=20_000)
def _width(words: str, family: str, weight: int) -> float:
    """The width of a line as it is drawn, kerned and shaped, at a thousand points."""
    drawn = face(family, weight, words)
    drawn.set_size(_MEASURED_AT, 72)
    drawn.set_text(words, flags=LoadFlags.NO_HINTING, features=TABULAR)
    return drawn.get_width_height()[0] / 64
