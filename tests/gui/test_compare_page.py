"""The page of runs as a person uses it: tick, compare, open, note, delete."""

from __future__ import annotations

from pathlib import Path

import pytest
from gui.test_records_model import SCENARIO
from gui.test_shelf_model import PATIENCE_MS, put
from journal.records import header, record
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QStyleOptionViewItem, QTextEdit
from pytestqt.qtbot import QtBot

from stressdesk.analysis.words import EN_DASH
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.shelf_columns import NOTE, RUN, TARGET
from stressdesk.gui.views.compare import ComparePanel
from stressdesk.journal.notes import read_note
from stressdesk.journal.writer import Writer

HOSTILE = "<img src='x'><a href='y'>click</a>\x1b[31m\u202eabc"


@pytest.fixture
def folder(tmp_path: Path, desk: Desk) -> Path:
    made = tmp_path / "runs"
    made.mkdir()
    desk.settings.put("runs_folder", str(made))
    return made


def shown(qtbot: QtBot, desk: Desk, count: int) -> ComparePanel:
    page = ComparePanel(desk).whole()
    qtbot.addWidget(page)
    page.resize(1232, 810)
    page.show()
    qtbot.waitUntil(lambda: page.shelf.rowCount() == count and not page.shelf.is_looking, timeout=PATIENCE_MS)
    return page


def said(page: ComparePanel) -> str:
    return "\n".join(label.text() for label in page.view.findChildren(QLabel) if label.isVisibleTo(page))


def compared(qtbot: QtBot, page: ComparePanel) -> None:
    page.table.setFocus()
    for place in range(2):
        page.table.selectRow(place)
        qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.comparing.compared is not None, timeout=PATIENCE_MS)


