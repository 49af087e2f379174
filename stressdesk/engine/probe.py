"""A probe: a few queries asked and paid before a run, so that its sheet rests on answers instead of assumptions."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from stressdesk.engine import clock
from stressdesk.engine.limits import Ledger, Stop
from stressdesk.engine.query import Asking
from stressdesk.engine.records import Query
from stressdesk.engine.rules import NOBODY_WAITS_SECONDS, outside_a_run
from stressdesk.errors import RunError
from stressdesk.journal.ahead import Experience, PerQuery, Probe, Probed
from stressdesk.journal.events import Record, Usage
from stressdesk.journal.stages import PROBE
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.traffic import Retry
from stressdesk.targets import prices as pricing
from stressdesk.targets import tokens
from stressdesk.targets.opening import open_target
from stressdesk.traffic import plan as traffic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.engine.job import Job
    from stressdesk.journal.events import PricesUsed
    from stressdesk.targets.terms import Terms

MOST_QUERIES = 5
# Sessions to choose from: a small plan is drawn sooner than that of the run.
PLANNED = 340
# These will meet every other query as well.
HOPELESS = frozenset({"authentication", "not_found", "quota", "bad_request", "bug"})
# Half the width of a 95 % interval of the mean of so few, in standard errors: Student's t with one to four degrees.
REACH = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776}


class _Asked(msgspec.Struct, frozen=True):
    planned_tokens: int
    record: Record


def first_turns(job: Job, rendering: Rendering, most: int = PLANNED) -> Iterator[Query]:
    """First turns of production sessions, each arriving when it is taken."""
    plan = traffic.plan(job.scenario, most, seed=job.seed, folder=job.folder)
    for session in plan.sessions():
        turn = session.turns[0]
        messages = rendering.messages(session.variables, turn.text)
        patient = msgspec.structs.replace(session, patience_seconds=NOBODY_WAITS_SECONDS)
        yield Query(stage=PROBE, session=patient, turn=turn, messages=messages, arrived=clock.now())


def at_most_usd(job: Job, queries: int = MOST_QUERIES) -> float | None:
    """The most a probe can cost; None where no price is known or nothing bounds an answer."""
    if job.prices is None:
        return None
    agreed = job.terms
    if agreed.most_output_tokens is None and pricing.max_output_tokens(job.prices) is None:
        return None
    rendering = Rendering(job.scenario.prompt, job.folder)
    asked = clock.run(lambda: _taken(job, rendering, queries), virtual=True)
    worst = sum(agreed.worst_case_usd(job.prices, query.messages) for query in asked)
    limit = job.scenario.limits.spend_usd
    return worst if limit is None else min(worst, limit)


async def _taken(job: Job, rendering: Rendering, queries: int) -> list[Query]:
    return list(islice(first_turns(job, rendering), queries))


def require_probable(job: Job) -> None:
    """Raises RunError for a target that nothing can be learnt of by asking."""
    if job.is_virtual:
        raise RunError("A simulated target has nothing to be probed for.", "Name a real one with --target.")


def probe(job: Job, queries: int, mean_input_tokens: int) -> Probed:
    """Ask so many first turns, one after the other, within the spend limit; stop at what would fail all others too.

    Raises RunError where the target cannot be opened, or is none that could be learnt from.
    """
    require_probable(job)
    asked, ended = clock.run(lambda: _ask(job, min(queries, MOST_QUERIES)), virtual=False)
    records = [one.record for one in asked]
    answered = [record for record in records if record.outcome == "answered"]
    costs = [record.cost_usd for record in records]
    failed = next((record for record in records if record.outcome != "answered"), None)
    found = Probe(
        asked=len(records),
        answered=len(answered),
        usd=None if None in costs else math.fsum(cost or 0.0 for cost in costs),
        at_most_usd=None if None in costs else math.fsum(map(_at_most_usd, records)),
        trouble=failed.reason if failed else ended,
    )
    answers = [one for one in asked if one.record.outcome == "answered"]
    return Probed(probe=found, learnt=_learnt(job, answers, mean_input_tokens))


async def _ask(job: Job, queries: int) -> tuple[list[_Asked], str]:
    """What was asked, and the limit that ended it before its time; empty where none did."""
    rendering = Rendering(job.scenario.prompt, job.folder)
    asked: list[_Asked] = []
    load = msgspec.structs.replace(job.scenario.load, retry=Retry(attempts=0))
    async with open_target(job.target, job.scenario, job.seed) as target:
        rules = outside_a_run(msgspec.structs.replace(job.scenario, load=load), job, target, rendering)
        stop = Stop()
        asking = Asking(rules, Ledger(job.scenario.limits.spend_usd), stop, lambda _: None)
        for query in islice(first_turns(job, rendering), queries):
            record = await asking.ask(query)
            if stop.is_fault:
                raise RunError(f"The probe broke off: {stop.reason}.")
            if record is not None:
                asked.append(_Asked(tokens.estimated_input_tokens(query.messages), record))
            if record is None or record.kind in HOPELESS:
                break
    return asked, (stop.reason or "") if len(asked) < queries else ""


def _learnt(job: Job, answered: list[_Asked], mean_input_tokens: int) -> Experience | None:
    """Answers are as long as those of the probe; inputs as planned, by how far the plan was off for the probe."""
    if len(answered) not in REACH:
        return None
    records = [one.record for one in answered]
    used = [record.usage for record in records if record.usage is not None]
    inputs = mean_input_tokens * sum(one.input for one in used) / max(1, sum(one.planned_tokens for one in answered))
    outputs = _mean([usage.output for usage in used], job.terms.most_output_tokens or math.inf)
    seconds = [(record.finished or 0.0) - (record.sent or 0.0) for record in records]
    return Experience(
        run="",
        queries=len(records),
        input_tokens=PerQuery(low=inputs, value=inputs, high=inputs),
        output_tokens=outputs,
        usd=None if job.prices is None else _priced(job.terms, job.prices, inputs, outputs),
        seconds=sum(seconds) / len(seconds),
    )


def _at_most_usd(record: Record) -> float:
    """What a query cost, and for an answer that broke off what it may have."""
    return sum(max(one.cost_usd or 0.0, one.at_most_usd or 0.0) for one in record.attempts)


def _mean(values: list[int], most: float) -> PerQuery:
    """The mean of a few answers with its interval; no answer has less than a token or more than `most`."""
    count = len(values)
    mean = sum(values) / count
    error = math.sqrt(sum((value - mean) ** 2 for value in values) / (count - 1) / count)
    reach = REACH[count] * error
    return PerQuery(low=max(min(1.0, mean), mean - reach), value=mean, high=max(mean, min(most, mean + reach)))


def _priced(agreed: Terms, prices: PricesUsed, inputs: float, outputs: PerQuery) -> PerQuery:
    low, value, high = (
        agreed.cost_usd(prices, Usage(input=round(inputs), output=math.ceil(output), source="estimated"))
        for output in (outputs.low, outputs.value, outputs.high)
    )
    return PerQuery(low=low, value=value, high=high)
