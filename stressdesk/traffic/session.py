"""What is planned: sessions of turns, each with its clean text, the text as sent, and the mess between the two."""

from __future__ import annotations

from typing import Any

import msgspec

ODD = ("off-topic", "hostile", "degenerate")
"""What no demo shows. A plan lists it with a turn's mess, though it replaces the request and changes none."""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One utterance. `think_seconds` is the wait after the last answer (0 for a first turn).

    `due_seconds` is the planned arrival from the start of the stage, answers taken as immediate; in a run a later turn
    arrives when the answer before it has come and `think_seconds` have passed.
    """

    index: int
    due_seconds: float
    think_seconds: float
    intent: str
    language: str
    mess: tuple[str, ...]
    clean: str
    text: str
    expect: Any = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One user's conversation. `variables` are the prompt's other variables, the same for all its turns."""

    index: int
    start_seconds: float
    persona: str
    patience_seconds: float
    variables: dict[str, str]
    turns: tuple[Turn, ...]
