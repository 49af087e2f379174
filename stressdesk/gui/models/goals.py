"""What ready means and when a run stops, in sentences, and the fields that say so."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from stressdesk.analysis.words import counted, listing, money, percent, seconds
from stressdesk.scenario.checks import FirstToken, TotalLatency
from stressdesk.scenario.model import Scenario


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """One optional number: where it stands, what it is called, its bounds and form on screen, and what it means."""

    name: str
    label: str
    hint: str
    limits: tuple[float, float]
    digits: int = 2
    suffix: str = ""
    factor: float = 1.0


GOALS: tuple[Amount, ...] = (
    Amount(
        name="failure_rate", label="Queries that fail", hint="Wrong answers, system failures and people who left.",
        limits=(0, 100), digits=3, suffix=" %", factor=100,
    ),
    Amount(
        name="system_failure_rate", label="Of these, system failures", hint="No usable answer came.",
        limits=(0, 100), digits=3, suffix=" %", factor=100,
    ),
    Amount(
        name="p95_latency_seconds", label="Answered within", hint="95 % of answers, counted from arrival.",
        limits=(0.001, 3_600), digits=3, suffix=" s",
    ),
    Amount(
        name="p95_first_token_seconds", label="First token within",
        hint="95 % of answers begin by then, counted from sending.",
        limits=(0.001, 3_600), digits=3, suffix=" s",
    ),
    Amount(
        name="usd_per_1000", label="Dollars per 1,000 queries", hint="Retries and failed queries included.",
        limits=(0, 1e6), digits=4,
    ),
    Amount(
        name="usd_per_month", label="Dollars a month", hint="Needs the number of queries a month below.",
        limits=(0, 1e9), digits=2,
    ),
)  # fmt: skip
LIMITS: tuple[Amount, ...] = (
    Amount(
        name="spend_usd", label="Dollars", hint="Never passed: each query's worst case is set aside first.",
        limits=(0, 1e6), digits=4,
    ),
    Amount(
        name="minutes", label="Minutes", hint="Real ones, not those of simulated time.", limits=(0.01, 10_080), digits=2
    ),
    Amount(name="requests", label="Requests", hint="Retries count.", limits=(1, 100_000_000), digits=0),
    Amount(
        name="failure_rate", label="Failed", hint="Wrong answers, system failures and people who left.",
        limits=(0.001, 100), digits=3, suffix=" %", factor=100,
    ),
)  # fmt: skip


def ready_words(scenario: Scenario) -> str:
    """What a run must show to be called ready."""
    parts = list(_demands(scenario))
    if not parts:
        return "No goal is set: a run will say what it found, but not whether that is ready."
    return f"Ready means: {listing(parts)}."


def goal_doubts(scenario: Scenario) -> str:
    """What keeps a goal from being judged; "" where nothing does."""
    goals = scenario.goals
    said = []
    if goals.failure_rate is not None and all(isinstance(one, FirstToken | TotalLatency) for one in scenario.checks):
        said.append("No check judges what answers say, so the failure rate can be missed but never met.")
    if goals.usd_per_month is not None and scenario.queries_per_month is None:
        said.append("A month's cost needs the number of queries a month.")
    return " ".join(said)


def _demands(scenario: Scenario) -> Iterator[str]:
    goals = scenario.goals
    if goals.failure_rate is not None:
        yield f"at most {percent(goals.failure_rate)} of queries fail"
    if goals.system_failure_rate is not None:
        yield f"at most {percent(goals.system_failure_rate)} meet a system failure"
    if goals.p95_latency_seconds is not None:
        yield f"95 % are answered within {_time(goals.p95_latency_seconds)}"
    if goals.p95_first_token_seconds is not None:
        yield f"95 % begin within {_time(goals.p95_first_token_seconds)}"
    if goals.usd_per_1000 is not None:
        yield f"1,000 queries cost at most {_sum(goals.usd_per_1000)}"
    if goals.usd_per_month is not None:
        queries = scenario.queries_per_month
        month = "a month" if queries is None else f"a month of {counted(queries, 'query')}"
        yield f"{month} costs at most {_sum(goals.usd_per_month)}"


def _time(value: float) -> str:
    return f"{value:g} s" if value < 120 else seconds(value)  # noqa: PLR2004


def _sum(usd: float) -> str:
    return money(usd).removesuffix(".00")
