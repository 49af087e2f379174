"""Which typeface draws which character: Inter, those bundled for other scripts, then what the machine itself has."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from stressdesk.resources import resource

FAMILY = "StressDesk Inter"
DISPLAY_FAMILY = "StressDesk Inter Display"
WEIGHTS = (400, 500, 600, 700)
BOLD = 600  # from here on in CSS, and here

# They show nothing themselves: they say how their neighbours are drawn.
JOINERS = "\u200c\u200d" + "".join(map(chr, range(0xFE00, 0xFE10)))

# Most of what a system is likely to have for scripts that no bundled typeface draws. Only TrueType files are taken:
# PDF readers complain of other outlines.
_ON_MACHINES = (
    "Noto Sans", "Noto Naskh", "Noto Serif", "Malgun Gothic", "Nirmala UI", "Leelawadee UI", "Ebrima", "Gadugi",
    "Segoe UI", "Arial Unicode MS", "AppleGothic", "NanumGothic", "UnDotum", "Baekmuk", "Lohit", "Garuda", "Loma",
    "FreeSans", "FreeSerif", "Code2000", "Unifont", "Symbola",
)  # fmt: skip
_TRUETYPE = {b"\x00\x01\x00\x00", b"true"}


class Typeface(NamedTuple):
    """A family by the name matplotlib knows it by, with the files of its weights."""

    family: str
    files: dict[int, str]

    def file(self, weight: int) -> str:
        """The file of a weight, or of the only one there is."""
        return self.files.get(weight) or next(iter(self.files.values()))


def properties(family: str, weight: int, words: str = "") -> font_manager.FontProperties:
    """A bundled family, with those that draw what it lacks of the words, whatever was drawn before.

    The families have names of our own, so that a copy of Inter on the machine is never taken by mistake (PDF readers
    complain of its OpenType format).
    """
    return _properties(family, weight, _needed(words))


def face(family: str, weight: int, words: str) -> FT2Font:
    """The typeface that the words are drawn with, those for what it lacks standing behind it."""
    families = (family, *_needed(words))
    return font_manager.get_font([_registered()[one].file(weight) for one in families])


def is_drawable(cluster: str) -> bool:
    """Whether some typeface at hand has a letter and all its marks, or all parts of an emoji."""
    return _family_of(cluster) is not None


def clusters(words: str) -> list[str]:
    """What a reader sees as the characters of the words; each of them is drawn by one typeface."""
    import regex  # noqa: PLC0415 - most words that are drawn are plain

    return list(regex.findall(r"\X", words))


@cache
def _properties(family: str, weight: int, others: tuple[str, ...]) -> font_manager.FontProperties:
    _registered()
    return font_manager.FontProperties(family=[family, *others], weight=weight)


def _needed(words: str) -> tuple[str, ...]:
    """The families beside Inter that the words need, always in one order."""
    if words.isascii():
        return ()
    found = {_family_of(cluster) for cluster in clusters(words)} - {None, FAMILY}
    return tuple(family for family in _registered() if family in found)


@lru_cache(maxsize=20_000)
def _family_of(cluster: str) -> str | None:
    codes = {ord(char) for char in cluster if char not in JOINERS}
    for typefaces in (_bundled, _on_machine):
        for typeface in typefaces():
            if codes <= _coverage(typeface.file(WEIGHTS[0])):
                return typeface.family
    return None


@cache
def _coverage(file: str) -> frozenset[int]:
    return frozenset(FT2Font(file).get_charmap())


@cache
def _registered() -> dict[str, Typeface]:
    """Every typeface by its family, made known to matplotlib, in the order in which they are asked for a character."""
    display = Typeface(DISPLAY_FAMILY, {BOLD: str(resource("fonts", "InterDisplay-SemiBold.ttf"))})
    known = [*_bundled(), display, *_on_machine()]
    for typeface in known:
        for weight in WEIGHTS:
            font_manager.fontManager.ttflist.append(_entry(typeface, weight))
    return {typeface.family: typeface for typeface in known}


@cache
def _bundled() -> tuple[Typeface, ...]:
    inter = {400: "Inter-Regular", 500: "Inter-Medium", 600: "Inter-SemiBold", 700: "Inter-Bold"}
    others = {
        "StressDesk Devanagari": "NotoSansDevanagari-Regular",
        "StressDesk Emoji": "NotoEmoji-Regular",
    }
    return (
        Typeface(FAMILY, {weight: str(resource("fonts", f"{name}.ttf")) for weight, name in inter.items()}),
        *(Typeface(family, {400: str(resource("fonts", f"{name}.ttf"))}) for family, name in others.items()),
        Typeface("StressDesk DejaVu", {weight: _dejavu(weight) for weight in WEIGHTS}),
        Typeface("StressDesk Chinese", {400: str(resource("fonts", "DroidSansFallback-Subset.ttf"))}),
    )


def _dejavu(weight: int) -> str:
    wanted = font_manager.FontProperties(family="DejaVu Sans", weight="bold" if weight >= BOLD else "normal")
    return str(font_manager.findfont(wanted))


@cache
def _on_machine() -> tuple[Typeface, ...]:
    """The machine's upright typefaces of known names, in the order of these, then by name."""
    found: dict[tuple[int, str], str] = {}
    for entry in font_manager.fontManager.ttflist:
        rank = next((at for at, name in enumerate(_ON_MACHINES) if entry.name.startswith(name)), None)
        if rank is not None and entry.style == "normal" and entry.weight == WEIGHTS[0] and _is_truetype(entry.fname):
            found.setdefault((rank, entry.name), entry.fname)
    return tuple(Typeface(f"Machine {name}", {400: file}) for (_, name), file in sorted(found.items()))


def _is_truetype(file: str) -> bool:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(4) in _TRUETYPE
    except OSError:
        return False


def _entry(typeface: Typeface, weight: int) -> font_manager.FontEntry:
    return font_manager.FontEntry(
        fname=typeface.file(weight),
        name=typeface.family,
        style="normal",
        variant="normal",
        weight=weight,
        stretch="normal",
        size="scalable",
    )
