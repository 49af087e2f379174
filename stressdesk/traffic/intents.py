"""The requests a log is about: groups of like messages, and a few of each to stand for all of them.

Messages are counts of words hashed to a few hundred numbers, rarer words counting more; groups are k-means over those.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

import msgspec
import numpy as np

from stressdesk.traffic.languages import word_set

MOST_LOOKED_AT = 4_000
_WIDTH = 384
_GROUP_SIZE = 4
_ROUNDS = 12
_SAME = 0.92
_NAMED_BY = 3
_FEWEST_WORDS, _MOST_WORDS = 2, 400
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+")
_EMPTY = word_set(
    "a about after all also am an and any are as at be because been but by can could did do does doing don't for"
    " from get give go had has have hello help hi how i i'm i've if in into is it it's its just know let like make"
    " me my need no not of on one or our out please should so some than thank thanks that the their them then there"
    " they this to up us use want was we what what's when where which who why will with would write you your"
)


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Like requests: the words they share, how many there are, and which of the texts stand for them."""

    words: str
    count: int
    chosen: tuple[int, ...]


def groups(texts: Sequence[str], most: int, *, seed: int = 1) -> list[Group]:
    """The groups of a log's requests, largest first, with up to `most` texts chosen in proportion to their sizes.

    No two chosen texts are nearly the same, so fewer come out of a log that repeats itself.
    """
    draw = np.random.default_rng(seed)
    fit = [at for at, text in enumerate(texts) if _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS]
    if len(fit) > MOST_LOOKED_AT:
        fit = sorted(int(at) for at in draw.choice(fit, MOST_LOOKED_AT, replace=False))
    if not fit or most < 1:
        return []
    bags = [_bag(texts[at]) for at in fit]
    vectors = _vectors(bags)
    labels = _clustered(vectors, max(1, min(len(fit), round(most / _GROUP_SIZE))), draw)
    members = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    members.sort(key=len, reverse=True)
    shares = _shared_out([len(one) for one in members], most)
    return [
        Group(
            words=_named([bags[at] for at in one], bags),
            count=len(one),
            chosen=tuple(fit[at] for at in _different(one, vectors, share)),
        )
        for one, share in zip(members, shares, strict=True)
    ]


def _bag(text: str) -> Counter[str]:
    words = [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)]
    return Counter("0" if word.isdigit() else word for word in words)


def _vectors(bags: Sequence[Counter[str]]) -> np.ndarray:
    """Unit vectors of weighted word counts."""
    spread = Counter(word for bag in bags for word in bag)
    places = {word: _place(word) for word in spread}
    vectors = np.zeros((len(bags), _WIDTH))
    for at, bag in enumerate(bags):
        for word, count in bag.items():
            weight = math.log(1 + len(bags) / spread[word]) * (0.2 if word in _EMPTY else 1.0)
            place, sign = places[word]
            vectors[at, place] += sign * math.sqrt(count) * weight
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def _place(word: str) -> tuple[int, int]:
    number = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return number // 2 % _WIDTH, 1 if number % 2 else -1


def _clustered(vectors: np.ndarray, number: int, draw: np.random.Generator) -> np.ndarray:
    """k-means by the cosine; each first centre is far from those before it (k-means++)."""
    centres = vectors[[int(draw.integers(len(vectors)))]]
    while len(centres) < number:
        far = np.clip(1 - (vectors @ centres.T).max(axis=1), 0, None) ** 2
        if far.sum() <= 0:
            break
        centres = np.vstack([centres, vectors[int(draw.choice(len(vectors), p=far / far.sum()))]])
    labels = np.zeros(len(vectors), dtype=int)
    for _ in range(_ROUNDS):
        labels = (vectors @ centres.T).argmax(axis=1)
        for label in np.unique(labels):
            mean = vectors[labels == label].mean(axis=0)
            centres[label] = mean / (np.linalg.norm(mean) or 1)
    return labels


def _shared_out(sizes: Sequence[int], most: int) -> list[int]:
    """So many places shared out in proportion, by largest remainders."""
    exact = [size * most / sum(sizes) for size in sizes]
    shares = [int(one) for one in exact]
    by_rest = sorted(range(len(sizes)), key=lambda at: (shares[at] - exact[at], at))
    for at in by_rest[: most - sum(shares)]:
        shares[at] += 1
    return [min(share, size) for share, size in zip(shares, sizes, strict=True)]


def _different(members: np.ndarray, vectors: np.ndarray, number: int) -> list[int]:
    """The most typical of a group, then each time the one least like those chosen; none nearly the same as another."""
    own = vectors[members]
    typical = own @ own.mean(axis=0)
    chosen: list[int] = []
    nearest = np.full(len(members), -1.0)
    while len(chosen) < number:
        free = nearest < _SAME
        free[chosen] = False
        if not free.any():
            break
        score = typical if not chosen else 2 * typical - nearest
        at = int(np.where(free, score, -np.inf).argmax())
        chosen.append(at)
        nearest = np.maximum(nearest, own @ own[at])
    return [int(members[at]) for at in chosen]


def _named(bags: Sequence[Counter[str]], everything: Sequence[Counter[str]]) -> str:
    """The words that are commoner in a group than elsewhere."""
    inside = Counter(word for bag in bags for word in bag)
    overall = Counter(word for bag in everything for word in bag)
    telling = {
        word: count * math.log(len(everything) * count / (len(bags) * overall[word]) + 1e-9)
        for word, count in inside.items()
        if word not in _EMPTY and word != "0" and len(word) > 1
    }
    best = sorted(telling, key=lambda word: (-telling[word], word))[:_NAMED_BY]
    return " ".join(best) or "other"
