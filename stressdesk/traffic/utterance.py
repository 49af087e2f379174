"""Who writes a turn, what it says, and where its words are from."""

from __future__ import annotations

from typing import Any

import msgspec

from stressdesk.traffic import worded
from stressdesk.traffic.requests import ANY, Request, Wish


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes a turn, and what further requests should be like.

    `language` is None for a user who writes in that of the request.
    """

    home: Request
    language: str | None
    wish: Wish = ANY

    @property
    def tongue(self) -> str:
        """The language this user writes in."""
        return self.language or self.home.reading.language


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What one turn says; `request` is the demo's request it puts, if any."""

    intent: str
    clean: str
    text: str
    language: str
    mess: tuple[str, ...] = ()
    expect: Any = None
    request: Request | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One of the scenario's wordings, names and numbers filled in; `is_home`: in the language of the input it puts."""

    text: str
    language: str
    is_home: bool
    is_by_model: bool

    @property
    def marks(self) -> tuple[str, ...]:
        """What a record carries among its mess: where the words are from."""
        own = () if self.is_home else (worded.OWN_LANGUAGE,)
        return (*own, worded.MODEL_WRITTEN) if self.is_by_model else own
