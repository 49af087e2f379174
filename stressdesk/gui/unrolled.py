"""A page as high as all that it scrolls, for as long as a picture is taken of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget

from stressdesk.gui.parts.layouts import within

MOST_HEIGHT = 6_000
"""A single part is never made higher: a picture of a page of 20,000 pixels would take 400 MB."""
PASSES = 4
"""A scrolled part inside another makes that one higher, which is seen only in the next pass."""


@contextmanager
def unrolled(page: QWidget) -> Iterator[None]:
    """Nothing on the page is scrolled out of sight; no event is waited for, so that nobody sees it like this.

    Tables keep their own bars: they may have 100,000 rows.
    """
    size = page.size()
    widgets = list(within(page))
    areas = [area for area in widgets if isinstance(area, QScrollArea) and area.isVisibleTo(page)]
    scrolled = [(area, area.verticalScrollBar().value()) for area in areas]
    least = [(widget, widget.minimumHeight()) for widget in widgets]
    try:
        for _ in range(PASSES):
            if not _grown(page, areas):
                break
        yield
    finally:
        for widget, height in least:
            if widget.minimumHeight() != height:
                widget.setMinimumHeight(height)
        _settle(page)
        page.resize(size)
        _settle(page)
        for area, value in scrolled:
            area.verticalScrollBar().setValue(value)


def _grown(page: QWidget, areas: list[QScrollArea]) -> bool:
    """Give every part that hides something as much more height, and the page what they need; False if none does."""
    hidden = {area: inner.height() - area.viewport().height() for area in areas if (inner := area.widget()) is not None}
    wanted = {area: more for area, more in hidden.items() if more > 0 and area.height() < MOST_HEIGHT}
    for area, more in wanted.items():
        area.setMinimumHeight(min(area.height() + more, MOST_HEIGHT))
        around = area.parentWidget()
        while around is not None and around is not page and not isinstance(around, QScrollArea):
            if around.minimumHeight():  # one that was set is never raised by what is inside
                around.setMinimumHeight(around.height() + more)
            around = around.parentWidget()
    layout = page.layout()
    if wanted and layout is not None:
        _settle(page)
        page.resize(page.width(), max(page.height(), layout.totalMinimumSize().height()))
        _settle(page)
    return bool(wanted)


def _settle(page: QWidget) -> None:
    """Let every widget ask what it is in for room, which does the same in its turn."""
    for widget in (*within(page), page):
        QCoreApplication.sendPostedEvents(widget, QEvent.Type.LayoutRequest.value)
        if isinstance(widget, QAbstractScrollArea):
            # Qt hides a bar with nothing left to scroll in a call of its own, queued.
            QCoreApplication.sendPostedEvents(widget, QEvent.Type.MetaCall.value)
