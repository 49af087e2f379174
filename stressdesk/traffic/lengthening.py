"""Makes a message as long as it is meant to be, by what people do put into messages: stories and pasted material.

The material is written once and cut where it is used, so that ten thousand messages of a thousand tokens take seconds.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate

import msgspec

from stressdesk.scenario.seeds import rng
from stressdesk.scenario.tokens import estimated_tokens
from stressdesk.traffic import pasted, rambling, small_talk
from stressdesk.traffic.correspondence import mail
from stressdesk.traffic.kinds import Situation, ended

STORY, LONG_STORY, LOG, THREAD, TABLE = "backstory", "very-long", "pasted-log", "pasted-thread", "pasted-table"
LENGTHENING = frozenset(
    (STORY, LONG_STORY, LOG, THREAD, TABLE, "pasted-code", "phone-signature", "link", "two-questions")
)
"""The kinds of mess that make a message longer."""

_LONG_STORY_WORDS = 500
_PIECES = 400
_STARTS = 12
_SMALL, _SOME, _MUCH, _BEYOND_STORIES = 10, 60, 400, 1_500
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+", re.MULTILINE)
_IDENTIFIER = re.compile(r"main\.[0-9a-f]{8}|attempt|DEBUG")
_WEIGHTS: dict[str, tuple[float, float]] = {STORY: (5, 3), THREAD: (2.5, 3.5), LOG: (1.5, 1.5), TABLE: (0.5, 0.15)}
"""How likely each material is for up to 400 missing tokens and for more; assumed. Tokenizers cut tables finest."""


class Longer(msgspec.Struct, frozen=True):
    """A message after something was added, and the kind of mess that is; "" for a greeting or thanks."""

    text: str
    name: str


class _Material(msgspec.Struct, frozen=True):
    """Pieces of one kind and the tokens up to each; any stretch of them can be pasted."""

    pieces: tuple[str, ...]
    sums: tuple[int, ...]
    joint: str

    def stretch(self, tokens: int, draws: random.Random) -> str:
        """Whole pieces in a row of about so many tokens; from the start again where they do not suffice."""
        total = self.sums[-1]
        whole, rest = divmod(tokens, total)
        starts = [draws.randrange(len(self.pieces)) for _ in range(_STARTS)]
        start, end = min((self._span(start, rest) for start in starts), key=lambda span: self._miss(span, rest))
        return self.joint.join([*self.pieces * whole, *self.pieces[start:end]])

    def _span(self, start: int, tokens: int) -> tuple[int, int]:
        before = self.sums[start - 1] if start else 0
        end = bisect_left(self.sums, before + tokens)
        if end >= len(self.sums):
            return (0, bisect_left(self.sums, tokens) + 1)
        below = self.sums[end - 1] if end else 0
        return (start, end if before + tokens - below < self.sums[end] - before - tokens else end + 1)

    def _miss(self, span: tuple[int, int], tokens: int) -> int:
        start, end = span
        return abs((self.sums[end - 1] if end else 0) - (self.sums[start - 1] if start else 0) - tokens)


def lengthened(text: str, missing: int, draws: random.Random, *, is_english: bool, off: frozenset[str]) -> Longer:
    """The message with about so many tokens more, by a kind that is not `off`; unchanged where none is left."""
    if missing <= _SMALL:
        return Longer(_with_small_talk(text, missing, draws) if is_english else text, "")
    weights = {
        name: of[missing > _MUCH]
        for name, of in _WEIGHTS.items()
        if name not in off and _suits(name, missing, is_english=is_english)
    }
    if not weights:
        return Longer(text, "")
    name = draws.choices(list(weights), list(weights.values()))[0]
    added = _material(name).stretch(missing - 1, draws)
    if not added:
        return Longer(text, "")
    if name != STORY:
        return Longer(f"{text}\n\n{added}" if "\n" in text else f"{text}\n{added}", name)
    is_long = len(added.split()) > _LONG_STORY_WORDS
    joint = "\n\n" if is_long or "\n" in text else " "
    is_before = draws.random() < 0.65  # noqa: PLR2004 as in backstories
    told = f"{added}{joint}{text}" if is_before else f"{ended(text)}{joint}{added}"
    return Longer(told, LONG_STORY if is_long else STORY)


def _suits(name: str, missing: int, *, is_english: bool) -> bool:
    """Is this what so many tokens more would be? Stories and mails are written in English only."""
    if name in (STORY, THREAD) and not is_english:
        return False
    if name == STORY:
        return missing <= _BEYOND_STORIES
    return missing >= (_SOME if is_english else _SMALL)


def _with_small_talk(text: str, missing: int, draws: random.Random) -> str:
    """A reason for asking, a greeting or thanks of about so many tokens; few people give thanks, so seldom that."""
    near = [
        (phrase, kind)
        for kind, phrases in _SMALL_TALK.items()
        for phrase in phrases
        if abs(estimated_tokens(phrase) + 1 - missing) <= 1
    ]
    if not near or not text.strip():
        return text
    phrase, kind = draws.choice(near)
    if draws.random() >= _KEPT[kind]:
        return text
    if kind == "reason":
        return f"{phrase} {text}" if draws.random() < 0.65 else f"{ended(text)} {phrase}"  # noqa: PLR2004 as in backstories
    return f"{phrase}, {text}" if kind == "greeting" else f"{ended(text)} {phrase}"


_SMALL_TALK: dict[str, tuple[str, ...]] = {
    "reason": (*small_talk.SHORT_REASONS, *small_talk.BACKSTORIES[""]),
    "greeting": small_talk.GREETINGS[""],
    "thanks": tuple(phrase for of in small_talk.CLOSINGS.values() for phrase in of),
}
_KEPT = {"reason": 1.0, "greeting": 0.3, "thanks": 0.1}
"""Some greet and hardly anybody thanks: .01-.02 and under .01 of 547 calibration prompts (LMArena v0.1, OASST)."""


@cache
def _material(name: str) -> _Material:
    draws = rng(1, "material", name)
    pieces = _PIECES_OF[name](draws)
    joint = " " if name == STORY else "\n"
    sums = accumulate(estimated_tokens(f"{piece}{joint}") for piece in pieces)
    return _Material(tuple(pieces), tuple(sums), joint)


def _log_lines(draws: random.Random) -> Sequence[str]:
    """Lines of logs but those with long identifiers, which tokenizers cut finer than the estimate has it."""
    drawn = [pasted.log("x", draws, Situation())[2:] for _ in range(_PIECES)]
    # A log is pasted in the order it was written.
    blocks = sorted(drawn, key=lambda block: "".join(_STAMP.findall(block)[:1]))
    return [line for block in blocks for line in block.splitlines() if not _IDENTIFIER.search(line)]


_PIECES_OF: dict[str, Callable[[random.Random], Sequence[str]]] = {
    STORY: lambda draws: rambling.material(draws, sentences=_PIECES),
    LOG: _log_lines,
    THREAD: lambda draws: [line for _ in range(_PIECES) for line in mail(draws)],
    TABLE: lambda draws: pasted.table_lines(draws, 10 * _PIECES),
}
