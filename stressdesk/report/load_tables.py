"""The tables behind the charts of load and time, for whoever wants their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.charts.words import stage_title
from stressdesk.report.contents import Cell, Column, Table, figure, one_line, plain, tally

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary


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


def timeline(summary: Summary) -> Table:
    """What arrived when, what became of it, and how long it took."""
    source = summary.facts.provenance
    rows = tuple(
        (
            plain(_seconds(bucket.start, bucket.end)),
            *(
                tally(number, source)
                for number in (bucket.arrived, bucket.prompt_failure, bucket.system_failure, bucket.gave_up)
            ),
            *(
                Cell(text="" if wait is None else words.seconds(wait), origin=None if wait is None else source)
                for wait in (bucket.p50_latency, bucket.p95_latency)
            ),
        )
        for bucket in summary.timeline
    )
    titles = ("Arrived", "Wrong answer", "System failure", "Gave up", "p50 latency", "p95 latency")
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
