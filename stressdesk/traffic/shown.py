"""Which kinds of mess an input shows already: real logs as inputs are no cleaner than they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from stressdesk.traffic.reading import is_question

Shown = Callable[[str], bool | None]
"""Whether a text shows a kind of mess; None where it could not."""

_SMALL_I = re.compile(r"(?<![\w.'\u2019-])i(?=$|[\s,!?;:]|['\u2019][a-z])")
_ANY_I = re.compile(r"(?<![\w.'\u2019-])[iI](?=$|[\s,!?;:]|['\u2019][a-z])")
_PLEASE = re.compile(r"\bplease\b", re.IGNORECASE)


def please(text: str) -> bool | None:
    """Says please."""
    return bool(_PLEASE.search(text))


def lower_i(text: str) -> bool | None:
    """Has a small i for I, of those that have one at all."""
    return bool(_SMALL_I.search(text)) if _ANY_I.search(text) else None


def lower_start(text: str) -> bool | None:
    """Begins with a small letter, of those that begin with a letter and have a capital elsewhere."""
    first = text.strip()[:1]
    return first.islower() if first.isalpha() and text != text.lower() else None


def lower_case(text: str) -> bool | None:
    """Has no capital."""
    return text == text.lower() and text != text.upper()


def no_final_punctuation(text: str) -> bool | None:
    """Ends in no mark, of those that are no question."""
    return None if not text.strip() or is_question(text) else text.strip()[-1] not in ".!?:…"


def no_question_mark(text: str) -> bool | None:
    """Asks without a question mark, of those that ask."""
    return "?" not in text if is_question(text) else None


def double_space(text: str) -> bool | None:
    """Has two spaces between words, of those in one line: in code they are indentation."""
    return None if "\n" in text.strip() else "  " in text.strip()


def edge_white_space(text: str) -> bool | None:
    """Begins or ends in white space."""
    return text != text.strip()


def share_shown(shown: Shown, texts: Sequence[str]) -> float:
    """The share of inputs that show a kind, of those that could; 0 where none could."""
    found = [answer for text in texts if (answer := shown(text)) is not None]
    return sum(found) / len(found) if found else 0.0
