"""How often each kind of mess is usual, by how carefully people write: on the open web, or as volunteers with care."""

from __future__ import annotations

from stressdesk.scenario.traffic import Mess
from stressdesk.traffic.kinds import MessKind

CAREFUL: dict[str, float] = {
    "lower-i": 0.005,
    "lower-case-start": 0.017,
    "lower-case": 0.005,
    "no-final-punctuation": 0.14,
    "no-question-mark": 0.006,
    "dropped-apostrophes": 0.03,
    "smart-quotes": 0.025,
    "double-space": 0.012,
    "edge-white-space": 0.002,
    "repeated-punctuation": 0.002,
    "chat-slang": 0.001,
    "emoji": 0.001,
    "all-caps": 0.001,
}
"""The rates at which planned traffic shows what 377 short English prompts of Open Assistant's volunteers do: half of
those in oasst-model-eval (Apache-2.0). Of what none of them has, what 377 may hide. Other kinds cannot be seen in a
message or are as often on the web."""

CAREFUL_SOURCE = "measured: 377 English prompts, Open Assistant"


def usual_rate(kind: MessKind, mess: Mess) -> float:
    """The kind's usual rate at severity 1, among people who write as those of the scenario do."""
    return CAREFUL.get(kind.name, kind.rate) if mess.writing == "careful" else kind.rate


def rate_of(kind: MessKind, mess: Mess) -> float:
    """The kind's rate at severity 1: the scenario's own, or the usual one."""
    return mess.rates.get(kind.name, usual_rate(kind, mess))


def source_of(kind: MessKind, mess: Mess) -> str:
    """Where the usual rate comes from."""
    return CAREFUL_SOURCE if mess.writing == "careful" and kind.name in CAREFUL else kind.source
