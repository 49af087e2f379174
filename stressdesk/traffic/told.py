"""What learning from a log has to say to a person."""

from __future__ import annotations

import msgspec


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Sentences on what was learnt, and on what could not be and why."""

    notes: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
