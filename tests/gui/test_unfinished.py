"""Runs that no window watches are offered; the one that is shown is none of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from gui.test_shelf_model import put
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk


def test_the_run_that_is_shown_is_not_offered_though_it_was_opened_by_a_relative_path(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    desk.settings.put("runs_folder", str(folder))
    cut_off = put(folder, "a.stressrun", ended=False)
    with qtbot.waitSignal(desk.unfinished.changed):
        desk.unfinished.look()
    assert [one.path for one in desk.unfinished.found] == [cut_off]
    monkeypatch.chdir(tmp_path)
    desk.run.open(Path("runs", "a.stressrun"))
    with qtbot.waitSignal(desk.unfinished.changed):
        desk.unfinished.look()
    assert desk.unfinished.found == ()
