"""A request as the scenario's wordings put it: chosen by language and persona, with what is expected of it then."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.traffic.reading import quoted

OWN_LANGUAGE = "own-language"
"""The mark of a message whose whole request is in a language other than the demo's."""


MODEL_WRITTEN = "model-written"
"""The mark of a message whose words a model wrote and a person let pass."""


REWORDED = frozenset({OWN_LANGUAGE, MODEL_WRITTEN})
"""The marks of messages whose words are not the demo's."""


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """One wording of a request; `persona` is "" where everybody may say it."""

    text: str
    persona: str = ""
    is_by_model: bool = False


Phrases = dict[str, tuple[Phrase, ...]]
"""The wordings of one request by language."""


def phrases_of(scenario: Scenario) -> dict[str, Phrases]:
    """The wordings of every input that has some, by the input's text."""
    found: dict[str, Phrases] = {}
    for wording in scenario.wordings:
        of = found.setdefault(wording.of, {})
        for language, texts in wording.texts.items():
            of[language] = (
                *of.get(language, ()),
                *(Phrase(text=text, persona=wording.persona, is_by_model=bool(wording.by)) for text in texts),
            )
    return found


def chosen(phrases: Sequence[Phrase], persona: str, draws: random.Random) -> Phrase:
    """One of several that this persona would say: written for it, or for everybody; any where there is neither."""
    return draws.choice([phrase for phrase in phrases if phrase.persona in ("", persona)] or phrases)


def still_expected(expect: Any, text: str, of: str) -> Any:
    """What of an input's expectation holds for a wording of it.

    A structure keeps the fields that the input does not name, and those that the wording names as well: a due date
    in Spanish words is no longer known in English ones. Anything else is an answer, and stays what it was.
    """
    if not isinstance(expect, dict):
        return expect
    kept = {name: value for name, value in expect.items() if _says(text, value) or not _says(of, value)}
    return kept or None


def kept_parts(expect: Any, text: str) -> tuple[str, ...]:
    """The parts of a wording that its expectation quotes, so that no mess may touch them; longest first."""
    values = expect.values() if isinstance(expect, dict) else () if expect is None else (expect,)
    found = {part for value in values for part in _named(text, value)}
    return tuple(sorted(found, key=lambda part: (-len(part), part)))


def _says(text: str, value: Any) -> bool:
    return bool(_named(text, value))


def _named(text: str, value: Any) -> list[str]:
    """The places where a text names a value: as it stands, or as a number with a point or comma."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return []
    found = quoted(str(value), text)
    if isinstance(value, float):
        digits = re.escape(f"{value:.2f}").replace(r"\.", "[.,]")
        found += [one.group() for one in re.finditer(rf"(?<![\d.,]){digits}(?!\d)", text)]
        if value.is_integer():
            found += [one.group() for one in re.finditer(rf"(?<![\d.,]){int(value)}(?![\d.,]*\d)", text)]
    return found
