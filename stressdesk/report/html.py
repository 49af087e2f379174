"""The report as one web page: fonts, styles and charts inside it, no scripts, nothing fetched."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from stressdesk.charts.catalogue import chart_named
from stressdesk.charts.typefaces import DISPLAY_FAMILY, FAMILY
from stressdesk.report.compose import contents
from stressdesk.report.method import ORIGINS
from stressdesk.report.svg import inline_svg, style_variables
from stressdesk.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

    from stressdesk.analysis.summary import Summary

FONTS = (
    (FAMILY, 400, "Inter-Regular-subset.woff2"),
    (FAMILY, 500, "Inter-Medium-subset.woff2"),
    (FAMILY, 600, "Inter-SemiBold-subset.woff2"),
    (DISPLAY_FAMILY, 600, "InterDisplay-SemiBold-subset.woff2"),
)
# The room inside a panel in CSS pixels, at the page's full width.
LEFT_WIDTH, RIGHT_WIDTH, FULL_WIDTH = 582, 437, 1046
SIZES = {
    "failure_rate": (LEFT_WIDTH, 330),
    "spend": (RIGHT_WIDTH, 330),
    "checks": (FULL_WIDTH, 360),
    "latency": (FULL_WIDTH, 320),
    "load": (FULL_WIDTH, 260),
    "timeline": (FULL_WIDTH, 360),
    "likeness": (FULL_WIDTH, 560),
}


def write_html(summary: Summary, path: Path) -> None:
    """Write the report as a page that opens from disk; words of users and models are shown as plain text."""
    path.write_text(page(summary), encoding="utf-8")


def page(summary: Summary) -> str:
    """The whole page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resource("report")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    said = contents(summary)
    # Ours, checked and free of words from outside: the only parts that are not escaped.
    style = Markup(resource("report", "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own style sheet
    charts = {name: Markup(_chart(name, summary, size)) for name, size in SIZES.items()}  # noqa: S704 - matplotlib escapes text
    return environment.get_template("report.html.j2").render(
        contents=said,
        charts=charts,
        seen_first=Markup(_chart(said.seen_first.chart, summary, (RIGHT_WIDTH, 400))),  # noqa: S704 - see above
        style=style,
        looks=style_variables(),
        fonts=[_font(*font) for font in FONTS],
        origins=ORIGINS,
    )


def _chart(name: str, summary: Summary, size: tuple[int, int]) -> str:
    return inline_svg(chart_named(name), summary, *size)


def _font(family: str, weight: int, file: str) -> dict[str, str]:
    letters = base64.b64encode(resource("report", "fonts", file).read_bytes()).decode()
    return {"family": family, "weight": str(weight), "address": f"data:font/woff2;base64,{letters}"}
