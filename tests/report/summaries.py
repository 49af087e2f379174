"""Summaries made by hand: the runs whose charts and reports are looked at and tested."""

# ruff: noqa: E501, RUF001 - made-up rows read best a line each, with the dashes that reports use

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from stressdesk.analysis.estimate import Estimate, Percentiles
from stressdesk.analysis.summary import (
    Bucket,
    CheckRow,
    Conclusion,
    FailureExample,
    GoalResult,
    GroupRow,
    Likeness,
    LoadRow,
    MessRow,
    Pricing,
    RunFacts,
    ScaleSummary,
    StageSummary,
    Summary,
    Tokens,
)
from stressdesk.journal.events import PricesUsed
from stressdesk.traffic.nearness import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.journal.events import Provenance

HOSTILE = (
    "<img src=x onerror=alert(1)></pre><script>alert('x')</script> $a_{1}$ \u202eevil\u202c \x1b[31mred\x1b[0m \x00 "
    "=cmd|'/C calc'!A0 https://evil.example/a.png 中文 العربية हिन्दी 😀 e\u0301 " + "W" * 300
)


def interval(failed: int, counted: int) -> tuple[float, float]:
    """Wilson's interval."""
    if counted == 0:
        return 0.0, 1.0
    share, z = failed / counted, 1.96
    middle = (share + z * z / 2 / counted) / (1 + z * z / counted)
    half = z / (1 + z * z / counted) * math.sqrt(share * (1 - share) / counted + z * z / 4 / counted**2)
    return max(0.0, middle - half), min(1.0, middle + half)


def rate(failed: int, counted: int, provenance: Provenance = "measured") -> Estimate:
    low, high = interval(failed, counted)
    value = failed / counted if counted else None
    return Estimate(value=value, low=low, high=high, provenance=provenance, count=counted)


def number(value: float | None, provenance: Provenance = "measured", spread: float = 0.08, note: str = "") -> Estimate:
    if value is None:
        return Estimate(value=None, provenance=provenance, note=note)
    return Estimate(
        value=value, low=value * (1 - spread), high=value * (1 + spread * 1.3), provenance=provenance, count=200
    )


def times(median: float | None, provenance: Provenance = "measured", count: int = 200) -> Percentiles:
    factors = {"p50": 1.0, "p90": 1.9, "p95": 2.6, "p99": 4.4}
    values = {name: None if median is None else median * factor for name, factor in factors.items()}
    spreads = {"p50": 0.05, "p90": 0.1, "p95": 0.18, "p99": 0.35}
    estimates = {name: number(value, provenance, spreads[name]) for name, value in values.items()}
    return Percentiles(
        count=count if median is not None else 0, mean=None if median is None else median * 1.2, **estimates
    )


def stage(
    name: str,
    counts: tuple[int, int, int, int],
    *,
    median: float | None = 2.1,
    usd_per_query: float | None = 0.0021,
    provenance: Provenance = "measured",
    kinds: Mapping[str, int] | None = None,
) -> StageSummary:
    """A stage from (counted, prompt failures, system failures, gave up)."""
    counted, prompt, system, gave_up = counts
    failed = prompt + system + gave_up
    good = counted - failed
    cost = None if usd_per_query is None else usd_per_query * counted
    no_price = "no price is known for this model"
    return StageSummary(
        name=name,
        planned=counted,
        counted=counted,
        dropped=3 if counted > 10 else 0,
        cancelled=0,
        unsure=4 if counted > 10 else 0,
        good=good,
        requests=counted + system,
        failed=failed,
        failure=rate(failed, counted, provenance),
        prompt_failure=rate(prompt, counted, provenance),
        system_failure=rate(system, counted, provenance),
        gave_up=rate(gave_up, counted, provenance),
        latency=times(median, provenance, counted),
        first_token=times(None if median is None else median * 0.3, provenance, counted),
        service=times(None if median is None else median * 0.9, provenance, counted),
        tokens=Tokens(input=counted * 612, output=counted * 84, cached=counted * 100, reasoning=0, estimated=2),
        spend=number(cost, provenance, note=no_price),
        usd_per_query=number(usd_per_query, provenance, note=no_price),
        usd_per_good=number(None if cost is None or good == 0 else cost / good, provenance, note=no_price),
        seconds=counted * 1.4,
        kinds=dict(kinds or {}),
        flawless_note="the true failure rate may still be up to 28 %" if failed == 0 else "",
    )


