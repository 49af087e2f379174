"""What a model is asked to write: which messages, in whose voice and language, by which instructions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from stressdesk.scenario.model import Message, Scenario
from stressdesk.scenario.written import Written
from stressdesk.traffic.personas import PERSONAS, Persona
from stressdesk.traffic.requests import Request, Requests
from stressdesk.traffic.tongues import LANGUAGE_NAMES, home_language, language_shares
from stressdesk.traffic.worded import kept_parts

PROMPT = "write-1"
"""Names the instructions below: another wording of them is another name, as the messages differ."""

USUAL_PERSONAS = 4
TOKENS_A_MESSAGE = 60
INSTRUCTIONS = (
    "You write what users type into a product, so that it can be tested before launch. Answer with the messages only, "
    "one a line: no numbers, no quotes, no comments, no gaps to fill in."
)


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """So many messages that want what one input wants, as one persona writes in one language.

    `needed` are the words every message must hold, since the expected answer quotes them from the input.
    """

    request: Request
    persona: Persona
    language: str
    count: int
    needed: tuple[str, ...] = ()

    def messages(self, scenario: Scenario) -> tuple[Message, ...]:
        """The instructions to the model that is to write."""
        name = LANGUAGE_NAMES.get(self.language, self.language)
        about = f": {scenario.description}" if scenario.description else ""
        lines = [
            f"Product: {scenario.name}{about}",
            f"One user wrote: {self.request.text}",
            f"Write {self.count} other messages in {name} from different people who want the same.",
            f"They all write like this: {self.persona.about} Vary questions, orders, fragments and short stories.",
        ]
        if self.needed:
            lines.append(f"Each message must contain, letter for letter: {' | '.join(self.needed)}")
        return (Message(role="system", content=INSTRUCTIONS), Message(role="user", content="\n".join(lines)))


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks to be written; nothing named means the scenario's own mix."""

    personas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    count: int = 5


def orders(scenario: Scenario, wanted: Wanted, have: Sequence[Written]) -> tuple[Order, ...]:
    """One for each demo input, language and persona of which fewer messages than wanted have been written yet."""
    counts = Counter((one.of, one.language, one.persona) for one in have)
    by_name = {persona.name: persona for persona in PERSONAS}
    names = wanted.personas or _usual(scenario)
    demo = Requests(scenario).demo
    needed = {request.text: _needed(request, demo) for request in demo}
    languages = wanted.languages or tuple(language_shares(scenario)) or (home_language(scenario),)
    return tuple(
        Order(
            request=request,
            persona=by_name[name],
            language=language,
            count=wanted.count - had,
            needed=needed[request.text],
        )
        for request in demo
        for language in languages
        for name in names
        if (had := counts[request.text, language, name]) < wanted.count
    )


def _needed(request: Request, demo: Sequence[Request]) -> tuple[str, ...]:
    """What the expected answer quotes from the input. A label that several inputs share is no quotation."""
    expect: Any = request.expect
    if not isinstance(expect, dict) and sum(other.expect == expect for other in demo) > 1:
        return ()
    return kept_parts(expect, request.text)


def _usual(scenario: Scenario) -> tuple[str, ...]:
    """The personas that write most in this scenario."""
    given = scenario.traffic.personas
    weights = {one.name: given.get(one.name, 0.0) if given else one.weight for one in PERSONAS}
    most = sorted((name for name in weights if weights[name] > 0), key=lambda name: -weights[name])
    return tuple(most[:USUAL_PERSONAS])
