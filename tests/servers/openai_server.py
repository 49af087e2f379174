"""A server that speaks OpenAI's chat completions and misbehaves on request: the model's name says how.

    async with serve() as base_url:            # in a test; base_url.received is the list of what arrived
    python tests/servers/openai_server.py      # for whole-program tests: prints its base_url, ends with its input

Model names: a key of BEHAVIOURS, `well=TEXT` to answer TEXT, and `A>B` to treat the first request for each conversation
as A and all later ones as B (so that a retry succeeds).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import socket
import ssl
import struct
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

ANSWER = "The capital of France is Paris."
USAGE = {
    "prompt_tokens": 21,
    "completion_tokens": 7,
    "total_tokens": 28,
    "prompt_tokens_details": {"cached_tokens": 5},
    "completion_tokens_details": {"reasoning_tokens": 2},
}


@dataclass
class Received:
    """One request as it arrived."""

    model: str
    body: dict[str, Any]
    headers: dict[str, str]
    address: str = ""
    has_hung_up: bool = False
    received_at: float = field(default_factory=time.monotonic)


class BaseURL(str):  # noqa: SLOT000 - it carries what arrived
    """The server's address, which also knows what the server received."""

    received: list[Received]
    connections: int

    def count(self, model: str) -> int:
        return sum(request.model == model for request in self.received)


