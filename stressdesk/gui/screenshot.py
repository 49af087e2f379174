"""A picture of a panel for a slide or a board paper: twice as fine as on screen, without the window around it.

Below it stands what it is a picture of: name, date, and how its numbers came about.
"""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QDateTime, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QScrollArea, QWidget

from stressdesk.charts.look import Look
from stressdesk.gui import theme
from stressdesk.gui.left_out import left_out
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.words import line
from stressdesk.gui.unrolled import unrolled
from stressdesk.gui.views.panel import Panel, Source

SCALE = 2
HEAD, FOOT, SIDE = 64, 40, 24
SETTLE_SECONDS = 0.15
LONGEST_NAME = 200
OURS = "StressDesk"


async def screenshot(desk: Desk, panel: QWidget, title: str) -> QImage:
    """The whole of a panel, also what is scrolled out of sight, with a heading and a footer."""
    desk.appearance.draw_finely(SCALE)
    try:
        await asyncio.sleep(SETTLE_SECONDS)
        await desk.drawing.do(int)  # everything asked of the thread before is drawn when this comes back
        await asyncio.sleep(SETTLE_SECONDS / 3)
        inner = _inside(panel)
        with left_out(inner), unrolled(inner):
            source = panel.source() if isinstance(panel, Panel) else "run"
            return _picture(desk, inner, title, source)
    finally:
        desk.appearance.draw_finely(1)


def _inside(panel: QWidget) -> QWidget:
    """What a panel scrolls, if it is one scrolled page."""
    layout = panel.layout()
    only = layout.itemAt(0) if layout is not None and layout.count() == 1 else None
    area = only.widget() if only is not None else None
    return (area.widget() or panel) if isinstance(area, QScrollArea) else panel


def _picture(desk: Desk, inner: QWidget, title: str, source: Source) -> QImage:
    look = desk.appearance.look
    size = QSize(inner.width(), inner.height() + HEAD + FOOT)
    image = QImage(size * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(look.background))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    _head(painter, look, size, (_name(desk, source), title))
    inner.render(painter, QPoint(0, HEAD), renderFlags=QWidget.RenderFlag.DrawChildren)
    _foot(painter, look, size, _origin(desk, source))
    painter.end()
    return image


def _head(painter: QPainter, look: Look, size: QSize, words: tuple[str, str]) -> None:
    painter.setPen(QColor(look.text))
    painter.setFont(theme.font(20, 600, theme.DISPLAY))
    room = QRect(SIDE, 14, size.width() - 2 * SIDE, 28)
    name = painter.fontMetrics().elidedText(words[0], Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
    painter.setPen(QColor(look.secondary))
    painter.setFont(theme.font(12))
    below = QRect(SIDE, 40, size.width() - 2 * SIDE, 18)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words[1])


def _foot(painter: QPainter, look: Look, size: QSize, words: str) -> None:
    painter.setPen(QColor(look.border))
    top = size.height() - FOOT
    painter.drawLine(SIDE, top + 4, size.width() - SIDE, top + 4)
    painter.setPen(QColor(look.secondary))
    painter.setFont(theme.font(12))
    room = QRect(SIDE, top + 8, size.width() - 2 * SIDE, 24)
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, OURS)
    # Only the name of the run may be cut, in its middle: its end tells runs apart, and what follows must be read.
    run, dot, rest = words.partition(" · ")
    metrics = painter.fontMetrics()
    beside = room.width() - SIDE - metrics.horizontalAdvance(OURS) - metrics.horizontalAdvance(dot + rest)
    shown = metrics.elidedText(run, Qt.TextElideMode.ElideMiddle, beside) + dot + rest
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _name(desk: Desk, source: Source) -> str:
    header, scenario = desk.run.header, desk.scenario.scenario
    if scenario is not None and (source == "plan" or header is None):
        return line(scenario.name, LONGEST_NAME)
    return line(header.name, LONGEST_NAME) if header is not None else OURS


def _origin(desk: Desk, source: Source) -> str:
    """What a picture is of, when that was made, and how its numbers came about."""
    header, path, scenario = desk.run.header, desk.run.path, desk.scenario.scenario
    today = QDateTime.currentDateTimeUtc().toString("yyyy-MM-dd hh:mm")
    if source == "runs":
        return f"Runs · {today} UTC · each with where its numbers come from"
    if source == "plan" or header is None or path is None:
        file = desk.scenario.path
        name = file.name if file is not None else line(scenario.name, 60) if scenario is not None else OURS
        return f"{name} · {today} UTC · a plan; nothing was measured"
    parts = (path.stem, header.created[:16].replace("T", " ") + " UTC", line(header.model or header.target, 60),
             f"answers {header.provenance}", "unfinished" if desk.run.is_on else "")  # fmt: skip
    return " · ".join(part for part in parts if part)
