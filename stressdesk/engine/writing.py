"""Asking a target to write user messages, by the same ledger and limits as a run: what it may cost is known before."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from stressdesk.engine import clock
from stressdesk.engine.limits import Ledger, Stop
from stressdesk.engine.probe import HOPELESS
from stressdesk.engine.query import Asking
from stressdesk.engine.records import Query
from stressdesk.engine.rules import NOBODY_WAITS_SECONDS, Rules
from stressdesk.engine.written_lines import sorted_lines
from stressdesk.engine.written_orders import PROMPT, TOKENS_A_MESSAGE, Order
from stressdesk.errors import RunError
from stressdesk.scenario.disturbance import Disturbance
from stressdesk.scenario.model import Limits, Parameters, Scenario
from stressdesk.scenario.traffic import Retry
from stressdesk.scenario.written import Written
from stressdesk.targets.opening import open_target
from stressdesk.traffic.session import Session, Turn

if TYPE_CHECKING:
    from stressdesk.engine.job import Job
    from stressdesk.journal.events import Record

STAGE = "writing"
AT_ONCE = 4
# What shapes the answers of the prompt under test would shape, or forbid, a list of messages.
_NOT_FOR_LISTS = frozenset({"response_format", "tools", "tool_choice", "functions", "guided_json", "json_schema"})


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the orders: the new messages, what was dropped and why, and what it cost."""

    messages: tuple[Written, ...]
    dropped: Counter[str]
    asked: int
    failed: int
    trouble: str
    usd: float | None
    stopped: str | None


def for_writing(scenario: Scenario, count: int, spend_usd: float | None) -> Scenario:
    """The scenario as a job that writes needs it: its target and prices, room for a list, and limits of its own."""
    own = scenario.prompt.parameters
    parameters = Parameters(
        temperature=1.0,
        max_tokens=TOKENS_A_MESSAGE * (count + 1),
        extra={name: value for name, value in own.extra.items() if name not in _NOT_FOR_LISTS},
    )
    load = msgspec.structs.replace(
        scenario.load, retry=Retry(attempts=0), max_in_flight=AT_ONCE, patience_seconds=NOBODY_WAITS_SECONDS
    )
    return msgspec.structs.replace(
        scenario,
        prompt=msgspec.structs.replace(scenario.prompt, parameters=parameters),
        load=load,
        disturbance=Disturbance(),
        limits=Limits(spend_usd=spend_usd),
    )


def require_writer(job: Job) -> None:
    """Raises RunError for a simulated target, which can write nothing."""
    if job.is_virtual:
        raise RunError("The simulated target writes no messages.", "Name another one with --target.")


def at_most_usd(job: Job, orders: Sequence[Order]) -> float | None:
    """The most these orders can cost, its spend limit considered; None where no price is known."""
    if job.prices is None:
        return None
    agreed = job.terms
    limit = job.scenario.limits.spend_usd
    worst = math.fsum(agreed.worst_case_usd(job.prices, order.messages(job.scenario)) for order in orders)
    return worst if limit is None else min(worst, limit)


def write(
    job: Job, orders: Sequence[Order], have: Sequence[Written], date: str, keep: Callable[[Sequence[Written]], None]
) -> Sitting:
    """Put the orders to the job's target; after each answer, `keep` is given all new messages so far.

    Raises RunError where the target cannot be opened.
    """
    return clock.run(lambda: _Writing(job, have, date, keep).all(orders), virtual=False)


class _Writing:
    """One sitting: what has been written so far, and what it has cost."""

    def __init__(self, job: Job, have: Sequence[Written], date: str, keep: Callable[[Sequence[Written]], None]) -> None:
        self._job = job
        self._date = date
        self._keep = keep
        self._stop = Stop()
        self._known = [(one.of, one.text) for one in have]
        self._messages: list[Written] = []
        self._dropped: Counter[str] = Counter()
        self._records: list[Record] = []

    async def all(self, orders: Sequence[Order]) -> Sitting:
        """Ask for everything, a few at once, until the money or the target gives out."""
        job = self._job
        async with open_target(job.target, job.scenario, job.seed) as target:
            rules = Rules(
                scenario=job.scenario, seed=job.seed, target=target, checks=(), prices=job.prices, origin=clock.now()
            )
            asking = Asking(rules, Ledger(job.scenario.limits.spend_usd), self._stop, self._records.append)
            slots = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as group:
                for number, order in enumerate(orders):
                    await slots.acquire()
                    if self._stop.reason is not None:
                        break
                    group.create_task(self._one(asking, number, order)).add_done_callback(lambda _: slots.release())
        return self._outcome()

    async def _one(self, asking: Asking, number: int, order: Order) -> None:
        record = await asking.ask(_query(self._job.scenario, number, order))
        if record is None:
            return
        if record.outcome != "answered":
            if record.kind in HOPELESS:
                self._stop.request(f"every further request would fail too: {record.reason}")
            return
        same = [text for of, text in self._known if of == order.request.text]
        # A weak model repeats its instructions.
        told = [line for message in order.messages(self._job.scenario) for line in message.content.splitlines()]
        known = [order.request.text, *same, *told]
        found = sorted_lines(record.answer, order.language, known, order.needed)
        self._dropped.update(found.dropped)
        fresh = [self._message(order, text) for text in found.kept[: order.count]]
        self._known += [(one.of, one.text) for one in fresh]
        self._messages += fresh
        self._keep(self._messages)

    def _message(self, order: Order, text: str) -> Written:
        return Written(
            text=text,
            of=order.request.text,
            intent=order.request.intent,
            persona=order.persona.name,
            language=order.language,
            model=self._job.facts.model,
            prompt=PROMPT,
            date=self._date,
        )

    def _outcome(self) -> Sitting:
        costs = [record.cost_usd for record in self._records]
        failed = [record for record in self._records if record.outcome != "answered"]
        return Sitting(
            messages=tuple(self._messages),
            dropped=self._dropped,
            asked=len(self._records),
            failed=len(failed),
            trouble=failed[0].reason if failed else "",
            usd=None if self._job.prices is None or None in costs else math.fsum(cost or 0.0 for cost in costs),
            stopped=self._stop.reason,
        )


def _query(scenario: Scenario, number: int, order: Order) -> Query:
    messages = order.messages(scenario)
    turn = Turn(
        index=0,
        due_seconds=0.0,
        think_seconds=0.0,
        intent=order.request.intent,
        language=order.language,
        mess=(),
        clean=order.request.text,
        text=messages[-1].content,
    )
    session = Session(
        index=number,
        start_seconds=0.0,
        persona=order.persona.name,
        patience_seconds=NOBODY_WAITS_SECONDS,
        variables={},
        turns=(turn,),
    )
    return Query(stage=STAGE, session=session, turn=turn, messages=messages, arrived=clock.now())
