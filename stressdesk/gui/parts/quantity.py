"""A quantity with its name above and what is to be said of it below, for rows of several side by side."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget

from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.words import Elided, words

NARROWEST = 96
SMALLEST = 0.6
"""No figure is written smaller than this share of its size."""


class Fitted(Elided):
    """A number that is written smaller where there is no room: one that ends too early is another number."""

    def __init__(self) -> None:
        super().__init__("", "figure")

    def font_within(self, width: int) -> QFont:
        """Qt's font of the label, as much smaller as it must be."""
        font = self.font()
        whole = self.fontInfo().pixelSize()
        for size in range(whole, int(whole * SMALLEST), -1):
            font.setPixelSize(size)
            if QFontMetrics(font).horizontalAdvance(self.text()) <= width:
                break
        return font


class Quantity(QWidget):
    """Shows what it is given; nothing is drawn anew where nothing changed. Where it `wraps`, no word below is cut."""

    def __init__(self, title: str, *, wraps: bool = False) -> None:
        super().__init__()
        self.title = words(title, "secondary")
        self.figure = Fitted()
        self.detail = words("", "tertiary", wrap=True) if wraps else Elided("", "tertiary")
        self.setLayout(column(self.title, self.figure, self.detail, *([None] if wraps else []), gap=1))
        self.setMinimumWidth(NARROWEST)
        self._title = title

    def say(self, figure: str, detail: str = "") -> None:
        """Show another quantity."""
        if figure != self.figure.text():
            self.figure.setText(figure)
        if detail != self.detail.text():
            self.detail.setText(detail)
        self.setAccessibleName(f"{self._title}: {figure}. {detail}")
