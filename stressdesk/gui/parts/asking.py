"""Dialogs over the window: what they say is never taken for markup, and their answers may be waited for."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget


def message_box(window: QWidget, icon: QMessageBox.Icon, text: str = "", more: str = "") -> QMessageBox:
    """A question or news over a window, with `more` in smaller letters; its words may hold names from files."""
    box = QMessageBox(window)
    box.setIcon(icon)
    box.setWindowTitle("StressDesk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(more)
    return box


async def answered(dialog: QDialog) -> int:
    """Show a dialog and wait for its answer; unlike `exec` it may be waited for in a coroutine."""
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(result: int) -> None:
        if not answer.done():
            answer.set_result(result)

    dialog.finished.connect(settle)
    dialog.open()
    try:
        return await answer
    finally:
        dialog.deleteLater()
