"""The clean requests of a scenario: its demo inputs with what is expected of them, and further examples without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.scenario.tokens import estimated_tokens
from stressdesk.traffic.languages import language_of
from stressdesk.traffic.reading import Reading, as_material, read
from stressdesk.traffic.worded import Phrases, phrases_of

_MOST_EXAMPLES = 0.5
_WORDS_IN_NAME = 5
_SHORTER, _LONGER, _MORE = (0.9, 0.8, 0.65, 0.5), 1.1, 1
_ENOUGH = 6
"""A request is near a length to a tenth and one token more; and from a tenth less where there are several such
requests, from half of it where there are few. What is shorter is made up for with words nobody asked anything in.
"""

EXAMPLE = "example:"
_TEXTS_READ, _MOST_READ = 20, 2_000


class Wish(msgspec.Struct, frozen=True):
    """What a request should be like, where there is one: in this language, about so many tokens long."""

    language: str | None = None
    tokens: int | None = None


ANY = Wish()
Variables = tuple[tuple[str, str], ...]
"""The variables of a conversation, in order of their names."""


class Request(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One clean input: its name among the intents, its text, what should come back, what else the prompt needs.

    `phrases` are the scenario's own wordings of it, by language; `assumed` is the language of a text too short to tell.
    `is_material`: the prompt reads such texts, such as reviews; nobody asks for anything in them.
    """

    intent: str
    text: str
    expect: Any = None
    variables: dict[str, str] = {}
    phrases: Phrases = {}
    assumed: str = "en"
    is_material: bool = False

    @cached_property
    def tokens(self) -> int:
        """About how long its text is."""
        return estimated_tokens(self.text)

    def speaks(self, language: str | None) -> bool:
        """Is it in this language, or is there a wording of it that is?"""
        return language in self.phrases or self.reading.language == language

    @cached_property
    def reading(self) -> Reading:
        """What kind of text it is; read when first asked for, since a scenario may have thousands."""
        plain = self.expect is None
        found = _read_plain(self.text, self.assumed) if plain else read(self.text, self.expect, self.assumed)
        return as_material(found) if self.is_material else found


def intent_texts(scenario: Scenario) -> dict[str, str]:
    """Every clean input of the scenario by the name of its intent."""
    demo, examples = [one.text for one in scenario.demo], scenario.traffic.examples
    names = [*_names(demo), *(f"{EXAMPLE}{name}" for name in _names(examples))]
    return dict(zip(names, [*demo, *examples], strict=True))


