"""What a tally remembers of each record: numbers and codes, some 90 bytes of a measured one, never the texts."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from stressdesk.analysis.blocks import Blocks
from stressdesk.analysis.requests import Requests
from stressdesk.analysis.sample import FAILURES, OUTCOMES, Sample
from stressdesk.journal.events import Attempt, Judgement, Record, Usage
from stressdesk.journal.kinds import BUG, TOO_SLOW

if TYPE_CHECKING:
    from collections.abc import Hashable

# Above these sizes some price lists charge more per token, so such requests are kept one by one.
LONG_TOKENS = 32_000
UNKNOWN = math.nan

Name = TypeVar("Name", bound="Hashable")


class Names(Generic[Name]):
    """Gives every distinct name a small number, in order of appearance."""

    def __init__(self) -> None:
        self.known: list[Name] = []
        self._codes: dict[Name, int] = {}

    def code(self, name: Name) -> int:
        """The number of a name, a new one if it is new."""
        code = self._codes.get(name)
        if code is None:
            code = self._codes[name] = len(self.known)
            self.known.append(name)
        return code


class Ruling(msgspec.Struct, frozen=True):
    """What one check said, without its reason."""

    check: str
    judgement: Judgement


class Columns:
    """The columns of one stage, one entry a record, in the order records came.

    Tokens are sums over a query's requests; `billed` is how many of these have token counts at all. `injected` counts
    those of `kinds` that came of faults put in on purpose, `disturbed` all requests that met such a fault.
    """

    NUMBERS = (
        "arrived",
        "began",
        "sent",
        "first_token",
        "finished",
        "cost",
        "per_token",
        "written",
        "lag",
        "added",
        "paced",
    )
    CODES = (
        "session",
        "turn",
        "outcome",
        "failure",
        "unsure",
        "persona",
        "intent",
        "mess",
        "rulings",
        "spoiled",
        "fault",
    )
    TOKENS = ("input", "output", "cached", "reasoning", "billed")

    def __init__(self) -> None:
        self.personas: Names[str] = Names()
        self.intents: Names[str] = Names()
        self.messes: Names[tuple[str, ...]] = Names()
        self.rulings: Names[tuple[Ruling, ...]] = Names()
        self.languages: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.injected: Counter[str] = Counter()
        self.disturbed = 0
        self.long_requests: list[Usage] = []
        self.requests = 0
        self.estimated = 0
        self.simulated = 0
        self.unpriced = 0
        self.bugs = 0
        self.by_request = Requests()
        self._blocks = Blocks(self.NUMBERS, (*self.CODES, *self.TOKENS))
        self._sample: Sample | None = None

    def __len__(self) -> int:
        return len(self._blocks)

    def add(self, record: Record) -> None:
        """Take in one record."""
        # Files of old call a mistake of StressDesk itself a failure of the target.
        outcome = "cancelled" if record.kind == BUG else record.outcome
        answering = record.attempts[-1] if record.attempts else None
        rulings = tuple([Ruling(verdict.check, verdict.judgement) for verdict in record.verdicts])
        row = (
            record.arrived,
            _number(record.sent),
            _number(answering.sent if answering else record.sent),
            _number(record.first_token),
            _number(record.finished),
            _cost(record),
            _per_token(record),
            _number(record.attempts[0].written if record.attempts else None),
            _number(record.client_lag_seconds),
            record.injected_seconds,
            record.paced_seconds,
            record.session,
            record.turn,
            OUTCOMES[outcome],
            FAILURES[record.failure],
            record.unsure,
            self.personas.code(record.persona),
            self.intents.code(record.intent),
            self.messes.code(record.mess),
            self.rulings.code(rulings),
            record.spoiled,
            record.injected_fault is not None,
        )
        self._blocks.add(row + self._tokens(record.attempts))
        self.by_request.add(record)
        self.languages[record.language] += 1
        self.bugs += record.kind == BUG
        if (kind := _kind(record)) is not None:
            self.kinds[kind] += 1
            self.injected[kind] += record.injected_fault is not None
        self.unpriced += record.cost_usd is None and bool(record.attempts)
        self._sample = None

    def _tokens(self, attempts: tuple[Attempt, ...]) -> tuple[int, ...]:
        sums = [0] * len(self.TOKENS)
        for attempt in attempts:
            self.disturbed += attempt.injected is not None and attempt.injected.fault is not None
            usage = attempt.usage
            if usage is None:
                continue
            self.estimated += usage.source == "estimated"
            self.simulated += usage.source == "simulated"
            counts = (usage.input, usage.output, usage.cached, usage.reasoning, 1)
            if usage.input + usage.output > LONG_TOKENS:
                self.long_requests.append(usage)
            sums = [total + count for total, count in zip(sums, counts, strict=True)]
        self.requests += len(attempts)
        return tuple(sums)

    def sample(self) -> Sample:
        """All columns so far as arrays ordered by session and turn, so that nothing depends on who finished first."""
        if self._sample is None:
            self._sample = Sample(self._blocks)
        return self._sample


def _kind(record: Record) -> str | None:
    """What kind of system failure a record is: answers that failed by speed alone have a kind of their own."""
    if record.outcome == "failed":
        return None if record.kind == BUG else record.kind
    return TOO_SLOW if record.outcome == "answered" and record.failure == "system" else None


def _per_token(record: Record) -> float:
    """Seconds per token of the text after its first: (finished - first token) / (visible tokens - 1).

    Reasoning is no part of it, nor is an answer whose tokens nobody counted or that came in one piece.
    """
    usage = record.usage
    if record.outcome != "answered" or usage is None or usage.source == "estimated":
        return UNKNOWN
    more = usage.output - usage.reasoning - 1
    if more < 1 or record.first_token is None or record.finished is None or record.finished <= record.first_token:
        return UNKNOWN
    return (record.finished - record.first_token) / more


def _number(value: float | None) -> float:
    return UNKNOWN if value is None else value


def _cost(record: Record) -> float:
    """What a record cost; a query that was never sent cost nothing, whatever is known of prices."""
    if record.cost_usd is None:
        return UNKNOWN if record.attempts else 0.0
    return record.cost_usd
