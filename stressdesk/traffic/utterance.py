"""Who writes a turn, what it says, and where its words are from."""

from __future__ import annotations

from typing import Any

import msgspec

from stressdesk.traffic import worded
from stressdesk.traffic.followups import FollowUp
from stressdesk.traffic.requests import ANY, Request, Wish

_LONGEST_ASIDE = 25
"""Nobody says thanks in more tokens than this."""


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


def misses(wish: Wish, follow_up: FollowUp, asked: Request) -> bool:
    """Would this follow-up be far from the length that is meant?"""
    if wish.tokens is None:
        return False
    if follow_up.restates:
        return asked.tokens > 1.3 * wish.tokens  # the words around it come on top
    return wish.tokens > _LONGEST_ASIDE and "{request}" not in "".join(follow_up.phrases)
