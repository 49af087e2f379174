"""Can two sets of messages be told apart by how they are written? A small random forest, cross-validated, says so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stressdesk.traffic.measure_text import HABITS, Habit

FOLDS = 5
TREES = 60
MOST_MESSAGES = 1_000
FEWEST_MESSAGES = 50
_BINS = 24
_FEATURES = 14
_TRIED = 4
_FEWEST_IN_LEAF = 3
_DEPTH = 12

Codes = np.ndarray
_HABITS: tuple[Habit, ...] = tuple(habit for habit in HABITS if habit.name != "emoji")


def features(texts: Sequence[str]) -> np.ndarray:
    """14 numbers a message: words, characters a word, and the habits of writing but emoji; 0 where none can arise."""
    rows = [
        [len(words), len(text) / max(1, len(words)), *(float(habit.shows(text) or 0) for habit in _HABITS)]
        for text, words in ((text, text.split()) for text in texts)
    ]
    return np.array(rows, dtype=float).reshape(len(rows), _FEATURES)


def told_apart(one: Sequence[str], other: Sequence[str], *, seed: int = 1) -> float:
    """Area under the ROC curve of a random forest on 14 features, 5-fold; .5 is alike, 1 wholly different.

    As many messages of each side as the smaller has, at most 1,000.
    """
    draw = np.random.default_rng(seed)
    number = min(len(one), len(other), MOST_MESSAGES)
    sides = [features([side[at] for at in draw.permutation(len(side))[:number]]) for side in (one, other)]
    codes, labels = _coded(np.concatenate(sides)), np.repeat([0, 1], number)
    folds = np.concatenate([draw.permutation(number) % FOLDS for _ in sides])
    areas = []
    for fold in range(FOLDS):
        inside, outside = folds != fold, folds == fold
        score = _votes(codes[inside], labels[inside], codes[outside], draw)
        areas.append(_area(score, labels[outside]))
    return sum(areas) / FOLDS


def _coded(values: np.ndarray) -> Codes:
    """Each feature as the number of its quantile: trees need no more than the order."""
    columns = []
    for column in values.T:
        edges = np.unique(np.quantile(column, np.linspace(0, 1, _BINS)[1:-1]))
        columns.append(np.searchsorted(edges, column, side="left"))
    return np.stack(columns, axis=1)


def _votes(codes: Codes, labels: np.ndarray, asked: Codes, draw: np.random.Generator) -> np.ndarray:
    score = np.zeros(len(asked))
    for _ in range(TREES):
        chosen = draw.integers(0, len(codes), len(codes))
        _grow(codes[chosen], labels[chosen], (asked, score, np.arange(len(asked))), draw, _DEPTH)
    return score


def _grow(
    codes: Codes,
    labels: np.ndarray,
    asked: tuple[Codes, np.ndarray, np.ndarray],
    draw: np.random.Generator,
    depth: int,
) -> None:
    """One node of a tree: it adds its share of label 1 to the score of those asked, or splits both."""
    questions, score, here = asked
    if not len(here):
        return
    split = _split(codes, labels, draw) if depth and len(labels) >= 2 * _FEWEST_IN_LEAF else None
    if split is None:
        score[here] += labels.mean()
        return
    feature, below = split
    left, goes_left = codes[:, feature] < below, questions[here, feature] < below
    _grow(codes[left], labels[left], (questions, score, here[goes_left]), draw, depth - 1)
    _grow(codes[~left], labels[~left], (questions, score, here[~goes_left]), draw, depth - 1)


def _split(codes: Codes, labels: np.ndarray, draw: np.random.Generator) -> tuple[int, int] | None:
    """The purest split (Gini) of some features drawn by chance; None where none makes it purer."""
    total, ones = len(labels), int(labels.sum())
    if ones in (0, total):
        return None
    best, found = ones * (total - ones) / total - 1e-9, None
    for feature in draw.permutation(_FEATURES)[:_TRIED]:
        column = codes[:, feature]
        counts = np.bincount(column, minlength=_BINS).cumsum()[:-1]
        positives = np.bincount(column, weights=labels, minlength=_BINS).cumsum()[:-1]
        fits = (counts >= _FEWEST_IN_LEAF) & (total - counts >= _FEWEST_IN_LEAF)
        if not fits.any():
            continue
        safe, rest = np.maximum(counts, 1), np.maximum(total - counts, 1)
        impurity = positives * (counts - positives) / safe + (ones - positives) * (rest - ones + positives) / rest
        impurity[~fits] = np.inf
        at = int(impurity.argmin())
        if impurity[at] < best:
            best, found = float(impurity[at]), (int(feature), at + 1)
    return found


def _area(score: np.ndarray, labels: np.ndarray) -> float:
    """Share of pairs of unlike labels in the right order; ties count half."""
    ones, zeros = score[labels == 1], np.sort(score[labels == 0])
    below = np.searchsorted(zeros, ones, side="left")
    upto = np.searchsorted(zeros, ones, side="right")
    return float((below + upto).sum() / (2 * len(ones) * len(zeros)))
