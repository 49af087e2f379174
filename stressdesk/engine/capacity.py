"""What this machine can generate: a few of the planned queries, put through everything but the network, and timed.

A stand-in server in the same process answers them over loopback, so that its work counts as well: the true rate is
higher, and what is said beforehand is safe to rely on.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from stressdesk.engine import clock
from stressdesk.engine.limits import Ledger, Stop
from stressdesk.engine.probe import first_turns
from stressdesk.engine.query import Asking
from stressdesk.engine.records import Query
from stressdesk.engine.rules import outside_a_run
from stressdesk.scenario.model import Limits
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.traffic import Retry
from stressdesk.targets.endpoint import Endpoint
from stressdesk.targets.openai import open_openai
from stressdesk.targets.openai_providers import speaks_openai

if TYPE_CHECKING:
    from stressdesk.engine.job import Job
    from stressdesk.journal.events import Record
    from stressdesk.scenario.targets import LiteLLM

TRIED = 30
WARMING = 4
# Each holds a connection at both ends, and of open files a process may be allowed few.
AT_ONCE = 8
FILES = 2 * AT_ONCE + 8
TOKENS = 50
# Through LiteLLM nothing is tried, since loading it takes seconds: .6 milliseconds a token and four for the rest, as
# measured on a core of 2026 (litellm 1.109, 82-token streams), which is an assumption on any other machine.
LITELLM_SECONDS_PER_TOKEN = 0.0006
LITELLM_SECONDS = 0.004
_CHUNK = b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[%s]}\n\n'
_PIECE = _CHUNK % b'{"index":0,"delta":{"content":" token"},"finish_reason":null}'
_LAST = _CHUNK % b'{"index":0,"delta":{},"finish_reason":"stop"}'
_USAGE = b'data: {"choices":[],"usage":{"prompt_tokens":20,"completion_tokens":50}}\n\ndata: [DONE]\n\n'
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def queries_per_second(job: Job, target: LiteLLM) -> float | None:
    """About how many of the job's queries, answered in 50 tokens each, one core can send, receive, check and record.

    None where this machine allows no server of our own, or too few open files to ask it.
    """
    if not speaks_openai(target, job.scenario.prompt.parameters.extra):
        return 1 / (LITELLM_SECONDS + TOKENS * LITELLM_SECONDS_PER_TOKEN)
    try:
        return clock.run(lambda: _tried(job), virtual=False)
    except OSError:
        return None


async def _tried(job: Job) -> float | None:
    _require_files()
    server = await asyncio.get_running_loop().create_server(_StandIn, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    endpoint = Endpoint(base_url=f"http://127.0.0.1:{port}/v1", model="stand-in")
    encoder = msgspec.json.Encoder()
    outcomes: set[str] = set()
    rendering = Rendering(job.scenario.prompt, job.folder)

    def keep(record: Record) -> None:
        encoder.encode(record)
        outcomes.add(record.outcome)

    load = msgspec.structs.replace(job.scenario.load, retry=Retry(attempts=0), max_in_flight=AT_ONCE, paced=False)
    async with server, open_openai(endpoint) as target:
        # What limits the run and its provider says nothing of the machine.
        unlimited = msgspec.structs.replace(job.scenario, load=load, limits=Limits())
        rules = outside_a_run(unlimited, job, target, rendering)
        asking = Asking(rules, Ledger(None), Stop(), keep)
        first = list(islice(first_turns(job, rendering), WARMING + TRIED))
        await _ask(asking, first[:WARMING])
        asked = [msgspec.structs.replace(query, arrived=clock.now()) for query in first[WARMING:]]
        before = clock.cpu_seconds()
        await _ask(asking, asked)
        seconds = clock.cpu_seconds() - before
        # What failed took no time that would say anything.
        return len(asked) / max(seconds, 1e-6) if outcomes == {"answered"} else None


def _require_files() -> None:
    """Raises OSError where not enough files can be opened: asyncio's server would then write millions of lines."""
    with contextlib.ExitStack() as opened:
        for _ in range(FILES):
            opened.enter_context(socket.socket())


async def _ask(asking: Asking, queries: list[Query]) -> None:
    async with asyncio.TaskGroup() as group:
        for query in queries:
            group.create_task(asking.ask(query))


class _StandIn(asyncio.Protocol):
    """Answers whatever it is sent with the same 50 tokens, each a packet of its own."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._waits_for = 0

    def data_received(self, data: bytes) -> None:
        if not self._waits_for:
            head, _, body = data.partition(b"\r\n\r\n")
            self._waits_for = int(head.rpartition(b"Content-Length:")[2].split(b"\r\n")[0]) - len(body)
        else:
            self._waits_for -= len(data)
        if self._waits_for == 0:
            self._transport.write(_HEAD)
            self._write(TOKENS)

    def _write(self, left: int) -> None:
        piece = _PIECE if left else _LAST + _USAGE
        self._transport.write(b"%x\r\n%s\r\n" % (len(piece), piece) + (b"" if left else b"0\r\n\r\n"))
        if left:
            asyncio.get_running_loop().call_soon(self._write, left - 1)
