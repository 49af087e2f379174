"""The list of runs, on files as they come and go."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import msgspec
import pytest
from gui.test_records_model import DONE, SCENARIO
from journal.records import header, record
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.comparing import ComparingModel
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.models.run_files import Judged, Mark, judged, listed, mark_of
from stressdesk.gui.models.shelf import ShelfModel
from stressdesk.gui.models.shelf_columns import FAILED, NOTE, RUN, STATE, VERDICT
from stressdesk.journal.events import StagePlan
from stressdesk.journal.notes import read_note
from stressdesk.journal.writer import Writer

PATIENCE_MS = 20_000


@pytest.fixture
def folder(tmp_path: Path, desk: Desk) -> Path:
    made = tmp_path / "runs"
    made.mkdir()
    desk.settings.put("runs_folder", str(made))
    return made


@pytest.fixture
def shelf(desk: Desk, folder: Path):
    made = ShelfModel(desk)
    yield made
    made.watch(is_watched=False)


def put(folder: Path, file: str, *, failing: int = 0, count: int = 20, ended: bool = True, **changes) -> Path:
    scenario = {**SCENARIO, "name": changes.get("name", "Support triage")}
    facts = {"scenario": scenario, "created": f"2026-11-2{len(list(folder.iterdir()))}T10:00:00+00:00", **changes}
    writer = Writer.create(folder / file, header(**facts))
    for at in range(count):
        writer.append(record(at, failure="prompt" if at < failing else None))
    writer.close(DONE if ended else None)
    return folder / file


def look(qtbot: QtBot, shelf: ShelfModel) -> None:
    shelf.watch(is_watched=True)
    qtbot.waitUntil(lambda: not shelf.is_looking, timeout=PATIENCE_MS)


def cell(shelf: ShelfModel, place: int, column: int) -> str:
    return shelf.data(shelf.index(place, column))


def test_runs_are_listed_newest_first_with_what_they_came_to(
    qtbot: QtBot, shelf: ShelfModel, folder: Path, qtmodeltester: ModelTester
) -> None:
    put(folder, "a.stressrun")
    put(folder, "b.stressrun", failing=5, ended=False)
    (folder / "c.stressrun").write_text("not one")
    look(qtbot, shelf)
    assert [one.run.path.name for one in shelf.runs] == ["b.stressrun", "a.stressrun", "c.stressrun"]
    assert [cell(shelf, at, STATE) for at in range(3)] == ["Cut off", "Complete", "Cannot be read"]
    qtbot.waitUntil(lambda: "…" not in [cell(shelf, at, VERDICT) for at in range(2)], timeout=PATIENCE_MS)
    assert cell(shelf, 1, VERDICT) == "Not enough evidence"
    assert [cell(shelf, at, FAILED) for at in range(3)] == ["25 %", "0 %", ""]
    qtmodeltester.check(shelf)


def test_a_run_that_broke_off_is_told_from_one_that_was_stopped(qtbot: QtBot, shelf: ShelfModel, folder: Path) -> None:
    for file, is_fault in (("a.stressrun", False), ("b.stressrun", True)):
        ending = msgspec.structs.replace(DONE, state="stopped", is_fault=is_fault)
        Writer.reopen(put(folder, file, ended=False)).close(ending)
    look(qtbot, shelf)
    assert [cell(shelf, at, STATE) for at in range(2)] == ["Broke off", "Stopped"]


def test_a_run_that_comes_and_one_that_goes_are_noticed(qtbot: QtBot, shelf: ShelfModel, folder: Path) -> None:
    first = put(folder, "a.stressrun")
    look(qtbot, shelf)
    put(folder, "b.stressrun")
    qtbot.waitUntil(lambda: len(shelf.runs) == 2, timeout=PATIENCE_MS)
    first.unlink()
    qtbot.waitUntil(lambda: [one.run.path.name for one in shelf.runs] == ["b.stressrun"], timeout=PATIENCE_MS)


def test_a_run_is_listed_although_its_folder_never_rests(qtbot: QtBot, shelf: ShelfModel, folder: Path) -> None:
    look(qtbot, shelf)
    put(folder, "a.stressrun")
    changes = iter(range(1_000))

    def is_listed_amid_changes() -> bool:
        (folder / f"{next(changes)}.txt").touch()
        return len(shelf.runs) == 1

    qtbot.waitUntil(is_listed_amid_changes, timeout=5_000)


def test_a_file_that_was_half_begun_is_read_again(folder: Path) -> None:
    path = folder / "a.stressrun"
    path.touch()
    (half,) = listed([folder], {})
    assert half.run.problem
    path.unlink()
    put(folder, "a.stressrun")
    found = msgspec.structs.replace(half, mark=mark_of(path))
    assert listed([folder], {path: found})[0].run.header is not None


def test_failures_are_those_of_the_stage_that_the_verdict_goes_by(
    qtbot: QtBot, shelf: ShelfModel, folder: Path
) -> None:
    stages = (
        StagePlan(name="demo", queries=10, window_seconds=0),
        StagePlan(name="production", queries=4, window_seconds=60),
    )
    goal = {**SCENARIO, "checks": [{"kind": "equals"}], "goals": {"failure_rate": 0.1}}
    writer = Writer.create(folder / "a.stressrun", header(scenario=goal, stages=stages))
    for at in range(10):
        writer.append(record(at, stage="demo"))
    for at in range(4):
        writer.append(record(at, stage="production", failure="prompt" if at else None))
    writer.close(DONE)
    look(qtbot, shelf)
    qtbot.waitUntil(lambda: cell(shelf, 0, FAILED) == "75 %", timeout=PATIENCE_MS)
    assert (
        shelf.data(shelf.index(0, FAILED), Qt.ItemDataRole.ToolTipRole) == "Production: 3 of 4 queries failed, measured"
    )


def test_only_files_that_changed_are_read_again(folder: Path) -> None:
    put(folder, "a.stressrun")
    first = listed([folder], {})
    again = listed([folder], {one.run.path: one for one in first})
    assert again[0] is first[0]
    put(folder, "b.stressrun")
    assert len(listed([folder], {one.run.path: one for one in first})) == 2


def test_runs_of_the_scenario_at_hand_are_shown_until_all_are_wanted(
    qtbot: QtBot, open_desk: Desk, shelf: ShelfModel, folder: Path
) -> None:
    name = open_desk.scenario.now.name
    put(folder, "a.stressrun", name=name)
    put(folder, "b.stressrun", name="another")
    look(qtbot, shelf)
    assert [one.run.path.name for one in shelf.runs] == ["a.stressrun"]
    assert shelf.hidden == 1
    shelf.show_all(shows_all=True)
    assert [one.run.path.name for one in shelf.runs] == ["b.stressrun", "a.stressrun"]
    shelf.show_all(shows_all=False)
    open_desk.run.open(folder / "b.stressrun")
    qtbot.waitUntil(lambda: len(shelf.runs) == 2, timeout=PATIENCE_MS)


def test_runs_beside_the_one_that_is_shown_are_listed_too(
    qtbot: QtBot, desk: Desk, shelf: ShelfModel, folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    look(qtbot, shelf)
    assert shelf.runs == []
    desk.run.open(put(elsewhere, "a.stressrun"))
    qtbot.waitUntil(lambda: len(shelf.runs) == 1, timeout=PATIENCE_MS)
    put(elsewhere, "b.stressrun")
    qtbot.waitUntil(lambda: len(shelf.runs) == 2, timeout=PATIENCE_MS)


def test_a_folder_that_is_reached_by_a_link_too_is_listed_once(
    qtbot: QtBot, desk: Desk, shelf: ShelfModel, folder: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    desk.settings.put("runs_folder", str(link))
    path = put(folder, "a.stressrun")
    look(qtbot, shelf)
    assert [one.run.path for one in shelf.runs] == [link / "a.stressrun"]
    desk.run.open(path)
    qtbot.waitUntil(lambda: [one.run.path for one in shelf.runs] == [path], timeout=PATIENCE_MS)
    with pytest.raises(StressDeskError, match="is shown"):
        shelf.discard(path)


def test_runs_that_the_command_line_left_beside_the_scenario_are_listed_too(
    qtbot: QtBot, open_desk: Desk, tmp_path: Path
) -> None:
    open_desk.settings.put("runs_folder", str(tmp_path / "elsewhere"))
    beside = tmp_path / "work" / "runs"
    beside.mkdir(parents=True)
    at_hand = open_desk.scenario.now
    put(beside, "one.stressrun", name=at_hand.name)
    shelf = ShelfModel(open_desk)
    look(qtbot, shelf)
    assert not shelf.runs
    open_desk.scenario.saved(beside.parent / "mine.stress.yaml")
    qtbot.waitUntil(lambda: [one.run.path.name for one in shelf.runs] == ["one.stressrun"], timeout=PATIENCE_MS)
    shelf.watch(is_watched=False)


def test_a_note_is_written_into_the_file(qtbot: QtBot, shelf: ShelfModel, folder: Path) -> None:
    path = put(folder, "a.stressrun")
    look(qtbot, shelf)
    assert shelf.setData(shelf.index(0, NOTE), "shorter prompt")
    qtbot.waitUntil(lambda: cell(shelf, 0, NOTE) == "shorter prompt", timeout=PATIENCE_MS)
    assert read_note(path) == "shorter prompt"
    errors = []
    shelf.failed.connect(errors.append)
    shelf.setData(shelf.index(0, NOTE), "x" * 1_000)
    qtbot.waitUntil(lambda: bool(errors), timeout=PATIENCE_MS)
    assert read_note(path) == "shorter prompt"


def test_a_note_is_written_although_the_window_closes_at_once(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    path = put(folder, "a.stressrun")
    shelf = ShelfModel(desk)
    look(qtbot, shelf)
    desk.noting.start(Event().wait, 0.2)  # what was asked before holds it up
    assert shelf.setData(shelf.index(0, NOTE), "shorter prompt")
    shelf.watch(is_watched=False)
    desk.close()
    assert read_note(path) == "shorter prompt"


def test_a_run_of_another_version_keeps_no_other_from_its_verdict(
    qtbot: QtBot, desk: Desk, shelf: ShelfModel, folder: Path
) -> None:
    put(folder, "a.stressrun", failing=5)
    put(folder, "b.stressrun", scenario={**SCENARIO, "of_a_newer_version": 1})
    look(qtbot, shelf)
    qtbot.waitUntil(lambda: cell(shelf, 1, VERDICT) == "Not enough evidence", timeout=PATIENCE_MS)
    assert cell(shelf, 0, VERDICT) == "Cannot be judged"
    told = shelf.data(shelf.index(0, VERDICT), Qt.ItemDataRole.ToolTipRole)
    assert "b.stressrun is of another version of StressDesk: of_a_newer_version" in told
    comparing = ComparingModel(desk.run, desk.filtering, desk.navigation, desk.reading)
    with qtbot.waitSignal(comparing.failed) as caught:
        comparing.compare(folder / "a.stressrun", folder / "b.stressrun")
    assert caught.args[0].message == told
    assert not comparing.is_working


def test_a_bug_in_judging_one_run_is_told_and_keeps_no_other_from_its_verdict(
    qtbot: QtBot, shelf: ShelfModel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judged_or_not(path: Path, mark: Mark) -> Judged:
        if path.name == "b.stressrun":
            raise ZeroDivisionError
        return judged(path, mark)

    monkeypatch.setattr("stressdesk.gui.models.shelf.judged", judged_or_not)
    errors = []
    shelf.failed.connect(errors.append)
    put(folder, "a.stressrun", failing=5)
    put(folder, "b.stressrun")
    look(qtbot, shelf)
    qtbot.waitUntil(lambda: cell(shelf, 1, VERDICT) == "Not enough evidence", timeout=PATIENCE_MS)
    assert cell(shelf, 0, VERDICT) == "Cannot be judged"
    assert [type(one) for one in errors] == [ZeroDivisionError]


def test_notes_written_while_a_large_run_is_read_are_all_kept(
    qtbot: QtBot, desk: Desk, shelf: ShelfModel, folder: Path
) -> None:
    paths = [put(folder, f"{name}.stressrun") for name in "abc"]
    look(qtbot, shelf)
    read = Event()
    desk.reading.start(read.wait)
    for place in range(3):
        shelf.setData(shelf.index(place, NOTE), f"note {place}")
        qtbot.wait(1)  # the loop turns: a timer that takes up what was asked last has fired
    read.set()
    notes = ["note 0", "note 1", "note 2"]
    qtbot.waitUntil(lambda: [cell(shelf, at, NOTE) for at in range(3)] == notes, timeout=PATIENCE_MS)
    assert [read_note(path) for path in reversed(paths)] == notes


def test_two_at_most_are_ticked(qtbot: QtBot, shelf: ShelfModel, folder: Path) -> None:
    paths = [put(folder, f"{name}.stressrun") for name in "abc"]
    look(qtbot, shelf)
    for place in range(3):
        shelf.setData(shelf.index(place, RUN), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert shelf.ticked == [paths[1], paths[0]]
    shelf.setData(shelf.index(1, RUN), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert shelf.ticked == [paths[0]]


def test_a_run_is_moved_to_the_trash_but_never_one_in_use(
    qtbot: QtBot, desk: Desk, shelf: ShelfModel, folder: Path, monkeypatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(folder.parent / "home"))
    first, second = put(folder, "a.stressrun"), put(folder, "b.stressrun")
    look(qtbot, shelf)
    shelf.tick(first, is_ticked=True)
    desk.run.open(second)
    with pytest.raises(StressDeskError, match="is shown"):
        shelf.discard(second)
    shelf.discard(first)
    assert shelf.ticked == []
    assert not first.exists()
    assert (folder.parent / "home" / "Trash" / "files" / "a.stressrun").exists()
    qtbot.waitUntil(lambda: len(shelf.runs) == 1, timeout=PATIENCE_MS)
    writer = Writer.reopen(second)
    desk.run.close()
    with pytest.raises(StressDeskError, match="being written"):
        shelf.discard(second)
    writer.close(DONE)


def test_two_runs_are_compared_the_older_one_first(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    older, newer = put(folder, "a.stressrun", failing=2), put(folder, "b.stressrun", failing=9)
    comparing = ComparingModel(desk.run, desk.filtering, desk.navigation, desk.reading)
    comparing.compare(newer, older)
    qtbot.waitUntil(lambda: comparing.compared is not None, timeout=PATIENCE_MS)
    assert comparing.compared.before == older
    (stage,) = comparing.compared.comparison.stages
    assert stage.paired.pairs.newly == 7
    comparing.swap()
    qtbot.waitUntil(lambda: comparing.compared.before == newer, timeout=PATIENCE_MS)
    assert comparing.compared.comparison.stages[0].paired.pairs.no_longer == 7
    comparing.open_flip(comparing.compared.comparison.flips[0])
    assert desk.run.path == older
    assert desk.filtering.wanted == RecordFilter(stage="production", session=2, turn=0)
    assert desk.navigation.current == "Records"


def test_a_run_that_cannot_be_read_is_said_so_and_one_that_is_gone_is_no_error(
    qtbot: QtBot, desk: Desk, folder: Path
) -> None:
    comparing = ComparingModel(desk.run, desk.filtering, desk.navigation, desk.reading)
    errors = []
    comparing.failed.connect(errors.append)
    (folder / "none.stressrun").write_text("not one")
    comparing.compare(put(folder, "a.stressrun"), folder / "none.stressrun")
    qtbot.waitUntil(lambda: bool(errors), timeout=PATIENCE_MS)
    assert comparing.compared is None
    (folder / "none.stressrun").unlink()
    comparing.compare(folder / "a.stressrun", folder / "none.stressrun")
    qtbot.waitUntil(lambda: "no run file" in comparing.gone, timeout=PATIENCE_MS)
    assert len(errors) == 1
    comparing.leave()
    assert not comparing.gone
