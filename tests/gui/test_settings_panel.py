from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.troubles import Trouble
from stressdesk.gui.views.settings import SettingsPanel
from stressdesk.scenario.targets import LiteLLM

PLANTED = "planted-key-0123456789-abcdef"


pytestmark = pytest.mark.usefixtures("no_wallet")


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> SettingsPanel:
    made = SettingsPanel(desk).whole()
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


def test_the_theme_is_chosen_and_kept(panel: SettingsPanel, qtbot: QtBot) -> None:
    assert panel.theme.currentText() == "Follow the system"
    panel.theme.setFocus()
    qtbot.keyClick(panel.theme, Qt.Key.Key_Down)
    qtbot.keyClick(panel.theme, Qt.Key.Key_Down)
    panel.theme.activated.emit(panel.theme.currentIndex())
    assert panel.desk.appearance.choice == "dark"
    assert panel.desk.appearance.look.name == "dark"


def test_the_folder_of_runs_is_chosen_and_given_back(panel: SettingsPanel, qtbot: QtBot, tmp_path: Path) -> None:
    panel._use_folder(str(tmp_path))
    assert panel.desk.settings.runs_folder == tmp_path
    assert panel.folder.text() == str(tmp_path)
    qtbot.mouseClick(panel.usual, Qt.MouseButton.LeftButton)
    assert panel.desk.settings.runs_folder.name == "StressDesk"
    assert not panel.usual.isVisible()


def test_a_folder_that_cannot_be_made_is_told_in_words(panel: SettingsPanel, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    panel._use_folder(str(tmp_path / "file" / "runs"))
    told: list[Trouble] = []
    panel.desk.troubles.told.connect(told.append)
    opener = next(one for one in panel.findChildren(QPushButton) if one.text() == "Open")
    with qtbot.captureExceptions() as bugs:
        qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)
    assert bugs == []
    (trouble,) = told
    assert trouble.title == "The folder cannot be opened"
    assert str(tmp_path / "file" / "runs") in trouble.words
    assert trouble.hint


def test_prices_and_licences_are_named(panel: SettingsPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "git blob" in panel.prices.text())
    panel.fold.open()
    said = " ".join(panel.licences)
    for licence in ("LGPL-3.0", "OFL-1.1", "ISC", "Apache-2.0"):
        assert licence in said
    assert panel.version.text().startswith("Version ")


def test_keys_are_named_and_never_shown(panel: SettingsPanel, qtbot: QtBot, sample: tuple) -> None:
    qtbot.waitUntil(lambda: "no key store" in panel.keys.store.text())
    assert panel.keys.none.isVisible()
    panel.desk.scenario.open(sample[0], None, sample[1])
    panel.desk.scenario.edit(("targets", "hosted"), LiteLLM(model="openai/gpt-4o-mini"))
    qtbot.waitUntil(lambda: panel.keys.said == {"OPENAI_API_KEY": "missing"})
    panel.desk.keys.enter("OPENAI_API_KEY", PLANTED)
    qtbot.waitUntil(lambda: panel.keys.said == {"OPENAI_API_KEY": "until the window closes"})
    shown = [one.text() for one in panel.findChildren(QLabel)] + [one.text() for one in panel.findChildren(QLineEdit)]
    assert any("OPENAI_API_KEY" in text for text in shown)
    assert not any(PLANTED in text for text in shown)
