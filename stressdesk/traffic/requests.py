"""The clean requests of a scenario: its demo inputs with what is expected of them, and further examples without."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.traffic.reading import Reading, read

_EXAMPLES_SHARE = 0.5
_WORDS_IN_NAME = 5


class Request(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One clean input: its name among the intents, its text, what should come back, what else the prompt needs."""

    intent: str
    text: str
    expect: Any = None
    variables: dict[str, str] = {}

    @cached_property
    def reading(self) -> Reading:
        """What kind of text it is; read when first asked for, since a scenario may have thousands."""
        return read(self.text, self.expect)


class Requests:
    """All clean requests of a scenario, and which of them can meet in one conversation."""

    def __init__(self, scenario: Scenario) -> None:
        self.demo = tuple(
            Request(intent=name, text=one.text, expect=one.expect, variables=one.variables)
            for name, one in zip(_names([one.text for one in scenario.demo]), scenario.demo, strict=True)
        )
        examples = scenario.traffic.examples
        self._examples = tuple(
            Request(intent=f"example:{name}", text=text) for name, text in zip(_names(examples), examples, strict=True)
        )
        self._by_variables: dict[tuple[tuple[str, str], ...], list[Request]] = {}
        for request in (*self.demo, *self._examples):
            self._by_variables.setdefault(_key(request), []).append(request)

    def at(self, first: float, second: float) -> Request:
        """The request for two draws from [0, 1): where there are examples, half of all requests are one of them."""
        pool = self._examples if self._examples and first < _EXAMPLES_SHARE else self.demo
        return pool[int(second * len(pool))]

    def beside(self, request: Request, draw: float) -> Request:
        """Another request of the same conversation: one with the same variables, the same request if it is alone."""
        others = self._by_variables[_key(request)]
        if len(others) == 1:
            return request
        found = others[int(draw * (len(others) - 1))]
        return others[-1] if found is request else found


def _key(request: Request) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(request.variables.items()))


def _names(texts: tuple[str, ...] | list[str]) -> list[str]:
    """A short name for each text from its first words, with a number where two would be equal or there are no words."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for at, text in enumerate(texts, start=1):
        words = re.findall(r"[a-z0-9]+", text[:200].lower().replace("'", ""))[:_WORDS_IN_NAME]
        name = "-".join(words) or f"demo-{at}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names
