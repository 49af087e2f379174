"""One page for slides: verdict, five figures, failures and spend by scale, and what production does, 1920 x 1080."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

from stressdesk.analysis.realism import in_short
from stressdesk.charts.area import POINTS_PER_INCH, Area
from stressdesk.charts.look import LIGHT
from stressdesk.charts.rows import seen_first
from stressdesk.report import sheet
from stressdesk.report.compose import contents
from stressdesk.report.method import ORIGINS

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from stressdesk.analysis.summary import Summary

WIDTH, HEIGHT = 1920, 1080
PIXELS_PER_POINT = 1.5
LOOK = LIGHT.sized(WIDTH / PIXELS_PER_POINT, HEIGHT / PIXELS_PER_POINT, 12.5)
MOST_REASONS = 3  # those on how the run ended, on what answered, and on scales that were not run come first
MARGIN = 32
GAP = 14
SHARES = (0.41, 0.295, 0.295)


def write_png(summary: Summary, path: Path) -> None:
    """Write the one-pager as a picture of exactly 1920 x 1080 pixels."""
    figure = one_pager(summary)
    # Hinting would round the width of every letter to whole pixels, and lines would run wider than they were measured.
    with mpl.rc_context({"text.hinting": "no_hinting"}):
        figure.savefig(path, format="png", dpi=POINTS_PER_INCH * PIXELS_PER_POINT, facecolor=figure.get_facecolor())


def one_pager(summary: Summary) -> Figure:
    """The one-pager as a figure."""
    page = Area.sheet(LOOK, ground=LOOK.background)
    said = contents(summary)
    inner = page.inset(MARGIN, 22)
    y = sheet.title(inner, said)
    if summary.likeness is not None:
        nearness = f"Distance to real traffic: {in_short(summary.likeness)}"
        inner.text(inner.width, LOOK.size, nearness, inner.style("secondary", align="right"))
    y += sheet.banner(inner.part(0, y, inner.width, 0), said, most_reasons=MOST_REASONS) + GAP
    y += sheet.cards(inner.part(0, y, inner.width, 0), said) + GAP
    height = inner.height - y - 22
    room = inner.width - GAP * (len(SHARES) - 1)
    x = 0.0
    for name, share in zip(("failure_rate", "spend", seen_first(summary)), SHARES, strict=True):
        sheet.panel(inner.part(x, y, share * room, height), name, summary)
        x += share * room + GAP
    small = inner.style("tertiary", size=LOOK.size * 0.86)
    inner.text(0, inner.height, said.footer, small)
    origins = sorted({card.origin for card in said.cards if card.origin})
    meaning = " · ".join(f"{origin}: {ORIGINS[origin].split(',')[0].split(';')[0]}" for origin in origins)
    inner.text(inner.width, inner.height, meaning, inner.style("tertiary", size=LOOK.size * 0.86, align="right"))
    return page.figure
