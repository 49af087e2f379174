"""How messages look: the share of each habit of writing among short English ones, beside that of real prompts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from stressdesk.scenario.traffic import Writing
from stressdesk.traffic.languages import language_of

ARENA = "LMArena v0.1, 356 English prompts of 3-60 words in one line (Apache-2.0)"
VOLUNTEERS = "Open Assistant, 789 English prompts of 3-60 words in one line (Apache-2.0)"
SOURCES: dict[Writing, str] = {"web": ARENA, "careful": VOLUNTEERS}
FEWEST_WORDS, MOST_WORDS = 3, 60

_I = re.compile(r"(?<![\w.'\u2019-])[iI](?=$|[\s,!?;:]|['\u2019][a-z])")
_CONTRACTED = re.compile(
    r"\b(?:\w+n['\u2019]t|(?:I|you|we|they)['\u2019](?:m|ve|ll|d|re)|(?:it|that|what|there|who|let|how|he|she)['\u2019]s)\b",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"\b(?:(?:do|does|did|ca|wo|is|are|was|were|has|have|had|would|could|should)nt|cant|wont|im|ive|youre|theyre|thats|whats|"
    r"theres|hows)\b",
    re.IGNORECASE,
)
_SLANG = re.compile(
    r"\b(?:u|ur|r|pls|plz|thx|ty|idk|lol|lmao|omg|btw|tbh|rn|cuz|gonna|wanna|gotta|asap|ppl|wat|abt|tho)\b"
)
_ASKS = re.compile(
    r"(?:how|what|what's|whats|when|where|why|who|which|whose|is|are|am|was|were|do|does|did|can|could|will|would|should|may)\b",
    re.IGNORECASE,
)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_REPEATED = re.compile(r"[!?]{2,}|\.{4,}")
_FINAL = ".?!:…"


class Habit(msgspec.Struct, frozen=True, kw_only=True):
    """One habit of writing and its share among real messages, or among those for which the question arises.

    `share` is that of the open web, `careful` that of volunteers who write with care.
    """

    name: str
    about: str
    share: float
    careful: float
    shows: Callable[[str], float | None]
    """1 or 0 for a message, or the share within it; None where the question does not arise."""

    def usual(self, writing: Writing) -> float:
        """The share among people who write like this."""
        return self.careful if writing == "careful" else self.share


def _yes(test: Callable[[str], object]) -> Callable[[str], float]:
    return lambda text: float(bool(test(text)))


def _is_lower(text: str) -> bool:
    return text == text.lower() and text != text.upper()


def _starts_lower(text: str) -> bool:
    first = text.strip()[:1]
    return first.isalpha() and first.islower()


def _asks(text: str) -> bool:
    return "?" in text or bool(_ASKS.match(text.strip()))


def _lower_i(text: str) -> float | None:
    found = _I.findall(text)
    return found.count("i") / len(found) if found else None


def _dropped(text: str) -> float | None:
    whole, dropped = len(_CONTRACTED.findall(text)), len(_DROPPED.findall(text))
    return dropped / (whole + dropped) if whole + dropped else None


def _unmarked(text: str) -> float | None:
    return float("?" not in text) if _asks(text) else None


def _doubled_space(text: str) -> bool:
    return "  " in text.strip()


HABITS: tuple[Habit, ...] = (
    Habit(name="no final punctuation", about="ends in no mark", share=0.506, careful=0.105,
          shows=_yes(lambda text: text.strip()[-1:] not in _FINAL)),
    Habit(name="lower-case start", about="small first letter", share=0.2725, careful=0.049, shows=_yes(_starts_lower)),
    Habit(name="all lower-case", about="no capital at all", share=0.152, careful=0.038, shows=_yes(_is_lower)),
    Habit(name="i for I", about="of uses of I", share=0.138, careful=0.04, shows=_lower_i),
    Habit(name="dropped apostrophe", about="of contractions", share=0.059, careful=0.049, shows=_dropped),
    Habit(name="double space", about="two spaces inside", share=0.056, careful=0.014, shows=_yes(_doubled_space)),
    Habit(name="edge white space", about="before or after", share=0.11, careful=0.0,
          shows=_yes(lambda text: text != text.strip())),
    Habit(name="please", about="says please", share=0.067, careful=0.065,
          shows=_yes(lambda text: re.search(r"\bplease\b", text, re.IGNORECASE))),
    Habit(name="repeated punctuation", about="??, !!, ....", share=0.011, careful=0.003, shows=_yes(_REPEATED.search)),
    Habit(name="chat slang", about="u, pls, lol", share=0.006, careful=0.005,
          shows=_yes(lambda text: _SLANG.search(text.lower()))),
    Habit(name="emoji", about="under .01 on the web", share=0.006, careful=0.0, shows=_yes(_EMOJI.search)),
    Habit(name="questions", about="asks", share=0.375, careful=0.783, shows=_yes(_asks)),
    Habit(name="no question mark", about="of questions", share=0.29, careful=0.028, shows=_unmarked),
)  # fmt: skip
"""Shares from the calibration prompts; see traffic.md, fact 7. An emoji's is set between 0 and its bound of .01.

Those of volunteers are of prompts published without white space around them: of that they say nothing.
"""


def short_english(texts: Iterable[str]) -> list[str]:
    """The messages that the measured shares are about: English, one line, 3 to 60 words."""
    return [text for text in texts if is_short(text) and language_of(text) == "en"]


def is_short(text: str) -> bool:
    """Is it as long as the prompts behind the measured shares, in one line and hardly anything but ASCII?"""
    return (
        FEWEST_WORDS <= len(text.split()) <= MOST_WORDS
        and "\n" not in text.strip()
        and sum(character.isascii() for character in text) >= 0.9 * len(text)
    )


class HabitCounts:
    """Counts the habits of messages one by one, so that their texts need not be kept."""

    def __init__(self, habits: Sequence[Habit] = HABITS) -> None:
        self.messages = 0
        self._habits = habits
        self._shown = [0.0] * len(habits)
        self._arose = [0] * len(habits)

    def add(self, text: str) -> None:
        """Count one message; it should be such as the measured shares are about."""
        self.messages += 1
        for at, habit in enumerate(self._habits):
            value = habit.shows(text)
            if value is not None:
                self._shown[at] += value
                self._arose[at] += 1

    def arose(self, habit: Habit) -> int:
        """In how many messages the question arose."""
        return self._arose[self._habits.index(habit)]

    def share(self, habit: Habit) -> float | None:
        """The habit's share of those in which the question arose; None where it never did."""
        at = self._habits.index(habit)
        return self._shown[at] / self._arose[at] if self._arose[at] else None


def habit_counts(texts: Iterable[str]) -> HabitCounts:
    """The habits of these messages."""
    counts = HabitCounts()
    for text in texts:
        counts.add(text)
    return counts
