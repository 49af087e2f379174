"""What a tooltip says is shown as it stands, and told to those who do not see it without the markup around it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.words import Elided, explain
from stressdesk.gui.views.welcome import Welcome

PLANTED = "<img src='file:///etc/hostname'> & more"
SHOWN = "&lt;img src='file:///etc/hostname'&gt; &amp; more"


def test_an_explanation_is_no_markup_where_it_is_seen_and_where_it_is_read_out(qtbot: QtBot) -> None:
    made = QPushButton()
    qtbot.addWidget(made)
    explain(made, PLANTED)
    assert SHOWN in made.toolTip()
    assert made.accessibleDescription() == PLANTED
    explain(made, "")
    assert made.toolTip() == made.accessibleDescription() == ""


def test_a_line_that_is_cut_is_read_out_whole(qtbot: QtBot) -> None:
    made = Elided(PLANTED)
    qtbot.addWidget(made)
    made.resize(60, 20)
    made.show()
    assert made.accessibleDescription() == PLANTED
    made.resize(900, 20)
    assert made.accessibleDescription() == ""


def test_a_recent_file_is_called_by_its_path_whatever_that_looks_like(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "<b>bold"
    folder.mkdir()
    path = folder / "prompt.txt"
    path.write_text("Hello.")
    desk.settings.add_recent(path)
    page = Welcome(desk)
    qtbot.addWidget(page)
    (button,) = [one for one in page.findChildren(QPushButton) if one.text() == path.name]
    assert "&lt;b&gt;bold" in button.toolTip()
