"""One query put to a target to see what comes back, outside any run: what the window shows of "Test connection"."""

from __future__ import annotations

import msgspec

from stressdesk.journal.events import Provenance, Record
from stressdesk.scenario.model import Message


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent (`messages`), what became of it (`record`), and what to do where no answer came (`hint`).

    `name` is the scenario's; times in the record count from the moment of asking, the target being ready.
    """

    name: str
    target: str
    target_kind: str
    model: str
    provenance: Provenance
    messages: tuple[Message, ...]
    record: Record
    hint: str = ""
