"""Every misbehaviour of a table met through LiteLLM once, in one process, beside the others and good answers."""

from __future__ import annotations

import asyncio
import gc
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from servers.asking import KEY, request
from servers.wire_server import ANSWER, WELL, wire_server

from stressdesk.errors import TargetError
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.litellm import LiteLLMTarget, open_litellm
from stressdesk.targets.redaction import SHOWN_CHARACTERS
from stressdesk.targets.target import Note, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servers.misbehaviours import Told
    from servers.wire_server import WireServer

# The target's limit where it is what ends the answer; the others must end by themselves, however busy this machine is.
SECONDS = 1.5
LONG_SECONDS = 60.0
MARGIN_SECONDS = 10.0
AT_ONCE = 8
FILES = Path("/proc/self/fd")


@dataclass
class Apart:
    """What LiteLLM makes of a misbehaviour instead of what its row says."""

    kind: str | None
    says: str = ""
    text: str = ""
    usage: str = "provider"


@dataclass
class Met:
    """One misbehaviour as it was met, after an answer that was well."""

    well: Reply | TargetError
    odd: Reply | TargetError
    seconds: float
    limit_seconds: float
    requests: int
    note: Note

    def check(self, told: Told, apart: Apart | None) -> None:
        """It is what was to be told, and nothing beside it came to harm."""
        assert isinstance(self.well, Reply), self.well
        assert self.well.text == ANSWER
        assert (self.well.usage.input, self.well.usage.output, self.well.usage.source) == (21, 7, "provider")
        # No request is sent twice behind anybody's back.
        assert self.requests == 2
        assert self.seconds < self.limit_seconds + MARGIN_SECONDS
        if apart is None:
            apart = Apart(told.kind, told.says, told.answer, told.usage)
            assert told.retry_after == getattr(self.odd, "retry_after_seconds", None)
        if apart.kind is None:
            self._check_answer(apart)
        else:
            self._check_failure(apart)

    def _check_answer(self, due: Apart) -> None:
        assert isinstance(self.odd, Reply), self.odd
        assert self.odd.text == due.text
        usage = self.odd.usage
        assert usage.source == due.usage
        assert 0 < usage.input < 1_000
        assert 0 < usage.output < 1_000_000
        assert 0 <= usage.cached <= usage.input
        assert 0 <= usage.reasoning <= usage.output

    def _check_failure(self, due: Apart) -> None:
        error = self.odd
        assert isinstance(error, TargetError), error
        assert error.kind in due.kind.split("|"), error
        assert re.search(due.says, error.message), error.message
        assert error.message.isprintable()
        assert len(error.message) <= SHOWN_CHARACTERS + 60
        assert due.text is None or error.partial == due.text


class Survey:
    """A model at a server that misbehaves as a table says, and what LiteLLM is known to make of some of its rows."""

    def __init__(self, model: str, rows: Mapping[str, Told], apart: Mapping[str, Apart], well: bytes = WELL) -> None:
        assert set(apart) <= set(rows)
        self._model = model
        self._rows = rows
        self._apart = apart
        self._well = well
        self._slots = asyncio.Semaphore(AT_ONCE)

    def met(self) -> dict[str, Met]:
        """Each row by its name; nothing that was opened for it may be left."""
        with wire_server({name: told.raw for name, told in self._rows.items()}, self._well) as server:
            met = asyncio.run(self._all(server))
        # Whatever was not closed warns when it is collected, and a warning is an error.
        gc.collect()
        return met

    async def _all(self, server: WireServer) -> dict[str, Met]:
        async with open_litellm(self._spec(server, "none", 1.0)) as target:
            before, library = _files(), target._library
            # Each row has an address, hence a client, of its own here; a run has one.
            library.module.in_memory_llm_clients_cache.max_size_in_memory = 2 * len(self._rows) + 10
            met = await asyncio.gather(*(self._meet(server, library, name) for name in self._rows))
        # Each transport hears of its end in a turn of its own, the server's side of it in one of its thread's, and what
        # LiteLLM's collected clients had open is closed in tasks of their own.
        for _ in range(1_000):
            if _files() <= before and asyncio.all_tasks() == {asyncio.current_task()}:
                break
            await asyncio.sleep(0.01)
        assert _files() <= before
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return dict(zip(self._rows, met, strict=True))

    async def _meet(self, server: WireServer, library: object, name: str) -> Met:
        kind = self._apart[name].kind if name in self._apart else self._rows[name].kind
        limit_seconds = SECONDS if "timeout" in (kind or "").split("|") else LONG_SECONDS

        async def ask(seconds: float, asked: object) -> Reply | TargetError:
            try:
                return await LiteLLMTarget(library, self._spec(server, name, seconds), KEY).ask(asked)
            except TargetError as error:
                return error

        async with self._slots:
            asked = request()
            well = await ask(LONG_SECONDS, request())
            began = asyncio.get_running_loop().time()
            odd = await ask(limit_seconds, asked)
            seconds = asyncio.get_running_loop().time() - began
        return Met(well, odd, seconds, limit_seconds, server.requests[name], asked.note)

    def _spec(self, server: WireServer, name: str, seconds: float) -> LiteLLM:
        return LiteLLM(model=self._model, base_url=server.url(name), timeout_seconds=seconds)


def _files() -> int:
    """How many files and sockets this process has open, where the system tells."""
    return len(list(FILES.iterdir())) if FILES.is_dir() else 0
