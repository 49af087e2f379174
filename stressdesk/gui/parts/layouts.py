"""Columns, rows and cards with the distances of the house: 4, 8, 12, 16, 24."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from stressdesk.gui.parts.words import plain, words

Layout = TypeVar("Layout", bound=QBoxLayout)
Added = TypeVar("Added", bound=QWidget)
Child = QWidget | QLayout | int | None


def column(*children: Child, gap: int = 8, margin: int = 0) -> QVBoxLayout:
    """Children one under the other; a number is room of so many pixels, None takes what is left."""
    return _filled(QVBoxLayout(), children, gap, margin)


def row(*children: Child, gap: int = 8, margin: int = 0) -> QHBoxLayout:
    """Children side by side; a number is room of so many pixels, None takes what is left."""
    return _filled(QHBoxLayout(), children, gap, margin)


def holding(layout: QLayout) -> QWidget:
    """A widget of nothing but this layout."""
    holder = QWidget()
    holder.setLayout(layout)
    return holder


def rule() -> QFrame:
    """A hair line across."""
    frame = QFrame()
    frame.setProperty("kind", "rule")
    return frame


def scrolling(inner: QWidget) -> QScrollArea:
    """A page that can be scrolled down, never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner.setProperty("kind", "page")
    area.setWidget(inner)
    return area


class Page(QWidget):
    """What is inside a scroll area: exactly as high as its rows are at the width they have.

    Without this, lines that wrap make a page as high as they would be at their narrowest.
    """

    def minimumSizeHint(self) -> QSize:
        """Qt: the height is left to the width."""
        return QSize(super().minimumSizeHint().width(), 0)


class Card(QFrame):
    """A surface with a title, a quiet line under it, things at its right end, and a body to put rows into."""

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.heading = words(title, "heading")
        self.subtitle = words(subtitle, "secondary", wrap=True)
        if not subtitle:
            # Hidden, never shown: what has no place yet would come up as a window of its own.
            self.subtitle.hide()
        self.corner = QHBoxLayout()
        self.corner.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 14)
        whole.setSpacing(4)
        if title:
            head = row(self.heading, None)
            head.addLayout(self.corner)
            whole.addLayout(head)
            whole.addWidget(self.subtitle)
            whole.addSpacing(4)
        whole.addLayout(self.body, 1)
        self.setAccessibleName(title)

    def set_subtitle(self, text: str) -> None:
        """Say something else under the title."""
        self.subtitle.setText(plain(text))
        self.subtitle.setVisible(bool(text))


def added(layout: QBoxLayout | QSplitter, widget: Added) -> Added:
    """The widget, now the last one of a layout."""
    layout.addWidget(widget)
    return widget


def stretches(widget: QWidget) -> QWidget:
    """The widget, taking all the width there is."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, widget.sizePolicy().verticalPolicy())
    return widget


def evenly(*widgets: QWidget, gap: int = 12) -> QHBoxLayout:
    """Widgets side by side, equally wide and level at the top."""
    made = row(gap=gap)
    for widget in widgets:
        made.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return made


def within(page: QWidget) -> Iterator[QWidget]:
    """Every widget on a page, from the inside out."""
    for child in page.children():
        if isinstance(child, QWidget):
            yield from within(child)
            yield child


def clear(layout: QBoxLayout) -> None:
    """Take everything out of a layout and end it."""
    while (place := layout.takeAt(0)) is not None:
        widget, inner = place.widget(), place.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout):
            clear(inner)


def _filled(layout: Layout, children: tuple[Child, ...], gap: int, margin: int) -> Layout:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    for child in children:
        if child is None:
            layout.addStretch(1)
        elif isinstance(child, int):
            layout.addSpacing(child)
        elif isinstance(child, QWidget):
            layout.addWidget(child)
        else:
            layout.addLayout(child)
    return layout
