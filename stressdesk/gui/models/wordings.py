"""Other words for the inputs: which input they put, in which language, who says them, and who wrote them.

What is told here may come from a model or a file: it is for the view to show it as plain lines.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from stressdesk.analysis.own_names import name_title
from stressdesk.analysis.words import counted
from stressdesk.scenario.model import Scenario, Wording
from stressdesk.scenario.wordings import inputs
from stressdesk.traffic.personas import PERSONAS
from stressdesk.traffic.tongues import LANGUAGE_NAMES

MOST_INPUTS, MOST_WORDED = 300, 1_000
"""Inputs that are offered, and with those further down that have words: a longer list nobody looks through."""

EVERYBODY = ""


class Speaker(msgspec.Struct, frozen=True):
    """Who says some words, "" for everybody, and the model that wrote them, "" for a person."""

    persona: str = EVERYBODY
    by: str = ""

    @property
    def title(self) -> str:
        """Both in words."""
        name = name_title(self.persona) if self.persona else "Everybody"
        return f"{name}, by {self.by}" if self.by else name


class Key(msgspec.Struct, frozen=True):
    """Which words are meant."""

    of: str
    language: str
    speaker: Speaker


def put_inputs(scenario: Scenario) -> tuple[str, ...]:
    """The inputs that may be worded otherwise, each once, and after them those that are gone but still worded."""
    known = dict.fromkeys((*inputs(scenario)[:MOST_INPUTS], *(one.of for one in scenario.wordings)))
    return tuple(known)[:MOST_WORDED]


def languages(scenario: Scenario) -> dict[str, str]:
    """Languages to choose from by code: those traffic is written in, and any other that has words."""
    own = {code for one in scenario.wordings for code in one.texts}
    return LANGUAGE_NAMES | {code: code for code in sorted(own.difference(LANGUAGE_NAMES))}


def speakers(scenario: Scenario, of: str) -> tuple[Speaker, ...]:
    """Everybody, each persona, and those of this input whose words a model wrote."""
    own = (Speaker(one.persona, one.by) for one in scenario.wordings if one.of == of)
    return tuple(dict.fromkeys((Speaker(), *own, *(Speaker(persona.name) for persona in PERSONAS))))


def counts(scenario: Scenario) -> Counter[str]:
    """How many other wordings each input has."""
    found: Counter[str] = Counter()
    for one in scenario.wordings:
        found[one.of] += sum(map(len, one.texts.values()))
    return found


def said(scenario: Scenario, key: Key) -> tuple[str, ...]:
    """The words for a key; nothing where there are none."""
    return tuple(text for one in scenario.wordings if _is(one, key) for text in one.texts.get(key.language, ()))


def with_said(scenario: Scenario, key: Key, texts: tuple[str, ...]) -> tuple[Wording, ...]:
    """All wordings of the scenario with these words for a key; what has no words left is gone."""
    rest = list(texts)
    kept: list[Wording] = []
    for one in scenario.wordings:
        if not _is(one, key):
            kept.append(one)
            continue
        others = {code: own for code, own in one.texts.items() if code != key.language}
        if others or rest:
            kept.append(msgspec.structs.replace(one, texts=_in_order(one, key.language, tuple(rest), others)))
        rest = []
    if rest:
        speaker = key.speaker
        kept.append(Wording(of=key.of, texts={key.language: tuple(rest)}, by=speaker.by, persona=speaker.persona))
    return tuple(kept)


def summed_up(scenario: Scenario) -> str:
    """How many there are, and in which languages."""
    found = counts(scenario)
    first = f" The first {MOST_INPUTS} inputs are listed." if len(inputs(scenario)) > MOST_INPUTS else ""
    if not found.total():
        return f"None yet: requests are said in shapes made from the input itself.{first}"
    codes = dict.fromkeys(code for one in scenario.wordings for code in one.texts)
    names = ", ".join(LANGUAGE_NAMES.get(code, code) for code in codes)
    return f"{counted(found.total(), 'wording')} of {counted(len(found), 'input')}, in {names}.{first}"


def _is(one: Wording, key: Key) -> bool:
    return (one.of, one.persona, one.by) == (key.of, key.speaker.persona, key.speaker.by)


def _in_order(
    one: Wording, language: str, texts: tuple[str, ...], others: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The texts by language in the order they had, so that a file changes in no other line."""
    if not texts:
        return others
    return {code: texts if code == language else others[code] for code in dict.fromkeys((*one.texts, language))}
