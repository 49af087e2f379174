"""The first page: five figures, the demo beside production, and the goals in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.analysis import words
from stressdesk.charts.words import goal, sums
from stressdesk.journal.kinds import KIND_WORDS
from stressdesk.journal.stages import DEMO, PRODUCTION
from stressdesk.report.contents import (
    UNKNOWN,
    Card,
    Cell,
    Column,
    GoalLine,
    Table,
    figure,
    one_line,
    sentence,
    tally,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stressdesk.analysis.estimate import Estimate
    from stressdesk.analysis.summary import GoalResult, StageSummary, Summary
    from stressdesk.report.contents import GoalState, Tone

GOALS: dict[str, tuple[str, Callable[[float], str]]] = {
    "failure_rate": ("Failure rate", words.percent),
    "system_failure_rate": ("System failures", words.percent),
    "p95_latency_seconds": ("p95 latency", words.seconds),
    "p95_first_token_seconds": ("p95 to the first token", words.seconds),
    "usd_per_1000": ("Spend per 1,000 queries", words.money),
    "usd_per_month": ("Spend per month", words.money),
}
LARGE_USD = 1e6
FEW_ANSWERS = 20  # below, not even the slowest answer stands for the slowest twentieth


def cards(summary: Summary) -> tuple[Card, ...]:
    """Failure rate, system failures, p95 latency, cost of a good answer, spend at the largest scale."""
    return (_failure(summary), _system(summary), _latency(summary), _per_good(summary), _spend(summary))


def goal_lines(summary: Summary) -> tuple[GoalLine, ...]:
    """Every goal that was set, with what was found."""
    return tuple(_goal_line(result) for result in summary.conclusion.goals)


def comparison(summary: Summary) -> Table:
    """The demo beside production, one line a number."""
    stages = [stage for stage in (summary.demo, summary.production) if stage is not None]
    names = [stage.name.capitalize() for stage in stages]
    lines: tuple[tuple[str, Callable[[StageSummary], Cell]], ...] = (
        ("Queries asked", lambda stage: tally(stage.counted, stage.failure.provenance)),
        ("Went wrong", lambda stage: _rate(stage.failure)),
        ("… wrong answer", lambda stage: _rate(stage.prompt_failure)),
        ("… system failure", lambda stage: _rate(stage.system_failure)),
        ("… user gave up", lambda stage: _rate(stage.gave_up)),
        ("p95 first token", lambda stage: _time(stage.first_token.p95)),
        ("p95 whole answer", lambda stage: _time(stage.latency.p95)),
        ("Cost per query", lambda stage: _alone(_money(stage.usd_per_query))),
        ("Cost per good answer", lambda stage: _alone(_money(stage.usd_per_good))),
    )
    few = few_answers(stages, lambda stage: stage.name.capitalize())
    return Table(
        title="The demo beside production",
        columns=(Column(title="", align="left", weight=1.2), *(Column(title=name, weight=1.4) for name in names)),
        rows=tuple((Cell(text=title), *(cell(stage) for stage in stages)) for title, cell in lines) if stages else (),
        empty="No query has been asked.",
        note=f"p95: 95 of 100 answers came within it. {few}".strip(),
    )


def few_answers(stages: Sequence[StageSummary], name: Callable[[StageSummary], str]) -> str:
    """Which stages have percentiles of so few answers that a p95 has no interval; "" where there are none."""
    few = [stage for stage in stages if 0 < stage.latency.count < FEW_ANSWERS]
    said = (f"{name(stage)}: of {words.counted(stage.latency.count, 'answer')} only." for stage in few)
    return " ".join(said)


def flawless(summary: Summary) -> str:
    """What a flawless demo is worth: the chance of one at the production failure rate."""
    chance = summary.flawless_demo
    if chance.value is None:
        return ""
    low, high = chance.low, chance.high
    is_wide = low is not None and high is not None and words.percent(low) != words.percent(high)
    interval = f" ({words.percent_range(low or 0.0, high or 0.0)})" if is_wide else ""
    said = (
        f"At the failure rate of production, a demo of {words.counted(summary.flawless_of, 'query')} looks flawless "
        f"with a chance of {words.percent(chance.value)}{interval}, {chance.provenance}"
        f"{f': {chance.note}' if chance.note else ''}."
    )
    note = summary.demo.flawless_note if summary.demo else ""
    return together(f"{said} {sentence(note)}".strip())


def kinds(stage: StageSummary, most: int = 2) -> str:
    """The most frequent kinds of system failure of a stage, in words."""
    ordered = sorted(stage.kinds.items(), key=lambda kind: -kind[1])[:most]
    return ", ".join(
        f"{KIND_WORDS.get(name, one_line(name, 40))} {words.count(number)} times" for name, number in ordered
    )


def _what_failed(stage: StageSummary) -> str:
    """How many system failures were injected, or where none were, the most frequent kind."""
    if stage.injected:
        return f"{words.count(sum(stage.injected.values()))} of {words.count(sum(stage.kinds.values()))} injected"
    return kinds(stage, 1) if stage.kinds else "none seen" if not stage.system_failure.value else ""


def _rate(estimate: Estimate) -> Cell:
    return figure(estimate, words.percent, words.percent_range)


def _time(estimate: Estimate) -> Cell:
    return figure(estimate, words.seconds, words.seconds_range)


def _money(estimate: Estimate) -> Cell:
    return figure(estimate, words.money, words.money_range)


def _alone(cell: Cell) -> Cell:
    """A number without its interval, which stands in the table of spend: small sums and their intervals run long."""
    return msgspec.structs.replace(cell, detail="")


def _large(estimate: Estimate) -> Cell:
    """A sum for a card: millions are written out in words."""
    if (estimate.value or 0.0) < LARGE_USD:
        return _money(estimate)
    return figure(estimate, lambda usd: sums(usd)[-1], lambda low, high: f"{sums(low)[-1]} to {sums(high)[-1]}")


def _goal_line(result: GoalResult) -> GoalLine:
    title, text = GOALS.get(result.goal, (result.goal, str))
    states: dict[bool | None, GoalState] = {True: "met", False: "missed", None: "undecided"}
    finding = _finding(result)
    source = result.found.provenance
    return GoalLine(
        goal=together(f"{title} at most {text(result.limit)}"),
        reason=together(sentence(finding)),
        state=states[result.met],
        origin=None if result.found.value is None or f", {source}" in finding else source,
    )


def _finding(result: GoalResult) -> str:
    """The reason without the goal itself, which stands beside it."""
    finding = result.reason.split("; the goal is at most")[0]
    is_open = result.met is None and result.found.value is not None and finding != result.reason
    return f"{finding}, which does not settle it" if is_open else finding


def _badge(summary: Summary, name: str, found: Estimate) -> tuple[str, Tone]:
    """Whether the goal is met, if this very number is what it was judged by."""
    result = goal(summary, name)
    if result is None or result.found != found:
        return ("", "")
    return _verdict(result)


def _verdict(result: GoalResult) -> tuple[str, Tone]:
    verdicts: dict[bool | None, tuple[str, Tone]] = {
        True: ("goal met", "good"),
        False: ("goal missed", "bad"),
        None: ("goal undecided", "warn"),
    }
    return verdicts[result.met]


def _judged(summary: Summary, name: str, number: Callable[[StageSummary], Estimate]) -> StageSummary | None:
    """The stage a goal was judged by; without such a goal the largest that stands for production."""
    result = goal(summary, name)
    by_goal = next((stage for stage in summary.stages if result is not None and number(stage) == result.found), None)
    sample = next((stage for stage in summary.stages if stage.name == summary.content), None)
    return by_goal or summary.production or sample


def _place(summary: Summary, stage: StageSummary) -> str:
    """Where a number of a stage was found: "in production" or "at 10,000"."""
    scale = next((scale for scale in summary.scales if scale.stage == stage.name), None)
    return "in production" if stage.name == PRODUCTION or scale is None else f"at {words.count(scale.queries)}"


def _card(title: str, cell: Cell, estimate: Estimate, more: str, badge: tuple[str, Tone]) -> Card:
    known = estimate.value is not None
    return Card(
        title=title,
        figure=cell.text if known else UNKNOWN,
        origin=estimate.provenance if known else None,
        details=tuple(together(line) for line in (f"95 %: {cell.detail}" if cell.detail else cell.reason, more)),
        badge=badge[0],
        tone=badge[1],
    )


def _nothing(title: str) -> Card:
    return Card(title=title, figure=UNKNOWN, details=("no production query has ended", ""))


def _failure(summary: Summary) -> Card:
    stage = _judged(summary, "failure_rate", lambda one: one.failure)
    if stage is None:
        return _nothing("Failure rate")
    demo, production = summary.demo, summary.production
    beside = f"demo {words.count(demo.failed)} of {words.count(demo.counted)}" if demo else ""
    if production is not None and production is not stage and production.failure.value is not None:
        beside = f"production {words.percent(production.failure.value)}"
    badge = _badge(summary, "failure_rate", stage.failure)
    title = f"Failure rate {_place(summary, stage)}"
    return _card(title, _rate(stage.failure), stage.failure, beside, badge)


def _system(summary: Summary) -> Card:
    """Of the stage a goal was judged by, or else of the one in which most was asked."""
    judged = _judged(summary, "system_failure_rate", lambda one: one.system_failure)
    asked = [stage for stage in summary.stages if stage.name != DEMO and stage.counted]
    stage = judged if goal(summary, "system_failure_rate") else max(asked, key=lambda one: one.counted, default=judged)
    if stage is None:
        return _nothing("System failures")
    found = stage.system_failure
    place = _place(summary, stage)
    title = f"System failures {place}" if place.startswith("at ") else "System failures"
    return _card(title, _rate(found), found, _what_failed(stage), _badge(summary, "system_failure_rate", found))


def _latency(summary: Summary) -> Card:
    stage = _judged(summary, "p95_latency_seconds", lambda one: one.latency.p95)
    if stage is None:
        return _nothing("p95 latency")
    found = stage.latency.p95
    demo = summary.demo.latency.p95.value if summary.demo else None
    more = f"demo {words.seconds(demo)}" if demo is not None else ""
    badge = _badge(summary, "p95_latency_seconds", found)
    return _card(f"p95 latency {_place(summary, stage)}", _time(found), found, more, badge)


def _per_good(summary: Summary) -> Card:
    stage = _judged(summary, "usd_per_1000", lambda one: one.usd_per_query)
    if stage is None:
        return _nothing("Cost per good answer")
    found = stage.usd_per_good
    asked = stage.usd_per_query.value
    more = f"per query {words.money(asked)}" if asked is not None else ""
    return _card("Cost per good answer", _money(found), found, more, ("", ""))


def _spend(summary: Summary) -> Card:
    if not summary.scales:
        return _nothing("Spend")
    largest = max(summary.scales, key=lambda scale: scale.queries)
    month = summary.usd_per_month.value
    more = f"per month {words.money(month)}" if month is not None else ""
    result = goal(summary, "usd_per_1000") or goal(summary, "usd_per_month")
    badge = _verdict(result) if result is not None and largest.spend.value is not None else ("", "")
    return _card(f"Spend for {words.count(largest.queries)}", _large(largest.spend), largest.spend, more, badge)
