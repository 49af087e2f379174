"""How long people wait: to the first token and for the whole answer, in percentiles with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stressdesk.analysis import words
from stressdesk.charts import typesetting
from stressdesk.charts.area import Margins
from stressdesk.charts.plot import Plot, empty, goal_room, label_room, log_ticks, ticks
from stressdesk.charts.words import goal, stage_title
from stressdesk.journal.stages import DEMO, PRODUCTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.estimate import Estimate, Percentiles
    from stressdesk.analysis.summary import GoalResult, StageSummary, Summary
    from stressdesk.charts.area import Area

MOST_STAGES = 5
NAMES = ("p50", "p90", "p95", "p99")
LOG_FROM = 25.0
MARKERS = ("o", "o", "s", "^", "D")


class Series(NamedTuple):
    """One stage on the chart: its words, colour, marker and whether that is hollow."""

    stage: StageSummary
    words: str
    colour: str
    marker: str
    hollow: bool


def paint_latency(area: Area, summary: Summary) -> None:
    """Draw first-token and total latency side by side, or what there is of them."""
    series = _series(area, summary)
    panels = [
        (title, [(one, getattr(one.stage, part)) for one in series if getattr(one.stage, part).count], limit)
        for part, title, limit in (
            ("first_token", "First token", goal(summary, "p95_first_token_seconds")),
            ("latency", "Whole answer, from the intended arrival", goal(summary, "p95_latency_seconds")),
        )
    ]
    drawn = [panel for panel in panels if panel[1]]
    if not drawn:
        empty(area, "No query has been answered, so there is no latency.")
        return
    size = area.look.size
    top = _legend(area, [one for one in series if one.stage.latency.count or one.stage.first_token.count])
    gap = 1.6 * size
    width = (area.width - gap * (len(drawn) - 1)) / len(drawn)
    for at, (title, rows, limit) in enumerate(drawn):
        _panel(area.part(at * (width + gap), top, width, area.height - top), title, rows, limit)


def _series(area: Area, summary: Summary) -> list[Series]:
    look = area.look
    stages = [stage for stage in summary.stages if stage.latency.count or stage.first_token.count]
    first = [stage for stage in stages if stage.name in (DEMO, PRODUCTION)]
    chosen = [*first, *(stage for stage in stages if stage not in first)][:MOST_STAGES]
    others = iter(((look.accent, "s"), (look.warn, "^"), (look.good, "D"), (look.bad, "v"), (look.text, "P")))
    fixed = {DEMO: (look.demo, "o", True), PRODUCTION: (look.production, "o", False)}
    series = []
    for stage in chosen:
        colour, marker, hollow = fixed.get(stage.name) or (*next(others), False)
        title = f"{stage_title(summary, stage)}, {stage.latency.p50.provenance}"
        series.append(Series(stage, title, colour, marker, hollow))
    return series


def _legend(area: Area, series: Sequence[Series]) -> float:
    size = area.look.size
    style = area.style("secondary", size=size * 0.95)
    x, line = 0.0, 0
    for one in series:
        label = typesetting.elided(one.words, area.width - 2 * size, style)
        room = 1.2 * size + typesetting.width(label, style)
        if x and x + room > area.width:
            x, line = 0.0, line + 1
        y = (line + 0.6) * 1.5 * size
        area.marker(x + 0.4 * size, y - 0.33 * size, one.marker, one.colour, hollow=one.hollow)
        area.text(x + 1.2 * size, y, label, style)
        x += room + 1.3 * size
    return (line + 1) * 1.5 * size


def _panel(area: Area, title: str, rows: Sequence[tuple[Series, Percentiles]], limit: GoalResult | None) -> None:
    size = area.look.size
    style = area.style("secondary", weight=500)
    area.text(0, 1.7 * size, *typesetting.fitting(title, style, area.width))
    estimates = [getattr(percentiles, name) for _, percentiles in rows for name in NAMES]
    values = [value for one in estimates for value in (one.value, one.low, one.high) if value is not None]
    values += [limit.limit] if limit else []
    positive = [value for value in values if value > 0]
    log_y = bool(positive) and max(positive) / min(positive) > LOG_FROM
    steps = log_ticks(min(positive), max(positive)) if log_y else ticks(max([*values, 1e-3]), 5)
    labels = [_tick(step) for step in steps]
    goal_words = ["goal", words.seconds(limit.limit)] if limit else []
    plot = Plot(area, Margins(label_room(area, labels), 3.1 * size, goal_room(area, goal_words), 2.2 * size))
    plot.scale(
        (-0.5, len(NAMES) - 0.5),
        (min(steps[0], min(positive, default=0)) if log_y else 0, max(steps[-1], *values, 1e-3)),
        log_y=log_y,
    )
    plot.grid(steps, labels)
    if limit:
        plot.goal(limit.limit, goal_words)
    for at, name in enumerate(NAMES):
        plot.under(at, 0, name, area.style("text", align="center", tabular=True))
        for place, (one, percentiles) in enumerate(rows):
            _mark(plot, at + _dodged(place, len(rows)), one, getattr(percentiles, name))


def _tick(seconds: float) -> str:
    """A time on the axis, without a needless ".0"."""
    if seconds == 0:
        return "0"
    return words.seconds(seconds).replace(".0 ", " ") if seconds >= 0.01 else f"{1000 * seconds:g} ms"  # noqa: PLR2004 - below, `words` rounds


def _dodged(place: int, of: int) -> float:
    return (place - (of - 1) / 2) * min(0.2, 0.8 / of)


def _mark(plot: Plot, at: float, one: Series, estimate: Estimate) -> None:
    if estimate.value is None:
        return
    plot.whisker(at, estimate, colour=one.colour)
    plot.dot(at, estimate.value, one.marker, one.colour, hollow=one.hollow or estimate.provenance == "projected")
