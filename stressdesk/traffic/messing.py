"""Which kinds of mess a turn shows, and the text after them, each kind decided by its own stream of randomness."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from stressdesk.scenario.traffic import Mess
from stressdesk.traffic.kinds import MessKind, Situation, typed
from stressdesk.traffic.mess import MESS, OTHER_LANGUAGE
from stressdesk.traffic.personas import Persona, multiplier
from stressdesk.traffic.seeds import Coins, rng

REFERENCE_WORDS = 18
"""Length of the message that the rate of a kind that counts words is given for."""


class Messed(msgspec.Struct, frozen=True, kw_only=True):
    """A text after its mess: the names of what changed it, in order, and whether the expectation still holds."""

    text: str
    names: tuple[str, ...]
    keeps_expectation: bool
    is_in_other_language: bool = False


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Whose turn it is: session, turn and persona decide the draws and the rates."""

    session: int
    turn: int
    persona: Persona


class _Chance(msgspec.Struct, frozen=True, kw_only=True):
    kind: MessKind
    rate: float
    coins: Coins


class Messing:
    """The mess of one scenario under one seed. Switching a kind off leaves the decisions on all others as they were."""

    def __init__(self, mess: Mess, personas: Sequence[Persona], seed: int) -> None:
        self._seed = seed
        coins = {kind.name: Coins(seed, "mess", kind.name) for kind in MESS}
        self._chances = {
            persona.name: tuple(
                _Chance(kind=kind, rate=rate, coins=coins[kind.name])
                for kind in MESS
                if (rate := applied_rate(kind, mess, persona)) > 0
            )
            for persona in personas
        }

    def messed(self, text: str, place: Place, situation: Situation, *, is_structured: bool = False) -> Messed:
        """The text after every kind whose draw falls under its rate; only those that changed it are named."""
        names: list[str] = []
        keeps = True
        for chance in self._chances[place.persona.name]:
            kind = chance.kind
            if not _can_apply(kind, situation):
                continue
            rate = chance.rate
            if kind.counts_words:
                rate = 1 - (1 - rate) ** len(typed(text, situation.kept).split())
            if chance.coins.at(place.session, place.turn) >= rate:
                continue
            here = msgspec.structs.replace(situation, per_word=chance.rate) if kind.counts_words else situation
            changed = kind.change(text, rng(self._seed, "mess", kind.name, place.session, place.turn), here)
            if changed != text:
                text = changed
                names.append(kind.name)
                keeps = keeps and kind.keeps_meaning and not (kind.adds_facts and is_structured)
        return Messed(
            text=text, names=tuple(names), keeps_expectation=keeps, is_in_other_language=OTHER_LANGUAGE in names
        )


def applied_rate(kind: MessKind, mess: Mess, persona: Persona) -> float:
    """min(1, rate x severity x the persona's multiplier); for kinds that count words the same, per word.

    The rate is the scenario's own where it names one. Another language is no accident: it comes with the user, always.
    """
    if kind.name in mess.off:
        return 0.0
    if kind.name == OTHER_LANGUAGE:
        return 1.0 if mess.rates.get(kind.name, 1.0) > 0 else 0.0
    rate = mess.rates.get(kind.name, kind.rate)
    if kind.counts_words:
        rate = -math.log1p(-min(rate, 0.999)) / REFERENCE_WORDS
    return min(1.0, rate * mess.severity * multiplier(persona, kind.name))


def _can_apply(kind: MessKind, situation: Situation) -> bool:
    if kind.name == OTHER_LANGUAGE:
        return situation.is_foreign
    return (situation.is_english or not kind.english_only) and (situation.is_follow_up or not kind.follow_ups_only)


def known_mess() -> tuple[MessKind, ...]:
    """Every kind of mess a scenario can name, in the order of application."""
    return MESS
