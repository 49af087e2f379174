"""A server that speaks Anthropic's Messages and Gemini's streamGenerateContent; the model's name says how it behaves.

    async with serve_native() as base_url:     # base_url.received is the list of what arrived

One server for both: the address that is asked tells which protocol is meant. Model names are keys of BEHAVIOURS.
Written from the providers' public documentation: docs.anthropic.com, "Streaming messages" and "Errors"; ai.google.dev,
"Generate content".
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from typing import TYPE_CHECKING, Any

from servers.listening import listening
from servers.openai_server import ANSWER, BaseURL, Exchange, Received

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

THOUGHT = "Let me think about this."


class Speaker:
    """One protocol's words for one exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self.x = exchange

    async def text(self, words: Sequence[str], pause_seconds: float = 0.0) -> None:
        for number, word in enumerate(words):
            await asyncio.sleep(pause_seconds)
            await self.piece(f" {word}" if number else word)

    async def piece(self, text: str) -> None:
        raise NotImplementedError

    async def begin(self) -> None:
        raise NotImplementedError

    async def thought(self, text: str) -> None:
        raise NotImplementedError

    async def end(self, reason: str) -> None:
        raise NotImplementedError

    async def error(self, status: int, kind: str, message: str, **headers: str) -> None:
        raise NotImplementedError

    async def error_midway(self, status: int, kind: str, message: str) -> None:
        raise NotImplementedError


class Anthropic(Speaker):
    """Events with names; usage in two parts; reasons of the end in its own words."""

    REASONS = {"stop": "end_turn", "length": "max_tokens", "refused": "refusal"}
    KINDS = {429: "rate_limit_error", 529: "overloaded_error", 500: "api_error", 401: "authentication_error",
             400: "invalid_request_error", 404: "not_found_error"}  # fmt: skip

    async def _event(self, kind: str, **fields: Any) -> None:
        body = json.dumps({"type": kind, **fields}, ensure_ascii=False)
        await self.x.raw(f"event: {kind}\ndata: {body}\n\n".encode())

    async def begin(self) -> None:
        await self.x.open()
        usage = {"input_tokens": 16, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 0, "output_tokens": 1}
        message = {"id": "msg_1", "type": "message", "role": "assistant", "content": [], "stop_reason": None,
                   "model": f"{self.x.request.model}-2026", "stop_sequence": None, "usage": usage}  # fmt: skip
        await self._event("message_start", message=message)
        await self._event("ping")

    async def thought(self, text: str) -> None:
        block = {"type": "thinking", "thinking": "", "signature": ""}
        await self._event("content_block_start", index=0, content_block=block)
        await self._event("content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": text})
        await self._event("content_block_delta", index=0, delta={"type": "signature_delta", "signature": "c2ln"})
        await self._event("content_block_stop", index=0)

    async def text(self, words: Sequence[str], pause_seconds: float = 0.0) -> None:
        await self._event("content_block_start", index=1, content_block={"type": "text", "text": ""})
        await super().text(words, pause_seconds)

    async def piece(self, text: str) -> None:
        await self._event("content_block_delta", index=1, delta={"type": "text_delta", "text": text})

    async def end(self, reason: str) -> None:
        await self._event("content_block_stop", index=1)
        delta = {"stop_reason": self.REASONS[reason], "stop_sequence": None}
        await self._event("message_delta", delta=delta, usage={"output_tokens": 7})
        await self._event("message_stop")
        await self.x.send(b"0\r\n\r\n")

    async def error(self, status: int, kind: str, message: str, **headers: str) -> None:
        body = {"type": "error", "error": {"type": self.KINDS[status], "message": message}, "request_id": "req_1"}
        await self.x.status(status, body, headers)

    async def error_midway(self, status: int, kind: str, message: str) -> None:
        await self._event("error", error={"type": self.KINDS[status], "message": message})
        await self.x.send(b"0\r\n\r\n")


class Gemini(Speaker):
    """Chunks of candidates; the last one tells the reason of the end; there is no closing mark."""

    REASONS = {"stop": "STOP", "length": "MAX_TOKENS", "refused": "SAFETY"}
    USAGE = {"promptTokenCount": 21, "candidatesTokenCount": 5, "thoughtsTokenCount": 2, "totalTokenCount": 28,
             "cachedContentTokenCount": 5}  # fmt: skip

    async def _chunk(self, parts: Sequence[Any], reason: str | None = None, **more: Any) -> None:
        candidate: dict[str, Any] = {"content": {"role": "model", "parts": parts}, "index": 0}
        if reason:
            candidate["finishReason"] = reason
        name = f"{self.x.request.model}-2026"
        await self.x.event({"candidates": [candidate], "modelVersion": name, "responseId": "r1", **more})

    async def begin(self) -> None:
        await self.x.open()

    async def thought(self, text: str) -> None:
        await self._chunk([{"text": text, "thought": True}])

    async def piece(self, text: str) -> None:
        await self._chunk([{"text": text}])

    async def end(self, reason: str) -> None:
        await self._chunk([{"text": ""}], self.REASONS[reason], usageMetadata=self.USAGE)
        await self.x.send(b"0\r\n\r\n")

    async def error(self, status: int, kind: str, message: str, **headers: str) -> None:
        told: dict[str, Any] = {"code": status, "message": message, "status": kind}
        if wait := headers.pop("Retry-After", ""):
            # Google tells in the body how long to wait, and in no header.
            told["details"] = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{wait}s"}]
        await self.x.status(status, [{"error": told}], headers)

    async def error_midway(self, status: int, kind: str, message: str) -> None:
        await self.x.event({"error": {"code": status, "message": message, "status": kind}})
        await self.x.send(b"0\r\n\r\n")


