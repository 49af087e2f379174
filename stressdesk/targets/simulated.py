"""The simulated target: latency, queueing, limits, errors and wrong answers as the scenario states them.

Ordinary asyncio of at most three waits an answer (a slot, the first token, the rest), so that it runs on the virtual
clock and on the real one. Each request's draws depend on the seed and its address alone, never on what else is under
way. What it cannot know stands in `simulated_answers.py`; everything it yields is labelled simulated.
"""

from __future__ import annotations

import asyncio
from math import floor, isinf
from typing import TYPE_CHECKING

import msgspec

from stressdesk.errors import FailureKind, TargetError
from stressdesk.journal.events import Usage
from stressdesk.scenario.seeds import rng
from stressdesk.targets.latency import lognormal
from stressdesk.targets.rate_limits import RateLimit
from stressdesk.targets.simulated_answers import EXPECTATION, Answers, wrong_chance
from stressdesk.targets.slots import Slots
from stressdesk.targets.target import Reply
from stressdesk.targets.tokens import estimated_input_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.scenario.targets import Errors, Simulated
    from stressdesk.targets.target import Request

MODEL = "simulated"


class _Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What the draws say of one request, before anything is known of the others. Times in seconds."""

    failure: FailureKind | None
    first_token_seconds: float
    rest_seconds: float
    input_tokens: int
    output_tokens: int
    is_cut: bool
    wrong: float
    choice: float

    def usage(self, seconds: float) -> Usage:
        """The tokens used until so many seconds after the first token, each of the others taking as long."""
        share = min(1.0, seconds / self.rest_seconds) if self.rest_seconds else 1.0
        written = 1 + floor((self.output_tokens - 1) * share)
        return Usage(input=self.input_tokens, output=written, source="simulated")


class SimulatedTarget:
    """A target that is computed, not asked.

    In this order a request meets: a rate limit drawn from `errors`; the limits per minute (counted on its input and its
    drawn output); the context window; the queue, first come, first served. It then holds a slot until it ends. A drawn
    timeout holds it `slow_factor` times as long as the answer would have; other drawn failures come when the first
    token would have. An answer ends at `max_tokens` or the context window with finish reason "length".
    Whether it is wrong: see `wrong_chance`; its own slot counts among the busy ones.
    """

    def __init__(self, spec: Simulated, seed: int, answers: Sequence[str], wording: str = EXPECTATION) -> None:
        self._spec = spec
        self._seed = seed
        self._answers = Answers(spec.answers, answers, wording)
        self._slots = Slots(spec.slots, spec.queue)
        per_minute = {"requests": spec.requests_per_minute, "tokens": spec.tokens_per_minute}
        self._limits = {name: RateLimit(most) for name, most in per_minute.items() if most}

    async def ask(self, request: Request) -> Reply:
        """Answer one request after its simulated time; raises only TargetError."""
        fate = self._fate(request)
        if fate.failure == "rate_limit":
            raise TargetError("rate_limit", "Simulated: too many requests.")
        self._admit(fate)
        if fate.output_tokens < 1:
            raise TargetError(
                "context_overflow",
                f"Simulated: about {fate.input_tokens:,} tokens do not fit a window of {self._spec.context_tokens:,}.",
            )
        async with self._slots:
            return await self._answer(request, fate, self._slots.busy_share)

    def _fate(self, request: Request) -> _Fate:
        spec = self._spec
        draws = rng(self._seed, "reply", *request.address)
        failing, kind, first, slow, token, length, wrong, choice = [draws.random() for _ in range(8)]
        input_tokens = estimated_input_tokens(request.messages)
        wanted = max(1, round(lognormal(spec.output_tokens, length)))
        output_tokens = min(wanted, request.parameters.max_tokens or wanted, spec.context_tokens - input_tokens)
        slowness = spec.slow_factor if slow < spec.slow_share else 1.0
        return _Fate(
            failure=_failure(spec.errors, failing, kind),
            first_token_seconds=lognormal(spec.first_token_seconds, first) * slowness,
            rest_seconds=max(0, output_tokens - 1) * lognormal(spec.token_seconds, token),
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            is_cut=output_tokens < wanted,
            wrong=wrong,
            choice=choice,
        )

    def _admit(self, fate: _Fate) -> None:
        """Count the request against the limits per minute, or turn it away and say when to come back."""
        if not self._limits:
            return
        now = asyncio.get_running_loop().time()
        amounts = {"requests": 1, "tokens": fate.input_tokens + max(0, fate.output_tokens)}
        waits = {name: limit.wait_seconds(now, amounts[name]) for name, limit in self._limits.items()}
        name = max(waits, key=waits.__getitem__)
        if isinf(waits[name]):
            raise TargetError("rate_limit", f"Simulated: {amounts[name]:,} {name} exceed the limit of a whole minute.")
        if waits[name] > 0:
            message = f"Simulated: the limit of {name} per minute is reached."
            raise TargetError("rate_limit", message, retry_after_seconds=waits[name])
        for name, limit in self._limits.items():
            limit.take(now, amounts[name])

    async def _answer(self, request: Request, fate: _Fate, busy_share: float) -> Reply:
        if fate.failure == "timeout":
            await asyncio.sleep(self._spec.slow_factor * (fate.first_token_seconds + fate.rest_seconds))
            raise TargetError("timeout", "Simulated: no answer in time.")
        await asyncio.sleep(fate.first_token_seconds)
        if fate.failure is not None:
            raise TargetError(fate.failure, f"Simulated: {fate.failure.replace('_', ' ')}.")
        first_token = asyncio.get_running_loop().time()
        request.note.first_token = first_token
        try:
            if fate.rest_seconds:
                await asyncio.sleep(fate.rest_seconds)
        except asyncio.CancelledError:
            request.note.usage = fate.usage(asyncio.get_running_loop().time() - first_token)
            raise
        is_wrong = fate.wrong < wrong_chance(self._spec.answers, request.mess, busy_share)
        text = self._answers.wrong if is_wrong else self._answers.right
        return Reply(
            text=text(request.expect, fate.choice),
            usage=fate.usage(fate.rest_seconds),
            first_token=first_token,
            finish_reason="length" if fate.is_cut else "stop",
            model=MODEL,
        )


def _failure(errors: Errors, failing: float, kind: float) -> FailureKind | None:
    """Whether a request fails by itself, and how; none does where all the weights are 0.

    Of the server's errors half are its own and half say it is too busy; of the rejected half are filtered for content
    and half are called malformed: an assumption, since published shares do not tell these apart.
    """
    if failing >= errors.share:
        return None
    weights: tuple[tuple[FailureKind, float], ...] = (
        ("rate_limit", errors.rate_limit),
        ("timeout", errors.timeout),
        ("server", errors.server / 2),
        ("overloaded", errors.server / 2),
        ("content_filter", errors.rejected / 2),
        ("bad_request", errors.rejected / 2),
    )
    left = kind * sum(weight for _, weight in weights)
    for name, weight in weights:
        if left < weight:
            return name
        left -= weight
    return None
