"""What a check is: a name and one question about one exchange."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from stressdesk.journal.events import Verdict
from stressdesk.scenario.model import Message


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One query and its answer, as a check sees them.

    `messages` is the conversation that was sent; `text` what the user wrote in this turn and `clean` what it was made
    from; `expect` what should come back, None where that is not known (a mess that changes the meaning drops it).
    Times are in seconds: `latency_seconds` from the intended arrival, `first_token_seconds` from sending.
    """

    messages: tuple[Message, ...]
    text: str
    clean: str
    language: str
    expect: Any
    answer: str
    latency_seconds: float
    first_token_seconds: float | None


class Check(Protocol):
    """A rule about an exchange. Judging may wait and may cost money; the verdict carries what it cost."""

    @property
    def name(self) -> str:
        """The name reports show."""
        ...

    async def judge(self, exchange: Exchange) -> Verdict:
        """Pass, fail or unsure, always with a reason."""
        ...
