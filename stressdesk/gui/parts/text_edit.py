"""Several lines of plain text to edit, without an undo of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from stressdesk.gui.parts.undo import leave_undo

LAST_OF_ONE_UNIT = 0xFFFF
"""The last character that UTF-16 writes in one unit, which positions of a text cursor count."""


class TextEdit(QPlainTextEdit):
    """Several lines of plain text; its own undo is off, since the scenario's reaches it."""

    def __init__(self, lines: int = 6) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(lines * 18 + 14)
        self.left: list[Callable[[], None]] = []
        leave_undo(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the field was left, so the next edit is a step of its own."""
        super().focusOutEvent(event)
        for act in self.left:
            act()

    def put(self, text: str) -> None:
        """Show another text; the cursor stays where the text around it stayed."""
        before = self.toPlainText()
        if before == text:
            return
        start = next((at for at, (one, other) in enumerate(zip(before, text, strict=False)) if one != other),
                     min(len(before), len(text)))  # fmt: skip
        rest = min(len(before), len(text)) - start
        end = next((at for at in range(rest) if before[-1 - at] != text[-1 - at]), rest)
        if max(map(ord, before[: len(before) - end] or " ")) > LAST_OF_ONE_UNIT or text.count("\0"):
            self.setPlainText(text)
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(len(before) - end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
