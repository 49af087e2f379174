"""Where the focus goes: by the tab key, for things made late, and from a control that is about to be of no use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from stressdesk.gui.parts.layouts import within

MARGIN = 24


def tab_after(before: QWidget, inner: QWidget) -> None:
    """Let the tab key go from `before` through all there is in `inner`; Qt would put what is made late at the end."""
    in_a_row(before, *_stops(inner))


def tab_through(first: QWidget, second: QWidget) -> None:
    """Let the tab key go through all of one part of a page before it comes to another, which may hold the first."""
    stops = list(_stops(first))
    anchor = next((one for one in reversed(stops) if one.isVisibleTo(first)), stops[-1])
    in_a_row(anchor, *[one for one in _stops(second) if not first.isAncestorOf(one)])
    # After a last control that is hidden, from which only the window leads to the second, Qt 6.11 changes nothing.
    in_a_row(anchor, *stops[stops.index(anchor) + 1 :])


def in_a_row(*widgets: QWidget) -> None:
    """Let the tab key go from each of these that it stops at to the next."""
    for before, after in pairwise(one for one in widgets if one.focusPolicy() & Qt.FocusPolicy.TabFocus):
        QWidget.setTabOrder(before, after)


def hand_over(before: QWidget, after: QWidget) -> None:
    """Give `after` the focus if `before` has it. Qt would let a control that is disabled or hidden pass it to whatever
    the tab key comes to next, and scroll the page there.
    """
    if before.window().focusWidget() is before:
        after.setFocus()


def finish_typing(window: QWidget) -> None:
    """Let the field that is typed into take its text over now, as it does when it is left; the focus stays there."""
    control = window.focusWidget()
    if control is None:
        return
    control.clearFocus()
    # The editor of a table's cell is gone once it was left.
    if isValid(control) and control.isVisible():
        control.setFocus()


def take_turns(start: QWidget, cancel: QWidget, *, is_busy: bool) -> None:
    """Let one of two buttons be used, and keep the focus with them."""
    if is_busy:
        cancel.setVisible(True)
        hand_over(start, cancel)
        start.setEnabled(False)
    else:
        start.setEnabled(True)
        hand_over(cancel, start)
        cancel.setVisible(False)


def reveal(widget: QWidget) -> None:
    """Scroll the page so that the widget is seen."""
    page = widget.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    if isinstance(page, QScrollArea):
        # Once everything has its place: what to show may just have come up.
        QTimer.singleShot(0, widget, partial(page.ensureWidgetVisible, widget, 0, MARGIN))


def _stops(inner: QWidget) -> Iterator[QWidget]:
    """Everything inside that the tab key stops at, in its present order."""
    # Found first: the window's whole order is walked through, and to ask each of thousands takes 10 ms.
    stops = {
        one
        for one in (*within(inner), inner)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
    }
    widget: QWidget | None = inner
    while stops and widget is not None:
        if widget in stops:
            stops.remove(widget)
            yield widget
        widget = widget.nextInFocusChain()
        if widget is inner:
            return