@dataclass
class Exchange:
    """One request to be answered, well or badly."""

    request: Received
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    answer: str = ANSWER

    async def send(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    async def status(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        kind = "text/html" if raw.startswith(b"<") else "application/json"
        lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(raw)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        await self.send("\r\n".join([*lines, "", ""]).encode() + raw)

    async def open(self, kind: str = "text/event-stream") -> None:
        await self.send(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())

    async def raw(self, raw: bytes) -> None:
        await self.send(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")

    async def event(self, value: Any) -> None:
        await self.raw(b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n")

    async def delta(self, finish: str | None = None, **delta: Any) -> None:
        await self.event(self.chunk([{"index": 0, "delta": delta, "finish_reason": finish}]))

    def chunk(self, choices: list[Any], **more: Any) -> dict[str, Any]:
        name = f"{self.request.model}-2026"
        return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": name, "choices": choices, **more}

    async def words(self, text: str, pause_seconds: float = 0.0) -> None:
        await self.delta(role="assistant", content="")
        for number, word in enumerate(text.split(" ")):
            await asyncio.sleep(pause_seconds)
            await self.delta(content=f" {word}" if number else word)

    async def end(self, finish: str | None = "stop", *, usage: bool = True, done: int = 1) -> None:
        if finish:
            await self.delta(finish)
        if usage:
            await self.event(self.chunk([], usage=USAGE))
        for _ in range(done):
            await self.raw(b"data: [DONE]\n\n")
        await self.send(b"0\r\n\r\n")

    async def stall(self) -> None:
        """Wait until the client hangs up."""
        self.request.has_hung_up = not await self.reader.read(1)

    def reset(self) -> None:
        """Send RST instead of FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    def hang_up(self) -> None:
        self.writer.close()


def error(message: str, code: str | None = None, kind: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


async def well(x: Exchange) -> None:
    await x.open()
    await x.words(x.answer)
    await x.end()


async def slow(x: Exchange) -> None:
    await x.open()
    await x.delta(role="assistant", content="")
    await asyncio.sleep(0.2)
    await x.words(x.answer, 0.03)
    await x.end()


async def rate_limit(x: Exchange) -> None:
    told = error(
        "Rate limit reached: limit 3 requests per minute. Please try again.", "rate_limit_exceeded", "requests"
    )
    await x.status(429, told, {"Retry-After": "1.5"})


async def rate_limit_soon(x: Exchange) -> None:
    await x.status(429, error("Too many requests", "rate_limit_exceeded"), {"Retry-After-Ms": "20"})


async def rate_limit_date(x: Exchange) -> None:
    dates = {"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After": "Wed, 21 Oct 2015 07:28:07 GMT"}
    await x.status(429, error("Too many requests"), dates)


async def quota(x: Exchange) -> None:
    words = "You exceeded your current quota, please check your plan and billing details."
    await x.status(429, error(words, "insufficient_quota", "insufficient_quota"))


async def payment(x: Exchange) -> None:
    await x.status(402, error("Insufficient Balance"))


async def low_credit(x: Exchange) -> None:
    words = "Your credit balance is too low to access the API."
    await x.status(400, error(words, None, "invalid_request_error"))


async def cut(x: Exchange) -> None:
    await x.open()
    await x.words("The capital of")
    x.hang_up()


async def cut_early(x: Exchange) -> None:
    await x.open()
    x.hang_up()


async def cut_clean(x: Exchange) -> None:
    await x.open()
    await x.words("The capital of")
    await x.send(b"0\r\n\r\n")


async def cut_json(x: Exchange) -> None:
    await x.open()
    await x.words("The capital of")
    await x.raw(b'data: {"choices": [{"index": 0, "delta": {"con')
    x.hang_up()


async def cut_reset(x: Exchange) -> None:
    await x.open()
    await x.words("The capital of")
    # The client must have read the words: a reset may overtake them.
    await asyncio.sleep(0.1)
    x.reset()


async def reset(x: Exchange) -> None:
    x.reset()


async def hang_up(x: Exchange) -> None:
    x.hang_up()


async def garbage(x: Exchange) -> None:
    await x.open()
    await x.raw(b"data: {not json at all\n\n")
    await x.end()


async def garbage_lines(x: Exchange) -> None:
    await x.open()
    await x.raw(b"\x00\x01 complete nonsense\n" * 5)
    await x.send(b"0\r\n\r\n")


async def garbage_json(x: Exchange) -> None:
    await x.status(200, '{"choices": "none", "half": ')


async def wrong_shape(x: Exchange) -> None:
    await x.open()
    await x.event({"choices": [{"index": 0, "delta": {"content": 42}}]})
    await x.end()


async def not_http(x: Exchange) -> None:
    await x.send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    x.hang_up()


async def html(x: Exchange) -> None:
    await x.status(200, "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in first</body></html>")


async def bad_gateway(x: Exchange) -> None:
    await x.status(502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")


async def empty(x: Exchange) -> None:
    await x.open()
    await x.delta(role="assistant", content="")
    await x.end()


async def empty_choices(x: Exchange) -> None:
    await x.open()
    await x.event(x.chunk([]))
    await x.end(None)


async def blank(x: Exchange) -> None:
    await x.open()
    await x.words(" \n ")
    await x.end()


async def only_reasoning(x: Exchange) -> None:
    await x.open()
    await x.delta(role="assistant", reasoning_content="Let me think about this.")
    await x.end("length")


async def cut_reasoning(x: Exchange) -> None:
    await x.open()
    await x.delta(role="assistant", reasoning_content="Let me think about this.")
    x.hang_up()


async def reasoning(x: Exchange) -> None:
    await x.open()
    await x.delta(role="assistant", reasoning_content="Let me think about this.")
    await asyncio.sleep(0.2)
    await x.words(x.answer)
    await x.end()


async def reasoning_uncounted(x: Exchange) -> None:
    """As vLLM and llama.cpp do: reasoning is part of the count, and nobody says how much of it."""
    await x.open()
    await x.delta(role="assistant", reasoning_content="Let me think about this.")
    await x.words(x.answer)
    await x.delta("stop")
    await x.event(x.chunk([], usage={name: USAGE[name] for name in ("prompt_tokens", "completion_tokens")}))
    await x.end(None, usage=False)


async def tools(x: Exchange) -> None:
    await x.open()
    call = {"index": 0, "id": "t1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    await x.delta(role="assistant", content=None, tool_calls=[call])
    await x.end("tool_calls")


async def never(x: Exchange) -> None:
    await x.stall()


async def stalls(x: Exchange) -> None:
    await x.open()
    await x.words("The capital of")
    await x.stall()


async def error_midway(x: Exchange) -> None:
    await x.open()
    await x.words("The capital of")
    await x.event(error("The server had an error while processing your request", None, "server_error"))
    await x.send(b"0\r\n\r\n")


async def error_first(x: Exchange) -> None:
    await x.open()
    await x.event(error("The engine is currently overloaded", None, "overloaded_error"))
    await x.send(b"0\r\n\r\n")


async def context_overflow(x: Exchange) -> None:
    words = "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens."
    await x.status(400, error(words, "context_length_exceeded", "invalid_request_error"))


async def context_overflow_llama(x: Exchange) -> None:
    words = "request (5031 tokens) exceeds the available context size (2048 tokens), try increasing it"
    await x.status(400, {"error": {"code": 400, "message": words, "type": "exceed_context_size_error"}})


async def content_filter(x: Exchange) -> None:
    words = "The response was filtered due to the prompt triggering content management policy."
    await x.status(400, error(words, "content_filter"))


async def filtered(x: Exchange) -> None:
    await x.open()
    await x.delta(role="assistant", content="")
    await x.end("content_filter")


async def filtered_midway(x: Exchange) -> None:
    await x.open()
    await x.words("The capital of")
    await x.end("content_filter")


async def echo_key(x: Exchange) -> None:
    told = error(f"Incorrect API key. You sent: {x.request.headers['authorization']}", "invalid_api_key")
    await x.status(401, told)


async def echo_key_answer(x: Exchange) -> None:
    x.answer = f"Your key is {x.request.headers['authorization']}."
    await well(x)


async def echo(x: Exchange) -> None:
    x.answer = x.request.body["messages"][-1]["content"]
    await well(x)


async def control_characters(x: Exchange) -> None:
    await x.status(500, error("\x1b[31mred\x1b[0m \u202etxet\u202c " + "long " * 2000))


async def unsupported(x: Exchange) -> None:
    words = "Unsupported value: 'temperature' does not support 0.2 with this model."
    await x.status(400, error(words, "unsupported_value", "invalid_request_error"))


async def no_usage(x: Exchange) -> None:
    await x.open()
    await x.words(x.answer)
    await x.end(usage=False)


async def plain(x: Exchange) -> None:
    message = {"role": "assistant", "content": x.answer}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    await x.status(200, {**x.chunk(choices, usage=USAGE), "object": "chat.completion"})


async def bad_utf8(x: Exchange) -> None:
    await x.open()
    await x.raw(b'data: {"choices": [{"index": 0, "delta": {"content": "caf\xe9 \xff\xfe"}}]}\n\n')
    await x.end()


async def two_done(x: Exchange) -> None:
    await x.open()
    await x.words(x.answer)
    await x.end(done=2)


async def no_done(x: Exchange) -> None:
    await x.open()
    await x.words(x.answer)
    await x.end(done=0)


async def split_bytes(x: Exchange) -> None:
    """Each byte in a packet of its own, in the middle of characters too; Windows line ends, comments, event names."""
    await x.open()
    text = {"index": 0, "delta": {"content": "Zürich, 東京 🗼"}, "finish_reason": None}
    data = json.dumps(x.chunk([text]), ensure_ascii=False).encode()
    for byte in b": ping\r\n\r\nevent: message\r\nid: 1\r\ndata: " + data + b"\r\n\r\n":
        await x.raw(bytes([byte]))
    await x.end()


async def redirect(x: Exchange) -> None:
    await x.status(307, "", {"Location": "http://127.0.0.1:9/elsewhere"})


def says(status: int, message: str, kind: str | None = None) -> Callable[[Exchange], Awaitable[None]]:
    async def answer(x: Exchange) -> None:
        await x.status(status, error(message, None, kind))

    return answer


BEHAVIOURS: dict[str, Callable[[Exchange], Awaitable[None]]] = {
    **{
        behaviour.__name__: behaviour
        for behaviour in (
            *(well, slow, rate_limit, rate_limit_soon, rate_limit_date, quota, payment, low_credit),
            *(cut, cut_early, cut_clean, cut_json, cut_reset, cut_reasoning, reset, hang_up),
            *(garbage, garbage_lines, garbage_json, wrong_shape, not_http, html, bad_gateway),
            *(empty, empty_choices, blank, only_reasoning, reasoning, reasoning_uncounted, tools, never, stalls),
            *(error_midway, error_first, context_overflow, context_overflow_llama),
            *(content_filter, filtered, filtered_midway, echo_key, echo_key_answer, echo, control_characters),
            *(unsupported, no_usage, plain, bad_utf8, two_done, no_done, split_bytes, redirect),
        )
    },
    "error_500": says(500, "The server had an error while processing your request."),
    "unavailable": says(503, "The service is temporarily unavailable."),
    "overloaded": says(529, "Overloaded", "overloaded_error"),
    "request_timeout": says(408, "Request timed out."),
    "gateway_timeout": says(504, "Gateway timed out."),
    "unauthorized": says(401, "Invalid authentication."),
    "forbidden": says(403, "Country not supported."),
    "not_found": says(404, "The model does not exist."),
    "unprocessable": says(422, "messages: wrong."),
    "too_large": says(413, "Payload too large."),
}


class _Server:
    def __init__(self) -> None:
        self.base_url = BaseURL()
        self.base_url.received = []
        self.base_url.connections = 0
        self._seen: set[str] = set()
        self._open: set[asyncio.StreamWriter] = set()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.base_url.connections += 1
        self._open.add(writer)
        try:
            while not writer.is_closing() and await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    def close(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = json.loads(await reader.readexactly(int(headers.get("content-length", 0))) or b"{}")
        model = body.get("model", "")
        received = Received(model, body, headers, head[0].split(" ")[1])
        self.base_url.received.append(received)
        x = Exchange(received, reader, writer)
        if not head[0].startswith("POST") or "/chat/completions" not in head[0]:
            await x.status(404, error(f"No such address: {head[0]}"))
            return True
        behaviour, _, x.answer = self._behaviour(body, model).partition("=")
        x.answer = x.answer or ANSWER
        await BEHAVIOURS.get(behaviour, BEHAVIOURS["not_found"])(x)
        return True

    def _behaviour(self, body: dict[str, Any], model: str) -> str:
        first, _, later = model.partition(">")
        if not later:
            return first
        conversation = json.dumps([model, body["messages"]])
        is_new = conversation not in self._seen
        self._seen.add(conversation)
        return first if is_new else later


@contextlib.asynccontextmanager
async def serve(port: int = 0, tls: ssl.SSLContext | None = None) -> AsyncIterator[BaseURL]:
    """Serve on 127.0.0.1 until the context ends."""
    server = _Server()
    listener = await asyncio.start_server(server.connect, "127.0.0.1", port, limit=2**24, ssl=tls)
    bound = listener.sockets[0].getsockname()[1]
    base_url = BaseURL(f"http://127.0.0.1:{bound}/v1")
    base_url.received, base_url.connections = server.base_url.received, 0
    server.base_url = base_url
    try:
        yield base_url
    finally:
        listener.close()
        server.close()
        # Each aborted connection's task must see it before the loop may end.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await listener.wait_closed()


async def _main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=0)
    async with serve(options.parse_args().port) as base_url:
        print(base_url, flush=True)  # noqa: T201 - this is how a journey learns the address
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main())
