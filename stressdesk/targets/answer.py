"""One answer as it comes in, piece by piece, until it is a `Reply` or turns out to be none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import msgspec

from stressdesk.errors import TargetError
from stressdesk.journal.events import Usage
from stressdesk.scenario.model import Message
from stressdesk.scenario.tokens import WORD_CHARACTERS_PER_TOKEN
from stressdesk.targets.counted_tokens import estimated_usage
from stressdesk.targets.lenient import whole_characters
from stressdesk.targets.redaction import shown, without_keys
from stressdesk.targets.target import Reply, Request

# Eight times the longest answer any model gives; hundreds of servers that never stop must not fill the memory.
LONGEST_ANSWER_CHARACTERS = 4_000_000


class Answer:
    """Gathers text, time of the first token, reason of the end and usage; shared by all targets that stream."""

    def __init__(self, model: str, keys: Sequence[str] = ()) -> None:
        self.model = model
        self.written: float | None = None
        self.first_token: float | None = None
        self.first_late_seconds: float | None = None
        self.last_late_seconds: float | None = None
        self.headers: Mapping[str, str] = {}
        self.finish_reason = ""
        self.usage: Usage | None = None
        self.has_called_tools = False
        self._keys = keys
        self._pieces: list[str] = []
        self._length = 0
        self._reasoned_length = 0

    @property
    def text(self) -> str:
        """What has arrived so far; a key that the server echoed is hidden, since answers are kept."""
        text = "".join(self._pieces)
        return without_keys(text if text.isascii() else whole_characters(text), self._keys)

    def add(self, text: str, moment: float | None = None) -> None:
        """Take the next piece of content, arrived at `moment` of the loop's time, or now.

        Raises `TargetError` when there is no end of it.
        """
        if not text:
            return
        if self.first_token is None:
            self.first_token = asyncio.get_running_loop().time() if moment is None else moment
            self.first_late_seconds = self.last_late_seconds
        self._pieces.append(text)
        self._length += len(text)
        if self._length > LONGEST_ANSWER_CHARACTERS:
            raise TargetError("bad_answer", "The answer has no end.")

    def reason(self, text: str) -> None:
        """Take the next piece of reasoning, of which only the length is kept."""
        self._reasoned_length += len(text)

    @property
    def reasoned_tokens(self) -> int:
        """About how many tokens of reasoning have come so far."""
        return round(self._reasoned_length / WORD_CHARACTERS_PER_TOKEN)

    def reply(self, request: Request) -> Reply:
        """The finished reply; usage is estimated if none came.

        Raises `TargetError` if there is no content, which is billed like any other: the request's note tells its usage.
        """
        text, usage = self.text, self._used(request.messages)
        if not text.strip():
            request.note.usage = usage
            raise self._nothing()
        return Reply(
            text=text,
            usage=usage,
            written=self.written,
            first_token=self.first_token,
            first_late_seconds=self.first_late_seconds,
            last_late_seconds=self.last_late_seconds,
            finish_reason=shown(self.finish_reason, self._keys),
            model=shown(self.model, self._keys),
        )

    def _used(self, messages: Sequence[Message]) -> Usage:
        """What an answer that is whole has used, words or none: as its provider says, else estimated."""
        usage = self.usage
        if usage is None or (not usage.output and (self._length or self._reasoned_length)):
            # Some servers count no words at all, though there are some. Reasoning is written and billed like an answer.
            estimated, reasoned = estimated_usage(messages, self.text), self.reasoned_tokens
            return msgspec.structs.replace(estimated, output=estimated.output + reasoned, reasoning=reasoned)
        if not self._reasoned_length or usage.reasoning:
            return usage
        # vLLM and llama.cpp count reasoning with the answer and do not say how much of it there is: all would seem to
        # have come in the time the answer took.
        share = self._reasoned_length / (self._reasoned_length + self._length)
        return msgspec.structs.replace(usage, reasoning=round(usage.output * share))

    def _nothing(self) -> TargetError:
        if self.finish_reason == "content_filter":
            return TargetError("content_filter", "The provider's content filter kept the whole answer back.")
        reason = "The answer has no content"
        if self.has_called_tools:
            reason = "The model called a tool instead of answering"
        elif self._reasoned_length:
            reason = "The model reasoned but never answered"
        end = f" (finish reason: {shown(self.finish_reason, self._keys)})" if self.finish_reason else ""
        return TargetError("empty_answer", f"{reason}{end}.")
