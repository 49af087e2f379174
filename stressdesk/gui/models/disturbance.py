"""What a scenario puts between users and the target on purpose, as the window says it."""

from __future__ import annotations

from stressdesk.analysis import words as numbers
from stressdesk.gui.models.record_columns import name_words
from stressdesk.journal.events import Injected
from stressdesk.scenario.disturbance import Disturbance, Preset
from stressdesk.scenario.disturbance_words import FAULTS as FAULT_WORDS
from stressdesk.scenario.disturbance_words import PRESETS, network_words

NETWORKS: tuple[tuple[Preset, str], ...] = tuple(PRESETS.items())
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
    others = [f"{name_words(name)} users: {network_words(one)}" for name, one in disturbance.personas.items()]
    own = f" On a network of their own, as the file says, are {'; '.join(others)}." if others else ""
    return together(f"{words[:1].upper()}{words[1:]}.{own}")


def together(words: str) -> str:
    """Numbers and their per cent sign never part at the end of a line."""
    return words.replace(" %", "\N{NO-BREAK SPACE}%")


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
