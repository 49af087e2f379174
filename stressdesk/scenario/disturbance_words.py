"""A scenario's disturbance in plain words, the same in validation, before a run, in the window and in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.scenario.disturbance import Conditions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stressdesk.scenario.disturbance import Disturbance, Fault, Faults, Network, Preset

FAULTS: Mapping[Fault, str] = {
    "rate_limit": "429 too many requests",
    "server": "500 server error",
    "overloaded": "503 overloaded",
    "cut_stream": "an answer cut off after its first words",
    "stall": "an answer that stops coming after its first words",
}
PRESETS: Mapping[Preset, str] = {
    "none": "No delay",
    "broadband": "Broadband",
    "mobile": "Mobile",
    "slow-mobile": "Slow mobile",
    "bad-mobile": "Bad mobile",
}


def disturbance_words(disturbance: Disturbance) -> tuple[str, ...]:
    """One phrase for each network and each fault that requests meet; none where nothing is disturbed."""
    return (*_networks(disturbance), *_faults(disturbance.faults))


def network_words(network: Network) -> str:
    """A network by its preset's name and its figures: "slow mobile (400 ms more a round trip, ...)"."""
    figures = ", ".join(_figures(network.conditions))
    name = "" if network.preset == "none" else PRESETS[network.preset].lower()
    if not figures:
        return name or "no delay"
    return f"{name} ({figures})" if name else figures


def percent(share: float) -> str:
    """A share as typed in: 0.025 is "2.5 %"."""
    return f"{share * 100:.6g} %"


def _networks(disturbance: Disturbance) -> Iterator[str]:
    if disturbance.network.conditions != Conditions():
        others = "all other users" if disturbance.personas else "all users"
        yield f"network of {others}: {network_words(disturbance.network)}"
    for name, network in disturbance.personas.items():
        yield f"network of {name} users: {network_words(network)}"


def _figures(conditions: Conditions) -> Iterator[str]:
    if conditions.delay_ms:
        jitter = f" \N{PLUS-MINUS SIGN} {conditions.jitter_ms:g}" if conditions.jitter_ms else ""
        yield f"{conditions.delay_ms:g}{jitter} ms more a round trip"
    if conditions.loss:
        yield f"{percent(conditions.loss)} of round trips lost"
    if conditions.down_kbit is not None:
        yield f"{conditions.down_kbit:,g} kbit/s down"
    if conditions.up_kbit is not None:
        yield f"{conditions.up_kbit:,g} kbit/s up"


def _faults(faults: Faults) -> Iterator[str]:
    for name, share in faults.shares.items():
        if share:
            wait = faults.retry_after_seconds if name == "rate_limit" else None
            asking = f", asking to wait {wait:g} s" if wait is not None else ""
            yield f"{percent(share)} of requests: {FAULTS[name]}{asking}"
