"""Which kinds of typos there are, and how many; told from the word as meant and the word as typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from stressdesk.traffic.typos import SHARES

PER_THOUSAND = (3.8, 4.6)
"""Non-word typos per 1,000 words of real English prompts: LMArena v0.1 and OASST (both Apache-2.0)."""

MESSAGES = 0.075
"""Share of messages with a typo in the same prompts: .07-.08."""

IN_SPELLING_LIST = 0.55
"""Share of real typos that the codespell dictionary knows (30 typos of LMArena v0.1, read by hand)."""

KINDS: Mapping[str, float] = {
    "drop": SHARES["dropped letter"] + SHARES["dropped one of a double"],
    "transpose": SHARES["transposed"],
    "insert": SHARES["doubled"] + SHARES["inserted neighbour"] + SHARES["inserted other"],
    "substitute": SHARES["vowel substituted"] + SHARES["other substituted"] + SHARES["neighbour key"],
    "several": SHARES["several"],
}
"""Shares of the kinds among 233 typos of real prompts and corpora that the codespell dictionary confirms."""

_WORD = re.compile(r"[A-Za-z]+")


class Slip(msgspec.Struct, frozen=True):
    """A word as it should be and as it was typed."""

    meant: str
    typed: str


def kind_of(slip: Slip) -> str:
    """The kind of one typo: a single edit by its name, more of them as `several`."""
    meant, typed = slip.meant, slip.typed
    if len(typed) == len(meant) - 1 and typed in _shorter(meant):
        return "drop"
    if len(typed) == len(meant) + 1 and meant in _shorter(typed):
        return "insert"
    if len(typed) == len(meant):
        differing = [at for at, pair in enumerate(zip(meant, typed, strict=True)) if pair[0] != pair[1]]
        if len(differing) == 1:
            return "substitute"
        if len(differing) == 2 and differing[1] == differing[0] + 1:  # noqa: PLR2004 two letters changed places
            first, second = differing
            return "transpose" if meant[first] == typed[second] and meant[second] == typed[first] else "several"
    return "several"


def kind_shares(slips: Sequence[Slip]) -> dict[str, float]:
    """The share of each kind among these typos, in the order of `KINDS`."""
    counts = Counter(kind_of(slip) for slip in slips)
    return {kind: counts[kind] / len(slips) for kind in KINDS}


def kind_distance(slips: Sequence[Slip], reference: Mapping[str, float] = KINDS) -> float:
    """Total variation between the kinds of these typos and the measured shares, 0 to 1."""
    shares = kind_shares(slips)
    return sum(abs(shares[kind] - reference[kind]) for kind in KINDS) / 2


def found_typos(texts: Iterable[str], spelling: Mapping[str, str]) -> tuple[tuple[Slip, ...], int, int]:
    """The typos that a list of misspellings knows, the words, and how many messages have a typo."""
    slips: list[Slip] = []
    words = messages = 0
    for text in texts:
        own = [word.lower() for word in _WORD.findall(text)]
        known = [Slip(spelling[word], word) for word in own if word in spelling]
        slips += known
        words += len(own)
        messages += bool(known)
    return tuple(slips), words, messages


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}
