"""What answers: one method, one request in, one reply or one `TargetError` out."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from stressdesk.journal.events import Usage
from stressdesk.scenario.model import Message, Parameters


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt at one query.

    `address` is (stage, session, turn, attempt) and seeds whatever the simulated target draws; `mess` and `expect` are
    for the simulated target alone: a live one is shown only messages and parameters.
    """

    messages: tuple[Message, ...]
    parameters: Parameters
    address: tuple[str, int, int, int]
    mess: tuple[str, ...] = ()
    expect: Any = None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What came back. `first_token` is the loop's time (`asyncio.get_running_loop().time()`) of the first content.

    `written` is the loop's time at which the last byte of the request had left this program. `first_late_seconds` and
    `last_late_seconds` bound how much earlier than noted the first content and the end had arrived, as this program was
    busy with others. All are None where not known.
    """

    text: str
    usage: Usage
    first_token: float | None = None
    written: float | None = None
    first_late_seconds: float | None = None
    last_late_seconds: float | None = None
    finish_reason: str = ""
    model: str = ""


class Target(Protocol):
    """Anything that answers. Raises only `TargetError`; is cancelled when the user's patience ends."""

    async def ask(self, request: Request) -> Reply:
        """Answer one request."""
        ...
