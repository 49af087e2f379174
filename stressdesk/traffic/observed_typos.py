"""How many typos are in the messages of a log, told from its own frequent words and from words that are known.

A typo is found where a word is unknown, rare, and one slip away from a word that the log uses often. Which share of
all typos is found so is measured on the log itself, by making typos of the measured kinds in it and looking again.
"""

from __future__ import annotations

import base64
import math
import random
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import msgspec

from stressdesk.resources import encodings
from stressdesk.scenario.seeds import rng
from stressdesk.traffic.kinds import Situation
from stressdesk.traffic.measure_typos import MESSAGES
from stressdesk.traffic.messing import REFERENCE_WORDS
from stressdesk.traffic.typos import mistyped

FEWEST_AT_USUAL = 20
"""So many would have to be found at the usual rate, in about 600 messages: chance alone moves 20 by 22 %."""

# Over 67,000 words that stand in the vocabulary of OpenAI's o200k encoding, under the name tiktoken keeps it by.
_ENCODING = "fb374d419588a4632f3f557e76b4b70aebbca790"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# No capitals: names are no typos. Nothing that is part of an address or a code.
_WORD = re.compile(r"(?<![\w'\u2019@./\\:#&=-])[a-z]{4,}(?![\w'\u2019@/\\:=_-]|\.\w|[\u0300-\u036f\u200d])")
# Chosen by us: a word is a typo of one that stands there at least so often, and so many times as often. Whatever they
# miss is measured in the same log, see `recall`; what they take wrongly is told at `rate`.
_OFTEN = 4
_RATIO = 10
# For that, typos are put in, about twice as many as real messages have (see measure_typos), until 500: the share found
# is then known to 4.5 points at worst (two standard errors of 500 draws).
_MADE_PER_WORD = 0.01
_MADE = 500
_MOST_TRIES = 10
_MOST_WORDS = 500_000


class Typos(msgspec.Struct, frozen=True, kw_only=True):
    """Typos in a log: `found` among `words` words, which is `recall` of all there are, and the words that have them."""

    found: int
    words: int
    recall: float
    spelled: dict[str, str]

    def stand_in(self, text: str) -> bool:
        """Does one of the words with a typo stand in this text?"""
        return not self.spelled.keys().isdisjoint(_WORD.findall(text))

    @property
    def expected(self) -> float:
        """How many would be found at the usual rate."""
        return self.words * self.recall * per_word(MESSAGES)

    @property
    def is_enough(self) -> bool:
        """Would so many be found at the usual rate that there is a rate to tell?"""
        return self.expected >= FEWEST_AT_USUAL

    @property
    def rate(self) -> float:
        """The share of 18-word messages with a typo.

        Known rates that were put into planned traffic of 3,000 messages come back within a third. In real messages
        rare words are found that are no typos: .04 of 1,000 words (BANKING77), .15 (Arena-Hard) or .35 (CLINC150), read
        one by one, where 1.3, 1.0 and 1.0 typos are found rightly. With 4 and 12 typos in 1,000 words put into these
        texts, estimates were within 12 % of what was there before and what was put in.
        """
        return per_message(self.found / self.recall / self.words)

    @property
    def interval(self) -> tuple[float, float]:
        """The rate's 95 % interval by the number found alone: (sqrt(n) -+ 1)^2, as sqrt(n) varies by a half."""
        scale = 1 / self.recall / self.words
        low, high = ((max(0.0, math.sqrt(self.found) + step)) ** 2 * scale for step in (-1.0, 1.0))
        return per_message(low), per_message(high)


def per_word(rate: float) -> float:
    """The chance per word at which this share of 18-word messages has a typo."""
    return -math.expm1(math.log1p(-min(rate, 0.999)) / REFERENCE_WORDS)


def per_message(chance: float) -> float:
    """The share of 18-word messages with a typo at this chance per word."""
    return -math.expm1(REFERENCE_WORDS * math.log1p(-min(chance, 0.999)))


def typos_in(texts: Sequence[str]) -> Typos | None:
    """The typos in English messages; None where no words are known, or none of those that were made was found."""
    known = known_words()
    if not known:
        return None
    texts = _enough(texts)
    spelled, found = _look(texts, known)
    made = again = 0
    draws = rng(1, "typos to be found")
    for _ in range(_MOST_TRIES):
        mistaken, count = _with_more(texts, draws)
        made += count
        again += _look(mistaken, known)[1] - found
        if made >= _MADE:
            break
    if again <= 0:
        return None
    words = sum(len(text.split()) for text in texts)
    return Typos(found=found, words=words, recall=min(1.0, again / made), spelled=spelled)


@cache
def known_words() -> frozenset[str]:
    """Words so common that a tokeniser has them whole; none where its file is not there."""
    folder = encodings()
    path = folder / _ENCODING if folder is not None else None
    if path is None or not path.is_file():
        return frozenset()
    tokens = (base64.b64decode(line.partition(b" ")[0]) for line in path.read_bytes().splitlines())
    bare = (token.strip().lower() for token in tokens)
    return frozenset(token.decode() for token in bare if token.isalpha() and token.isascii())


def _enough(texts: Sequence[str]) -> list[str]:
    """The first texts, up to half a million words: more would take time and say nothing new."""
    kept: list[str] = []
    words = 0
    for text in texts:
        if words >= _MOST_WORDS:
            break
        kept.append(text)
        words += len(text.split())
    return kept


def _look(texts: Sequence[str], known: Collection[str]) -> tuple[dict[str, str], int]:
    """Words taken for typos with what they are taken to mean, and how often they stand there."""
    counts = Counter(word for text in texts for word in _WORD.findall(text))
    spelled = {
        word: meant
        for word, count in counts.items()
        if word not in known and (meant := _meant(word, count, counts)) is not None
    }
    return spelled, sum(counts[word] for word in spelled)


def _meant(word: str, count: int, counts: Counter[str]) -> str | None:
    """The most frequent word one slip away that is at least ten times as frequent; None where there is none."""
    enough = max(_OFTEN, _RATIO * count)
    near = [one for one in _one_slip_away(word) if counts[one] >= enough and not _is_ending(word, one)]
    return max(near, key=lambda one: (counts[one], one), default=None)


def _one_slip_away(word: str) -> Iterator[str]:
    """Every word that a letter left out, put in, changed or swapped with the next one would make of this one."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in _ALPHABET if letter != after[0])
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in _ALPHABET)


def _is_ending(word: str, other: str) -> bool:
    """Do they differ in one last letter, as a word and its plural do?"""
    return word[:-1] == other or other[:-1] == word


def _with_more(texts: Sequence[str], draws: random.Random) -> tuple[list[str], int]:
    """The texts with further typos, and how many these are."""
    mistaken: list[str] = []
    made = 0
    for text in texts:
        words = text.split()
        if draws.random() >= 1 - (1 - _MADE_PER_WORD) ** len(words):
            mistaken.append(text)
            continue
        typed = mistyped(text, draws, Situation(per_word=_MADE_PER_WORD))
        made += sum(one != other for one, other in zip(words, typed.split(), strict=True))
        mistaken.append(typed)
    return mistaken, made
