"""The production stage over time: what arrived, what failed of it, and how long people waited."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from stressdesk.analysis import words
from stressdesk.charts import pattern
from stressdesk.charts.area import Margins
from stressdesk.charts.plot import Mark, Plot, empty, goal_room, label_room, legend, ticks
from stressdesk.charts.words import failure_marks, goal, injected_marks, injected_swatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.summary import Bucket, Summary
    from stressdesk.charts.area import Area
    from stressdesk.charts.look import Look

UPPER_SHARE = 0.58
MOST_DOTS = 120
LABEL_LINES = 1.5
LABEL_POINTS = 60
DAY_SECONDS = 86_400
STEPS_SECONDS = (
    1,
    2,
    5,
    10,
    20,
    30,
    60,
    120,
    300,
    600,
    1200,
    1800,
    3600,
    7200,
    14400,
    21600,
    43200,
    86400,
    172800,
    604800,
)


def paint_timeline(area: Area, summary: Summary) -> None:
    """Draw counts stacked by what became of the queries, and under them the p95 latency."""
    buckets = summary.timeline
    if not any(bucket.arrived for bucket in buckets):
        empty(area, "No production query has arrived, so there is no timeline.")
        return
    look, size = area.look, area.look.size
    has_injected = any(bucket.injected_system or bucket.injected_gave_up for bucket in buckets)
    marks = (Mark("Good or unsure", look.border), *failure_marks(look), *[injected_swatch(look)] * has_injected)
    top = legend(area, marks, 0)
    upper = UPPER_SHARE * (area.height - top)
    limit = goal(summary, "p95_latency_seconds")
    right = max(2.6 * size, goal_room(area, ["goal", words.seconds(limit.limit)] if limit else []))
    most = max(
        max(bucket.arrived, bucket.prompt_failure + bucket.system_failure + bucket.gave_up) for bucket in buckets
    )
    # The margins above and below each half are those of its plot.
    steps = _room(upper - 3.2 * size, size, 4), _room(area.height - top - upper - 4.7 * size, size, 3)
    counts = [step for step in ticks(max(most, 1), steps[0]) if step == round(step)]
    waits = _waits(buckets, limit.limit if limit else 0.0, steps[1])
    wait_labels = [words.seconds(step) if step else "0" for step in waits]
    left = max(label_room(area, [f"{step:,.6g}" for step in counts]), label_room(area, wait_labels))
    plot = Plot(area.part(0, top, area.width, upper), Margins(left, 2.6 * size, right, 0.6 * size))
    _counts(plot, buckets, counts, summary.facts.provenance)
    lower = area.part(0, top + upper, area.width, area.height - top - upper)
    plot = Plot(lower, Margins(left, 2.6 * size, right, 2.1 * size))
    _waiting(plot, buckets, waits, summary.facts.provenance)
    if limit and any(bucket.p95_latency is not None for bucket in buckets):
        plot.goal(limit.limit, ["goal", words.seconds(limit.limit)])


def _room(height: float, size: float, most: int) -> int:
    """How many steps of an axis there is room for, so that their labels stay apart."""
    return max(1, min(most, int(height / (LABEL_LINES * size))))


def _waits(buckets: Sequence[Bucket], limit: float, most: int) -> list[float]:
    known = [bucket.p95_latency for bucket in buckets if bucket.p95_latency is not None]
    return ticks(max([*known, limit, 1e-3]), most)


def _counts(plot: Plot, buckets: Sequence[Bucket], steps: Sequence[float], provenance: str) -> None:
    look = plot.look
    plot.scale((buckets[0].start, buckets[-1].end), (0, max(steps[-1], *(bucket.arrived for bucket in buckets))))
    plot.grid(steps, [f"{step:,.6g}" for step in steps])
    width = words.seconds(buckets[0].end - buckets[0].start).replace(".0 ", " ")
    plot.area.text(
        0, 1.7 * plot.size, f"Queries arriving per {width}, {provenance}", plot.area.style("secondary", weight=500)
    )
    edges = [bucket.start for bucket in buckets] + [buckets[-1].end]
    below = [0] * len(buckets)
    for mark, layer in _layers(look, buckets):
        top = [low + more for low, more in zip(below, layer, strict=True)]
        if any(layer):
            fill = look.surface if mark.hollow else mark.colour
            edge = {"edgecolor": mark.colour, "linewidth": 0.8} if mark.hollow else {"linewidth": 0}
            patch = plot.axes.stairs(top, edges, baseline=below, fill=True, facecolor=fill, zorder=2, **edge)
            if mark.is_injected:
                pattern.upright(plot, patch, (edges[0], edges[-1]), mark.colour if mark.hollow else look.surface)
        below = top
    plot.axes.stairs(below, edges, color=look.secondary, linewidth=1, zorder=3)


def _layers(look: Look, buckets: Sequence[Bucket]) -> list[tuple[Mark, list[int]]]:
    """What became of the queries of each bucket, from the bottom up; what was injected upon what was not."""
    wrong, system, gave_up = failure_marks(look)
    by_system, by_leaving = injected_marks(look)
    layers = [
        (wrong, [bucket.prompt_failure for bucket in buckets]),
        (system, [bucket.system_failure - bucket.injected_system for bucket in buckets]),
        (by_system, [bucket.injected_system for bucket in buckets]),
        (gave_up, [bucket.gave_up - bucket.injected_gave_up for bucket in buckets]),
        (by_leaving, [bucket.injected_gave_up for bucket in buckets]),
    ]
    known = [sum(of) for of in zip(*(counts for _, counts in layers), strict=True)]
    rest = [max(0, bucket.arrived - failed) for bucket, failed in zip(buckets, known, strict=True)]
    return [*layers, (Mark("", look.border), rest)]


def _waiting(plot: Plot, buckets: Sequence[Bucket], steps: Sequence[float], provenance: str) -> None:
    plot.scale((buckets[0].start, buckets[-1].end), (0, steps[-1]))
    plot.grid(steps, [words.seconds(step) if step else "0" for step in steps])
    plot.area.text(
        0, 1.7 * plot.size, f"p95 latency by arrival, {provenance}", plot.area.style("secondary", weight=500)
    )
    middles = [(bucket.start + bucket.end) / 2 for bucket in buckets]
    known = [math.nan if bucket.p95_latency is None else bucket.p95_latency for bucket in buckets]
    marker = "o" if len(buckets) <= MOST_DOTS else ""
    drawing: dict[str, Any] = {"linewidth": 1.6, "marker": marker, "markersize": plot.size * 0.22}
    plot.axes.plot(middles, known, color=plot.look.accent, zorder=3, clip_on=False, **drawing)
    style = plot.area.style("tertiary", align="center", tabular=True, size=plot.size * 0.95)
    for at in clock_times(buckets[0].start, buckets[-1].end, plot.column):
        plot.under(at, 0, clock(at), style)


def clock_times(start: float, end: float, points_per_second: float) -> list[float]:
    """Round times for the labels of the axis, 60 points apart or more; past a week, whole weeks."""
    least = LABEL_POINTS / points_per_second
    weeks = STEPS_SECONDS[-1] * math.ceil(least / STEPS_SECONDS[-1])
    step = next((step for step in STEPS_SECONDS if step >= least), weeks)
    first = math.ceil(start / step)
    return [float(step * number) for number in range(first, math.floor(end / step) + 1)]


def clock(seconds: float) -> str:
    """Run time as minutes and seconds, hours and minutes, or whole days."""
    whole = round(seconds)
    if whole and whole % DAY_SECONDS == 0:
        return f"{whole // DAY_SECONDS} d"
    if whole < 3600:  # noqa: PLR2004 - seconds of an hour
        return f"{whole // 60}:{whole % 60:02} min" if whole else "0"
    return f"{whole // 3600}:{whole % 3600 // 60:02} h"
