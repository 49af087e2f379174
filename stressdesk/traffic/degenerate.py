"""Inputs that are hardly inputs: nothing, a question mark, a cat on the keyboard, twenty thousand words."""

from __future__ import annotations

import random

import msgspec

LONG_WORDS = 20_000

_WEIGHTS: dict[str, float] = {
    "empty": 0.12,
    "question-mark": 0.15,
    "dot": 0.08,
    "white-space": 0.08,
    "emoji": 0.1,
    "digits": 0.1,
    "keyboard-mash": 0.12,
    "single-word": 0.14,
    "null": 0.06,
    "very-long": 0.05,
}
_REPEATED = (
    "the quick brown fox jumps over the lazy dog and runs back home again",
    "test test test",
    "please read all of this carefully before you answer",
    "lorem ipsum dolor sit amet consectetur adipiscing elit",
)
_CHOICES: dict[str, tuple[str, ...]] = {
    "empty": ("",),
    "question-mark": ("?", "?", "??", "???"),
    "dot": (".", ".", "..", "...", ","),
    "white-space": (" ", "   ", "\n", "\n\n", "\t", " \n "),
    "emoji": ("👍", "🤔", "😡", "❤️", "🙏🏽", "🤷‍♀️", "👨‍👩‍👧", "🇧🇷"),
    "single-word": ("hello", "test", "hi", "help", "ok", "no", "why", "start", "menu", "stop", "human", "agent"),
    "null": ("null", "undefined", "N/A", "[object Object]", "NaN", "{{message}}", "None"),
}


class Degenerate(msgspec.Struct, frozen=True):
    """An input that is hardly one, and its class."""

    name: str
    text: str


def degenerate(rng: random.Random) -> Degenerate:
    """One such input; one in twenty has 20,000 words."""
    name = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    return Degenerate(name, _text(name, rng))


def _text(name: str, rng: random.Random) -> str:
    match name:
        case "digits":
            return "".join(rng.choices("0123456789", k=rng.randint(1, 16)))
        case "keyboard-mash":
            return "".join(rng.choices("asdfghjkl;asdfjkl", k=rng.randint(4, 24)))
        case "very-long":
            words = rng.choice(_REPEATED).split()
            return " ".join((words * (LONG_WORDS // len(words) + 1))[:LONG_WORDS])
        case _:
            return rng.choice(_CHOICES[name])
