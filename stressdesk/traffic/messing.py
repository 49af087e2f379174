"""Which kinds of mess a turn shows, and the text after them, each kind decided by its own stream of randomness."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import compress
from operator import lt

import msgspec

from stressdesk.scenario.traffic import Mess
from stressdesk.traffic.kinds import MessKind, Situation, typed
from stressdesk.traffic.mess import MESS, OTHER_LANGUAGE
from stressdesk.traffic.personas import Persona, multiplier
from stressdesk.traffic.seeds import TOSS_RANGE, Streams, Tosses
from stressdesk.traffic.shown import share_shown
from stressdesk.traffic.surface import CERTAIN
from stressdesk.traffic.usual import rate_of, usual_rate

REFERENCE_WORDS = 18
"""Length of the message that the rate of a kind that counts words is given for."""

_LEAST_LEFT = 0.2


class Messed(msgspec.Struct, frozen=True, kw_only=True):
    """A text after its mess: the names of what changed it, in order, and whether the expectation still holds."""

    text: str
    names: tuple[str, ...]
    keeps_expectation: bool


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Whose turn it is: session, turn and persona decide the draws and the rates. One who is brief adds nothing."""

    session: int
    turn: int
    persona: Persona
    is_brief: bool = False


class _Chance(msgspec.Struct, frozen=True, kw_only=True):
    """A kind, its rate for one persona, and the toss under which it applies."""

    kind: MessKind
    rate: float
    below: int


class Messing:
    """The mess of one scenario under one seed. Switching a kind off leaves the decisions on all others as they were.

    `inputs` are the clean texts: what of a kind they show already is not done to them once more.
    """

    def __init__(self, mess: Mess, personas: Sequence[Persona], seed: int, inputs: Sequence[str] = ()) -> None:
        self._tosses = Tosses(seed, "mess", count=len(MESS))
        self._streams = [None if kind.change in CERTAIN else Streams(seed, "mess", kind.name) for kind in MESS]
        self._no_draws = random.Random(0)
        left = [_left(kind, mess, inputs) for kind in MESS]
        self._chances = {
            persona.name: tuple(
                _chance(kind, applied_rate(kind, mess, persona) * part) for kind, part in zip(MESS, left, strict=True)
            )
            for persona in personas
        }
        self._below = {name: tuple(chance.below for chance in chances) for name, chances in self._chances.items()}

    def messed(self, text: str, place: Place, situation: Situation, *, is_structured: bool = False) -> Messed:
        """The text after every kind whose toss falls under its rate; only those that changed it are named."""
        names: list[str] = []
        keeps = True
        tosses = self._tosses.at(place.session, place.turn)
        chances = self._chances[place.persona.name]
        for at in compress(range(len(chances)), map(lt, tosses, self._below[place.persona.name])):
            chance, kind = chances[at], chances[at].kind
            if not _applies(chance, tosses[at], text, situation):
                continue
            here = msgspec.structs.replace(situation, per_word=chance.rate) if kind.counts_words else situation
            streams = self._streams[at]
            draws = self._no_draws if streams is None else streams.at(place.session, place.turn)
            changed = kind.change(text, draws, here)
            if changed != text:
                text = changed
                names.append(kind.name)
                keeps = keeps and kind.keeps_meaning and not (kind.adds_facts and is_structured)
        return Messed(text=text, names=tuple(names), keeps_expectation=keeps)


def applied_rate(kind: MessKind, mess: Mess, persona: Persona) -> float:
    """min(1, rate x severity x the persona's multiplier); for kinds that count words the same, per word.

    The rate is the scenario's own where it names one. Another language is no accident: it comes with the user, always.
    """
    if kind.name in mess.off:
        return 0.0
    if kind.name == OTHER_LANGUAGE:
        return 1.0 if mess.rates.get(kind.name, 1.0) > 0 else 0.0
    rate = rate_of(kind, mess)
    if kind.counts_words:
        rate = -math.log1p(-min(rate, 0.999)) / REFERENCE_WORDS
    return min(1.0, rate * mess.severity * multiplier(persona, kind.name))


def _left(kind: MessKind, mess: Mess, inputs: Sequence[str]) -> float:
    """The part of a kind's rate that the inputs leave to be done: ((rate - shown) / (1 - shown)) / rate.

    At least a fifth, so that a few inputs of one kind do not rid traffic of it. All of it where the scenario sets the
    rate itself, or at a severity of stress.
    """
    rate = usual_rate(kind, mess)
    if kind.shown is None or kind.name in mess.rates or mess.severity > 1 or rate <= 0:
        return 1.0
    shown = share_shown(kind.shown, inputs)
    return max(_LEAST_LEFT, (rate - shown) / (1 - shown) / rate) if shown < 1 else _LEAST_LEFT


def _chance(kind: MessKind, rate: float) -> _Chance:
    below = TOSS_RANGE if kind.counts_words and rate > 0 else round(rate * TOSS_RANGE)
    return _Chance(kind=kind, rate=rate, below=below)


def _applies(chance: _Chance, toss: int, text: str, situation: Situation) -> bool:
    kind = chance.kind
    if kind.name == OTHER_LANGUAGE:
        return situation.is_foreign
    if not kind.fits(situation):
        return False
    if kind.counts_words:
        words = len(typed(text, situation.kept).split())
        return toss < TOSS_RANGE * (1 - (1 - chance.rate) ** words)
    return True