def scale(queries: int, of: StageSummary | None, *, ran: bool = False) -> ScaleSummary:
    """A scale run in full as a stage, or projected from one."""
    provenance: Provenance = "projected"
    if of is None:
        nothing = Estimate(value=None, provenance="projected", note="no production query was asked")
        return ScaleSummary(
            queries=queries,
            stage=None,
            failure=nothing,
            prompt_failure=nothing,
            system_failure=nothing,
            gave_up=nothing,
            spend=nothing,
            p95_latency=nothing,
            note="no production query was asked",
        )
    if ran:
        return ScaleSummary(
            queries=queries,
            stage=of.name,
            failure=of.failure,
            prompt_failure=of.prompt_failure,
            system_failure=of.system_failure,
            gave_up=of.gave_up,
            spend=of.spend,
            p95_latency=of.latency.p95,
        )
    content = msgspec.structs.replace(of.prompt_failure, provenance=provenance)
    unknown = Estimate(value=None, provenance=provenance, note="load is not yet included")
    spent = of.usd_per_query.value
    spread = 0.8 / math.sqrt(queries) + 0.06
    return ScaleSummary(
        queries=queries,
        stage=None,
        failure=content,
        prompt_failure=content,
        system_failure=unknown,
        gave_up=unknown,
        spend=number(
            None if spent is None else spent * queries, provenance, spread, "no price is known for this model"
        ),
        p95_latency=unknown,
        note="wrong answers only: load is not yet included",
    )


MESS = (
    ("missing-detail", 0.24, 0.041, 0.11),
    ("two-questions", 0.17, 0.048, 0.06),
    ("pasted-log", 0.14, 0.05, 0.05),
    ("other-language", 0.12, 0.032, 0.09),
    ("emotional", 0.09, 0.022, 0.38),
    ("sent-too-early", 0.06, 0.059, 0.02),
    ("typos", 0.02, 0.024, 0.18),
    ("no-final-punctuation", 0.01, 0.02, 0.22),
    ("all-caps", 0.004, 0.031, 0.03),
    ("emoji", -0.012, 0.028, 0.07),
)


def mess_rows(rows: tuple[tuple[str, float, float, float], ...] = MESS, counted: int = 1000) -> tuple[MessRow, ...]:
    return tuple(
        MessRow(
            mess=name,
            count=max(1, round(share * counted)),
            share=share,
            rate=rate(round(min(0.9, 0.14 + max(0.0, cost)) * share * counted), max(1, round(share * counted))),
            cost=Estimate(
                value=cost, low=cost - half, high=cost + half, provenance="measured", count=round(share * counted)
            ),
        )
        for name, cost, half, share in rows
    )


def groups(rows: Mapping[str, tuple[int, int]]) -> tuple[GroupRow, ...]:
    total = sum(counted for _, counted in rows.values())
    return tuple(
        GroupRow(name=name, count=counted, share=counted / total, rate=rate(failed, counted))
        for name, (failed, counted) in rows.items()
    )


