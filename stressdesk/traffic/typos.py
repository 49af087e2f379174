"""Slips of the finger and of spelling, in the kinds and at the rates measured in real prompts."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable

import msgspec

from stressdesk.traffic.kinds import Situation, kept_spans, typed

SHARES: dict[str, float] = {
    "dropped letter": 0.40,
    "dropped one of a double": 0.12,
    "transposed": 0.15,
    "doubled": 0.07,
    "inserted neighbour": 0.03,
    "inserted other": 0.06,
    "vowel substituted": 0.07,
    "other substituted": 0.05,
    "neighbour key": 0.01,
    "several": 0.04,
}
"""Kinds of typos and their shares: 233 typos of real prompts and corpora, confirmed by the codespell dictionary."""

FIRST_LETTER = 0.04
"""Share of typos that touch the first letter; people see it and mend it (30 typos of real short English prompts)."""

# Doubling and inserting leave the first letter right, so places at it are chosen somewhat more often than that.
_AT_FIRST = FIRST_LETTER / 0.63

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiou"
_LETTERS = "etaoinshrdlcumwfgypbvk"
# Whole ASCII words only: parts of addresses, codes, accented words and combining marks stay whole.
_WORD = re.compile(r"(?<![\w'\u2019@./\\:#&=-])[A-Za-z][a-z]{3,}(?![\w'\u2019@/\\:=_-]|\.\w|[\u0300-\u036f\u200d])")


def _neighbours() -> dict[str, str]:
    places = {key: (row, at + row * 0.5) for row, keys in enumerate(_ROWS) for at, key in enumerate(keys)}

    def near(key: str) -> str:
        row, column = places[key]
        return "".join(
            other
            for other, (other_row, other_column) in places.items()
            if other != key and abs(other_row - row) <= 1 and abs(other_column - column) <= 1
        )

    return {key: near(key) for key in places}


_NEIGHBOURS = _neighbours()


def mistyped(text: str, rng: random.Random, situation: Situation) -> str:
    """The text with at least one typo, and more as its length and the chance per word have it."""
    kept = kept_spans(text, situation.kept)
    words = [
        word
        for word in _WORD.finditer(text)
        if not any(start < word.end() and word.start() < end for start, end in kept)
    ]
    rng.shuffle(words)
    changed: dict[int, str] = {}
    for _ in range(_how_many(len(typed(text, situation.kept).split()), situation.per_word, rng)):
        if not words:
            break
        kind = rng.choices(_KINDS, _WEIGHTS)[0]
        chosen = next((word for word in words if kind.places(word.group())), None)
        if chosen is None:
            kind, chosen = _DROPPED, words[0]
        words.remove(chosen)
        changed[chosen.start()] = _slipped(chosen.group(), kind, rng)
    for start in sorted(changed, reverse=True):
        found = _WORD.match(text, start)
        text = text[:start] + changed[start] + text[found.end() if found else start :]
    return text


def _how_many(words: int, per_word: float, rng: random.Random) -> int:
    """Typos among so many words, given that there is one: the first by a cut-off geometric, then the rest."""
    if words < 1 or per_word <= 0:
        return 1
    if per_word >= 1:
        return words
    none = (1 - per_word) ** words
    first = int(math.log1p(-rng.random() * (1 - none)) / math.log1p(-per_word))
    return 1 + sum(rng.random() < per_word for _ in range(words - 1 - first))


class _Kind(msgspec.Struct, frozen=True):
    """Where in a word this kind of typo can happen, and what it does there."""

    name: str
    places: Callable[[str], list[int]]
    change: Callable[[str, int, random.Random], str]


def _slipped(word: str, kind: _Kind, rng: random.Random) -> str:
    places = kind.places(word)
    if not places:
        return word
    later = [at for at in places if at > 0]
    is_first = places[0] == 0 and (not later or rng.random() < _AT_FIRST)
    return kind.change(word, 0 if is_first else rng.choice(later), rng)


def _everywhere(word: str) -> list[int]:
    return list(range(len(word)))


def _singles(word: str) -> list[int]:
    lower = f" {word.lower()} "
    return [at for at in range(len(word)) if lower[at] != lower[at + 1] != lower[at + 2]]


def _doubles(word: str) -> list[int]:
    return [at for at in range(1, len(word)) if word[at] == word[at - 1]]


def _pairs(word: str) -> list[int]:
    return [at for at in range(len(word) - 1) if word[at] != word[at + 1]]


def _vowels(word: str) -> list[int]:
    return [at for at, letter in enumerate(word) if letter in _VOWELS]


def _consonants(word: str) -> list[int]:
    return [at for at, letter in enumerate(word) if letter.islower() and letter not in _VOWELS]


def _drop(word: str, at: int, _rng: random.Random) -> str:
    return word[:at] + word[at + 1 :]


def _swap(word: str, at: int, _rng: random.Random) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _double(word: str, at: int, _rng: random.Random) -> str:
    return word[: at + 1] + word[at].lower() + word[at + 1 :]


def _insert_near(word: str, at: int, rng: random.Random) -> str:
    around = word[at : at + 2].lower()
    return (
        word[: at + 1]
        + rng.choice([key for key in _NEIGHBOURS[word[at].lower()] if key not in around])
        + word[at + 1 :]
    )


def _insert_far(word: str, at: int, rng: random.Random) -> str:
    close = _NEIGHBOURS[word[at].lower()] + word[at : at + 2].lower()
    return word[: at + 1] + rng.choice([letter for letter in _LETTERS if letter not in close]) + word[at + 1 :]


def _other_vowel(word: str, at: int, rng: random.Random) -> str:
    return word[:at] + rng.choice([vowel for vowel in _VOWELS if vowel != word[at]]) + word[at + 1 :]


def _other_consonant(word: str, at: int, rng: random.Random) -> str:
    close = _NEIGHBOURS[word[at]] + word[at] + _VOWELS
    return word[:at] + rng.choice([letter for letter in _LETTERS if letter not in close]) + word[at + 1 :]


def _near_key(word: str, at: int, rng: random.Random) -> str:
    return word[:at] + rng.choice(_NEIGHBOURS[word[at]]) + word[at + 1 :]


def _several(word: str, at: int, rng: random.Random) -> str:
    return _slipped(_swap(word, at, rng), rng.choice([_DROPPED, _DOUBLED]), rng)


_DROPPED = _Kind("dropped letter", _singles, _drop)
_DOUBLED = _Kind("doubled", _singles, _double)
_KINDS = (
    _DROPPED,
    _Kind("dropped one of a double", _doubles, _drop),
    _Kind("transposed", _pairs, _swap),
    _DOUBLED,
    _Kind("inserted neighbour", _everywhere, _insert_near),
    _Kind("inserted other", _everywhere, _insert_far),
    _Kind("vowel substituted", _vowels, _other_vowel),
    _Kind("other substituted", _consonants, _other_consonant),
    _Kind("neighbour key", _consonants, _near_key),
    _Kind("several", _pairs, _several),
)
_WEIGHTS = [SHARES[kind.name] for kind in _KINDS]
