"""The report on A4 pages, drawn by matplotlib alone, so that it works wherever StressDesk does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages

from stressdesk.charts import typesetting
from stressdesk.charts.drawable import RIGHT_TO_LEFT
from stressdesk.charts.look import LIGHT
from stressdesk.charts.rows import seen_first
from stressdesk.report import sheet
from stressdesk.report.compose import contents
from stressdesk.report.flow import Flow, draw_table, table_height
from stressdesk.report.method import ORIGINS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.figure import Figure

    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.area import Area
    from stressdesk.report.contents import Contents, Example, Section

A4_WIDTH, A4_HEIGHT = 595.28, 841.89
LOOK = LIGHT.sized(A4_WIDTH, A4_HEIGHT, 8.6)
CHART_HEIGHTS = {"checks": 190, "load": 190, "latency": 190, "timeline": 230, "likeness": 390}
LEGEND = " · ".join(f"{name[0].upper()} {name}" for name in ORIGINS)
LEAST_PANEL = 150.0
LEFT_SHARE = 0.6
FIRST_LINES = 5  # lines of text that stay with the heading above them
MOST_LINES = 9
MOST_ANSWER_LINES = 14


def write_pdf(summary: Summary, path: Path) -> None:
    """Write the report as PDF; the same summary gives the same bytes."""
    figures = pages(summary)
    about = {
        "Title": f"{contents(summary).name}: StressDesk report",
        "Creator": "StressDesk",
        "Producer": None,
        "CreationDate": None,
    }
    # Type 42: letters stay TrueType, which every reader shows as they were drawn, and text can be searched and copied.
    with mpl.rc_context({"pdf.fonttype": 42, "text.hinting": "no_hinting"}), PdfPages(path, metadata=about) as pdf:
        for figure in figures:
            pdf.savefig(figure)


def pages(summary: Summary) -> Sequence[Figure]:
    """The report as figures, one a page."""
    said = contents(summary)
    flow = Flow(LOOK, said.footer, LEGEND)
    _first_page(flow, said, summary)
    flow.heading("What happens at each scale")
    flow.tables(said.sections[0].tables)
    flow.heading("What it costs")
    flow.tables(said.sections[1].tables)
    for section in said.sections[2:]:
        _section(flow, section, summary)
    _examples(flow, said)
    flow.heading("What was not tested", room_below=FIRST_LINES * flow.size)
    for sentence in said.not_tested:
        flow.paragraph(sentence, flow.style(), bullet="·")
        flow.space(0.3)
    for section in said.method:
        flow.heading(section.title, room_below=flow.first_height(section.tables) + FIRST_LINES * flow.size)
        flow.tables(section.tables)
        flow.space(0.6)
        for sentence in section.sentences:
            flow.paragraph(sentence, flow.style(), bullet="·")
            flow.space(0.3)
    flow.numbered()
    return flow.figures


def _first_page(flow: Flow, said: Contents, summary: Summary) -> None:
    """Verdict, figures, and the four answers: failures, spend, demo beside production, mess or checks."""
    gap = 10.0
    page = flow.take(flow.left)
    y = sheet.title(page, said)
    y += sheet.banner(page.part(0, y, page.width, 0), said) + gap
    y += sheet.cards(page.part(0, y, page.width, 0), said) + gap
    left = LEFT_SHARE * (page.width - gap)
    right = page.width - gap - left
    table = max(LEAST_PANEL, _comparison_height(page.part(0, 0, left, 0), said))
    upper = page.height - y - table - gap
    sheet.panel(page.part(0, y, left, upper), "failure_rate", summary)
    sheet.panel(page.part(left + gap, y, right, upper), "spend", summary)
    y += upper + gap
    _comparison(page.part(0, y, left, table), said)
    sheet.panel(page.part(left + gap, y, right, table), seen_first(summary), summary)


def _flawless_lines(area: Area, said: Contents) -> list[str]:
    return typesetting.wrapped(said.flawless, area.width - 2.4 * area.look.size, area.style()) if said.flawless else []


def _comparison_height(area: Area, said: Contents) -> float:
    size = area.look.size
    inner = area.part(0, 0, area.width - 2.4 * size, 0)
    return table_height(inner, said.comparison) + (1.4 * len(_flawless_lines(area, said)) + 2.6) * size


def _comparison(area: Area, said: Contents) -> None:
    size = area.look.size
    area.box(LOOK.surface, edge=LOOK.border, radius=sheet.RADIUS * size)
    inner = area.inset(1.2 * size, 1.2 * size)
    draw_table(inner, said.comparison)
    lines = _flawless_lines(area, said)
    for number, line in enumerate(reversed(lines)):
        inner.text(0, inner.height - (0.2 + 1.4 * number) * size, line, inner.style())


def _section(flow: Flow, section: Section, summary: Summary) -> None:
    most = CHART_HEIGHTS.get(section.name, 0)
    flow.heading(section.title, section.lead, most or flow.first_height(section.tables) + 3 * flow.size)
    if section.chart:
        flow.chart(section.chart, summary, most)
    flow.tables(section.tables)


def _examples(flow: Flow, said: Contents) -> None:
    flow.heading("Failing queries, word for word", "Texts are cut; the web page has more of them.", 330)
    if not said.examples:
        flow.paragraph("No failing query was recorded.", flow.style("secondary"))
    for example in said.examples:
        _example(flow, example)


def _example(flow: Flow, example: Example) -> None:
    size = flow.size
    width = flow.width
    style = flow.style(size=size * 0.92)
    half = (width - size) / 2
    clean = typesetting.wrapped(example.clean, half - 1.6 * size, style, MOST_LINES)
    text = typesetting.wrapped(example.text, half - 1.6 * size, style, MOST_LINES)
    answer = typesetting.wrapped(example.answer or "(none)", width - 1.6 * size, style, MOST_ANSWER_LINES)
    upper = (1.25 * max(len(clean), len(text)) + 2.9) * size
    lower = (1.25 * len(answer) + 2.9) * size
    flow.need(upper + lower + 5.2 * size)
    flow.space(1.0)
    head = flow.take(2.9 * size)
    head.rule(0, LOOK.border)
    strong = flow.style(weight=600)
    head.text(0, 1.5 * size, typesetting.elided(example.title, width, strong), strong)
    small = flow.style("tertiary", size=size * 0.9)
    verdicts = ", ".join(f"{name}: {judgement}" for name, judgement in example.judgements)
    head.text(0, 2.7 * size, typesetting.elided(f"{example.facts} · {verdicts}", width, small), small)
    area = flow.take(upper)
    _quote(area.part(0, 0, half, upper), "As it would be in a demo", clean)
    _quote(area.part(half + size, 0, half, upper), "As the user wrote it", text)
    _quote(flow.take(lower), "The answer", answer)


def _quote(area: Area, label: str, lines: Sequence[str]) -> None:
    """Lines in a frame, from its right end where they are in a script that is written from there."""
    size = area.look.size
    area.text(0, 1.2 * size, label, area.style("secondary", size=size * 0.86, weight=500))
    area.part(0, 1.7 * size, area.width, area.height - 1.9 * size).box(
        LOOK.background, edge=LOOK.grid, radius=0.5 * size
    )
    for number, line in enumerate(lines):
        leftwards = line.startswith(RIGHT_TO_LEFT)
        style = area.style(size=size * 0.92, align="right" if leftwards else "left")
        start = area.width - 0.8 * size if leftwards else 0.8 * size
        area.text(start, (2.95 + 1.25 * number) * size, line, style)
