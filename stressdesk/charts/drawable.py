"""Words as they can be drawn: what no typeface at hand has is said in words, never left out and never a box."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby

from stressdesk.charts.typefaces import JOINERS, clusters, is_drawable

RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT MARK}"
MOST_NAMES = 4

_CODE, _SYMBOL = "code", "symbol"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SCRIPTS = {"CJK": "Chinese or Japanese", "HANGUL": "Korean", "COMBINING": _CODE, "MUSICAL": _SYMBOL}


def drawable(words: str) -> str:
    """One line of words with "[party popper]" or "[Thai text, which no font here draws]" for what cannot be drawn.

    What would turn or hide other words is written as its code; only a mark that a whole line runs from right to left,
    at its start, stays what it is.
    """
    if words.startswith(RIGHT_TO_LEFT):
        return RIGHT_TO_LEFT + _drawable(words.removeprefix(RIGHT_TO_LEFT))
    return _drawable(words)


def _drawable(words: str) -> str:
    if words.isascii() and words.isprintable():
        return words
    composed = unicodedata.normalize("NFC", words).replace("\t", " ")
    parts = [part for cluster in clusters(composed) for part in _parts(cluster)]
    runs: list[tuple[str, str]] = []
    for lack, letters in groupby(parts, key=_lack):
        run = "".join(letters)
        if lack and len(runs) > 1 and runs[-2][0] == lack and runs[-1][1].isspace():
            between = runs.pop()[1]
            run = runs.pop()[1] + between + run
        runs.append((lack, run))
    return "".join(_said(lack, run) for lack, run in runs)


def _parts(cluster: str) -> tuple[str, ...]:
    """The cluster, or a letter and the codes of its marks where no typeface has both."""
    if len(cluster) == 1 or _lack(cluster[0]) or not _lack(cluster):
        return (cluster,)
    return cluster[0], _said(_CODE, cluster[1:])


@lru_cache(maxsize=20_000)
def _lack(cluster: str) -> str:
    """Nothing for what can be drawn or shows nothing itself; else the script that lacks, or how to say it."""
    shown = cluster.strip(JOINERS)
    if not shown:
        return ""
    category = unicodedata.category(shown[0])
    if category in _UNSEEN:
        return _CODE
    if is_drawable(cluster):
        return ""
    if category.startswith("S"):
        return _SYMBOL
    if category.startswith("Z"):
        return _CODE
    script = unicodedata.name(shown[0], "COMBINING").split()[0]
    return _SCRIPTS.get(script, script.capitalize())


def _said(lack: str, run: str) -> str:
    if not lack:
        return run
    if lack == _CODE:
        return "".join(f"[U+{ord(char):04X}]" for char in run)
    if lack == _SYMBOL:
        names = [unicodedata.name(char, "symbol").lower() for char in run if char not in JOINERS and not char.isspace()]
        more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
        return f"[{', '.join(names[:MOST_NAMES] + more)}]"
    return f"[{lack} text, which no font here draws]"
