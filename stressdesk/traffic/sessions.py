"""The shape of one user's conversation: who, how many turns, how long between them, how patient. No words yet."""

from __future__ import annotations

import math
import random
from array import array
from itertools import accumulate
from statistics import NormalDist

import msgspec

from stressdesk.scenario.traffic import Load, Sessions
from stressdesk.traffic.personas import PERSONAS, Persona
from stressdesk.traffic.seeds import Streams

_PATIENCE_SIGMA = 0.35
_MOST_TURNS = 200
_BELOW = 0.55
_TAIL = 1.2
_NORMAL = NormalDist()
_P90 = _NORMAL.inv_cdf(0.9)
_LATE_AT_P90 = math.log(5)


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation before its words. `think_seconds` holds the wait before each turn but the first."""

    persona: Persona
    patience_seconds: float
    think_seconds: tuple[float, ...]

    def turns_within(self, seconds: float) -> int:
        """How many turns are due within so many seconds from the start; the first always is."""
        return 1 + sum(due <= seconds for due in accumulate(self.think_seconds))


class Shapes:
    """The shapes of all conversations of one scenario under one seed; each is a function of its index alone."""

    def __init__(self, sessions: Sessions, load: Load, personas: dict[str, float], seed: int) -> None:
        self._sessions = sessions
        self._patience_seconds = load.patience_seconds
        self._streams = Streams(seed, "session")
        self.personas = weighed(personas)
        self._steps = list(accumulate(persona.weight for persona in self.personas))

    def shape(self, index: int) -> Shape:
        """Persona, patience and think times of session `index`."""
        draws = self._streams.at(index)
        persona = draws.choices(self.personas, cum_weights=self._steps)[0]
        spread = math.exp(draws.gauss(0.0, _PATIENCE_SIGMA))
        turns = turn_count(self._sessions, persona.turns_factor, draws)
        median = self._sessions.think_median_seconds * persona.think_factor
        sigma, below = self._sessions.think_sigma, self._sessions.think_sigma_below
        return Shape(
            persona=persona,
            patience_seconds=round(max(0.5, self._patience_seconds * persona.patience_factor * spread), 3),
            think_seconds=tuple(
                round(median * spread_of_gaps(draws.random(), sigma, below), 3) for _ in range(turns - 1)
            ),
        )


class KnownShapes:
    """Shapes that are asked for again and again, each drawn once and kept as a few numbers."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._numbers = {persona.name: number for number, persona in enumerate(shapes.personas)}
        self._personas = array("B")
        self._patience = array("d")
        self._waits = array("d")
        self._ends = array("I", [0])

    def shape(self, index: int) -> Shape:
        """Persona, patience and think times of session `index`; all before it are drawn too."""
        while len(self._patience) <= index:
            self._keep(self._shapes.shape(len(self._patience)))
        return Shape(
            persona=self._shapes.personas[self._personas[index]],
            patience_seconds=self._patience[index],
            think_seconds=tuple(self._waits[self._ends[index] : self._ends[index + 1]]),
        )

    def _keep(self, shape: Shape) -> None:
        self._personas.append(self._numbers[shape.persona.name])
        self._patience.append(shape.patience_seconds)
        self._waits.extend(shape.think_seconds)
        self._ends.append(len(self._waits))


def spread_of_gaps(share: float, sigma: float, below: float | None = None) -> float:
    """The gap that this share of all gaps is shorter than, over their median; the 90th percentile is exp(1.28 sigma).

    Below the median half of a lognormal, above it a tail heavier than that: some come back much later. Both shapes are
    those of RAGPulse, days 0-3; the exponent and the factor are fitted to its 5th to 95th percentiles. With a sigma of
    its own below the median, the nearer that is to the other the more the tail is a lognormal's too.
    """
    if share < 0.5:  # noqa: PLR2004 the median
        return math.exp((_BELOW * sigma if below is None else below) * _NORMAL.inv_cdf(max(share, 1e-9)))
    late = -math.log(2 * (1 - share)) / _LATE_AT_P90
    heavy = _P90 * late**_TAIL
    if below is None or sigma <= 0:
        return math.exp(sigma * heavy)
    even = min(1.0, max(0.0, (below / sigma - _BELOW) / (1 - _BELOW)))
    return math.exp(sigma * ((1 - even) * heavy + even * _NORMAL.inv_cdf(share)))


def weighed(weights: dict[str, float]) -> tuple[Persona, ...]:
    """The personas that can come up, with the scenario's weights, or the default mix."""
    if not any(weights.values()):
        return PERSONAS
    return tuple(
        msgspec.structs.replace(persona, weight=weights[persona.name])
        for persona in PERSONAS
        if weights.get(persona.name, 0) > 0
    )


def turn_count(sessions: Sessions, factor: float, draws: random.Random) -> int:
    """A 1-inflated geometric: one turn with the single-turn share, else two and geometrically more, at most 200.

    `factor` multiplies the share of those who go on. A mean too small for the share makes the share larger.
    """
    mean, single = sessions.mean_turns, sessions.single_turn_share
    going_on = min(1 - single, mean - 1)
    chance, luck = draws.random(), draws.random()
    if going_on <= 0 or chance >= min(1.0, going_on * factor):
        return 1
    beyond = (mean - 1) / going_on - 1
    more = int(math.log1p(-luck) / math.log(beyond / (1 + beyond))) if beyond > 0 else 0
    return min(_MOST_TURNS, 2 + more)
