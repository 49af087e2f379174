"""The keys for undo reach the scenario from inside every kind of field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.parts.fields import line_field, text_field
from stressdesk.gui.parts.lists import Chips
from stressdesk.gui.parts.numbers import number_field, optional_number_field


def shown(control: QWidget, model: ScenarioModel, qtbot: QtBot) -> QWidget:
    """The active window with this control in it, where Ctrl+Z outside of a field takes an edit back."""
    window = QWidget()
    QVBoxLayout(window).addWidget(control)
    QShortcut(QKeySequence("Ctrl+Z"), window, activated=model.undo)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.parametrize("kind", ["text", "line", "number", "optional"])
def test_undo_takes_back_what_was_typed(kind: str, open_desk: Desk, qtbot: QtBot) -> None:
    model = open_desk.scenario
    before = model.now
    control = {
        "text": lambda: text_field(model, ("description",)),
        "line": lambda: line_field(model, ("name",)),
        "number": lambda: number_field(model, ("seed",), (0, 99), digits=0),
        "optional": lambda: optional_number_field(model, ("limits", "minutes"), (0, 99)),
    }[kind]()
    window = shown(control, model, qtbot)
    control.setFocus()
    qtbot.keyClicks(control, "7")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    assert model.now != before
    for _ in range(3):
        qtbot.keyClick(control, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert model.now == before
    window.close()


def test_a_scale_just_added_is_taken_back_but_a_number_half_typed_is_the_fields_own(
    open_desk: Desk, qtbot: QtBot
) -> None:
    model = open_desk.scenario
    before = model.now
    chips = Chips(model, ("load", "scales"), 6, 1_000_000)
    window = shown(chips, model, qtbot)
    chips.line.setFocus()
    qtbot.keyClicks(chips.line, "7")
    qtbot.keyClick(chips.line, Qt.Key.Key_Return)
    added = model.now
    assert added != before
    qtbot.keyClicks(chips.line, "8x")
    qtbot.keyClick(chips.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert model.now is added
    assert chips.line.text() == ""
    qtbot.keyClick(chips.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert model.now == before
    window.close()
