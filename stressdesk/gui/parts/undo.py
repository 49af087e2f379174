"""Undo belongs to the scenario: text fields give its keys up, which they would otherwise keep to themselves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class _Leaving(QObject):
    def __init__(self, control: QWidget, unless: Callable[[], object]) -> None:
        super().__init__(control)
        self._unless = unless

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: an override that is not accepted goes on to the window's menu."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if (event.matches(keys.Undo) or event.matches(keys.Redo)) and not self._unless():
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def leave_undo(control: QWidget, unless: Callable[[], object] = bool) -> None:
    """Let the keys for undo and redo reach the window while this control has the focus, unless it needs them itself."""
    control.installEventFilter(_Leaving(control, unless))
