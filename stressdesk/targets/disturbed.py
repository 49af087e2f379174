"""A target behind a network and faults that were put there on purpose; what it does is noted on each request.

Ordinary asyncio, so that it works on the virtual clock and on the real one. The times in its replies are those a person
at the far end would see.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from stressdesk.errors import FailureKind, TargetError
from stressdesk.journal.stages import DEMO
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.disturbance import Way, draws, fault_at, way
from stressdesk.targets.tokens import estimated_tokens

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from contextlib import AbstractAsyncContextManager

    from stressdesk.scenario.disturbance import Conditions, Disturbance, Fault
    from stressdesk.scenario.targets import TargetSpec
    from stressdesk.targets.target import Reply, Request, Target

# Stages in which nothing is disturbed: on stage the network is good and nothing fails.
UNDISTURBED = frozenset({DEMO})
# What goes over the user's own link, assumed: HTTP's headers, and an event of a stream for each token.
HEADER_BYTES = 800
TOKEN_BYTES = 250
FIRST_WORDS = 3
STALL_SECONDS = 120.0

_INSTEAD: Mapping[Fault, tuple[FailureKind, str]] = {
    "rate_limit": ("rate_limit", "Injected: 429, too many requests."),
    "server": ("server", "Injected: 500, internal server error."),
    "overloaded": ("overloaded", "Injected: 503, the service is overloaded."),
}


class DisturbedTarget:
    """Asks another target, with what the scenario's disturbance says in between.

    A 429, 500 or 503 is answered without asking it. A cut or a stall asks it first: the answer is really given and
    billed, and breaks off or falls silent for the user after the first words. A cut is noticed when the answer would
    have ended, since no target tells of its first words before.
    """

    def __init__(self, target: Target, disturbance: Disturbance, seed: int, stall_seconds: float) -> None:
        self._target = target
        self._faults = disturbance.faults
        self._shares = disturbance.faults.shares
        # Worked out once: each is asked for with every request.
        self._conditions = cache(disturbance.conditions)
        self._seed = seed
        self._stall_seconds = stall_seconds

    async def ask(self, request: Request) -> Reply:
        """Answer one request as it reaches the user, or fail as was drawn for it; raises only TargetError."""
        if request.address[0] in UNDISTURBED:
            return await self._target.ask(request)
        drawn = draws(self._seed, request.address)
        failing = fault_at(self._shares, drawn.fault)
        conditions = self._conditions(request.persona)
        passage = _Passage(request, conditions, way(conditions, drawn))
        try:
            return await self._answer(request, passage, failing)
        except (TargetError, asyncio.CancelledError):
            passage.arrive()
            raise

    async def _answer(self, request: Request, passage: _Passage, failing: Fault | None) -> Reply:
        await passage.there()
        if failing is not None and failing in _INSTEAD:
            await passage.back()
            raise self._instead(failing, request)
        try:
            request.note.is_sent = True
            reply = await self._target.ask(request)
        except TargetError:
            await passage.back()
            raise
        # Given and billed, whatever becomes of it on its way to the user.
        request.note.usage, request.note.first_token = reply.usage, reply.first_token
        if failing == "stall":
            await self._stall(request, reply, passage)
        reply = await passage.through(reply)
        if failing == "cut_stream":
            request.note.fault = failing
            raise TargetError("cut_stream", "Injected: the answer broke off.", partial=_first_words(reply))
        return reply

    def _instead(self, failing: Fault, request: Request) -> TargetError:
        kind, words = _INSTEAD[failing]
        request.note.fault = failing
        seconds = self._faults.retry_after_seconds if failing == "rate_limit" else None
        return TargetError(kind, words, retry_after_seconds=seconds)

    async def _stall(self, request: Request, reply: Reply, passage: _Passage) -> None:
        request.note.fault = "stall"
        request.note.partial = _first_words(reply)
        await passage.wait(self._stall_seconds)
        words = f"Injected: nothing came after the first words for {self._stall_seconds:g} s."
        raise TargetError("timeout", words, partial=_first_words(reply))


class _Passage:
    """One request's way there and back. Notes each delay as it passes, so that it is known when the user leaves."""

    def __init__(self, request: Request, conditions: Conditions, drawn: Way) -> None:
        self._request = request
        self._conditions = conditions
        self._drawn = drawn
        self._there_seconds = 0.0
        note = request.note
        note.is_sent = False
        note.effects += ["delay"] if drawn.there else []
        note.effects += ["loss"] if drawn.lost else []

    async def there(self) -> None:
        """Let the question travel to the target."""
        said = self._request.messages[-1].content if self._request.messages else ""
        sending = _seconds(HEADER_BYTES + len(said.encode("utf-8", "replace")), self._conditions.up_kbit)
        self._there_seconds = self._drawn.there + sending
        if sending:
            self._request.note.effects.append("bandwidth")
        await self.wait(self._there_seconds)
        self._request.note.first_token_seconds += self._there_seconds

    async def back(self) -> None:
        """Let an answer without words travel to the user."""
        await self.wait(self._drawn.back)

    def arrive(self) -> None:
        """Let the first words the target noted count from when they reached the user, if they did."""
        note, now = self._request.note, asyncio.get_running_loop().time()
        reached = None if note.first_token is None else note.first_token + self._drawn.back
        note.first_token = None if reached is None or reached > now else reached

    async def through(self, reply: Reply) -> Reply:
        """Let an answer travel to the user as fast as it was written, or as the link lets it through.

        Last words arrive at the later of (last written, first written + all bytes / width of the link), each plus half
        a round trip.
        """
        ended = asyncio.get_running_loop().time()
        first_written = ended if reply.first_token is None else reply.first_token
        first = first_written + self._drawn.back
        sent_through = first_written + _seconds(_answer_bytes(reply), self._conditions.down_kbit)
        last = max(first, max(ended, sent_through) + self._drawn.tail)
        if sent_through > ended and "bandwidth" not in self._request.note.effects:
            self._request.note.effects.append("bandwidth")
        await self.wait(last - ended)
        self._request.note.first_token_seconds += self._drawn.back
        return msgspec.structs.replace(
            reply,
            first_token=None if reply.first_token is None else first,
            # How fast this program sends is judged by it, and the way there is no fault of the program's.
            written=None if reply.written is None else reply.written - self._there_seconds,
        )

    async def wait(self, seconds: float) -> None:
        """Wait, and note how long it really was."""
        if seconds <= 0:
            return
        time = asyncio.get_running_loop().time
        began = time()
        try:
            await asyncio.sleep(seconds)
        finally:
            self._request.note.seconds += time() - began


@asynccontextmanager
async def open_disturbed(
    opening: AbstractAsyncContextManager[Target], spec: TargetSpec, disturbance: Disturbance, seed: int
) -> AsyncIterator[Target]:
    """The target that `opening` opens, disturbed; a stall ends with its own time limit, or after two minutes."""
    stall_seconds = spec.timeout_seconds if isinstance(spec, LiteLLM) else STALL_SECONDS
    async with opening as target:
        yield DisturbedTarget(target, disturbance, seed, stall_seconds)


def _answer_bytes(reply: Reply) -> int:
    tokens = reply.usage.output - reply.usage.reasoning
    return HEADER_BYTES + TOKEN_BYTES * max(tokens, estimated_tokens(reply.text))


def _first_words(reply: Reply) -> str:
    return " ".join(reply.text.split()[:FIRST_WORDS])


def _seconds(count: int, kbit: float | None) -> float:
    """How long so many bytes take through a link of this width."""
    return 0.0 if kbit is None else count * 8 / (kbit * 1000)
