"""A prompt on its way into the window: pasted where nothing is open, edited there, and undone with the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.views.prompt import PromptPanel
from stressdesk.gui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, loop: asyncio.AbstractEventLoop) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made._may_close = True
    made.close()
    made.deleteLater()


def test_a_copied_prompt_is_pasted_where_nothing_is_open_and_edited(
    window: MainWindow, qtbot: QtBot, run: Callable[[Any], Any]
) -> None:
    desk = window.desk
    QGuiApplication.clipboard().setText('- {role: system, content: Sort it.}\n- {role: user, content: "{{mail}}"}')

    async def pasted() -> None:
        opened = asyncio.Event()
        desk.scenario.changed.connect(opened.set)
        qtbot.keyClick(window.welcome.sample, Qt.Key.Key_V, CONTROL)
        await opened.wait()

    run(pasted())
    assert desk.navigation.current == "Prompt"
    assert [one.role for one in desk.scenario.now.prompt.messages] == ["system", "user"]
    assert desk.scenario.now.prompt.input == "mail"
    panel = window.panel("Prompt")
    assert isinstance(panel, PromptPanel)
    editor = panel.messages.blocks[0].editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End, CONTROL)
    qtbot.keyClicks(editor, " Now.")
    assert desk.scenario.now.prompt.messages[0].content == "Sort it. Now."
    for _ in range(2):
        qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert desk.scenario.now.prompt.messages[0].content == "Sort it."
    qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.scenario.now.prompt.messages[0].content != "Sort it."
    qtbot.waitUntil(lambda: not panel.rendered.is_waiting and not desk.scenario.is_looking)
