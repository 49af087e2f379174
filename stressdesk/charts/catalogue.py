"""Every chart there is, in the order it is shown. Importing this loads matplotlib."""

from __future__ import annotations

from stressdesk.charts.chart import Chart
from stressdesk.charts.failures import paint_failure_rate
from stressdesk.charts.latency import paint_latency
from stressdesk.charts.likeness import likeness_lines, paint_likeness
from stressdesk.charts.load import paint_load, paint_waiting
from stressdesk.charts.models import paint_models
from stressdesk.charts.rows import check_lines, mess_doubt, mess_lines, paint_checks, paint_mess
from stressdesk.charts.spend import paint_spend
from stressdesk.charts.timeline import paint_timeline

CHARTS = (
    Chart(
        name="failure_rate",
        title="Failure rate by scale",
        subtitle="Share of queries that went wrong, with 95 % intervals",
        paint=paint_failure_rate,
    ),
    Chart(
        name="spend",
        title="Spend by scale",
        subtitle="Retries and failed but billed requests included",
        paint=paint_spend,
    ),
    Chart(
        name="mess",
        title="What production does to it",
        subtitle="Points each kind of mess adds to the failure rate",
        paint=paint_mess,
        lines=mess_lines,
        doubt=mess_doubt,
    ),
    Chart(
        name="checks",
        title="What fails",
        subtitle="Share of judged answers each check failed, with 95 % intervals",
        paint=paint_checks,
        lines=check_lines,
    ),
    Chart(
        name="latency",
        title="How long people wait",
        subtitle="p95: 95 of 100 answers came within this time, with 95 % intervals",
        paint=paint_latency,
    ),
    Chart(
        name="timeline",
        title="Queries over time",
        subtitle="When queries arrived and what became of them",
        paint=paint_timeline,
    ),
    Chart(
        name="waiting",
        title="Latency over time",
        subtitle="How long answers took, by when their queries arrived",
        paint=paint_waiting,
    ),
    Chart(
        name="load",
        title="What load does",
        subtitle="By how many queries were under way when one was sent, with 95 % intervals",
        paint=paint_load,
    ),
    Chart(
        name="models",
        title="Same traffic on other models",
        subtitle="US dollars per 1,000 queries, with 95 % intervals",
        paint=paint_models,
    ),
    Chart(
        name="likeness",
        title="This traffic's distance to real traffic",
        subtitle="Each figure beside the published one of real users, the farthest first",
        paint=paint_likeness,
        lines=likeness_lines,
    ),
)


def chart_named(name: str) -> Chart:
    """One of CHARTS; raises LookupError for a name that is none of theirs."""
    chart = next((chart for chart in CHARTS if chart.name == name), None)
    if chart is None:
        raise LookupError(name)
    return chart
