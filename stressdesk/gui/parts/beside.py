"""Cards side by side, or one under the other in a small window."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

NARROW = 820
"""Side by side, bars and tables have no room for what they say in less."""


class Beside(QWidget):
    """Lays out what stands in a row, or one under the other where there is no room."""

    def __init__(self, both: QBoxLayout) -> None:
        super().__init__()
        self._both = both
        self.setLayout(both)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: there is more or less room."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.TopToBottom if self.width() < NARROW else ways.LeftToRight)
