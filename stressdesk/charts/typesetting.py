"""Setting type: the bundled fonts, how wide words run, and how they are cut, wrapped and made safe to show."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

from stressdesk.resources import resource
from stressdesk.scenario.clusters import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

FAMILY = "StressDesk Inter"
DISPLAY_FAMILY = "StressDesk Inter Display"
FALLBACK_FAMILY = "StressDesk Fallback"
TABULAR = ("tnum",)
MISSING = "□"
LEAST_SIZE = 0.8

_FILES = {
    (FAMILY, 400): "Inter-Regular.ttf",
    (FAMILY, 500): "Inter-Medium.ttf",
    (FAMILY, 600): "Inter-SemiBold.ttf",
    (FAMILY, 700): "Inter-Bold.ttf",
    (DISPLAY_FAMILY, 600): "InterDisplay-SemiBold.ttf",
}
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


@cache
def properties(family: str, weight: int) -> font_manager.FontProperties:
    """One of the bundled fonts; DejaVu Sans stands in for scripts it lacks.

    The families have names of our own, so that a copy of Inter on the machine is never taken by mistake (PDF readers
    complain of its OpenType format).
    """
    _register()
    return font_manager.FontProperties(family=[family, FALLBACK_FAMILY], weight=weight)


def width(words: str, style: Type) -> float:
    """How wide one line of words runs, in points; digits count as tabular, so this errs on the wide side."""
    return _width(words, style.family, style.weight) * style.size / _MEASURED_AT


def elided(words: str, room: float, style: Type) -> str:
    """The words on one line, cut with an ellipsis where they do not fit into `room` points."""
    line = " ".join(words.split())
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
    """The words in lines of at most `room` points: line breaks stay, long words break, lines past `most` are cut."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        lines.extend(_paragraph(paragraph, room, style))
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


def drawable(words: str) -> str:
    """The words with a box for each character no font at hand can draw, and for those that would turn the others."""
    if words.isascii() and words.isprintable():
        return words
    # The fonts carry no marks to be placed over letters: composed letters are drawn whole.
    return "".join(char if _is_drawable(char) else MISSING for char in unicodedata.normalize("NFC", words))


@cache
def _is_drawable(char: str) -> bool:
    unseen = unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}
    return not unseen and any(ord(char) in known for known in _coverage())


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


@cache
def _register() -> None:
    fonts = font_manager.fontManager.ttflist
    for (family, weight), file in _FILES.items():
        fonts.append(_entry(str(resource("fonts", file)), family, weight))
        fonts.append(_entry(_fallback_file(weight), FALLBACK_FAMILY, weight))


def _entry(file: str, family: str, weight: int) -> font_manager.FontEntry:
    return font_manager.FontEntry(
        fname=file, name=family, style="normal", variant="normal", weight=weight, stretch="normal", size="scalable"
    )


def _fallback_file(weight: int) -> str:
    wanted = font_manager.FontProperties(family="DejaVu Sans", weight="bold" if weight >= 600 else "normal")  # noqa: PLR2004 - bold starts at 600 in CSS and here
    return str(font_manager.findfont(wanted))


@cache
def _face(family: str, weight: int) -> FT2Font:
    face = FT2Font(str(resource("fonts", _FILES[family, weight])))
    face.set_size(_MEASURED_AT, 72)
    return face


@cache
def _coverage() -> tuple[frozenset[int], ...]:
    fallback = FT2Font(_fallback_file(400))
    return (frozenset(_face(FAMILY, 400).get_charmap()), frozenset(fallback.get_charmap()))


@lru_cache(maxsize=20_000)
def _width(words: str, family: str, weight: int) -> float:
    """The width of a line as the font sets it, kerned, at a thousand points; letters it lacks count as a square."""
    known = "".join(char if ord(char) in _coverage()[0] else "" for char in words)
    missing = [char for char in words if ord(char) not in _coverage()[0] and not unicodedata.combining(char)]
    face = _face(family, weight)
    face.set_text(known, flags=LoadFlags.NO_HINTING, features=TABULAR)
    return face.get_width_height()[0] / 64 + len(missing) * _MEASURED_AT
