"""What a run will ask for, said before anything is sent: queries, tokens, money, minutes, and who sees the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.engine.open_files import claim_connections
from stressdesk.engine.probe import at_most_usd
from stressdesk.engine.processes import needed
from stressdesk.engine.sizes import SAMPLED_QUERIES, answer_tokens, mean_input_tokens
from stressdesk.journal.ahead import Preflight
from stressdesk.journal.events import Usage
from stressdesk.journal.stages import DEMO
from stressdesk.scenario.targets import LiteLLM, Local, Simulated
from stressdesk.targets.told_limits import stated_limits
from stressdesk.traffic import plan as traffic

if TYPE_CHECKING:
    from stressdesk.engine.job import Job
    from stressdesk.journal.ahead import Experience, Probe
    from stressdesk.journal.events import StagePlan

# What one clean answer takes where it has never been measured: an assumption, only for the time shown beforehand.
ANSWER_SECONDS = 1.0
# 10,000 simulated queries take about four seconds on two cores; see tests/bench.
SIMULATED_QUERIES_PER_SECOND = 2_000
START_SECONDS = 3.0


class Amounts(msgspec.Struct, frozen=True):
    """What all queries of a run together will use: tokens in, and tokens out and dollars as (low, high)."""

    input_tokens: int
    output_tokens: tuple[int, int]
    usd: tuple[float, float] | None


def preflight(job: Job, learnt: Experience | None = None, probe: Probe | None = None) -> Preflight:
    """Look ahead over what `job` will ask for, going by what earlier queries used where that is known."""
    queries = sum(plan.queries for plan in job.stages.plans)
    # Before the machine is tried, which takes connections as well.
    connections = None if job.is_virtual else claim_connections()
    machine_per_second = _machine_per_second(job)
    thinking = _thinking_seconds(job)
    asked_per_second = max((_asked_per_second(plan, job, thinking) for plan in job.stages.plans), default=0.0)
    amounts = _planned(job, queries) if learnt is None else _as_before(learnt, queries)
    return Preflight(
        name=job.scenario.name,
        target=job.target_name,
        target_kind=job.facts.kind,
        model=job.facts.model,
        provenance=job.facts.provenance,
        seed=job.seed,
        stages=job.stages.plans,
        skipped=job.stages.skipped,
        users=job.scenario.load.users if job.scenario.load.loop == "closed" else None,
        queries=queries,
        most_requests=queries * (job.scenario.load.retry.attempts + 1),
        input_tokens=amounts.input_tokens,
        output_tokens=amounts.output_tokens,
        usd=amounts.usd,
        spend_limit_usd=job.scenario.limits.spend_usd,
        prices=job.prices,
        seconds=_seconds(job, queries, learnt, thinking),
        sent_to=_sent_to(job),
        machine_per_second=machine_per_second,
        projected=_projected(job),
        limits=job.scenario.limits,
        stated_limits=stated_limits(job.target),
        is_paced=job.scenario.load.paced,
        disturbance=job.scenario.disturbance,
        learnt=learnt,
        probe=probe,
        probe_at_most_usd=None if job.is_virtual else at_most_usd(job),
        asked_per_second=asked_per_second,
        processes=needed(job, machine_per_second, asked_per_second),
        most_connections=connections,
        most_in_flight=_most_in_flight(job),
    )


def _most_in_flight(job: Job) -> int:
    load = job.scenario.load
    asked = max((plan.queries for plan in job.stages.plans), default=0)
    return min(asked, load.max_in_flight, load.users if load.loop == "closed" else asked)


def _planned(job: Job, queries: int) -> Amounts:
    """From the plan itself: its texts, and answers of any length the scenario allows."""
    mean_input = mean_input_tokens(job)
    least, most = answer_tokens(job)
    outputs = (least * queries, most * queries)
    return Amounts(mean_input * queries, outputs, _usd(job, mean_input, outputs, queries))


def _as_before(learnt: Experience, queries: int) -> Amounts:
    low, high = learnt.output_tokens.of(queries, learnt.queries)
    usd = None if learnt.usd is None else learnt.usd.of(queries, learnt.queries)
    return Amounts(round(learnt.input_tokens.value * queries), (round(low), round(high)), usd)


def _projected(job: Job) -> tuple[int, ...]:
    asked = {plan.queries for plan in job.stages.plans if plan.name != DEMO}
    return tuple(queries for queries in job.scenario.load.scales if queries not in asked)


def _usd(job: Job, mean_input: int, outputs: tuple[int, int], queries: int) -> tuple[float, float] | None:
    prices, agreed = job.prices, job.terms
    if prices is None:
        return None
    low, high = (
        queries * agreed.cost_usd(prices, Usage(input=mean_input, output=output // queries, source="estimated"))
        for output in outputs
    )
    return low, high


def _thinking_seconds(job: Job) -> float:
    """How long a user of production thinks before a query, on average; 0 where nobody waits for anybody."""
    if job.scenario.load.loop != "closed":
        return 0.0
    queries = min(job.scenario.load.live, SAMPLED_QUERIES)
    plan = traffic.plan(job.scenario, queries, seed=job.seed, folder=job.folder)
    pauses = [turn.think_seconds for session in plan.sessions() for turn in session.turns]
    return sum(pauses) / len(pauses) if pauses else 0.0


def _seconds(job: Job, queries: int, learnt: Experience | None, thinking: float) -> float:
    if job.is_virtual:
        return START_SECONDS + queries / SIMULATED_QUERIES_PER_SECOND
    answer = ANSWER_SECONDS if learnt is None or learnt.seconds is None else learnt.seconds
    planned = START_SECONDS + sum(_stage_seconds(plan, job, answer, thinking) for plan in job.stages.plans)
    limit = job.scenario.limits.minutes
    return planned if limit is None else min(planned, limit * 60)


def _stage_seconds(plan: StagePlan, job: Job, answer: float, thinking: float) -> float:
    most = stated_limits(job.target).get("requests") if job.scenario.load.paced else None
    return max(_unpaced_seconds(plan, job, answer, thinking), 0.0 if most is None else (plan.queries / most - 1) * 60)


def _unpaced_seconds(plan: StagePlan, job: Job, answer: float, thinking: float) -> float:
    if plan.window_seconds:
        return plan.window_seconds
    if plan.name == DEMO:
        return plan.queries * answer
    return plan.queries * (answer + thinking) / job.scenario.load.users


def _machine_per_second(job: Job) -> float | None:
    if not isinstance(job.target, LiteLLM):
        return None
    from stressdesk.engine.capacity import queries_per_second  # noqa: PLC0415 - only here is anything put on a network

    return queries_per_second(job, job.target)


def _asked_per_second(plan: StagePlan, job: Job, thinking: float) -> float:
    if plan.window_seconds:
        return plan.queries / plan.window_seconds
    if plan.name == DEMO:
        return 1 / ANSWER_SECONDS
    return min(plan.queries, job.scenario.load.users) / (ANSWER_SECONDS + thinking)


def _sent_to(job: Job) -> str:
    match job.target:
        case Simulated():
            return "nobody: answers are simulated"
        case Local():
            return f"{job.facts.model}, on this machine; nothing leaves it"
        case LiteLLM():
            place = f" at {job.target.base_url}" if job.target.base_url else ", a hosted model"
            return f"{job.facts.model}{place}: the whole prompt, its variables and every message"
