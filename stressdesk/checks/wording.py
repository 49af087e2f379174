"""How reasons quote text nobody has vetted: short, on one line, with nothing in it that a terminal would obey."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from stressdesk.scenario.clusters import cut, is_visible

MOST = 60


def shown(text: str, most: int = MOST) -> str:
    """The start of `text` in single quotes: at most `most` characters, white space collapsed, controls made visible.

    Characters without a width or a glyph (such as those that turn the reading direction) are left out.
    """
    stripped = text.strip()
    start = cut(stripped, most * 2)
    visible = start if start.isprintable() else "".join(map(_visible, start))
    visible = " ".join(visible.split())
    is_cut = len(visible) > most or len(stripped) > len(start)
    return f"'{cut(visible, most - 1).rstrip()}…'" if is_cut else f"'{visible}'"


def _visible(character: str) -> str:
    if is_visible(character):
        return character
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    return character.encode("unicode_escape").decode("ascii")


def listed(names: Sequence[str], most: int = 6) -> str:
    """Up to `most` names after one another, and how many more there are."""
    return _listed([shown(name, 30)[1:-1] for name in names[:most]], len(names))


def quoted(names: Sequence[str], most: int = 6) -> str:
    """As `listed`, each in quotation marks: texts of several words would run into one another."""
    return _listed([shown(name, 30) for name in names[:most]], len(names))


def _listed(first: Sequence[str], count: int) -> str:
    """The first of `count` names, and how many more there are."""
    start = ", ".join(first)
    return f"{start} and {count - len(first)} more" if count > len(first) else start
