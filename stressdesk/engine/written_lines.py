"""From what a model wrote to messages a person can review: plain text only, and nothing that is no user's message.

Model output is untrusted. What is dropped is counted by reason, so that a poor writer is seen to be one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

import msgspec

from stressdesk.checks.language import spoken
from stressdesk.checks.refusal import refusal_in
from stressdesk.scenario.clusters import is_visible

LONGEST = 600
"""Characters of a message; longer ones are essays, not what a user types."""

_LEAD = re.compile(
    r"^\s*(?:[-*\u2022\u2013]\s+|\(?\d{1,3}[.):]\s*|(?:message|user|nachricht|mensaje)\s*\d*\s*:\s*)", re.IGNORECASE
)
_QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("'", "'"))
_TALK = re.compile(
    r"\b(?:here (?:are|is)|sure[,!]|certainly|of course[,!]|as an ai|language model|below are|the following|"
    r"(?:this|one|the|another) user (?:wrote|writes|says|said|asks|asked)|"
    r"i hope (?:this|these)|let me know if|voici|aqu[ií] (?:tienes|est[aá]n)|hier sind|aqui est[aã]o|messages?:)",
    re.IGNORECASE,
)
_GAP = re.compile(r"\[[^\]\d]{2,40}\]|<[a-z _-]{2,40}>|\bX{3,}\b|_{3,}", re.IGNORECASE)
_NEAR = 0.9


class Sorted(msgspec.Struct, frozen=True):
    """The messages that could be used, and how many lines were dropped for which reason."""

    kept: tuple[str, ...]
    dropped: Counter[str]


def sorted_lines(answer: str, language: str, known: Iterable[str], needed: Iterable[str] = ()) -> Sorted:
    """The user messages in an answer of one a line: none twice, none close to `known`, all with the words `needed`."""
    seen = [_bare(text) for text in known]
    kept: list[str] = []
    dropped: Counter[str] = Counter()
    words = tuple(needed)
    if refusal_in(answer) is not None:
        return Sorted((), Counter({"refusal": 1}))
    for line in answer.splitlines():
        text = _unwrapped(line)
        if not text:
            continue
        reason = _fault(text, language, words) or ("nearly the same as another" if _is_near(text, seen) else "")
        if reason:
            dropped[reason] += 1
        else:
            kept.append(text)
            seen.append(_bare(text))
    return Sorted(tuple(kept), dropped)


def harmless_text(text: str) -> str:
    """The text on one line, without anything that steers a terminal or the reading direction of what is beside it."""
    shown = (character if is_visible(character) else " " for character in text)
    return " ".join("".join(shown).split())


def _unwrapped(line: str) -> str:
    """A line without its number, bullet, mark-up and quotes."""
    text = harmless_text(_LEAD.sub("", line)).replace("**", "").strip("`# ")
    for opening, closing in _QUOTES:
        if len(text) > 1 and text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip()
    return text


def _fault(text: str, language: str, needed: tuple[str, ...]) -> str:
    """Why this is no message to use; "" where nothing speaks against it."""
    faults = (
        ("too long", len(text) > LONGEST),
        ("no words", not any(character.isalpha() for character in text)),
        ("about the task", bool(_TALK.search(text[:80])) or text.endswith(":")),
        ("refusal", refusal_in(text) is not None),
        ("gap left to fill in", bool(_GAP.search(text))),
        ("lacks what the answer is to quote", any(word.casefold() not in text.casefold() for word in needed)),
    )
    found = next((reason for reason, holds in faults if holds), "")
    return found or ("another language" if spoken(text, language).judgement == "fail" else "")


def _is_near(text: str, seen: list[str]) -> bool:
    bare = _bare(text)
    return any(bare == other or SequenceMatcher(None, bare, other).ratio() >= _NEAR for other in seen)


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
