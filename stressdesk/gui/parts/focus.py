"""The order in which the tab key walks, for things that are made later than what stands below them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_after(before: QWidget, inner: QWidget) -> None:
    """Let the tab key go from `before` through all there is in `inner`; Qt would put what is made late at the end."""
    for widget in list(_stops(inner)):
        QWidget.setTabOrder(before, widget)
        before = widget


def _stops(inner: QWidget) -> Iterator[QWidget]:
    """Everything inside that the tab key stops at, in its present order."""
    widget = inner
    while True:
        is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
        if is_stop and (widget is inner or inner.isAncestorOf(widget)):
            yield widget
        following = widget.nextInFocusChain()
        if following is None or following is inner:
            return
        widget = following
