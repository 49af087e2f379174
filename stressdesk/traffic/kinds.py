"""What a kind of mess is, and what its operator may know of the turn it changes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import msgspec

WORD_STARTS, WORD_ENDS = r"(?<![^\W\u3040-\u9fff])", r"(?![^\W\u3040-\u9fff])"
"""Where a word may begin and end. Chinese and Japanese write no spaces: beside their characters, anywhere."""

ASSUMED = "assumed: no public measurement"


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """The turn that is about to become less clean.

    `is_material`: the text is given to be read, such as a review, and asks for nothing itself.
    `kept` are the parts of the text that must stay as they are; `is_copied` says that an answer may be made of their
    very letters, as the fields of a structure are, or that they were pasted. `another` is a further short request of
    the same user, "" where there is none; `writes` is the language the user writes in, and `is_foreign` says that the
    text is in another. `is_native`: all of it is in that language, which is not English. `per_word` is the chance per
    word for kinds that count words, not messages.
    """

    is_request: bool = True
    is_material: bool = False
    is_follow_up: bool = False
    is_english: bool = True
    writes: str = "en"
    is_foreign: bool = False
    is_native: bool = False
    kept: tuple[str, ...] = ()
    is_copied: bool = True
    another: str = ""
    per_word: float = 0.0


Scope = Literal["english", "follow-ups", "requests", "spoken"]
Change = Callable[[str, random.Random, Situation], str]


class MessKind(msgspec.Struct, frozen=True, kw_only=True):
    """One named way in which real input is less clean than a demo's.

    `rate` is the share of queries at severity 1 over the default personas, `source` where the rate comes from.
    `keeps_meaning`: does what was expected of the clean input still hold? `adds_facts`: names, numbers or addresses
    come in, so an expected *structure* extracted from the input can no longer be presumed. `counts_words`: the rate is
    that of an 18-word message and grows with length. `only` names the turns it can happen to: in English, after an
    answer, with a request of the demo in them, in what a person says for itself; `languages` the only ones whose
    writers do it. `shown` says whether a clean input shows the kind already (None: the question does not arise); the
    share of inputs that do counts towards the rate.
    """

    name: str
    about: str
    rate: float
    source: str = ASSUMED
    keeps_meaning: bool = True
    change: Change
    only: tuple[Scope, ...] = ()
    languages: tuple[str, ...] = ()
    adds_facts: bool = False
    counts_words: bool = False
    shown: Callable[[str], bool | None] | None = None

    def fits(self, situation: Situation) -> bool:
        """Can this kind happen to such a turn?"""
        return (
            (situation.is_english or "english" not in self.only)
            and (situation.is_follow_up or "follow-ups" not in self.only)
            and (situation.is_request or "requests" not in self.only)
            and (not situation.is_material or "spoken" not in self.only)
            and (not self.languages or (situation.is_native and situation.writes in self.languages))
        )


def kept_spans(text: str, kept: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where in the text the parts to be kept stand."""
    return [found.span() for found in _pattern(kept).finditer(text)] if kept else []


def outside(text: str, kept: tuple[str, ...], change: Callable[[str], str]) -> str:
    """The text with `change` done to everything but the parts to be kept."""
    if not kept:
        return change(text)
    pieces: list[str] = []
    done = 0
    for start, end in kept_spans(text, kept):
        pieces += (change(text[done:start]), text[start:end])
        done = end
    return "".join([*pieces, change(text[done:])])


def places_outside(pattern: re.Pattern[str], text: str, kept: tuple[str, ...]) -> list[int]:
    """Where the pattern begins in the text, other than in a part to be kept."""
    spans = kept_spans(text, kept)
    starts = [found.start() for found in pattern.finditer(text)]
    return [at for at in starts if not any(start <= at <= end for start, end in spans)]


def typed(text: str, kept: tuple[str, ...]) -> str:
    """Only what is not to be kept: the words the user types for this message."""
    return _pattern(kept).sub(" ", text) if kept else text


@lru_cache(maxsize=1_024)
def _pattern(kept: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"{WORD_STARTS}{re.escape(part)}{WORD_ENDS}" for part in kept))


def ends_kept(text: str, kept: tuple[str, ...]) -> bool:
    """Does the text end in a part that must stay as it is?"""
    return any(text.rstrip().endswith(part.rstrip()) for part in kept)


def joined(before: str, after: str) -> str:
    """Two pieces of a message, on one line or, where the first has several, under it."""
    if not before:
        return after
    return f"{before}\n{after}" if "\n" in before else f"{before} {after}"


def ended(text: str) -> str:
    """The text with a full stop where it has no final punctuation."""
    return text if not text or text[-1] in ".!?…:。！？।؟" else f"{text}."
