"""What a run came to, as the terminal shows it: the verdict, its reasons, demo beside production, scales, mess."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stressdesk.analysis.words import count, money, money_range, percent, percent_range, seconds, seconds_range
from stressdesk.cli.terminal import columns, harmless, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from stressdesk.analysis.estimate import Estimate
    from stressdesk.analysis.summary import Conclusion, ScaleSummary, StageSummary, Summary

VERDICTS = {
    "ready": ("READY", "green"),
    "not_ready": ("NOT READY", "red"),
    "not_enough_evidence": ("NOT ENOUGH EVIDENCE", "yellow"),
}
MARKS = {True: "met      ", False: "missed   ", None: "undecided"}
MOST_MESS_ROWS = 6
NOTHING = "\N{EN DASH}"


def outcome(summary: Summary) -> str:
    """Everything a person needs before opening the report, as text."""
    parts = [
        _verdict(summary.conclusion),
        _side_by_side(summary),
        _scales(summary),
        _mess(summary),
        wrapped(
            f"Chance that a demo of {summary.flawless_of} looks flawless: "
            f"{_estimate(summary.flawless_demo, percent, percent_range)}; {summary.flawless_demo.note}"
        )
        if summary.flawless_demo.value is not None
        else "",
        _nearness(summary),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _verdict(conclusion: Conclusion) -> str:
    words, colour = VERDICTS[conclusion.state]
    lines = [f"\n{click.style(f' {words} ', fg=colour, bold=True, reverse=True)}", wrapped(conclusion.headline)]
    lines += [wrapped(f"{MARKS[goal.met]}  {goal.reason}", "    ") for goal in conclusion.goals]
    lines += [wrapped(reason, "    ") for reason in conclusion.reasons]
    if conclusion.more_queries:
        lines.append(wrapped(f"About {count(conclusion.more_queries)} more queries would probably settle it."))
    return "\n".join(lines)


def _side_by_side(summary: Summary) -> str:
    stages = [stage for stage in (summary.demo, summary.production) if stage is not None]
    if not stages:
        return ""
    rows = [["", *(stage.name for stage in stages)]]
    for label, text in (
        ("failed", _failed),
        ("  wrong answer", lambda stage: _rate(stage.prompt_failure)),
        ("  system failure", lambda stage: _rate(stage.system_failure)),
        ("  gave up waiting", lambda stage: _rate(stage.gave_up)),
        ("undecided", lambda stage: count(stage.unsure)),
        ("first token, p50", lambda stage: _time(stage.first_token.p50)),
        ("latency, p50", lambda stage: _time(stage.latency.p50)),
        ("latency, p95", lambda stage: _time(stage.latency.p95)),
        ("per good answer", lambda stage: _money(stage.usd_per_good)),
        *(_RETRIED if any(stage.by_request and stage.by_request.retries for stage in stages) else ()),
    ):
        rows.append([label, *(text(stage) for stage in stages)])
    return columns(rows)


def _felt(stage: StageSummary) -> str:
    return _rate(stage.by_request.felt) if stage.by_request else NOTHING


def _unanswered(stage: StageSummary) -> str:
    return _rate(stage.by_request.unanswered) if stage.by_request else NOTHING


# What users felt, and what the provider did: told apart only where anything was asked again.
_RETRIED: tuple[tuple[str, Callable[[StageSummary], str]], ...] = (
    ("no answer, after retries", _felt),
    ("no answer, per request", _unanswered),
)


def _failed(stage: StageSummary) -> str:
    return f"{count(stage.failed)} of {count(stage.counted)}: {_rate(stage.failure)}"


def _scales(summary: Summary) -> str:
    rows: list[tuple[str, ...]] = [("queries", "fail", "spend", "p95 latency", "")]
    rows += [_scale(scale) for scale in summary.scales]
    return columns(rows, right=(0,)) if summary.scales else ""


def _scale(scale: ScaleSummary) -> tuple[str, ...]:
    return (
        count(scale.queries),
        _rate(scale.failure),
        _money(scale.spend),
        _time(scale.p95_latency),
        scale.failure.provenance if scale.stage else "projected; wrong answers only",
    )


def _mess(summary: Summary) -> str:
    worst = [row for row in summary.mess if row.cost.value is not None][:MOST_MESS_ROWS]
    if not worst:
        return ""
    rows: list[tuple[str, ...]] = [("what production does to it", "costs, in points", "95 %", "share of queries")]
    for row in worst:
        interval = ""
        if row.cost.low is not None and row.cost.high is not None:
            interval = f"{row.cost.low * 100:+.0f} to {row.cost.high * 100:+.0f}"
        rows.append((harmless(row.mess, 30), f"{(row.cost.value or 0) * 100:+.0f}", interval, percent(row.share, 0)))
    return columns(rows, right=(1, 2, 3))


def _nearness(summary: Summary) -> str:
    from stressdesk.analysis.realism import in_short  # noqa: PLC0415 - numpy loads here, unless there was a run

    return wrapped(f"Distance to real traffic: {in_short(summary.likeness)}") if summary.likeness else ""


def _rate(estimate: Estimate) -> str:
    return _estimate(estimate, percent, percent_range)


def _time(estimate: Estimate) -> str:
    return _estimate(estimate, seconds, seconds_range)


def _money(estimate: Estimate) -> str:
    return _estimate(estimate, money, money_range)


def _estimate(estimate: Estimate, single: Callable[[float], str], interval: Callable[[float, float], str]) -> str:
    if estimate.value is None:
        return NOTHING
    shown = single(estimate.value)
    if estimate.low is not None and estimate.high is not None:
        shown += f" ({interval(estimate.low, estimate.high)})"
    return f"{shown} {estimate.provenance}"
