"""What is put between people and the target on purpose: network conditions and injected faults.

The demo stage is left alone: on stage the network is good and nothing fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stressdesk.scenario.value import Value

Share = Annotated[float, Meta(ge=0, le=1)]
Loss = Annotated[float, Meta(ge=0, le=0.5)]
Milliseconds = Annotated[float, Meta(ge=0, le=60_000)]
Kilobits = Annotated[float, Meta(gt=0, le=1e7)]
Preset = Literal["none", "broadband", "mobile", "slow-mobile", "bad-mobile"]
Fault = Literal["rate_limit", "server", "overloaded", "cut_stream", "stall"]
"""In the order of `Faults`: 429, 500, 503, an answer that breaks off, an answer that stops coming."""


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """A network in figures; None is a link whose width never matters."""

    delay_ms: float = 0.0
    jitter_ms: float = 0.0
    loss: float = 0.0
    up_kbit: float | None = None
    down_kbit: float | None = None


PRESETS: Mapping[Preset, Conditions] = {
    "none": Conditions(),
    "broadband": Conditions(delay_ms=28, jitter_ms=5, loss=0.001, up_kbit=1_000, down_kbit=5_000),
    "mobile": Conditions(delay_ms=170, jitter_ms=40, loss=0.005, up_kbit=9_000, down_kbit=9_000),
    "slow-mobile": Conditions(delay_ms=400, jitter_ms=100, loss=0.01, up_kbit=400, down_kbit=400),
    "bad-mobile": Conditions(delay_ms=840, jitter_ms=300, loss=0.05, up_kbit=200, down_kbit=240),
}
"""Delay and link width are WebPageTest's profiles Cable, 4G, 3G Slow and Edge; jitter and loss are assumed."""


class Network(Value, frozen=True, kw_only=True):
    """The way between a user and the target: a `preset`, any of whose figures may be given otherwise.

    `delay_ms` is added to each round trip and varies evenly by `jitter_ms` up and down; `loss` is the share of round
    trips lost, each of which costs a retransmission. `up_kbit` and `down_kbit` are the link's width, kbit a second.
    Presets are WebPageTest's profiles Cable, 4G, 3G Slow and Edge, with jitter and loss assumed.
    """

    preset: Preset = "none"
    delay_ms: Milliseconds | None = None
    jitter_ms: Milliseconds | None = None
    loss: Loss | None = None
    up_kbit: Kilobits | None = None
    down_kbit: Kilobits | None = None

    @property
    def conditions(self) -> Conditions:
        """The preset's figures with those that are given in their places."""
        given = {name: getattr(self, name) for name in Conditions.__struct_fields__}
        changed = {name: value for name, value in given.items() if value is not None}
        return msgspec.structs.replace(PRESETS[self.preset], **changed)


class Faults(Value, frozen=True, kw_only=True):
    """Shares of requests that fail on purpose, apart from whatever fails by itself; together at most 1.

    `rate_limit` (429, asking to wait `retry_after_seconds`), `server` (500) and `overloaded` (503) come instead of an
    answer and cost nothing. `cut_stream` breaks off after the first words, at `stall` nothing comes after them until
    patience or the target's time limit ends: these two are really asked, and really billed.
    """

    rate_limit: Share = 0.0
    retry_after_seconds: Annotated[float, Meta(gt=0, le=3_600)] | None = None
    server: Share = 0.0
    overloaded: Share = 0.0
    cut_stream: Share = 0.0
    stall: Share = 0.0

    @property
    def shares(self) -> dict[Fault, float]:
        """The share of each fault, always all of them in the same order."""
        return {
            "rate_limit": self.rate_limit,
            "server": self.server,
            "overloaded": self.overloaded,
            "cut_stream": self.cut_stream,
            "stall": self.stall,
        }


class Disturbance(Value, frozen=True, kw_only=True):
    """What users and requests meet on the way: a network for all, one of their own for some personas, and faults.

    Every effect is drawn from the seed and marked on the record as injected. The demo stage is left alone.
    """

    network: Network = Network()
    personas: dict[str, Network] = {}
    faults: Faults = Faults()

    @property
    def is_on(self) -> bool:
        """Whether any request can meet anything."""
        networks = (self.network, *self.personas.values())
        return any(self.faults.shares.values()) or any(one.conditions != Conditions() for one in networks)

    def conditions(self, persona: str) -> Conditions:
        """The network a persona is on: its own, or everybody's."""
        return self.personas.get(persona, self.network).conditions
