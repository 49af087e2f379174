"""Kinds of users: how they write, how messily, how patiently. One table; a scenario weighs them by name.

The weights and factors are assumed, except the typo multipliers of second-language, phone and professional writers
(3, 2 and .3 times the everyday writer's). Multipliers are relative to the everyday writer; `multiplier` divides them by
their mean over the default mix, so that a kind's rate in the mess table is what the default mix shows as a whole.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """How a persona words a request: weights of sentence shapes and shares of what stands around the request.

    Of 547 calibration prompts (half of LMArena v0.1, half of OASST) .01-.02 greet, under .01 thank and .01-.03 ask
    in a roundabout way ("can you tell me"). The default mix greets in .03 and thanks in .02, since those prompts are no
    letters to a company; how that is spread over the personas is assumed.
    """

    question: float = 1.6
    command: float = 1.0
    fragment: float = 0.5
    statement: float = 0.7
    as_is: float = 5.0
    greeting: float = 0.015
    backstory: float = 0.03
    closing: float = 0.008
    run_on: float = 0.1
    contractions: Literal["keep", "contract", "expand"] = "keep"


class Persona(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of user. `mess` multiplies rates by kind; the three factors multiply the scenario's own figures."""

    name: str
    about: str
    weight: float
    patience_factor: float = 1.0
    turns_factor: float = 1.0
    think_factor: float = 1.0
    voice: Voice = Voice()
    mess: dict[str, float] = {}


