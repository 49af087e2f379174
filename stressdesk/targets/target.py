"""What answers: one method, one request in, one reply or one `TargetError` out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import msgspec
from msgspec import field

from stressdesk.journal.events import Effect, Injected, Usage
from stressdesk.scenario.disturbance import Fault
from stressdesk.scenario.model import Message, Parameters


class Note(msgspec.Struct, kw_only=True):
    """What a target tells of a request as it happens, so that it is known however the request ends.

    `is_sent` is false while it is certain that nothing has been asked that could be billed. `usage` is what a request
    without an answer is known to have used; `first_token` is the loop's time of its first content, `partial` the text
    that had come when its user left, and `reasoned_tokens` about what had been reasoned by then, or when it broke off.
    `headers` are the answer's, where it came with any. The rest was injected.
    """

    is_sent: bool = True
    usage: Usage | None = None
    first_token: float | None = None
    partial: str = ""
    reasoned_tokens: int = 0
    headers: Mapping[str, str] = {}
    effects: list[Effect] = []
    fault: Fault | None = None
    seconds: float = 0.0
    first_token_seconds: float = 0.0

    @property
    def injected(self) -> Injected | None:
        """What was injected so far; None for nothing."""
        if not self.effects and self.fault is None:
            return None
        return Injected(
            effects=tuple(self.effects),
            fault=self.fault,
            seconds=self.seconds,
            first_token_seconds=self.first_token_seconds,
        )


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt at one query.

    `address` is (stage, session, turn, attempt) and seeds whatever is drawn for it; `mess`, `expect` and `persona` are
    for simulated targets and networks alone: a live one is shown only messages and parameters.
    """

    messages: tuple[Message, ...]
    parameters: Parameters
    address: tuple[str, int, int, int]
    mess: tuple[str, ...] = ()
    expect: Any = None
    persona: str = ""
    note: Note = field(default_factory=Note)


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
