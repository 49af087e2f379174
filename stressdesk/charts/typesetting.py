"""Setting type: the bundled fonts, how wide words run, and how they are cut, wrapped and made safe to show."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Literal

import msgspec
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

from stressdesk.resources import resource

FAMILY = "StressDesk Inter"
DISPLAY_FAMILY = "StressDesk Inter Display"
FALLBACK_FAMILY = "StressDesk Fallback"
TABULAR = ("tnum",)
MISSING = "□"

_FILES = {
    (FAMILY, 400): "Inter-Regular.ttf",
    (FAMILY, 500): "Inter-Medium.ttf",
    (FAMILY, 600): "Inter-SemiBold.ttf",
    (FAMILY, 700): "Inter-Bold.ttf",
    (DISPLAY_FAMILY, 600): "InterDisplay-SemiBold.ttf",
}
_MEASURED_AT = 1000
_SHOWN_CONTROLS = {"\n", "\t"}


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
    return sum(_advance(char, style.family, style.weight) for char in words) * style.size / _MEASURED_AT


def elided(words: str, room: float, style: Type) -> str:
    """The words on one line, cut with an ellipsis where they do not fit into `room` points."""
    line = " ".join(words.split())
    if width(line, style) <= room:
        return line
    room -= width("…", style)
    kept = 0
    while kept < len(line) and (room := room - width(line[kept], style)) >= 0:
        kept += 1
    return line[:kept].rstrip() + "…"


def fitting(words: str, style: Type, room: float) -> tuple[str, Type]:
    """The words in type small enough for `room` points, down to three quarters of its size; past that they are cut."""
    needed = width(words, style)
    if needed > room:
        style = msgspec.structs.replace(style, size=style.size * max(0.75, room / needed))
    return elided(words, room + 0.5, style), style


def wrapped(words: str, room: float, style: Type, most: int | None = None) -> list[str]:
    """The words in lines of at most `room` points: line breaks stay, long words break, lines past `most` are cut."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        lines.extend(_paragraph(paragraph, room, style))
        if most is not None and len(lines) > most:
            last = elided(lines[most - 1], room - width("…", style), style).rstrip("… ")
            return [*lines[: most - 1], f"{last}…"]
    return lines


def balanced(words: str, room: float, style: Type) -> list[str]:
    """The words in as few lines as fit, each about as long as the others, so that no word is left alone."""
    lines = wrapped(words, room, style)
    narrower = room
    while len(lines) > 1 and narrower > room / 2:
        narrower -= room / 40
        tighter = wrapped(words, narrower, style)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def visible(words: str) -> str:
    """Words from outside with what cannot be seen written out, such as [U+202E] for a direction override.

    Line feeds and tabs stay; control and format characters, lone surrogates and private use are written out.
    """
    if words.isascii() and words.isprintable():
        return words
    return "".join(_shown(char) for char in words.replace("\r\n", "\n"))


def drawable(words: str) -> str:
    """Visible words with a box for each character that no font at hand can draw."""
    return "".join(
        char if char in _SHOWN_CONTROLS or any(ord(char) in known for known in _coverage()) else MISSING
        for char in visible(words).replace("\t", "    ")
    )


def _shown(char: str) -> str:
    if char in _SHOWN_CONTROLS or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return char
    return f"[U+{ord(char):04X}]"


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
    pieces, used = [""], 0.0
    for char in word:
        advance = width(char, style)
        if pieces[-1] and used + advance > room:
            pieces.append("")
            used = 0.0
        pieces[-1] += char
        used += advance
    return pieces


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


@cache
def _advance(char: str, family: str, weight: int) -> float:
    face = _face(family, weight)
    if char.isdigit() and char.isascii():
        face.set_text("0", flags=LoadFlags.NO_HINTING, features=TABULAR)
        return face.get_width_height()[0] / 64
    if ord(char) not in _coverage()[0]:
        return float(_MEASURED_AT) if unicodedata.combining(char) == 0 else 0.0
    return float(face.load_char(ord(char), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536