PERSONAS: tuple[Persona, ...] = (
    Persona(name="everyday", about="Writes as most people do: short, plain, a little careless.", weight=0.30),
    Persona(
        name="phone",
        about="Types with a thumb between two stops: short, lower-case, cut off early.",
        weight=0.20,
        patience_factor=0.7,
        turns_factor=0.9,
        think_factor=0.85,
        voice=Voice(fragment=2.0, command=0.8, greeting=0.01, closing=0.005, contractions="contract"),
        mess={
            "typos": 2.0,
            "lower-case": 1.7,
            "lower-case-start": 0.8,
            "no-final-punctuation": 1.3,
            "no-question-mark": 1.5,
            "sent-too-early": 3.0,
            "emoji": 2.5,
            "phone-signature": 12.0,
            "edge-white-space": 1.5,
            "smart-quotes": 3.0,
            "missing-attachment": 2.0,
            "pasted-table": 0.2,
            "pasted-code": 0.1,
            "pasted-log": 0.2,
            "pasted-thread": 0.5,
        },
    ),
    Persona(
        name="professional",
        about="Writes full sentences at work, with greeting and thanks, and pastes from other windows.",
        weight=0.14,
        turns_factor=0.8,
        voice=Voice(
            fragment=0.1, as_is=6.0, greeting=0.07, backstory=0.05, closing=0.04, run_on=0.0, contractions="expand"
        ),
        mess={
            "typos": 0.3,
            "lower-case": 0.2,
            "lower-case-start": 0.3,
            "no-final-punctuation": 0.4,
            "no-question-mark": 0.3,
            "lower-i": 0.1,
            "dropped-apostrophes": 0.1,
            "chat-slang": 0.0,
            "emoji": 0.2,
            "all-caps": 0.1,
            "please": 2.0,
            "repeated-punctuation": 0.2,
            "mixed-up-words": 0.3,
            "emotional": 0.3,
            "pasted-thread": 3.0,
            "pasted-table": 3.0,
            "smart-quotes": 3.0,
            "half-a-thought": 0.3,
            "double-space": 1.5,
        },
    ),
    Persona(
        name="second-language",
        about="Writes in a language learned later: articles go missing, words get mixed up, other languages slip in.",
        weight=0.12,
        patience_factor=1.2,
        turns_factor=1.15,
        think_factor=1.3,
        voice=Voice(statement=1.2, greeting=0.04, closing=0.02, backstory=0.05, contractions="expand"),
        mess={
            "typos": 3.0,
            "dropped-articles": 12.0,
            "mixed-up-words": 2.0,
            "code-switching": 15.0,
            "please": 1.5,
            "chat-slang": 0.6,
            "missing-detail": 1.5,
        },
    ),
    Persona(
        name="teenager",
        about="Chats: slang, emoji, no capitals, several thoughts in a row.",
        weight=0.06,
        patience_factor=0.5,
        turns_factor=1.3,
        think_factor=0.7,
        voice=Voice(fragment=1.5, greeting=0.03, backstory=0.02, closing=0.01, run_on=0.5, contractions="contract"),
        mess={
            "typos": 1.5,
            "lower-case": 3.0,
            "lower-case-start": 1.0,
            "no-final-punctuation": 1.5,
            "no-question-mark": 2.0,
            "lower-i": 3.0,
            "dropped-apostrophes": 4.0,
            "chat-slang": 25.0,
            "emoji": 6.0,
            "repeated-punctuation": 3.0,
            "changed-mind": 2.0,
            "please": 0.4,
        },
    ),
    Persona(
        name="older",
        about="New to computers: writes a letter, tells the whole story, waits patiently.",
        weight=0.06,
        patience_factor=1.8,
        turns_factor=1.1,
        think_factor=1.8,
        voice=Voice(fragment=0.2, greeting=0.12, backstory=0.2, closing=0.1, run_on=0.1, contractions="expand"),
        mess={
            "typos": 1.2,
            "double-space": 4.0,
            "backstory": 5.0,
            "very-long": 2.0,
            "please": 3.0,
            "all-caps": 5.0,
            "personal-data": 4.0,
            "chat-slang": 0.0,
            "emoji": 0.3,
            "two-questions": 2.0,
        },
    ),
    Persona(
        name="power-user",
        about="Knows the tools: terse, precise, pastes logs, code and tables as they are.",
        weight=0.06,
        turns_factor=1.1,
        think_factor=1.1,
        voice=Voice(fragment=1.0, command=2.0, greeting=0.005, backstory=0.02, closing=0.005),
        mess={
            "typos": 0.4,
            "pasted-log": 10.0,
            "pasted-code": 10.0,
            "pasted-table": 4.0,
            "link": 4.0,
            "new-lines": 2.0,
            "personal-data": 0.4,
            "lower-case": 1.3,
        },
    ),
    Persona(
        name="angry",
        about="Has asked before: loud, impatient, leaves soon.",
        weight=0.04,
        patience_factor=0.4,
        turns_factor=1.2,
        think_factor=0.6,
        voice=Voice(command=2.5, question=1.0, statement=1.2, greeting=0.0, backstory=0.2, closing=0.0, run_on=0.3),
        mess={
            "typos": 1.2,
            "emotional": 15.0,
            "all-caps": 20.0,
            "repeated-punctuation": 15.0,
            "contradiction": 3.0,
            "please": 0.1,
            "chat-slang": 0.5,
            "emoji": 0.5,
        },
    ),
    Persona(
        name="voice",
        about="Dictates: no punctuation, fillers, starts over in mid-sentence.",
        weight=0.02,
        turns_factor=0.8,
        think_factor=0.9,
        voice=Voice(fragment=0.2, greeting=0.05, backstory=0.1, closing=0.02, run_on=0.5, contractions="contract"),
        mess={
            "voice-transcript": 60.0,
            "typos": 0.0,
            "mixed-up-words": 4.0,
            "emoji": 0.0,
            "pasted-log": 0.0,
            "pasted-code": 0.0,
            "pasted-table": 0.0,
            "pasted-thread": 0.0,
            "double-space": 0.0,
            "edge-white-space": 0.0,
            "smart-quotes": 0.0,
            "link": 0.0,
            "changed-mind": 3.0,
            "half-a-thought": 3.0,
        },
    ),
)

DEMO = "demo"
"""The persona of the demo stage: nobody in particular, typing exactly what was rehearsed."""


def multiplier(persona: Persona, kind: str) -> float:
    """How many times the mix's rate of this mess the persona shows: its own figure / the default mix's mean."""
    return persona.mess.get(kind, 1.0) / _mean(kind)


@cache
def _mean(kind: str) -> float:
    total = sum(persona.weight for persona in PERSONAS)
    return sum(persona.weight * persona.mess.get(kind, 1.0) for persona in PERSONAS) / total