class Requests:
    """All clean requests of a scenario, and which of them can meet in one conversation.

    `spoken` is the language most of the demo is in; `are_material`: nobody asks for anything in it.
    A conversation has one set of variables, so it holds demo inputs that share theirs, and examples, which have none
    and take those of the conversation.
    """

    def __init__(self, scenario: Scenario) -> None:
        worded = phrases_of(scenario)
        self.spoken = _spoken([one.text[:500] for one in scenario.demo])
        self.are_material = _are_material([one.text[:_MOST_READ] for one in scenario.demo[:_TEXTS_READ]])
        self.demo = tuple(
            Request(
                intent=name,
                text=one.text,
                expect=one.expect,
                variables=one.variables,
                phrases=worded.get(one.text, {}),
                assumed=self.spoken,
                is_material=self.are_material,
            )
            for name, one in zip(_names([one.text for one in scenario.demo]), scenario.demo, strict=True)
        )
        examples = scenario.traffic.examples
        self._examples = tuple(
            Request(
                intent=f"{EXAMPLE}{name}",
                text=text,
                phrases=worded.get(text, {}),
                assumed=self.spoken,
                is_material=self.are_material,
            )
            for name, text in zip(_names(examples), examples, strict=True)
        )
        self._examples_share = min(_MOST_EXAMPLES, len(examples) / (len(examples) + len(self.demo)))
        self._found: dict[tuple[Variables | None, Wish], tuple[Sequence[Request], Sequence[Request]]] = {}
        self._by_variables: dict[Variables, list[Request]] = {}
        for request in self.demo:
            self._by_variables.setdefault(_key(request), []).append(request)

    @property
    def texts(self) -> list[str]:
        """Every clean input of the scenario."""
        return [request.text for request in (*self.demo, *self._examples)]

    def first(self, example_draw: float, demo_draw: float, wish: Wish = ANY) -> Request:
        """What a conversation begins with, for two draws from [0, 1): a demo input, or an example beside one.

        Each that fits the wish is as likely as any other, but examples together never more than half. Users of a
        language that the demo input is worded in do not come with an example that is not.
        """
        demo, examples = self._fitting(None, wish)
        chosen = (demo or self.demo)[int(demo_draw * len(demo or self.demo))]
        if not examples or (demo and example_draw >= self._examples_share):
            return chosen
        share = example_draw / self._examples_share if example_draw < self._examples_share else example_draw
        example = _beside(examples[int(share * len(examples))], chosen.variables)
        return chosen if demo and wish.language in chosen.phrases and not example.speaks(wish.language) else example

    def beside(self, request: Request, draw: float, wish: Wish = ANY) -> Request:
        """Another request of the same conversation, or the same one where there is no other.

        Users of a language that the request is worded in stay with what is.
        """
        demo, examples = self._fitting(_key(request), wish)
        total = len(demo) + len(examples)
        for at in range(int(draw * total), int(draw * total) + 2):
            place = at % total
            found = demo[place] if place < len(demo) else _beside(examples[place - len(demo)], request.variables)
            if found.text != request.text and (wish.language not in request.phrases or found.speaks(wish.language)):
                return found
        return request

    def _fitting(self, key: Variables | None, wish: Wish) -> tuple[Sequence[Request], Sequence[Request]]:
        """The demo inputs with these variables (None: all) and the examples that fit a wish best, never none at all."""
        demo = self.demo if key is None else self._by_variables[key]
        if wish == ANY:
            return demo, self._examples
        if (found := self._found.get((key, wish))) is None:
            found = self._found[key, wish] = _best(demo, self._examples, wish)
        return found


@lru_cache(maxsize=10_000)
def _read_plain(text: str, assumed: str) -> Reading:
    return read(text, assumed=assumed)


def _are_material(texts: Sequence[str]) -> bool:
    """Are these texts to be read, as reviews are? None asks or orders, and at most half tell of a trouble to mend."""
    forms = Counter(_read_plain(text, "en").form for text in texts)
    return not (forms["question"] or forms["command"] or forms["fragment"] or 2 * forms["complaint"] > len(texts))


def _spoken(texts: Sequence[str]) -> str:
    """The language that most of the first texts are in."""
    return Counter(map(language_of, texts[:_TEXTS_READ])).most_common(1)[0][0] if texts else "en"


def _beside(example: Request, variables: dict[str, str]) -> Request:
    return msgspec.structs.replace(example, variables=variables) if variables else example


def _best(demo: Sequence[Request], examples: Sequence[Request], wish: Wish) -> tuple[list[Request], list[Request]]:
    """Those in the language and near the length; else in the language and no longer; else the shortest."""
    everything = [*demo, *examples]
    is_spoken = wish.language is not None and any(one.reading.language == wish.language for one in everything)
    kept = [one for one in everything if one.speaks(wish.language)] if is_spoken else everything
    if wish.tokens is not None:
        most = wish.tokens * _LONGER + _MORE
        short = [one for one in kept if one.tokens <= most]
        kept = _nearest(short, wish.tokens) or short or [min(kept, key=lambda one: one.tokens)]
    chosen = {id(one) for one in kept}
    return [one for one in demo if id(one) in chosen], [one for one in examples if id(one) in chosen]


def _nearest(requests: Sequence[Request], tokens: int) -> list[Request]:
    """Those that are least shorter, of which there are enough; else all that are near."""
    near: list[Request] = []
    for part in _SHORTER:
        near = [one for one in requests if one.tokens >= tokens * part - _MORE]
        if len(near) >= _ENOUGH:
            break
    return near


def _key(request: Request) -> Variables:
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
