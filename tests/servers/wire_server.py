"""A server that answers every second request as any model would, and each other one with bytes of the test's choice.

The first part of the address names the misbehaviour: requests to /half_json/v1/chat/completions are answered well, with
half a JSON, well, with half a JSON, on whatever connections they come; `well` is what that is in another protocol. It
runs in a thread, so that runs can be started around it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ANSWER = "The capital of France is Paris."
USAGE = {"prompt_tokens": 21, "completion_tokens": 7, "total_tokens": 28}
DONE = b"data: [DONE]\n\n"
EVENTS = "text/event-stream"


def event(value: Any) -> bytes:
    """One event of a stream."""
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"


def delta(text: str | None = None, finish: str | None = None, **more: Any) -> dict[str, Any]:
    """One chunk of an answer, as the protocol has it."""
    piece = {**({} if text is None else {"content": text}), **more}
    choices = [{"index": 0, "delta": piece, "finish_reason": finish, "logprobs": None}]
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "wire-2026", "choices": choices}


def words(text: str = ANSWER) -> bytes:
    """The events of a text, a word each."""
    first, *rest = text.split(" ")
    return b"".join(event(delta(word)) for word in (first, *(f" {word}" for word in rest)))


def counted(usage: Any) -> bytes:
    """The event that counts the tokens."""
    return event({**delta(), "choices": [], "usage": usage})


def stream(text: str = ANSWER, usage: Any = USAGE, finish: str = "stop") -> bytes:
    """The whole of a good answer."""
    return words(text) + event(delta(finish=finish)) + counted(usage) + DONE


def head(status: int | str = 200, kind: str = EVENTS, **headers: str) -> bytes:
    """Status line and headers, whose names are written with underscores; the last line is for the caller."""
    lines = [f"HTTP/1.1 {status} X", *([f"Content-Type: {kind}"] if kind else [])]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, ""]).encode("latin-1")


def sized(body: bytes, start: bytes | None = None) -> bytes:
    """An answer whose length is told beforehand."""
    return (head() if start is None else start) + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunk(body: bytes) -> bytes:
    """One chunk as HTTP/1.1 has it."""
    return b"%x\r\n%s\r\n" % (len(body), body)


def chunked(*bodies: bytes, start: bytes | None = None, end: bytes = b"0\r\n\r\n") -> bytes:
    """An answer in pieces."""
    return opened(start) + b"".join(map(chunk, bodies)) + end


def opened(start: bytes | None = None) -> bytes:
    """The head of an answer in pieces."""
    return (head() if start is None else start) + b"Transfer-Encoding: chunked\r\n\r\n"


def complaint(message: str, code: str | None = None, kind: str | None = None) -> bytes:
    """An error in the protocol's own shape."""
    return json.dumps({"error": {"message": message, "type": kind, "code": code}}).encode()


def refusal(status: int, message: str, code: str | None = None, **headers: str) -> bytes:
    """A whole answer that says no."""
    return sized(complaint(message, code), head(status, "application/json", **headers))


@dataclass
class Wire:
    """One request, and the connection it came on."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    body: dict[str, Any]

    async def send(self, raw: bytes) -> None:
        """Write, and wait until the system has taken it."""
        self.writer.write(raw)
        await self.writer.drain()

    async def stall(self) -> None:
        """Wait until the client hangs up."""
        with contextlib.suppress(ConnectionError):
            await self.reader.read(1)

    def hold_for_the_end(self) -> None:
        """Let the end leave with the last bytes; behind them, it may meet a query sent on the kept connection."""
        if hasattr(socket, "TCP_CORK"):
            self.writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)

    def hang_up(self) -> None:
        """Close in the ordinary way."""
        self.writer.close()

    def reset(self) -> None:
        """Send RST instead of FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


WELL = chunked(stream())


class WireServer:
    """Counts what it was asked by name; `served` lists (misbehaviour or "", first message) in order of arrival."""

    def __init__(self, behaviours: Mapping[str, Any], well: bytes) -> None:
        self._behaviours = behaviours
        self._well = well
        self._open: set[asyncio.StreamWriter] = set()
        self.requests: Counter[str] = Counter()
        self.served: list[tuple[str, str]] = []
        self.port = 0

    def url(self, name: str, host: str = "127.0.0.1") -> str:
        """The base address at which this misbehaviour is met."""
        return f"http://{host}:{self.port}/{name}/v1"

    async def serve(self, ready: threading.Event, over: asyncio.Event) -> None:
        """Listen on both of this machine's own addresses until it is over."""
        here = await asyncio.start_server(self._connect, "127.0.0.1", 0, limit=2**24)
        self.port = here.sockets[0].getsockname()[1]
        listeners = [here]
        if socket.has_ipv6:
            with contextlib.suppress(OSError):
                listeners.append(await asyncio.start_server(self._connect, "::1", self.port, limit=2**24))
        ready.set()
        await over.wait()
        for listener in listeners:
            listener.close()
        for writer in list(self._open):
            writer.transport.abort()
        while self._open:  # noqa: ASYNC110 - each connection's task ends when it next runs
            await asyncio.sleep(0)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while not writer.is_closing():
                await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        start = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        length = next(line for line in start if line.lower().startswith("content-length:"))
        body = json.loads(await reader.readexactly(int(length.partition(":")[2])))
        name = start[0].split("/")[1]
        behaviour = self._behaviour(name, str(body.get("messages", [{}])[0].get("content")))
        if isinstance(behaviour, bytes):
            writer.write(behaviour)
            await writer.drain()
        else:
            await behaviour(Wire(reader, writer, body))

    def _behaviour(self, name: str, text: str) -> Any:
        number = self.requests[name]
        self.requests[name] += 1
        if number % 2 == 0:
            chosen = ""
        elif name == "everything":
            chosen = list(self._behaviours)[number // 2 % len(self._behaviours)]
        else:
            chosen = name
        self.served.append((chosen, text))
        return self._behaviours[chosen] if chosen else self._well


@contextlib.contextmanager
def wire_server(behaviours: Mapping[str, Any], well: bytes = WELL) -> Iterator[WireServer]:
    """The server while the context lasts."""
    server, ready, kept = WireServer(behaviours, well), threading.Event(), {}

    async def main() -> None:
        kept["loop"], kept["over"] = asyncio.get_running_loop(), asyncio.Event()
        await server.serve(ready, kept["over"])

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        kept["loop"].call_soon_threadsafe(kept["over"].set)
        thread.join(10)
