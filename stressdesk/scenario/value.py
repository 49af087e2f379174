"""The frozen base that every part of a scenario is declared on."""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An immutable part of a scenario; a field it does not know is an error, not a silence."""
