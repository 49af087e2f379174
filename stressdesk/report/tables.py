"""The tables of a report: scales, mess, checks, waiting, money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.analysis.own_names import name_title
from stressdesk.charts.words import stage_title
from stressdesk.journal.kinds import KIND_WORDS
from stressdesk.report.contents import Cell, Column, Table, figure, one_line, plain, sentence, tally, together
from stressdesk.report.figures import few_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.estimate import Estimate, Percentiles
    from stressdesk.analysis.summary import ScaleSummary, StageSummary, Summary

MOST_GROUPS = 12


def scales(summary: Summary) -> Table:
    """What happens at each scale."""
    rows = tuple(
        (
            plain(scale.queries),
            _whole(scale),
            _rate(scale.prompt_failure),
            _rate(scale.system_failure),
            _rate(scale.gave_up),
            _time(scale.p95_latency),
        )
        for scale in summary.scales
    )
    notes = sorted({sentence(together(scale.note)) for scale in summary.scales if scale.note})
    titles = ("Failure rate", "Wrong answer", "System failure", "Gave up", "p95 latency")
    return Table(
        title="Failures and waiting",
        columns=(Column(title="Queries", weight=0.7), *(Column(title=title) for title in titles)),
        rows=rows,
        empty="The scenario names no scales.",
        wide=True,
        note=" ".join(notes),
    )


def stages(summary: Summary) -> Table:
    """How many queries of each stage were planned, asked, left out and undecided."""
    injected = {stage.name: sum(stage.injected.values()) + stage.injected_gave_up for stage in summary.stages}
    has_injected = any(injected.values())
    rows = tuple(
        (
            plain(one_line(stage_title(summary, stage), 30)),
            *(
                tally(number, stage.failure.provenance)
                for number in (
                    stage.planned,
                    stage.counted,
                    stage.dropped,
                    stage.cancelled,
                    stage.unsure,
                    *[injected[stage.name]] * has_injected,
                    stage.requests,
                )
            ),
            Cell(text=words.seconds(stage.seconds), origin=stage.failure.provenance),
        )
        for stage in summary.stages
    )
    failed = ["Failed by injection"] * has_injected
    titles = ("Planned", "Ended", "Dropped", "Cancelled", "Unsure", *failed, "Requests", "Took")
    return Table(
        title="Queries, stage by stage",
        columns=(Column(title="Stage", align="left", weight=1.3), *(Column(title=title) for title in titles)),
        rows=rows,
        empty="No stage was begun.",
        wide=True,
        note="Dropped: planned but never asked, because their user had left or the run had ended."
        + (" Took: simulated time." if summary.facts.provenance == "simulated" else ""),
    )


def mess(summary: Summary) -> Table:
    """What each kind of mess costs."""
    rows = tuple(
        (
            plain(one_line(name_title(row.mess), 60)),
            figure(row.cost, words.points, _points_range),
            _rate(row.rate),
            Cell(text=together(words.percent(row.share)), origin=row.rate.provenance),
            tally(row.count, row.rate.provenance),
        )
        for row in summary.mess
    )
    return Table(
        title="Kinds of mess",
        columns=(
            Column(title="Kind of mess", align="left", weight=1.5),
            Column(title="Costs, in points of failure rate", weight=1.4),
            Column(title="Wrong answers with it", weight=1.3),
            Column(title="Share of traffic"),
            Column(title="Queries", weight=0.7),
        ),
        rows=rows,
        empty="No messy query was asked.",
        wide=True,
        note="A cost whose interval includes 0 may be chance. Costs hold other kinds of mess equal.",
    )


def checks(summary: Summary) -> Table:
    """What each check said."""
    rows = tuple(
        (
            plain(one_line(row.check, 60)),
            _rate(row.rate),
            tally(row.failed, row.rate.provenance),
            tally(row.judged, row.rate.provenance),
            tally(row.unsure, row.rate.provenance),
            plain(one_line(row.example_reason, 90)),
        )
        for row in summary.checks
    )
    return Table(
        title="Checks",
        columns=(
            Column(title="Check", align="left", weight=1.1),
            Column(title="Failure rate", weight=1.3),
            Column(title="Failed", weight=0.6),
            Column(title="Judged", weight=0.6),
            Column(title="Unsure", weight=0.6),
            Column(title="For example", align="left", weight=2.2),
        ),
        rows=rows,
        empty="No check has judged an answer to production traffic.",
        wide=True,
        note="Unsure counts neither as failed nor as good.",
    )


def failure_kinds(summary: Summary) -> Table:
    """Which system failures there were in which stage."""
    stages = [stage for stage in summary.stages if stage.kinds]
    names = sorted({kind for stage in stages for kind in stage.kinds})
    injected = {kind for stage in stages for kind in stage.injected}
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        said = name_title(one_line(KIND_WORDS.get(name, name), 60))
        # What was injected never stands in one number with what the target did by itself.
        own = [stage.kinds.get(name, 0) - stage.injected.get(name, 0) for stage in stages]
        if any(own):
            rows.append(_counts(said, own, stages))
        if name in injected:
            rows.append(_counts(f"{said}, injected", [stage.injected.get(name, 0) for stage in stages], stages))
    return Table(
        title="System failures",
        columns=(
            Column(title="Kind", align="left", weight=1.5),
            *(Column(title=one_line(stage_title(summary, stage), 30)) for stage in stages),
        ),
        rows=tuple(rows),
        empty="No system failure was seen.",
        note="Injected: put in on purpose at the rates the scenario states (assumed)." if injected else "",
    )


def waiting(summary: Summary) -> Table:
    """Percentiles of the time to the first token and to the whole answer, stage by stage."""
    rows: list[tuple[Cell, ...]] = []
    for stage in summary.stages:
        times = [("first token", stage.first_token), ("whole answer", stage.latency), ("target alone", stage.service)]
        if stage.held_back is not None:
            times.append(("held back by rate limits", stage.held_back.seconds))
        name = one_line(stage_title(summary, stage), 30)
        rows.extend(_times(f"{name}: {what}", percentiles) for what, percentiles in times if percentiles.count)
    few = few_answers(summary.stages, lambda stage: one_line(stage_title(summary, stage), 30))
    return Table(
        title="Percentiles",
        columns=(
            Column(title="", align="left", weight=1.5),
            *(Column(title=name) for name in ("p50", "p90", "p95", "p99")),
        ),
        rows=tuple(rows),
        empty="No query has been answered.",
        wide=True,
        note="p95 is the time within which 95 of 100 answers came. The whole answer counts from the moment the user "
        f"meant to ask; the first token and the target alone from sending. {few}".strip(),
    )


def spend(summary: Summary) -> Table:
    """What each scale, a month, a query and a good answer cost."""
    rows = [(plain(words.counted(scale.queries, "query")), _money(scale.spend)) for scale in summary.scales]
    if summary.queries_per_month is not None:
        name = f"A month of {words.counted(summary.queries_per_month, 'query')} (assumed)"
        rows.append((plain(name), _money(summary.usd_per_month)))
    for stage in (summary.demo, summary.production):
        if stage is not None:
            rows.append((plain(f"One query, {stage.name}"), _money(stage.usd_per_query)))
            rows.append((plain(f"One good answer, {stage.name}"), _money(stage.usd_per_good)))
    return Table(
        title="Spend",
        columns=(Column(title="", align="left"), Column(title="US dollars", weight=1.4)),
        rows=tuple(rows),
        empty="Nothing was spent.",
    )


def other_models(summary: Summary) -> Table:
    """The same traffic on other models."""
    rows = tuple(
        (plain(one_line(row.model, 60)), _money(row.usd_per_1000)) for row in summary.other_models[:MOST_GROUPS]
    )
    return Table(
        title="The same traffic on other models",
        columns=(Column(title="Model", align="left"), Column(title="US dollars per 1,000", weight=1.4)),
        rows=rows,
        empty="No other prices were compared.",
        note="The same tokens at other prices: another model would answer at other lengths." if rows else "",
    )


def tokens(summary: Summary) -> Table:
    """How many tokens and requests each stage took."""
    rows = tuple(
        (
            plain(one_line(stage_title(summary, stage), 30)),
            *(
                tally(number, stage.failure.provenance)
                for number in (
                    stage.requests,
                    stage.tokens.input,
                    stage.tokens.cached,
                    stage.tokens.output,
                    stage.tokens.reasoning,
                    stage.tokens.estimated,
                )
            ),
        )
        for stage in summary.stages
    )
    titles = ("Requests", "Input tokens", "of them cached", "Output tokens", "of them reasoning", "Requests estimated")
    return Table(
        title="Tokens",
        columns=(Column(title="Stage", align="left"), *(Column(title=title) for title in titles)),
        rows=rows,
        empty="No request was sent.",
        wide=True,
        note="Retries count as requests. Estimated: the provider did not report usage.",
    )


def _rate(estimate: Estimate) -> Cell:
    return figure(estimate, words.percent, words.percent_range)


def _whole(scale: ScaleSummary) -> Cell:
    """The failure rate of a scale, not known where only wrong answers are projected: those have their own column."""
    return _rate(scale.failure if scale.system_failure.value is not None else scale.system_failure)


def _time(estimate: Estimate) -> Cell:
    return figure(estimate, words.seconds, words.seconds_range)


def _money(estimate: Estimate) -> Cell:
    return figure(estimate, words.money, words.money_range)


def _points_range(low: float, high: float) -> str:
    return f"{words.points(low).removesuffix(' points')} to {words.points(high).removesuffix(' points')}"


def _counts(name: str, counts: Sequence[int], stages: Sequence[StageSummary]) -> tuple[Cell, ...]:
    numbers = zip(counts, stages, strict=True)
    return (plain(name), *(tally(number, stage.failure.provenance) for number, stage in numbers))


def _times(name: str, percentiles: Percentiles) -> tuple[Cell, ...]:
    return (plain(name), *(_time(getattr(percentiles, share)) for share in ("p50", "p90", "p95", "p99")))
