"""A push button that Enter presses too, as people expect of the one that is marked; Qt itself knows only Space."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton


class PushButton(QPushButton):
    """Pressed by the mouse, Space, Enter and Return."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a key, while the button has the keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~KEYPAD:
            self.click()
        else:
            super().keyPressEvent(event)


KEYPAD = Qt.KeyboardModifier.KeypadModifier
