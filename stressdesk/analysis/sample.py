"""The records of a stage as analysis reads them: by column, in an order that does not depend on who finished first."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import numpy as np

from stressdesk.analysis.arrays import Booleans, Floats, Integers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stressdesk.analysis.blocks import Blocks

OUTCOMES = {"answered": 0, "failed": 1, "gave_up": 2, "cancelled": 3, "dropped": 4}
FAILURES = {None: 0, "prompt": 1, "system": 2, "gave_up": 3}

Values = TypeVar("Values")


class Ordered(Generic[Values]):
    """A column put in order whenever it is read: kept, all of them together would take 200 bytes a record."""

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, sample: Sample, _: type) -> Values:
        return cast("Values", sample.column(self._name))


class Sample:
    """The columns of a stage as arrays of equal length, ordered by session and turn.

    `session` is a code from 0 without gaps; times are seconds of run time and costs dollars, NaN where not known;
    `began` is when the first request was sent, `sent` the one that was answered (the last), `written` when the first
    had left the sending program, whose own delay is `lag`. `per_token` is in seconds. `added` are the seconds a network
    put in on purpose, and `faulty` the queries left without an answer by a fault put in so. `paced` are those spent
    waiting for rate limits.
    """

    arrived = Ordered[Floats]()
    began = Ordered[Floats]()
    sent = Ordered[Floats]()
    first_token = Ordered[Floats]()
    finished = Ordered[Floats]()
    cost = Ordered[Floats]()
    per_token = Ordered[Floats]()
    written = Ordered[Floats]()
    lag = Ordered[Floats]()
    added = Ordered[Floats]()
    paced = Ordered[Floats]()
    turn = Ordered[Integers]()
    outcome = Ordered[Integers]()
    failure = Ordered[Integers]()
    persona = Ordered[Integers]()
    intent = Ordered[Integers]()
    mess = Ordered[Integers]()
    rulings = Ordered[Integers]()

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        sessions = blocks.column("session")
        self._order = np.lexsort((blocks.column("turn"), sessions))
        self.session: Integers = _codes(sessions[self._order])
        outcome, failure = self.outcome, self.failure
        self.answered: Booleans = outcome == OUTCOMES["answered"]
        self.counted: Booleans = outcome <= OUTCOMES["gave_up"]
        self.failed: Booleans = self.counted & (failure > 0)
        self.unsure: Booleans = self.answered & ~self.failed & (self.column("unsure") > 0)
        self.good: Booleans = self.counted & ~self.failed & ~self.unsure
        self.spoiled: Booleans = self.column("spoiled") > 0
        self.faulty: Booleans = self.column("fault") > 0

    def __len__(self) -> int:
        return len(self._order)

    def column(self, name: str) -> NDArray[Any]:
        """One column of the stage, ordered."""
        # Blocks only grow, at their end: the order still holds where records came since.
        return self._blocks.column(name).take(self._order)

    @property
    def waited(self) -> Floats:
        """Seconds from intended arrival to the end of all queries that count; NaN for others."""
        return np.where(self.counted, self.finished - self.arrived, np.nan)

    @property
    def latency(self) -> Floats:
        """Seconds from intended arrival to the end of answered queries; NaN for others."""
        return np.where(self.answered, self.finished - self.arrived, np.nan)

    @cached_property
    def sessions(self) -> int:
        """How many sessions there are."""
        return int(self.session[-1]) + 1 if len(self) else 0

    def failed_as(self, failure: str) -> Booleans:
        """Which queries failed in this way: "prompt", "system" or "gave_up"."""
        kind: Booleans = self.failure == FAILURES[failure]
        return self.counted & kind

    def by_session(self, values: Floats | Integers | Booleans) -> Floats:
        """Sums of a column over each session, in the order of session codes."""
        sums = np.bincount(self.session, weights=values.astype(np.float64), minlength=self.sessions)
        return sums.astype(np.float64, copy=False)


def _codes(ordered: Integers) -> Integers:
    """The place of each number among the different ones; equal ones stand together."""
    codes: Integers = np.cumsum(np.diff(ordered, prepend=ordered[:1]) != 0)
    return codes