def test_without_runs_it_says_where_they_come_from(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    page = shown(qtbot, desk, 0)
    qtbot.waitUntil(page._empty.isVisible, timeout=PATIENCE_MS)
    assert not page.table.isVisible()
    page.close()


def test_a_comparison_does_not_outlive_one_of_its_files(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    put(folder, "a.stressrun")
    path = put(folder, "b.stressrun")
    page = shown(qtbot, desk, 2)
    compared(qtbot, page)
    assert page.view.changes.isVisible()
    path.unlink()
    qtbot.waitUntil(lambda: page.shelf.rowCount() == 1, timeout=PATIENCE_MS)
    assert page.comparing.compared is None
    assert not page.view.changes.isVisible()
    page.close()


def test_until_the_runs_are_listed_it_does_not_say_that_there_are_none(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    put(folder, "a.stressrun")
    page = ComparePanel(desk).whole()
    qtbot.addWidget(page)
    empties = []
    page.shelf.listed.connect(lambda: empties.append(page._empty.isVisible()))
    page.show()
    assert page._looking.isVisible()
    assert not page._empty.isVisible()
    qtbot.waitUntil(page.table.isVisible, timeout=PATIENCE_MS)
    assert True not in empties
    assert not page._looking.isVisible()
    page.close()


def test_runs_that_are_found_while_the_page_grows_are_chosen_from(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    put(folder, "a.stressrun")
    page = ComparePanel(desk)
    qtbot.addWidget(page)
    page.shelf.watch(is_watched=True)
    qtbot.waitUntil(lambda: page.shelf.rowCount() == 1, timeout=PATIENCE_MS)
    page.show()
    qtbot.waitUntil(lambda: page.is_whole, timeout=PATIENCE_MS)
    assert page.table.currentIndex().row() == 0
    assert page.hint.text() == "Another run, and the two can be compared"
    page.close()


def test_two_ticked_runs_are_compared_in_words(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    put(folder, "a.stressrun", failing=2)
    put(folder, "b.stressrun", failing=12, seed=8)
    page = shown(qtbot, desk, 2)
    assert page.hint.text() == "Tick two runs to compare them"
    compared(qtbot, page)
    assert page.hint.isHidden()
    qtbot.waitUntil(lambda: "10 more of 20 fail" in said(page), timeout=PATIENCE_MS)
    words = said(page)
    assert "10 newly failing, 0 no longer" in words
    assert "p = 0.002 (McNemar's exact test): chance alone hardly explains it." in words
    assert f"2 of 20 · 2.8{EN_DASH}30.1 % · measured" in words
    assert "None: both runs used the same scenario." in words
    qtbot.mouseClick(page.view.swap, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "10 fewer of 20 fail" in said(page), timeout=PATIENCE_MS)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.view.changes.isVisible(), timeout=PATIENCE_MS)
    page.close()


def test_stages_that_asked_the_same_words_are_told_apart_from_those_that_did_not(
    qtbot: QtBot, desk: Desk, folder: Path
) -> None:
    for name, words in (("a.stressrun", "earlier"), ("b.stressrun", "later")):
        writer = Writer.create(
            folder / name, header(scenario={**SCENARIO, "goals": {"failure_rate": len(words) / 100}})
        )
        for at in range(4):
            writer.append(record(at, stage="demo"))
            writer.append(record(at, stage="production", text=f"{words} {at}"))
        writer.close(None)
    page = shown(qtbot, desk, 2)
    compared(qtbot, page)
    qtbot.waitUntil(lambda: "Goal: queries that fail" in said(page), timeout=PATIENCE_MS)
    words = said(page)
    assert (
        "None: every query failed in both runs or in neither (Demo). Those of Production cannot be matched, since the "
        "two runs asked different words; with the same seed, traffic and demo inputs they would not." in words
    )
    assert words.count("different words") == 1
    assert "goals." not in words
    page.close()


def test_enter_on_a_query_that_flipped_leads_to_its_record(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    put(folder, "a.stressrun")
    after = put(folder, "b.stressrun", failing=3)
    page = shown(qtbot, desk, 2)
    compared(qtbot, page)
    assert page.view.flips.table.rowCount() == 3
    page.view.flips.table.selectRow(1)
    qtbot.keyClick(page.view.flips.table, Qt.Key.Key_Return)
    assert desk.run.path == after
    assert desk.filtering.wanted.session == 1
    assert desk.navigation.current == "Records"
    page.close()


def test_a_measured_and_a_simulated_run_are_not_coloured_better_or_worse(
    qtbot: QtBot, desk: Desk, folder: Path
) -> None:
    put(folder, "a.stressrun")
    put(folder, "b.stressrun", failing=15, provenance="simulated")
    page = shown(qtbot, desk, 2)
    compared(qtbot, page)
    assert "One run was measured, the other simulated" in said(page)
    badges = [one for one in page.view.findChildren(QLabel) if "more of" in one.text()]
    assert [badge.property("tone") for badge in badges] == [None]
    page.close()


def test_words_of_a_run_file_are_never_markup(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    for name, failure in (("a.stressrun", None), ("b.stressrun", "prompt")):
        made = header(name=HOSTILE, model=HOSTILE, scenario={"name": HOSTILE, "prompt": {"text": f"{HOSTILE}{failure}"},
                      "demo": [{"text": "x"}], "targets": {"embedded": {"kind": "local"}}})  # fmt: skip
        writer = Writer.create(folder / name, made)
        writer.append(record(0, text=HOSTILE, failure=failure))
        writer.close(None)
    page = shown(qtbot, desk, 2)
    compared(qtbot, page)
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()
        assert not {"\x1b", "\u202e"} & set(label.text())
    assert page.findChildren(QTextEdit) == []
    assert page.view.flips.table.item(0, 4).text().startswith("<img")
    assert page.view.flips.table.item(0, 4).toolTip().startswith("<p style='white-space: pre-wrap'>&lt;img")
    assert not {"\x1b", "\u202e"} & set(page.table.itemDelegate().displayText(HOSTILE, None))
    page.close()


def test_a_note_is_typed_into_the_list(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    path = put(folder, "a.stressrun")
    page = shown(qtbot, desk, 1)
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.indexWidget(page.shelf.index(0, NOTE)) or page.table.findChild(QLineEdit)
    qtbot.keyClicks(editor, "shorter prompt")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.shelf.data(page.shelf.index(0, NOTE)) == "shorter prompt", timeout=PATIENCE_MS)
    assert read_note(path) == "shorter prompt"
    assert page.desk.run.path is None, "Enter ended the note; it did not open the run"
    page.close()


def test_enter_opens_a_run(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    path = put(folder, "a.stressrun")
    page = shown(qtbot, desk, 1)
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert desk.run.path == path
    assert desk.navigation.current == "Overview"
    page.close()


def test_deleting_asks_first_and_goes_to_the_trash(qtbot: QtBot, desk: Desk, folder: Path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(folder.parent / "home"))
    path = put(folder, "a.stressrun")
    page = shown(qtbot, desk, 1)
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.question.windowTitle() == "StressDesk"
    cancel = page.question.button(QMessageBox.StandardButton.Cancel)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert path.exists()
    qtbot.mouseClick(page.delete, Qt.MouseButton.LeftButton)
    (yes,) = [
        one for one in page.question.buttons() if one is not page.question.button(QMessageBox.StandardButton.Cancel)
    ]
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert not path.exists()
    qtbot.waitUntil(lambda: page.shelf.rowCount() == 0, timeout=PATIENCE_MS)
    page.close()


def test_runs_are_told_apart_by_their_files_and_none_is_behind_a_bar(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    put(folder, "support-triage-001.stressrun")
    put(folder, "before-launch.stressrun")
    page = shown(qtbot, desk, 2)
    page.resize(760, 600)
    said = [page.shelf.index(at, RUN).data() for at in range(2)]
    assert said == ["Support triage · before-launch", "support-triage-001"]
    qtbot.waitUntil(page.table.horizontalScrollBar().isVisible)
    assert not page.table.verticalScrollBar().isVisible()
    page.close()


def test_a_long_name_leaves_the_end_of_a_runs_file_to_be_read(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    put(folder, f"{'very-long-' * 20}0007.stressrun")
    page = shown(qtbot, desk, 1)
    option = QStyleOptionViewItem()
    page.table.itemDelegate().initStyleOption(option, page.shelf.index(0, RUN))
    assert option.textElideMode == Qt.TextElideMode.ElideMiddle
    option.rect.setWidth(130)
    page.table.itemDelegate().initStyleOption(option, page.shelf.index(0, TARGET))
    assert option.text.endswith("…, measured")
    page.table.selectRow(0)
    qtbot.mouseClick(page.delete, Qt.MouseButton.LeftButton)
    assert page.question.text().endswith("0007.stressrun to the trash?")
    assert len(page.question.text()) < 130
    page.question.reject()
    page.close()
