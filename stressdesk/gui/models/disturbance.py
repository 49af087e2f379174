"""What a scenario puts between users and the target on purpose, as the window says it."""

from __future__ import annotations

import msgspec

from stressdesk.analysis import words as numbers
from stressdesk.analysis.own_names import name_words
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.journal.events import Injected
from stressdesk.scenario.disturbance import Disturbance, Network, Preset
from stressdesk.scenario.disturbance_words import FAULTS as FAULT_WORDS
from stressdesk.scenario.disturbance_words import PRESETS, network_words
from stressdesk.scenario.model import Scenario

NETWORKS: tuple[tuple[Preset, str], ...] = tuple(PRESETS.items())
AS_ALL = ""
CHOICES = ((AS_ALL, "Usual network"), *NETWORKS)
PERSONAS_PLACE = ("disturbance", "personas")
FAULTS = (
    ("rate_limit", "429 too many requests"),
    ("server", "500 server error"),
    ("overloaded", "503 overloaded"),
    ("cut_stream", "Cut off"),
    ("stall", "Stops coming"),
)
FIGURES = ("delay_ms", "jitter_ms", "loss", "down_kbit", "up_kbit")


def network_line(disturbance: Disturbance) -> str:
    """The network of all users in figures, and whose is another."""
    words = network_words(disturbance.network)
    others = [f"{users(name)}: {network_words(one)}" for name, one in disturbance.personas.items()]
    own = f" On a network of their own are {'; '.join(others)}." if others else ""
    return f"{words[:1].upper()}{words[1:]}.{own}"


def users(persona: str) -> str:
    """Those who write like this persona: "phone users"."""
    words = name_words(persona)
    return f"{words}s" if words.endswith("user") else f"{words} users"


def own_preset(scenario: Scenario, persona: str) -> str:
    """The preset of a kind of user that has a network of its own; `AS_ALL` for one that has everybody's."""
    own = scenario.disturbance.personas.get(persona)
    return AS_ALL if own is None else own.preset


def set_own_preset(model: ScenarioModel, persona: str, preset: Preset | str) -> None:
    """Put a kind of user on another network, figures of its own kept; `AS_ALL` takes its own away."""
    own = dict(model.now.disturbance.personas)
    was = own.pop(persona, Network())
    if preset != AS_ALL:
        own[persona] = msgspec.structs.replace(was, preset=preset)
    kept = {name: own[name] for name in [*model.now.disturbance.personas, persona] if name in own}
    model.edit(PERSONAS_PLACE, kept, f"change of network of {users(persona)}")


def own_figures(disturbance: Disturbance) -> int:
    """How many figures of everybody's network are given in place of the preset's."""
    return sum(getattr(disturbance.network, name) is not None for name in FIGURES)


def injected_words(injected: Injected) -> str:
    """What was put into one request on purpose: "Injected: 0.43 s by delay and bandwidth; 429 too many requests"."""
    parts = []
    if injected.effects:
        parts.append(f"{numbers.seconds(injected.seconds)} by {numbers.listing(injected.effects)}")
    if injected.fault is not None:
        parts.append(FAULT_WORDS[injected.fault])
    return f"Injected: {'; '.join(parts)}."
