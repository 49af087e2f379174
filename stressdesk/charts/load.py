"""What load does: waiting and failures against the number of queries under way, and waiting over time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from stressdesk.analysis import words
from stressdesk.charts import typesetting
from stressdesk.charts.area import Margins
from stressdesk.charts.plot import Mark, Plot, empty, goal_room, label_room, legend, ticks
from stressdesk.charts.timeline import MOST_DOTS, clock, clock_times
from stressdesk.charts.words import goal, rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.estimate import Estimate
    from stressdesk.analysis.summary import GoalResult, LoadRow, Summary
    from stressdesk.charts.area import Area

SIDE_BY_SIDE = 34
"""From so many letters of width on, the two panels stand side by side."""
LABEL_LETTERS = 4.5


def paint_load(area: Area, summary: Summary) -> None:
    """Draw the p95 latency and the failure rate of queries by how many were under way when they were sent."""
    rows = summary.load
    if not rows:
        empty(area, "No production query has been sent, so nothing is known of load.")
        return
    size = area.look.size
    gap = 1.6 * size
    is_wide = area.width > SIDE_BY_SIDE * size
    width = (area.width - gap) / 2 if is_wide else area.width
    height = area.height if is_wide else area.height / 2
    second = area.part(width + gap, 0, width, height) if is_wide else area.part(0, height, width, height)
    provenance = rows[0].failure.provenance
    panels = (
        (area.part(0, 0, width, height), "p95 latency", "p95_latency_seconds", [row.p95_latency for row in rows]),
        (second, "Failure rate", "failure_rate", [row.failure for row in rows]),
    )
    for part, title, name, estimates in panels:
        text = words.seconds if name == "p95_latency_seconds" else _rate
        _panel(part, f"{title}, {provenance}", (rows, estimates), (text, goal(summary, name)))


def _rate(share: float) -> str:
    return rates(share)[-1].replace("%", " %") if share >= 0.1 else f"{100 * share:.6g} %"  # noqa: PLR2004


def _panel(
    area: Area, title: str, shown: tuple[Sequence[LoadRow], Sequence[Estimate]], scale: tuple[Any, GoalResult | None]
) -> None:
    rows, estimates = shown
    text, limit = scale
    size = area.look.size
    area.text(0, 1.1 * size, *typesetting.fitting(title, area.style("secondary", weight=500), area.width))
    ends = [end for one in estimates for end in (one.value, one.high) if end is not None]
    if not ends:
        return
    goal_words = ["goal", text(limit.limit)] if limit else []
    is_share = max(ends) <= 1 and text is _rate
    top = max([*ends, limit.limit if limit else 0.0, 1e-3])
    steps = [step for step in ticks(top, 4) if not is_share or step <= 1.0]
    labels = [text(step).replace(".0 ", " ") if step else "0" for step in steps]
    margins = Margins(label_room(area, labels), 2.3 * size, max(size, goal_room(area, goal_words)), 3.3 * size)
    plot = Plot(area, margins)
    plot.scale((0, rows[-1].most), (0, max(top, steps[-1])))
    plot.grid(steps, labels)
    if limit:
        plot.goal(limit.limit, goal_words)
    _points(plot, rows, estimates)
    _axis(plot, rows[-1].most)


def _points(plot: Plot, rows: Sequence[LoadRow], estimates: Sequence[Estimate]) -> None:
    middles = [(row.least - 1 + row.most) / 2 for row in rows]
    values = [math.nan if one.value is None else one.value for one in estimates]
    plot.axes.plot(middles, values, color=plot.look.production, linewidth=1.6, zorder=3)
    for at, one in zip(middles, estimates, strict=True):
        if one.value is not None:
            plot.whisker(at, one)
            plot.dot(at, one.value, "o", plot.look.production, hollow=one.provenance != "measured", size=0.55)


def _axis(plot: Plot, most: int) -> None:
    """How many queries were under way, in round numbers, and what the numbers are."""
    style = plot.area.style("tertiary", align="center", tabular=True, size=plot.size * 0.95)
    fit = max(1, int(plot.column * most / (LABEL_LETTERS * plot.size)))
    for step in ticks(most, min(5, fit)):
        if step <= most and step == round(step):
            plot.under(step, 0, words.count(round(step)), style)
    room = plot.column * most
    plot.under(most / 2, 1, *typesetting.best(["queries under way", "under way"], style, room))


def paint_waiting(area: Area, summary: Summary) -> None:
    """Draw the median and the p95 latency of queries by when they arrived."""
    buckets = summary.timeline
    if not any(bucket.p95_latency is not None for bucket in buckets):
        empty(area, "No production query has been answered, so there is no latency over time.")
        return
    look, size = area.look, area.look.size
    top = legend(area, (Mark("95 of 100 answers came within", look.production), Mark("half of them", look.demo)), 0)
    limit = goal(summary, "p95_latency_seconds")
    slow = [math.nan if one.p95_latency is None else one.p95_latency for one in buckets]
    middle = [math.nan if one.p50_latency is None else one.p50_latency for one in buckets]
    most = max([value for value in slow if not math.isnan(value)] + [limit.limit if limit else 0.0, 1e-3])
    steps = ticks(most, 4)
    labels = [words.seconds(step).replace(".0 ", " ") if step else "0" for step in steps]
    goal_words = ["goal", words.seconds(limit.limit)] if limit else []
    right = max(2.6 * size, goal_room(area, goal_words))
    plot = Plot(area, Margins(label_room(area, labels), top + 1.2 * size, right, 3.4 * size))
    start, end = buckets[0].start, buckets[-1].end
    plot.scale((start, end), (0, steps[-1]))
    plot.grid(steps, labels)
    if limit:
        plot.goal(limit.limit, goal_words)
    places = [(one.start + one.end) / 2 for one in buckets]
    for values, colour, style in ((slow, look.production, "-"), (middle, look.demo, "--")):
        marker = "o" if len(buckets) <= MOST_DOTS else ""
        drawing: dict[str, Any] = {"linewidth": 1.6, "linestyle": style, "marker": marker, "markersize": size * 0.22}
        plot.axes.plot(places, values, color=colour, zorder=3, clip_on=False, **drawing)
    _clock_axis(plot, start, end, summary.facts.provenance)


def _clock_axis(plot: Plot, start: float, end: float, provenance: str) -> None:
    style = plot.area.style("tertiary", align="center", tabular=True, size=plot.size * 0.95)
    for at in clock_times(start, end, plot.column):
        plot.under(at, 0, clock(at), style)
    room = plot.column * (end - start)
    said = [f"arrival, counted from the start of the run, {provenance}", f"arrival, {provenance}", "arrival"]
    plot.under((start + end) / 2, 1, *typesetting.best(said, style, room))