async def well(s: Speaker) -> None:
    await s.begin()
    await s.text(ANSWER.split(" "))
    await s.end("stop")


async def slow(s: Speaker) -> None:
    await s.begin()
    await asyncio.sleep(0.2)
    await s.text(ANSWER.split(" "), 0.03)
    await s.end("stop")


async def thinking(s: Speaker) -> None:
    await s.begin()
    await s.thought(THOUGHT)
    await asyncio.sleep(0.2)
    await s.text(ANSWER.split(" "))
    await s.end("stop")


async def only_thinking(s: Speaker) -> None:
    await s.begin()
    await s.thought(THOUGHT)
    await s.end("length")


async def cut_short(s: Speaker) -> None:
    await s.begin()
    await s.text(["The", "capital", "of"])
    await s.end("length")


async def cut(s: Speaker) -> None:
    await s.begin()
    await s.text(["The", "capital", "of"])
    s.x.hang_up()


async def cut_clean(s: Speaker) -> None:
    await s.begin()
    await s.text(["The", "capital", "of"])
    await s.x.send(b"0\r\n\r\n")


async def stalls(s: Speaker) -> None:
    await s.begin()
    await s.text(["The", "capital", "of"])
    await s.x.stall()


async def error_midway(s: Speaker) -> None:
    await s.begin()
    await s.text(["The", "capital", "of"])
    await s.error_midway(529 if isinstance(s, Anthropic) else 503, "UNAVAILABLE", "The model is overloaded.")


async def echo_key(s: Speaker) -> None:
    headers = s.x.request.headers
    key = headers.get("x-api-key") or headers.get("x-goog-api-key") or s.x.request.address.partition("key=")[2]
    await s.error(401 if isinstance(s, Anthropic) else 400, "INVALID_ARGUMENT", f"API key not valid: {key}")


def says(status: int, kind: str, message: str, **headers: str) -> Callable[[Speaker], Awaitable[None]]:
    async def answer(s: Speaker) -> None:
        await s.error(status, kind, message, **headers)

    return answer


BEHAVIOURS: dict[str, Callable[[Speaker], Awaitable[None]]] = {
    **{one.__name__: one for one in (well, slow, thinking, only_thinking, cut_short)},
    **{one.__name__: one for one in (cut, cut_clean, stalls, error_midway, echo_key)},
    "rate_limit": says(429, "RESOURCE_EXHAUSTED", "This request would exceed your limit of 50 requests per minute.",
                       **{"Retry-After": "3"}),
    "overloaded": says(529, "UNAVAILABLE", "Overloaded"),
    "error_500": says(500, "INTERNAL", "Internal server error"),
    "too_long": says(400, "INVALID_ARGUMENT", "prompt is too long: 208310 tokens > 200000 maximum"),
    "no_credit": says(400, "FAILED_PRECONDITION", "Your credit balance is too low to access the API."),
    "not_found": says(404, "NOT_FOUND", "model: not_found"),
}  # fmt: skip


@contextlib.asynccontextmanager
async def serve_native() -> AsyncIterator[BaseURL]:
    """Serve on 127.0.0.1 until the context ends."""
    received: list[Received] = []

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while not writer.is_closing():
                await exchange(reader, writer)
        writer.close()

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines[1:] if line)}
        body = json.loads(await reader.readexactly(int(headers.get("content-length", 0))) or b"{}")
        address = lines[0].split(" ")[1]
        named = re.search(r"models/([^:?]+):streamGenerateContent", address)
        model = named[1] if named else body.get("model", "")
        request = Received(model, body, headers, address)
        received.append(request)
        speaker = (Gemini if ":" in address else Anthropic)(Exchange(request, reader, writer))
        await BEHAVIOURS.get(model, BEHAVIOURS["not_found"])(speaker)

    async with listening(connect) as port:
        base_url = BaseURL(f"http://127.0.0.1:{port}")
        base_url.received, base_url.connections = received, 0
        yield base_url
