"""Charts as SVG inside a web page: text stays text, and colours follow the page's light or dark look."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import matplotlib as mpl

from stressdesk.charts.look import DARK, LIGHT, Look

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.chart import Chart

TEXT_SIZE = 12.5
_PREFACE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SIZE = re.compile(r'<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')
_IDENTITY = re.compile(r'(\bid="|url\(#|href="#)')
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_STYLE = re.compile(r'style="[^"]*"')


def colours(look: Look) -> dict[str, str]:
    """Every colour of a look by the name it has in the page's style sheet, pale ones included."""
    fields = {name: getattr(look, name) for name in look.__struct_fields__}
    named = {name.replace("_", "-"): value for name, value in fields.items() if str(value).startswith("#")}
    return named | {f"{name}-pale": look.pale(value) for name, value in named.items()}


def style_variables() -> dict[str, dict[str, str]]:
    """The colours of both looks."""
    return {"light": colours(LIGHT), "dark": colours(DARK)}


def inline_svg(chart: Chart, summary: Summary, width: float, most: float) -> str:
    """One chart as an <svg> element, at most so many CSS pixels high. Identifiers start with the chart's name."""
    high = chart.height(summary, most - 2 * TEXT_SIZE, TEXT_SIZE) + 2 * TEXT_SIZE
    figure = chart.draw(summary, LIGHT.sized(width, high, TEXT_SIZE))
    written = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": chart.name}):
        figure.savefig(written, format="svg", metadata={"Date": None})
    return _embedded(written.getvalue(), chart)


def _embedded(document: str, chart: Chart) -> str:
    element = _COMMENT.sub("", _METADATA.sub("", _PREFACE.sub("", document)))
    opening = (
        rf'<svg class="chart" viewBox="0 0 \1 \2" width="\1" height="\2" role="img" aria-label="{chart.title}" '
        r'xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    element = _IDENTITY.sub(rf"\g<1>{chart.name}-", _SIZE.sub(opening, element, count=1))
    names = {value: name for name, value in reversed(colours(LIGHT).items())}
    return _STYLE.sub(lambda style: _COLOUR.sub(lambda found: _variable(found[0], names), style[0]), element)


def _variable(colour: str, names: dict[str, str]) -> str:
    return f"var(--{names[colour]})" if colour in names else colour