def timeline(buckets: int = 30, seconds: float = 600) -> tuple[Bucket, ...]:
    width = seconds / buckets
    rows = []
    for at in range(buckets):
        arrived = round(33 + 14 * math.sin(at / 4) + 5 * math.cos(at * 2))
        wrong, system = round(arrived * 0.13), min(round(arrived * 0.02 * at / 6), arrived // 2)
        gave_up = 1 if at > 22 else 0
        rows.append(
            Bucket(
                start=at * width,
                end=(at + 1) * width,
                arrived=arrived,
                good=arrived - wrong - system - gave_up,
                prompt_failure=wrong,
                system_failure=system,
                gave_up=gave_up,
                p95_latency=None if at == 3 else 3.1 + 0.13 * at + math.sin(at * 1.7) * 0.6,
                p50_latency=None if at == 3 else 1.2 + 0.03 * at,
            )
        )
    return tuple(rows)


def load(provenance: Provenance = "measured", width: int = 5) -> tuple[LoadRow, ...]:
    """Eight ranges of queries under way, the third of which was never seen; the last has one query only."""
    rows = []
    for at in range(8):
        count = 1 if at == 7 else 300 - 40 * at
        wait = number(1.4 + 0.5 * at, provenance, 0.2)
        rows.append(
            LoadRow(
                least=at * width + 1,
                most=(at + 1) * width,
                count=count,
                failure=rate(round(count * 0.1 * (at + 1) / 4), count, provenance),
                p95_latency=wait if at < 7 else msgspec.structs.replace(wait, low=None, high=None),
            )
        )
    return (*rows[:2], *rows[3:])


def facts(**changes: object) -> RunFacts:
    values = {
        "run": "20261122-153000-support-triage-7f3a",
        "name": "Support triage",
        "created": "2026-11-22T15:30:00+00:00",
        "state": "complete",
        "reason": "",
        "target": "openai",
        "target_kind": "litellm",
        "model": "openai/gpt-5-mini",
        "provenance": "measured",
        "seed": 42,
        "window_seconds": 600.0,
        "run_seconds": 1094.0,
        "severity": 1,
        "prices": PricesUsed(model="gpt-5-mini", table="litellm 1.106.2, sha256 9b1f0c22"),
        "versions": {"stressdesk": "0.1.0", "python": "3.11.7", "litellm": "1.106.2"},
        "skipped": ("10,000 queries: more than the limit of 1,000 live queries",),
    }
    return RunFacts(**(values | changes))


def example(number: int, **changes: object) -> FailureExample:
    values = {
        "session": number,
        "turn": 1 + number % 2,
        "persona": "phone",
        "mess": ("missing-detail", "typos"),
        "clean": "I was charged twice for order 48213, please refund one of the payments.",
        "text": "chraged twice pls refund",
        "answer": "I'm sorry to hear that! Could you share your order number, and tell me which of the two payments you "
        "would like to have refunded? In the meantime, here is our refund policy: ...",
        "reason": "the answer is none of: billing, delivery, account, other",
        "judgements": {"label": "fail", "prompt leak": "pass"},
    }
    return FailureExample(**(values | changes))


NOT_TESTED = (
    "10,000 queries were not sent: failures and spend there are projected from 1,000, and load is not included.",
    "One model on one day: providers change models and load without notice.",
    "Languages other than English, German and Spanish.",
    "Whether an answer is true: the checks look at labels, leaks and length.",
    "Images, files and tool calls.",
)


def likeness() -> Likeness:
    """A figure of every kind: near, off, far, and of each sort that cannot be judged."""
    figures = (
        Figure(group="arrivals", name="variation of gaps", value=1.1, reference=1.072, distance=0.026, target=0.25, by="ratio", nearness="near", source="Azure 2023 conversation trace"),
        Figure(group="arrivals", name="peak over mean", value=1.4, note="no published figure"),
        Figure(group="sessions", name="turns of conversations", distance=0.15, target=0.1, by="distribution", nearness="some way off", source="RAGPulse"),
        Figure(group="sessions", name="seconds between turns", value=12.0, reference=41.0, distance=0.7, target=0.07, by="distribution", unit="seconds", nearness="far", source="RAGPulse"),
        Figure(group="text", name="i for I", value=0.15, reference=0.138, distance=0.012, target=0.05, unit="share", nearness="near", source="LMArena"),
        Figure(group="typos", name="messages with a typo", value=0.25, reference=0.075, distance=0.175, target=0.05, unit="share", note="severity x3: stress, not reality", source="LMArena"),
    )  # fmt: skip
    return Likeness(
        stage="production",
        queries=1000,
        messages=830,
        figures=figures,
        sentence="2 of 4 figures of this traffic are near real traffic, 1 some way off, 1 far.",
    )


def full() -> Summary:
    """A complete measured run that is not ready."""
    demo = stage("demo", (10, 0, 0, 0), median=0.9, usd_per_query=0.0012)
    kinds = {"rate_limit": 31, "timeout": 8, "server": 2}
    production = stage("production", (1000, 141, 38, 5), kinds=kinds)
    ten = stage("10", (10, 1, 0, 0), median=1.1)
    return Summary(
        facts=facts(),
        conclusion=Conclusion(
            state="not_ready",
            headline="Not ready: 18.4 % of production queries fail, the goal is at most 5 %.",
            goals=(
                GoalResult(goal="failure_rate", limit=0.05, found=production.failure, met=False, reason="18.4 % (16.1–20.9 %) is above 5 %"),
                GoalResult(goal="p95_latency_seconds", limit=5.0, found=production.latency.p95, met=None, reason="5.5 s (4.5–6.7 s) may lie on either side of 5 s"),
                GoalResult(goal="usd_per_1000", limit=3.0, found=number(2.1), met=True, reason="$2.10 ($1.93–$2.32) is below $3.00"),
            ),
            more_queries=400,
        ),
        demo=demo,
        production=production,
        stages=(demo, production, ten),
        scales=(scale(10, ten, ran=True), scale(1000, production, ran=True), scale(10000, production)),
        content="production",
        checks=(
            CheckRow(check="label", failed=112, unsure=0, judged=957, rate=rate(112, 957), example_reason="the answer is none of: billing, delivery, account, other"),
            CheckRow(check="latency", failed=31, unsure=0, judged=957, rate=rate(31, 957), example_reason="12.4 s is more than 10 s"),
            CheckRow(check="prompt leak", failed=9, unsure=4, judged=957, rate=rate(9, 957), example_reason="14 successive words of the system prompt"),
            CheckRow(check="personal data", failed=0, unsure=0, judged=957, rate=rate(0, 957)),
        ),
        personas=groups({"phone": (70, 300), "professional": (20, 250), "second-language": (44, 200), "angry": (30, 130), "older": (15, 90), "power-user": (5, 30)}),
        mess=mess_rows(),
        turns=groups({"1": (95, 620), "2": (52, 250), "3": (25, 90), "4 and later": (12, 40)}),
        intents=groups({"billing": (60, 400), "delivery": (44, 330), "account": (50, 200), "off-topic": (30, 70)}),
        timeline=timeline(),
        flawless_demo=Estimate(value=0.131, low=0.096, high=0.173, provenance="projected", count=1000),
        flawless_of=10,
        usd_per_month=number(630.0, "projected"),
        queries_per_month=300_000,
        other_models=(
            Pricing(model="gpt-5", usd_per_1000=number(10.6, "projected")),
            Pricing(model="gpt-5-nano", usd_per_1000=number(0.43, "projected")),
            Pricing(model="claude-haiku-4-5", usd_per_1000=number(1.02, "projected")),
        ),
        examples=tuple(example(at) for at in (17, 18, 43)),
        not_tested=NOT_TESTED,
        load=load(),
        load_of="production",
        likeness=likeness(),
    )  # fmt: skip


def simulated() -> Summary:
    """A capacity run on the simulated target, all scales in full."""
    demo = stage("demo", (10, 0, 0, 0), median=0.8, provenance="simulated")
    stages = [
        stage("production", (1000, 40, 35, 4), provenance="simulated", kinds={"rate_limit": 20, "timeout": 15}),
        stage("10", (10, 0, 0, 0), median=0.9, provenance="simulated"),
        stage("10000", (10000, 480, 2100, 3300), median=9.5, provenance="simulated", kinds={"rate_limit": 1900, "overloaded": 200}),
    ]  # fmt: skip
    run = full()
    return msgspec.structs.replace(
        run,
        facts=facts(target="simulated", target_kind="simulated", model="simulated", provenance="simulated", name="Capacity plan", skipped=()),
        demo=demo,
        production=stages[0],
        stages=(demo, *stages),
        load=load("simulated", 20),
        load_of="10000",
        scales=(scale(10, stages[1], ran=True), scale(1000, stages[0], ran=True), scale(10000, stages[2], ran=True)),
        conclusion=msgspec.structs.replace(run.conclusion, headline="Not ready: 58.8 % of 10,000 queries fail, the goal is at most 5 %."),
    )  # fmt: skip


def fine() -> Summary:
    """Everything went well, and every goal is met."""
    demo = stage("demo", (10, 0, 0, 0), median=0.6)
    production = stage("production", (1000, 0, 0, 0), median=0.8)
    run = full()
    goals = tuple(
        msgspec.structs.replace(goal, met=True, reason="well below the goal") for goal in run.conclusion.goals
    )
    return msgspec.structs.replace(
        run,
        facts=facts(skipped=()),
        conclusion=Conclusion(state="ready", headline="Ready: every goal is met.", goals=goals),
        demo=demo,
        production=production,
        stages=(demo, production),
        scales=(scale(10, production), scale(1000, production, ran=True), scale(10000, production)),
        checks=tuple(msgspec.structs.replace(row, failed=0, rate=rate(0, 957), example_reason="") for row in run.checks),
        mess=mess_rows(tuple((name, 0.0, 0.01, share) for name, _, _, share in MESS)),
        examples=(),
        flawless_demo=Estimate(value=1.0, low=0.963, high=1.0, provenance="projected", count=1000),
    )  # fmt: skip


def nothing() -> Summary:
    """The run ended before a query was asked."""
    unknown = Estimate(value=None, provenance="measured", note="nothing was asked")
    return Summary(
        facts=facts(state="stopped", reason="stopped by the user", run_seconds=0.4),
        conclusion=Conclusion(
            state="not_enough_evidence", headline="Not enough evidence: no query was asked.", goals=()
        ),
        demo=None,
        production=None,
        stages=(),
        scales=tuple(scale(queries, None) for queries in (10, 1000, 10000)),
        content=None,
        checks=(),
        personas=(),
        mess=(),
        turns=(),
        intents=(),
        timeline=(),
        flawless_demo=unknown,
        flawless_of=0,
        usd_per_month=unknown,
        queries_per_month=None,
        other_models=(),
        examples=(),
        not_tested=("Everything: the run was stopped before the first query.",),
    )


def demo_only() -> Summary:
    """Stopped after the demo."""
    demo = stage("demo", (10, 0, 0, 0), median=0.9, usd_per_query=0.0012)
    return msgspec.structs.replace(
        nothing(),
        facts=facts(state="stopped", reason="the spend limit of $0.01 was reached"),
        demo=demo,
        stages=(demo,),
    )


def no_price() -> Summary:
    """A model without a price."""
    demo = stage("demo", (10, 0, 0, 0), median=0.9, usd_per_query=None)
    production = stage("production", (200, 31, 0, 0), usd_per_query=None)
    run = full()
    return msgspec.structs.replace(
        run,
        facts=facts(prices=None, target="embedded", target_kind="local", model="SmolLM2-135M-Instruct"),
        conclusion=msgspec.structs.replace(run.conclusion, goals=run.conclusion.goals[:2]),
        demo=demo,
        production=production,
        stages=(demo, production),
        scales=tuple(scale(queries, production) for queries in (10, 1000, 10000)),
        usd_per_month=number(None, "projected", note="no price is known for this model"),
        other_models=(),
    )


def hostile() -> Summary:
    """Extreme numbers, and texts that mean harm."""
    demo = stage("demo", (3, 3, 0, 0), median=0.0004, usd_per_query=1e-9)
    production = stage("production", (7, 3, 2, 2), median=2900, usd_per_query=1234.5, kinds={HOSTILE: 2})
    kinds = tuple((f"{HOSTILE} {at}", 0.6 - at / 25, 0.9, 0.5) for at in range(30))
    run = full()
    scales = [scale(queries, production) for queries in (1, 10, 100, 10_000, 100_000, 1_000_000)]
    return msgspec.structs.replace(
        run,
        facts=facts(name=HOSTILE[:200], model=HOSTILE, target=HOSTILE, reason=HOSTILE, skipped=(HOSTILE,), versions={HOSTILE: HOSTILE}),
        conclusion=msgspec.structs.replace(run.conclusion, headline=HOSTILE),
        demo=demo,
        production=production,
        stages=(demo, production, *(msgspec.structs.replace(production, name=f"{name}") for name in (10, 100, 1000, 10000))),
        scales=tuple(scales),
        mess=mess_rows(kinds),
        checks=tuple(CheckRow(check=f"{HOSTILE} {at}", failed=at, unsure=at, judged=100, rate=rate(at, 100), example_reason=HOSTILE) for at in range(30)),
        personas=groups({HOSTILE: (1, 2)}),
        turns=groups({str(turn): (1, 2) for turn in range(1, 31)}),
        timeline=timeline(400, 86_400),
        load=load(width=500_000),
        other_models=tuple(Pricing(model=f"{HOSTILE}{at}", usd_per_1000=number(10.0**at, "projected")) for at in range(-4, 7)),
        usd_per_month=number(123_456_789.0, "projected"),
        queries_per_month=10_000_000_000,
        examples=tuple(example(at, text=HOSTILE, clean=HOSTILE, answer=(HOSTILE + "\n") * 40, reason=HOSTILE, persona=HOSTILE, mess=(HOSTILE,)) for at in range(3)),
        not_tested=(HOSTILE, *NOT_TESTED),
    )  # fmt: skip


def scripts() -> Summary:
    """What users write in other scripts than ours, from the name of the run to the failing queries."""
    run = full()
    texts = (
        ("我的订单在哪里？", "你好，我的订单在哪里？已经等了三天了！我上周五在你们的网站上买了一台笔记本电脑，到现在都没有发货 😡", "您好！您的订单正在处理中。"),
        ("मेरा ऑर्डर कहाँ है?", "नमस्ते, मेरा ऑर्डर कहाँ है? मैंने तीन दिन पहले iPhone 15 मँगवाया था 🙏🏽", "आपका ऑर्डर रास्ते में है।"),
        ("أين طلبي رقم 48213؟", "مرحبا، أين طلبي رقم 48213؟ لقد اشتريت\niPhone 15 Pro Max 256 GB باللون الأزرق يوم الجمعة (من موقعكم) ولم يصل حتى الآن 👩\u200d💻", "طلبك في الطريق إليك."),
        ("พัสดุของฉันอยู่ที่ไหน", "สวัสดีครับ พัสดุของฉันอยู่ที่ไหน order 48213", "주문이 배송 중입니다 🎉"),
    )  # fmt: skip
    examples = tuple(
        example(at, clean=clean, text=text, answer=answer, reason=answer, persona=clean)
        for at, (clean, text, answer) in enumerate(texts)
    )
    return msgspec.structs.replace(
        run,
        facts=facts(name="客服 दोस्त مساعد 😀"),
        intents=groups({clean: (44, 330) for clean, _, _ in texts}),
        personas=groups({clean: (30, 130) for clean, _, _ in texts}),
        examples=examples,
    )


def one_scale() -> Summary:
    """A single scale, and tiny failure rates."""
    production = stage("production", (100_000, 12, 3, 0), median=0.03, usd_per_query=3e-7)
    run = full()
    goals = (
        GoalResult(
            goal="failure_rate", limit=0.0001, found=production.failure, met=None, reason="may lie on either side"
        ),
    )
    return msgspec.structs.replace(
        run,
        conclusion=msgspec.structs.replace(run.conclusion, goals=goals, state="not_enough_evidence", headline="Not enough evidence."),
        production=production,
        stages=(production,),
        demo=None,
        scales=(scale(100_000, production, ran=True),),
        mess=mess_rows(MESS[:1]),
        timeline=timeline(1, 30),
        load=load(width=1)[:1],
    )  # fmt: skip


def disturbed() -> Summary:
    """A run on a bad network with injected faults, beside system failures of the target's own."""
    run = full()
    demo = stage("demo", (10, 0, 0, 0))
    production = msgspec.structs.replace(
        stage("production", (1000, 141, 98, 60), kinds={"rate_limit": 40, "server": 58}),
        injected={"rate_limit": 40, "server": 30},
        injected_gave_up=45,
        injected_note="Of the 1,000 production queries, 118 requests met a fault injected on purpose, which is behind 70 of 98 system failures and 45 of 60 users who gave up.",
    )
    rows = tuple(
        msgspec.structs.replace(
            bucket,
            system_failure=5,
            gave_up=4,
            good=bucket.arrived - bucket.prompt_failure - 9,
            injected_system=3 + at % 3,
            injected_gave_up=at % 4,
        )
        for at, bucket in enumerate(run.timeline)
    )
    return msgspec.structs.replace(
        run, demo=demo, production=production, stages=(demo, production), timeline=rows,
        scales=(scale(10, production), scale(1000, production, ran=True), scale(10000, production)),
    )  # fmt: skip


EVERY = {
    "disturbed": disturbed,
    "full": full,
    "simulated": simulated,
    "fine": fine,
    "nothing": nothing,
    "demo_only": demo_only,
    "no_price": no_price,
    "hostile": hostile,
    "scripts": scripts,
    "one_scale": one_scale,
}
