"""A server that answers as many queries as it can, well: for long runs, in a process of its own.

    python tests/servers/quick_server.py      # prints its base_url, ends with its input

Each answer is a stream: its first word after .2 s, the others in two bursts .2 s apart, then its counts. GET /stats
says how many were served, how many were under way at most, and how many connections are open.
"""

from __future__ import annotations

import asyncio
import json
import sys

from servers.wire_server import DONE, chunk, counted, delta, event, head, opened, sized, words

WORDS = 50
STEP_SECONDS = 0.2
FIRST = opened() + chunk(event(delta("token", role="assistant")))
BURST = chunk(words(" token" * (WORDS // 2)))
USAGE = {"prompt_tokens": 20, "completion_tokens": WORDS, "total_tokens": 20 + WORDS}
LAST = BURST + chunk(event(delta(finish="stop")) + counted(USAGE) + DONE) + b"0\r\n\r\n"


class Counts:
    """What the server has seen."""

    def __init__(self) -> None:
        self.served = 0
        self.under_way = 0
        self.most_under_way = 0
        self.connections = 0


class Answering(asyncio.Protocol):
    """One connection: one answer after the other."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._read = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._counts.connections += 1

    def connection_lost(self, exc: Exception | None) -> None:
        self._counts.connections -= 1

    def data_received(self, data: bytes) -> None:
        self._read += data
        start, end, body = self._read.partition(b"\r\n\r\n")
        if not end:
            return
        if start.startswith(b"GET"):
            self._read = b""
            told = json.dumps(vars(self._counts)).encode()
            self._transport.write(sized(told, head(200, "application/json")))
            return
        length = int(start.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        if len(body) >= length:
            self._read = body[length:]
            self._counts.under_way += 1
            self._counts.most_under_way = max(self._counts.most_under_way, self._counts.under_way)
            self._say(FIRST, BURST, LAST)

    def _say(self, *parts: bytes) -> None:
        asyncio.get_running_loop().call_later(STEP_SECONDS, self._next, parts)

    def _next(self, parts: tuple[bytes, ...]) -> None:
        first, *others = parts
        self._transport.write(first)
        if others:
            self._say(*others)
        else:
            self._counts.served += 1
            self._counts.under_way -= 1


async def _main() -> None:
    counts = Counts()
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(lambda: Answering(counts), "127.0.0.1", 0, backlog=2_000)
    print(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/v1", flush=True)  # noqa: T201 - how others learn it
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main())
