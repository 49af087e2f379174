"""Unsaved work after a crash: what is offered, and that taking it over loses nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from gui.runs import question
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.drafts import Draft, Found, left_behind
from stressdesk.gui.window import MainWindow
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.model import Scenario

NOBODY = 2**22 - 3  # above the usual largest process number


def draft_of(desk: Desk) -> Draft:
    return msgspec.json.decode(desk.drafts.file.read_bytes(), type=Draft)


def after_a_crash(desk: Desk) -> list[Found]:
    """What another window would be offered, had this one's process ended now."""
    draft = draft_of(desk)
    draft.process = NOBODY
    left = desk.drafts.file.with_name("1-abc.draft.json")
    left.write_bytes(msgspec.json.encode(draft))
    return left_behind(left.parent)


def test_a_scenario_is_never_offered_under_the_path_of_another(
    desk: Desk, qtbot: QtBot, sample: tuple[Scenario, Path], tmp_path: Path
) -> None:
    scenario, folder = sample
    desk.scenario.open(scenario, tmp_path / "one.stress.yaml", folder)
    desk.scenario.edit(("description",), "edited")
    qtbot.waitUntil(desk.drafts.file.exists)
    desk.scenario.open(msgspec.structs.replace(scenario, name="Two"), tmp_path / "two.stress.yaml", folder)
    desk.scenario.edit(("name",), "")  # not allowed in a file: there is no sound state of this scenario yet
    qtbot.waitUntil(desk.drafts.file.exists)
    assert draft_of(desk).path.endswith("two.stress.yaml")
    assert after_a_crash(desk) == []
    desk.scenario.edit(("name",), "Two again")
    qtbot.waitUntil(lambda: draft_of(desk).scenario["name"] == "Two again")
    assert [one.scenario.name for one in after_a_crash(desk)] == ["Two again"]


def found_work(desk: Desk, qtbot: QtBot, sample: tuple[Scenario, Path]) -> Found:
    """Unsaved work on a scenario without a file, as another window would be offered it."""
    scenario, folder = sample
    desk.scenario.open(scenario, None, folder)
    desk.scenario.edit(("name",), "Found work")
    qtbot.waitUntil(desk.drafts.file.exists)
    (found,) = after_a_crash(desk)
    return found


def press(window: MainWindow, name: str) -> None:
    next(one for one in window.questions.findChildren(QPushButton) if one.text() == name).click()


async def answer(window: MainWindow, button: QMessageBox.StandardButton) -> None:
    """Answer the question about unsaved work when it comes, and wait for what follows from it."""
    (await question(window)).button(button).click()
    while window.desk.troubles._tasks:
        await asyncio.gather(*window.desk.troubles._tasks)


def test_restoring_asks_what_becomes_of_present_work(
    window: MainWindow, qtbot: QtBot, sample: tuple[Scenario, Path], run: Callable[[Any], Any]
) -> None:
    desk, found = window.desk, found_work(window.desk, qtbot, sample)
    desk.scenario.edit(("name",), "Present work")
    qtbot.waitUntil(lambda: draft_of(desk).scenario["name"] == "Present work")
    run(window.recovery.look())
    press(window, "Restore")
    run(answer(window, QMessageBox.StandardButton.Cancel))
    assert desk.scenario.now.name == "Present work"
    assert found.file.exists()
    press(window, "Restore")  # it is offered again
    run(answer(window, QMessageBox.StandardButton.Discard))
    assert desk.scenario.now.name == "Found work"
    assert desk.scenario.is_dirty
    assert not found.file.exists()
    assert draft_of(desk).scenario["name"] == "Found work"  # at once, not only when the next draft is due


def test_restored_work_is_saved_without_a_question_where_its_file_is_as_it_was(
    window: MainWindow, qtbot: QtBot, sample: tuple[Scenario, Path], run: Callable[[Any], Any], tmp_path: Path
) -> None:
    desk, path = window.desk, tmp_path / "mine.stress.yaml"
    scenario = msgspec.structs.replace(sample[0], name="Before")
    scenario_file.save(scenario, path)
    desk.scenario.open(scenario, path, tmp_path)
    desk.scenario.edit(("name",), "Restored")
    qtbot.waitUntil(desk.drafts.file.exists)
    (found,) = after_a_crash(desk)
    desk.scenario.open(scenario, path, tmp_path)
    window.recovery._ask_restore(found)
    press(window, "Restore")
    run(asyncio.gather(*desk.troubles._tasks))
    assert (desk.scenario.now.name, desk.scenario.is_dirty) == ("Restored", True)
    assert run(window.files.saved())
    assert scenario_file.load(path).name == "Restored"
    assert not desk.scenario.is_dirty


def test_restored_work_asks_before_it_is_written_over_what_came_into_its_file_since(
    window: MainWindow, qtbot: QtBot, sample: tuple[Scenario, Path], run: Callable[[Any], Any], tmp_path: Path
) -> None:
    desk, path = window.desk, tmp_path / "mine.stress.yaml"
    scenario = msgspec.structs.replace(sample[0], name="Before")
    desk.scenario.open(scenario, path, tmp_path)
    desk.scenario.edit(("name",), "Restored")
    qtbot.waitUntil(desk.drafts.file.exists)
    (found,) = after_a_crash(desk)
    assert found.held == scenario
    scenario_file.save(msgspec.structs.replace(scenario, name="Another's"), path)
    desk.scenario.open(scenario, path, tmp_path)
    window.recovery._ask_restore(found)
    press(window, "Restore")
    run(asyncio.gather(*desk.troubles._tasks))
    assert not desk.scenario.may_replace(scenario_file.load(path))


def test_deleting_what_was_found_can_be_taken_back(
    window: MainWindow, qtbot: QtBot, sample: tuple[Scenario, Path], run: Callable[[Any], Any]
) -> None:
    desk, found = window.desk, found_work(window.desk, qtbot, sample)
    run(window.recovery.look())
    said = []
    desk.notices.said.connect(said.append)
    press(window, "Delete it")
    assert not found.file.exists()
    assert not window.questions.isVisible()
    assert said[0].words == "The unsaved work on “Found work” was deleted"
    said[0].act()
    assert [one.scenario for one in left_behind(found.file.parent)] == [found.scenario]
    assert {one.text() for one in window.questions.findChildren(QPushButton)} == {"Restore", "Delete it"}


def test_what_another_window_took_meanwhile_is_not_said_to_be_deleted(
    window: MainWindow, qtbot: QtBot, sample: tuple[Scenario, Path], run: Callable[[Any], Any]
) -> None:
    desk, found = window.desk, found_work(window.desk, qtbot, sample)
    run(window.recovery.look())
    said: list[object] = []
    desk.notices.said.connect(said.append)
    found.file.unlink()
    press(window, "Delete it")
    assert said == []
    assert not window.questions.isVisible()
