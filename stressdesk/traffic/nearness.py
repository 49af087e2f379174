"""How near a figure of some traffic is to that of real traffic, in words, and where nothing can be said of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.scenario.traffic import (
    Arrivals,
    Assistant,
    Clients,
    Constant,
    FlashCrowd,
    Office,
    Ramp,
    Spike,
    Trace,
)
from stressdesk.traffic.tongues import home_language

FEWEST = 50
"""Of fewer messages or conversations one changes a share by over 2 points: nothing is said of their nearness."""

LEAST_SHARE, MOST_SHARE = 0.02, 0.05
"""A share within 5 points of the real one is near; a rare habit's within the real share itself, but at least 2."""

DISPERSION = 0.25
"""|ln ratio| up to which arrivals are as uneven as real ones; traffic.md. Factor 1.28."""

SMIRNOV_95 = 1.36
"""A Kolmogorov-Smirnov distance stays under 1.36 sqrt(1/n) by chance with 95 %, that of two samples under 1.36
sqrt(1/n + 1/m): Smirnov (1948)."""

MOST_CHANCE = 2.0

Nearness = Literal["near", "some way off", "far", "not judged"]
Group = Literal["arrivals", "sessions", "lengths", "text", "typos"]

_DRILLS: Mapping[type[Arrivals], str] = {
    Constant: "arrivals at even distances were asked for",
    Ramp: "a ramp was asked for",
    Spike: "a spike was asked for",
    FlashCrowd: "a flash crowd was asked for",
}
_OTHERS: Mapping[type[Arrivals], str] = {
    Office: "the figures are of public chat, not of an internal tool",
    Clients: "the figures are of chat, not of programs that call an API",
    Assistant: "the figures are of chat, not of a code assistant",
    Trace: "arrivals replay a recorded trace: compare with that trace",
}


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One property: the traffic's `value`, real traffic's `reference`, and their `distance`, 0 where they are alike.

    `by` says what the distance is: the difference of two values, |ln ratio|, or that of two distributions, 0 to 1, of
    which the values are the medians. `target` is the distance that realistic traffic stays within, `chance` what so few
    values come to by chance. What cannot be told is None; `note` says why, or what the distance is.
    """

    group: Group
    name: str
    value: float | None = None
    reference: float | None = None
    distance: float | None = None
    target: float | None = None
    chance: float = 0.0
    by: Literal["difference", "ratio", "distribution"] = "difference"
    unit: Literal["", "share", "seconds", "tokens"] = ""
    nearness: Nearness = "not judged"
    source: str = ""
    note: str = ""

    @property
    def allowance(self) -> float:
        """The distance that still counts as near: the target, or what chance alone comes to."""
        return max(self.target or 0.0, self.chance)

    @property
    def can_be_told(self) -> bool:
        """Does chance leave the distance a meaning?"""
        return self.chance <= MOST_CHANCE * (self.target or 0.0)


def judged(figure: Figure, caveats: Mapping[Group, str]) -> Figure:
    """The figure with its nearness in words; not judged, and why, where a caveat speaks of its group or too few.

    Near: within the target, or within chance. Far: over twice that.
    """
    if figure.distance is None or figure.target is None:
        return figure
    if caveat := caveats.get(figure.group):
        return msgspec.structs.replace(figure, note=caveat)
    if not figure.can_be_told:
        return msgspec.structs.replace(figure, note="too few to tell")
    within = figure.allowance
    nearness: Nearness = (
        "near" if figure.distance <= within else "some way off" if figure.distance <= 2 * within else "far"
    )
    return msgspec.structs.replace(figure, nearness=nearness)


def share_target(reference: float) -> float:
    """How far a share may be from the real one to be near it."""
    return min(MOST_SHARE, max(LEAST_SHARE, reference))


def too_few(count: int) -> float:
    """Chance for a share of so many: all of it below the fewest, else none, since this traffic has just that share."""
    return 1.0 if count < FEWEST else 0.0


def share_chance(share: float, count: int) -> float:
    """How far the share in so many real messages may be from that in all: 95 %, Agresti and Coull (1998)."""
    middle = (share * count + 2) / (count + 4)
    return max(too_few(count), 1.96 * math.sqrt(middle * (1 - middle) / (count + 4)))


def scatter(*counts: int) -> float:
    """What a distance of a sample of so many values, or of two samples, varies in proportion to by chance."""
    return math.sqrt(sum(1 / count for count in counts))


def ks_chance(*counts: int) -> float:
    """The Kolmogorov-Smirnov distance that so many values come to by chance; of two counts, two such samples."""
    return SMIRNOV_95 * scatter(*counts)


def caveats(scenario: Scenario) -> dict[Group, str]:
    """Which figures of a scenario's traffic cannot be held against the published ones, and why."""
    load, traffic = scenario.load, scenario.traffic
    if traffic.replay is not None:
        return dict.fromkeys(get_args(Group), "a log of real messages is replayed: these are its own figures")
    found: dict[Group, str] = {}
    kind = type(load.arrivals)
    if load.loop == "closed":
        found["arrivals"] = "in a closed loop, users wait for the target: arrivals are its own"
    elif kind in _DRILLS:
        found["arrivals"] = f"{_DRILLS[kind]}: stress, not reality"
    elif kind in _OTHERS:
        found["arrivals"] = _OTHERS[kind]
    if kind in (Clients, Assistant):
        found["sessions"] = "the figures are of people who chat, not of programs"
    if traffic.mess.severity > 1:
        found["text"] = found["typos"] = f"severity x{traffic.mess.severity}: stress, not reality"
    elif home_language(scenario) != "en":
        found["text"] = found["typos"] = "the figures are of English; the demo inputs are in another language"
    return found
