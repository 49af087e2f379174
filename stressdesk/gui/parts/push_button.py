"""A push button that Enter presses too, as people expect of the one that is marked; Qt itself knows only Space."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QPushButton

from stressdesk.gui.icons import spaced

GAP = 3


class PushButton(QPushButton):
    """Pressed by the mouse, Space, Enter and Return."""

    def setIcon(self, icon: QIcon | QPixmap) -> None:
        """Qt: a picture, which stands a little off the words."""
        size = self.iconSize().height()
        if self.text() and isinstance(icon, QIcon):
            self.setIconSize(QSize(size + GAP, size))
            icon = spaced(icon, size, GAP)
        super().setIcon(icon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a key, while the button has the keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~KEYPAD:
            self.click()
        else:
            super().keyPressEvent(event)


KEYPAD = Qt.KeyboardModifier.KeypadModifier
