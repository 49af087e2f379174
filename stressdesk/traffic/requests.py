"""The clean requests of a scenario: its demo inputs with what is expected of them, and further examples without."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.traffic.reading import Reading, read
from stressdesk.traffic.worded import Phrases, phrases_of

_MOST_EXAMPLES = 0.5
_WORDS_IN_NAME = 5
EXAMPLE = "example:"


class Request(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One clean input: its name among the intents, its text, what should come back, what else the prompt needs.

    `phrases` are the scenario's own wordings of it, by language.
    """

    intent: str
    text: str
    expect: Any = None
    variables: dict[str, str] = {}
    phrases: Phrases = {}

    @cached_property
    def reading(self) -> Reading:
        """What kind of text it is; read when first asked for, since a scenario may have thousands."""
        return _read_plain(self.text) if self.expect is None else read(self.text, self.expect)


def intent_texts(scenario: Scenario) -> dict[str, str]:
    """Every clean input of the scenario by the name of its intent."""
    demo, examples = [one.text for one in scenario.demo], scenario.traffic.examples
    names = [*_names(demo), *(f"{EXAMPLE}{name}" for name in _names(examples))]
    return dict(zip(names, [*demo, *examples], strict=True))


class Requests:
    """All clean requests of a scenario, and which of them can meet in one conversation.

    A conversation has one set of variables, so it holds demo inputs that share theirs, and examples, which have none
    and take those of the conversation.
    """

    def __init__(self, scenario: Scenario) -> None:
        worded = phrases_of(scenario)
        self.demo = tuple(
            Request(
                intent=name,
                text=one.text,
                expect=one.expect,
                variables=one.variables,
                phrases=worded.get(one.text, {}),
            )
            for name, one in zip(_names([one.text for one in scenario.demo]), scenario.demo, strict=True)
        )
        examples = scenario.traffic.examples
        self._examples = tuple(
            Request(intent=f"{EXAMPLE}{name}", text=text, phrases=worded.get(text, {}))
            for name, text in zip(_names(examples), examples, strict=True)
        )
        self._examples_share = min(_MOST_EXAMPLES, len(examples) / (len(examples) + len(self.demo)))
        self._by_variables: dict[tuple[tuple[str, str], ...], list[Request]] = {}
        for request in self.demo:
            self._by_variables.setdefault(_key(request), []).append(request)

    @property
    def texts(self) -> list[str]:
        """Every clean input of the scenario."""
        return [request.text for request in (*self.demo, *self._examples)]

    def first(self, example_draw: float, demo_draw: float, language: str | None = None) -> Request:
        """What a conversation begins with, for two draws from [0, 1): a demo input, or an example beside one.

        Each is as likely as any other, but examples together never more than half. Users of a `language` that the demo
        input is worded in do not come with an example that is not.
        """
        chosen = self.demo[int(demo_draw * len(self.demo))]
        if example_draw >= self._examples_share:
            return chosen
        example = self._example(int(example_draw / self._examples_share * len(self._examples)), chosen.variables)
        return chosen if language in chosen.phrases and language not in example.phrases else example

    def beside(self, request: Request, draw: float, language: str | None = None) -> Request:
        """Another request of the same conversation, or the same one where there is no other.

        Users of a `language` that the request is worded in stay with what is.
        """
        demo = self._by_variables[_key(request)]
        total = len(demo) + len(self._examples)
        for at in range(int(draw * total), int(draw * total) + 2):
            place = at % total
            found = demo[place] if place < len(demo) else self._example(place - len(demo), request.variables)
            if found.text != request.text and (language not in request.phrases or language in found.phrases):
                return found
        return request

    def _example(self, at: int, variables: dict[str, str]) -> Request:
        example = self._examples[at]
        return msgspec.structs.replace(example, variables=variables) if variables else example


@lru_cache(maxsize=10_000)
def _read_plain(text: str) -> Reading:
    return read(text)


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
