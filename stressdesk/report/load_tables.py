"""The tables behind the charts of load and time, for whoever wants their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.charts.words import stage_title
from stressdesk.report.contents import Cell, Column, Table, figure, one_line, plain, tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.analysis.provider import ByRequest
    from stressdesk.analysis.summary import StageSummary, Summary


def load(summary: Summary) -> Table:
    """What became of queries by how many were under way when they were sent."""
    rows = tuple(
        (
            plain(_range(row.least, row.most)),
            figure(row.failure, words.percent, words.percent_range),
            figure(row.p95_latency, words.seconds, words.seconds_range),
            tally(row.count, row.failure.provenance),
        )
        for row in summary.load
    )
    stage = next((stage for stage in summary.stages if stage.name == summary.load_of), None)
    return Table(
        title="By queries under way",
        columns=(
            Column(title="Under way", align="left", weight=0.8),
            Column(title="Failure rate", weight=1.4),
            Column(title="p95 latency", weight=1.4),
            Column(title="Queries", weight=0.7),
        ),
        rows=rows,
        empty="No production query was sent.",
        note=f"Of the stage {one_line(stage_title(summary, stage), 40)}, in which most was asked." if stage else "",
    )


def retries(summary: Summary) -> Table:
    """What users felt, with retries, beside what the provider did, without; nothing where no request was repeated."""
    stages = [(stage, stage.by_request) for stage in summary.stages if stage.by_request is not None]
    rows: list[tuple[Cell, ...]] = []
    for stage, seen in stages:
        if seen.retries:
            name = one_line(stage_title(summary, stage), 30)
            rows += [(plain(f"{name}: {what}"), *cells) for what, *cells in _both_views(stage, seen)]
    rescued = sum(seen.rescued for _, seen in stages)
    return Table(
        title="With retries and without",
        columns=(
            Column(title="", align="left", weight=1.5),
            Column(title="Queries, with retries", weight=1.4),
            Column(title="Requests, without", weight=1.4),
        ),
        rows=tuple(rows),
        empty="No request was repeated: what users felt is what the provider did.",
        wide=True,
        note=f"With retries is what users felt, without is what the provider did. "
        f"{words.counted(rescued, 'query was', 'queries were')} answered only because of a retry. Seconds of queries "
        f"count from the moment the user meant to ask, those of requests from sending.",
    )


def _both_views(stage: StageSummary, seen: ByRequest) -> Iterator[tuple[str, Cell, Cell]]:
    source = stage.failure.provenance
    yield "asked", tally(stage.counted, source), tally(seen.count, source)
    felt, found = (figure(one, words.percent, words.percent_range) for one in (seen.felt, seen.unanswered))
    yield "no usable answer", felt, found
    if seen.injected:
        yield "of these injected", tally(seen.felt_injected, source), tally(seen.injected, source)
    slowest = (stage.latency.p95, seen.answered_seconds.p95)
    felt, found = (figure(one, words.seconds, words.seconds_range) for one in slowest)
    yield "p95 of answers", felt, found
    felt, found = (figure(one, words.money, words.money_range) for one in (seen.usd_felt, seen.usd_unanswered))
    yield "cost without an answer", felt, found


def timeline(summary: Summary) -> Table:
    """What arrived when, what became of it, and how long it took."""
    source = summary.facts.provenance
    injected = [bucket.injected_system + bucket.injected_gave_up for bucket in summary.timeline]
    rows = tuple(
        (
            plain(_seconds(bucket.start, bucket.end)),
            *(
                tally(number, source)
                for number in (bucket.arrived, bucket.prompt_failure, bucket.system_failure, bucket.gave_up)
            ),
            *[tally(put_in, source)] * any(injected),
            *(
                Cell(text="" if wait is None else words.seconds(wait), origin=None if wait is None else source)
                for wait in (bucket.p50_latency, bucket.p95_latency)
            ),
        )
        for bucket, put_in in zip(summary.timeline, injected, strict=True)
    )
    failures = ("Arrived", "Wrong answer", "System failure", "Gave up", *["Of these injected"] * any(injected))
    titles = (*failures, "p50 latency", "p95 latency")
    return Table(
        title="Over time",
        columns=(Column(title="Seconds of the run", align="left"), *(Column(title=title) for title in titles)),
        rows=rows,
        empty="No production query has arrived.",
        wide=True,
    )


def _range(least: int, most: int) -> str:
    return words.count(least) if least == most else f"{words.count(least)}{words.EN_DASH}{words.count(most)}"


def _seconds(start: float, end: float) -> str:
    return f"{start:,.6g}{words.EN_DASH}{end:,.6g}"
