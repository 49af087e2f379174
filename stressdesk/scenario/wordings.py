"""Wordings beside the inputs they put: what is wrong with them, and what becomes of them when an input changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

import msgspec

from stressdesk.errors import Problem
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.scalars import shortened

_CODE = re.compile(r"[a-z]{2}")


def inputs(scenario: Scenario) -> tuple[str, ...]:
    """Every clean input: the demo's, then the further examples."""
    return (*(one.text for one in scenario.demo), *scenario.traffic.examples)


def wording_problems(scenario: Scenario) -> Iterator[Problem]:
    """Wordings of inputs that are not there, in languages that are none, or without a word in them."""
    known = set(inputs(scenario))
    for at, wording in enumerate(scenario.wordings):
        field = f"wordings[{at}]"
        if wording.of not in known:
            near = get_close_matches(wording.of[:200], known, n=1)
            hint = (
                f'Did you mean "{shortened(near[0], 60)}"?' if near else "Write a demo input or example as it stands."
            )
            yield Problem(f'no input reads "{shortened(wording.of, 60)}"', hint=hint, field=f"{field}.of")
        for language, texts in wording.texts.items():
            place = f"{field}.texts.{language}"
            if not _CODE.fullmatch(language):
                hint = "Write the two small letters of the language, such as es or de."
                yield Problem(f"{language[:20]} is no language code", hint=hint, field=place)
            if not all(text.strip() for text in texts):
                yield Problem("a wording is empty", hint="Write what a person would, or take it out.", field=place)


def reworded(scenario: Scenario, old: str, new: str) -> Scenario:
    """The scenario after one input changed from `old` to `new`: what is worded otherwise goes with it."""
    if old in inputs(scenario) or all(one.of != old for one in scenario.wordings):
        # Where another input reads the same, the wordings stay with that one.
        return scenario
    moved = tuple(msgspec.structs.replace(one, of=new) if one.of == old else one for one in scenario.wordings)
    return msgspec.structs.replace(scenario, wordings=moved)


def without_orphans(scenario: Scenario) -> Scenario:
    """The scenario without wordings of inputs that are gone."""
    known = set(inputs(scenario))
    kept = tuple(one for one in scenario.wordings if one.of in known)
    return scenario if len(kept) == len(scenario.wordings) else msgspec.structs.replace(scenario, wordings=kept)
