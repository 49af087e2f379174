"""A model on this machine: its server runs as a child process and is asked like any other."""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import IO

import msgspec

from stressdesk.errors import FailureKind, RunError, TargetError, TargetGoneError
from stressdesk.resources import console_command, console_environment
from stressdesk.scenario.targets import Local
from stressdesk.targets.endpoint import Endpoint
from stressdesk.targets.local_server import COMMAND, Ready, Settings
from stressdesk.targets.openai import open_openai
from stressdesk.targets.redaction import shown
from stressdesk.targets.target import Reply, Request, Target
from stressdesk.targets.weights import ANOTHER, model_name, weights

# Large models take minutes to load from a slow disk; the embedded one takes a second.
START_SECONDS = 300.0
STOP_SECONDS = 5.0
# An answer of the longest context on a slow machine; giving up earlier is the user's patience, not the target's.
ANSWER_SECONDS = 600.0
# The system closes the connections of a process that dies a moment before it says that the process is dead.
DEATH_SECONDS = 2.0
# Beyond this a small model only waits for its threads to meet.
_MOST_THREADS = 16
# How long a thread spins for the others before it sleeps. With OpenMP's 300,000 spins, two threads on two busy cores
# steal each other's time: 8 answers took over 90 s in 5 of 8 trials, and 9 to 40 s in all 7 with 3,000 spins. On
# nearly idle cores the short spin cost 15 % (34 instead of 40 tokens a second).
_SPINS = "3000"
# What a request sees of a server that dies: nothing listens any more, or its answer breaks off.
_SIGNS_OF_DEATH = frozenset[FailureKind]({"connection", "cut_stream"})
_KILL = 9


@asynccontextmanager
async def open_local(spec: Local) -> AsyncIterator[Target]:
    """Start the model's server, and stop it at the end; raises `RunError` with what to do if it cannot start."""
    settings = Settings(
        path=str(weights(spec)),
        name=model_name(spec),
        key=secrets.token_urlsafe(24),
        slots=spec.slots,
        context_tokens=spec.context_tokens,
        threads=threads(),
    )
    async with _server(settings) as server:
        endpoint = Endpoint(
            base_url=f"{server.address}/v1",
            model=settings.name,
            key=settings.key,
            timeout_seconds=ANSWER_SECONDS,
            # It announces keep-alive and closes after each stream (measured); the next request would be lost.
            keeps_connections=False,
        )
        async with open_openai(endpoint) as target:
            yield _Served(target, server)


class _Served:
    """The model as its server answers, and the end of the run where that server is dead."""

    def __init__(self, target: Target, server: _Server) -> None:
        self._target = target
        self._server = server

    async def ask(self, request: Request) -> Reply:
        """Answer one request; raises only TargetError, and TargetGoneError when nothing can be asked any more."""
        try:
            return await self._target.ask(request)
        except TargetError as error:
            if error.kind in _SIGNS_OF_DEATH and await self._server.is_dead():
                raise TargetGoneError(self._server.fate()) from error
            raise


class _Server:
    """The child that serves, at `address`; a task of its own waits for its end."""

    def __init__(self, process: asyncio.subprocess.Process, log: IO[bytes]) -> None:
        self.address = ""
        self._process = process
        self._log = log
        self._ended = asyncio.ensure_future(process.wait())

    async def start(self, settings: Settings) -> None:
        """Hand it its settings and wait until it can answer; raises `RunError` where it cannot."""
        self.address = await _address(self._process, settings, self._log)

    async def is_dead(self) -> bool:
        """Whether it has ended, or does so in this moment."""
        await asyncio.wait({self._ended}, timeout=DEATH_SECONDS)
        return self._ended.done()

    def fate(self) -> str:
        """How it ended, in words, and what it had said by then."""
        code = self._process.returncode or 0
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        why = ", as the system does when memory runs out" if -code == _KILL else ""
        said = _reported(self._log)
        return f"the local model's server {how}{why}{f'; it said: {said}' if said else ''}"

    async def stop(self) -> None:
        """Let the child end by closing its input; kill it if it does not."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            # Not asyncio.timeout: where the task itself was cancelled, which is when this often runs, Python 3.11.2
            # (that of Debian 12) takes the time limit for a second cancellation.
            await asyncio.wait({self._ended}, timeout=STOP_SECONDS)
        finally:
            if not self._ended.done():
                self._process.kill()
            await self._ended


def threads() -> int:
    """Threads to compute with: one for each core this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_THREADS)


@asynccontextmanager
async def _server(settings: Settings) -> AsyncIterator[_Server]:
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            *_command(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            env={"GOMP_SPINCOUNT": _SPINS, **console_environment()},
        )
        server = _Server(process, log)
        try:
            await server.start(settings)
            yield server
        finally:
            await server.stop()


def _command() -> list[str]:
    return [*console_command(), COMMAND]


async def _address(process: asyncio.subprocess.Process, settings: Settings, log: IO[bytes]) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            process.stdin.write(msgspec.json.encode(settings) + b"\n")
            line = await process.stdout.readline()
    except TimeoutError as error:
        raise RunError(f"The local model did not start within {START_SECONDS:g} s.", "Try a smaller one.") from error
    ready = msgspec.json.decode(line, type=Ready) if line else Ready(trouble="The local model's server ended at once.")
    if not ready.address:
        raise RunError(shown(ready.trouble), ready.hint or _last_words(log))
    return ready.address


def _last_words(log: IO[bytes]) -> str:
    reported = _reported(log)
    return f"It said: {reported}" if reported else ANOTHER


def _reported(log: IO[bytes]) -> str:
    """The first error llama.cpp reported, since those after it only follow from it; else the last line; "" for none."""
    log.seek(0)
    lines = log.read(10_000).decode("utf-8", "replace").splitlines()
    reported = next((line for line in lines if " E " in line), lines[-1] if lines else "")
    return shown(reported.partition(" E ")[2] or reported)
