"""A page as high as all that it scrolls, for as long as a picture is taken of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractScrollArea, QListView, QScrollArea, QWidget

from stressdesk.gui.parts.layouts import Card, within
from stressdesk.gui.parts.screen_only import WHOLE

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
    areas = [area for area in widgets if isinstance(area, QAbstractScrollArea) and area.isVisibleTo(page)]
    areas = [area for area in areas if isinstance(area, QScrollArea) or area.property(WHOLE)]
    scrolled = [(area, area.verticalScrollBar().value()) for area in areas]
    bounds = [(widget, widget.minimumHeight(), widget.maximumHeight()) for widget in widgets]
    try:
        for _ in range(PASSES):
            if not _grown(page, areas):
                break
        for area in areas:
            if area.property(WHOLE):
                _bound(area)
        _settle(page)
        yield
    finally:
        for widget, least, most in bounds:
            if (widget.minimumHeight(), widget.maximumHeight()) != (least, most):
                widget.setMinimumHeight(least)
                widget.setMaximumHeight(most)
        _settle(page)
        page.resize(size)
        _settle(page)
        for area, value in scrolled:
            area.verticalScrollBar().setValue(value)


def _grown(page: QWidget, areas: list[QAbstractScrollArea]) -> bool:
    """Give every part that hides something as much more height, and the page what they need; False if none does."""
    hidden = {area: _height(area) - area.viewport().height() for area in areas}
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


def _height(area: QAbstractScrollArea) -> int:
    """How high what is scrolled is; a list's rows may end before it does."""
    if isinstance(area, QScrollArea):
        inner = area.widget()
        return inner.height() if inner is not None else 0
    assert isinstance(area, QListView)
    last = area.visualRect(area.model().index(area.model().rowCount() - 1, 0))
    return last.bottom() + 1 + area.verticalScrollBar().value()


def _bound(rows: QAbstractScrollArea) -> None:
    """Take what a list has below its last row from the height of its card."""
    card: QWidget | None = rows
    while card is not None and not isinstance(card, Card):
        card = card.parentWidget()
    left = rows.viewport().height() - _height(rows)
    if card is not None and left > 0:
        card.setMaximumHeight(card.height() - left)


def _settle(page: QWidget) -> None:
    """Let every widget ask what it is in for room, which does the same in its turn."""
    for widget in (*within(page), page):
        QCoreApplication.sendPostedEvents(widget, QEvent.Type.LayoutRequest.value)
        if isinstance(widget, QAbstractScrollArea):
            # Qt hides a bar with nothing left to scroll in a call of its own, queued.
            QCoreApplication.sendPostedEvents(widget, QEvent.Type.MetaCall.value)
