"""A change of look reaches every part of the window, one a turn, and nothing is ever shown in the look of before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.charts.look import DARK, LIGHT
from stressdesk.gui import theme
from stressdesk.gui.views.settings import SettingsPanel
from stressdesk.gui.views.traffic import TrafficPanel
from stressdesk.gui.window import MainWindow
from stressdesk.scenario.model import Scenario


@pytest.fixture
def shown(window: MainWindow, sample: tuple[Scenario, Any], qtbot: QtBot) -> MainWindow:
    """The window with a scenario, at the page of the prompt; the page of traffic was shown before."""
    window.desk.scenario.open(sample[0], None, sample[1])
    for title in ("Traffic", "Prompt"):
        window.desk.navigation.go(title)
        window.panel(title)
    window.show()
    return window


def test_every_part_comes_to_the_new_look(shown: MainWindow, qtbot: QtBot) -> None:
    shown.desk.appearance.choose("dark")
    parts = [shown.side, shown.header, shown.menuBar(), shown.toast, shown.welcome,
             *shown.panel("Prompt").parts(), *shown.panel("Traffic").parts()]  # fmt: skip
    qtbot.waitUntil(lambda: all(part.styleSheet() == theme.style_sheet(DARK) for part in parts))


def test_no_two_parts_are_dressed_in_one_turn(shown: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []
    dress = shown.dressing.dress
    turn = 0

    def counted(part: QWidget) -> None:
        if not part.isWindow():
            turns.append(turn)
        dress(part)

    monkeypatch.setattr(shown.dressing, "dress", counted)
    shown.desk.appearance.choose("dark")
    assert turns == []
    while shown.dressing.is_going:
        QApplication.processEvents()
        turn += 1
    assert len(turns) == len(set(turns)) >= 7


def test_what_is_seen_comes_first(shown: MainWindow, qtbot: QtBot) -> None:
    shown.desk.appearance.choose("dark")
    traffic, prompt = shown.panel("Traffic"), shown.panel("Prompt")
    assert isinstance(traffic, TrafficPanel)
    qtbot.waitUntil(lambda: prompt.styleSheet() == theme.style_sheet(DARK))
    assert traffic.seen.styleSheet() == theme.style_sheet(LIGHT)


def test_a_page_that_still_waits_is_dressed_before_it_is_shown(shown: MainWindow) -> None:
    shown.desk.appearance.choose("dark")
    shown.desk.navigation.go("Traffic")
    page = shown.panel("Traffic")
    seen = [part for part in page.parts() if part.isVisibleTo(page)]
    assert len(seen) >= 4
    assert {part.styleSheet() for part in seen} == {theme.style_sheet(DARK)}


def test_two_changes_at_once_end_in_the_last(shown: MainWindow, qtbot: QtBot) -> None:
    shown.desk.appearance.choose("dark")
    QApplication.processEvents()
    shown.desk.appearance.choose("light")
    qtbot.waitUntil(lambda: not shown.dressing.is_going)
    assert shown.panel("Prompt").styleSheet() == shown.side.styleSheet() == theme.style_sheet(LIGHT)


def test_a_dialog_has_the_look_when_it_opens_and_when_it_changes(shown: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(shown)
    label = QLabel("words", dialog)
    label.setProperty("kind", "problem")
    dialog.open()
    assert label.palette().windowText().color().name() == LIGHT.bad
    shown.desk.appearance.choose("dark")
    qtbot.waitUntil(lambda: label.palette().windowText().color().name() == DARK.bad)
    dialog.close()
    dialog.deleteLater()


def test_a_dialog_that_is_gone_is_no_longer_looked_after(shown: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(shown)
    dialog.open()
    shown.desk.appearance.choose("dark")
    dialog.close()
    dialog.deleteLater()
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not shown.dressing.is_going)


@pytest.mark.parametrize("title", ["Checks and goals", "Run", "Compare", "Settings"])
def test_a_page_that_is_made_later_has_the_look(shown: MainWindow, qtbot: QtBot, title: str) -> None:
    shown.desk.appearance.choose("dark")
    shown.desk.navigation.go(title)
    qtbot.waitUntil(lambda: not shown.dressing.is_going)
    assert {part.styleSheet() for part in shown.panel(title).parts()} == {theme.style_sheet(DARK)}


def test_the_dialog_of_a_page_in_columns_has_the_look(window: MainWindow, qtbot: QtBot) -> None:
    window.show()
    window.desk.navigation.go("Settings")
    panel = window.panel("Settings")
    assert isinstance(panel, SettingsPanel)
    panel.choose.click()
    (dialog,) = window.findChildren(QFileDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert theme.style_sheet(LIGHT) in (dialog.styleSheet(), *(one.styleSheet() for one in parents(dialog)))


def parents(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()
