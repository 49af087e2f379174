"""What a screen reader is told beyond names: what a control is, what a choice is of, and where the focus went."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.panels import PANELS
from stressdesk.gui.parts.fields import Choice
from stressdesk.gui.views.message import MessageBlock
from stressdesk.gui.window import MainWindow
from tests.gui.conftest import Patient


@pytest.fixture
def window(desk: Desk, qtbot: Patient, loop: asyncio.AbstractEventLoop) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    made.show()
    yield made
    made._may_close = True
    made.close()
    made.deleteLater()


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def test_pages_and_results_are_told_as_one_of_several(window: MainWindow, settle: Callable[[], None]) -> None:
    window.files.open_sample()
    settle()
    records = window.panel("Records")
    told = [*window.sidebar.buttons.values(), *records.filters.quick.values()]
    assert {role(one) for one in told} == {QAccessible.Role.RadioButton}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the name of a list of choices is told as such")
def test_a_choice_without_a_label_says_what_it_is_of(window: MainWindow, settle: Callable[[], None]) -> None:
    window.files.open_sample()
    settle()
    mute = []
    for entry in PANELS:
        for choice in window.panel(entry.title).findChildren(Choice):
            told = QAccessible.queryAccessibleInterface(choice)
            labels = [one for one, kind in told.relations() if kind == QAccessible.RelationFlag.Label]
            if not labels and not told.text(QAccessible.Text.Description):
                mute.append(f"{entry.title}: {choice.accessibleName()}")
    assert mute == []


def test_each_message_says_which_one_is_moved_or_removed(window: MainWindow, settle: Callable[[], None]) -> None:
    window.files.open_sample()
    settle()
    blocks = window.panel("Prompt").findChildren(MessageBlock)
    names = [one.accessibleName() for block in blocks for one in (block.up, block.down, block.remove)]
    assert len(set(names)) == len(names) >= 42


def test_the_focus_goes_to_the_page_itself_when_it_comes_up(
    window: MainWindow, qtbot: Patient, settle: Callable[[], None]
) -> None:
    window.files.open_sample()
    settle()
    window.desk.navigation.go("Prompt")
    for title in ("Traffic", "Load and target", "Checks and goals", "Compare", "Settings"):
        window.desk.navigation.go(title)
        panel = window.panel(title)
        qtbot.waitUntil(panel.isVisible)
        assert (window.focusWidget(), panel.accessibleName()) == (panel, title)


def test_what_takes_the_focus_on_the_page_of_runs_has_a_name(window: MainWindow) -> None:
    faces = window.panel("Run")._faces.values()
    assert all(face.accessibleName() for face in faces)
