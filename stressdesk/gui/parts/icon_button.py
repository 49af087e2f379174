"""Small buttons with a picture only; what they do is their tooltip and their accessible name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from stressdesk.gui.icons import icon
from stressdesk.gui.models.appearance import Appearance

SIZE = 15


class IconButton(QToolButton):
    """One of resources/icons in the colours in use."""

    def __init__(self, name: str, tip: str, act: Callable[[], object], appearance: Appearance) -> None:
        super().__init__()
        self._name, self._appearance = name, appearance
        self.setIconSize(QSize(SIZE, SIZE))
        self.setToolTip(tip)
        self.setAccessibleName(tip.partition(" (")[0])
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _checked=False: act())
        appearance.changed.connect(self._dress)
        self._dress()

    def setEnabled(self, is_enabled: bool) -> None:
        """Qt: what cannot be used is paler."""
        super().setEnabled(is_enabled)
        self._dress()

    def _dress(self) -> None:
        look = self._appearance.look
        self.setIcon(icon(self._name, look.secondary if self.isEnabled() else look.border, SIZE))
