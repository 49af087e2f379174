"""The page of records as a person uses it, with words in the records that nobody should trust."""

from __future__ import annotations

import csv
import shlex
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from gui.runs import until
from gui.test_records_model import DONE, NAMES, SCENARIO
from journal.records import header, record
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.filtering import EVERYTHING, RecordFilter
from stressdesk.gui.models.record_columns import COLUMNS
from stressdesk.gui.parts.text_block import LONGEST_LINE, TextBlock, TextWindow, broken
from stressdesk.gui.views.records import RecordsPanel
from stressdesk.journal.events import Record, Verdict
from stressdesk.journal.writer import Writer

HOSTILE = "<img src='file:///etc/passwd'><a href='x:y'>click</a>\x1b[31m\u202eabc\x00 {{7*7}} $(id)"
MEGABYTE = 1_048_576
FAIL = (Verdict(check=HOSTILE, judgement="fail", reason=HOSTILE),)
RECORDS = [
    record(0, text="first message", answer="billing", expect="billing"),
    record(1, text=HOSTILE, clean=HOSTILE[:40], answer=HOSTILE, failure="prompt", verdicts=FAIL, persona=HOSTILE),
    record(2, text="a long one", answer="x" * MEGABYTE),
    record(3, outcome="failed", failure="system", kind="timeout", reason="no answer in 30 s", answer=""),
    record(4, outcome="dropped", sent=None, first_token=None, finished=None, attempts=(), usage=None, answer=""),
]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path):
    made = shown(qtbot, desk, tmp_path)
    yield made
    made.close()


def shown(
    qtbot: QtBot, desk: Desk, tmp_path: Path, records: Sequence[Record] = RECORDS, width: int = 1232
) -> RecordsPanel:
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=SCENARIO))
    for one in records:
        writer.append(one)
    writer.close(DONE)
    desk.run.open(tmp_path / "a.stressrun")
    made = RecordsPanel(desk).whole()
    qtbot.addWidget(made)
    made.resize(width, 810)
    made.show()
    qtbot.waitUntil(lambda: made.records.rowCount() == len(records) and made.looked.detail is not None)
    return made


def test_records_that_are_found_while_the_page_grows_are_looked_at(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=SCENARIO))
    writer.append(RECORDS[0])
    writer.close(DONE)
    desk.run.open(tmp_path / "a.stressrun")
    page = RecordsPanel(desk)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.records.rowCount() == 1)
    page.show()
    qtbot.waitUntil(lambda: page.looked.detail is not None)
    page.close()


def choose(qtbot: QtBot, page: RecordsPanel, place: int) -> None:
    page.table.selectRow(place)
    number = page.records.numbers[place]
    qtbot.waitUntil(lambda: page.looked.detail is not None and page.looked.detail.row.number == number, timeout=20_000)


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_the_arrow_keys_walk_through_the_rows_and_the_detail_follows(qtbot: QtBot, page: RecordsPanel) -> None:
    page.table.setFocus()
    choose(qtbot, page, 0)
    for number in (2, 3):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda number=number: page.looked.detail.row.number == number)
    assert page.pane._title.text() == "Query 3"


def test_escape_closes_the_detail_and_enter_opens_it(qtbot: QtBot, page: RecordsPanel) -> None:
    choose(qtbot, page, 0)
    qtbot.keyClick(page.pane, Qt.Key.Key_Escape)
    assert page.pane.isHidden()
    assert page.table.hasFocus() or not page.isActiveWindow()
    page.table.selectRow(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.looked.detail.row.number == 2)
    assert not page.pane.isHidden()


def test_no_words_of_a_record_are_taken_for_markup(qtbot: QtBot, page: RecordsPanel) -> None:
    choose(qtbot, page, 1)
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()
        assert not {"\x1b", "\u202e", "\x00"} & set(label.text())
    assert page.findChildren(QTextEdit) == []
    texts = [view.toPlainText() for view in page.findChildren(QPlainTextEdit)]
    assert sum("<img src=" in text and "click" in text for text in texts) >= 2
    assert not any({"\x1b", "\u202e"} & set(text) for text in texts)
    tip = page.records.data(page.records.index(1, NAMES.index("message")), Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("<img")


def test_a_cell_shows_one_plain_line(page: RecordsPanel) -> None:
    text = page.table.itemDelegate().displayText(f"two\nlines {HOSTILE}", None)
    assert text.startswith("two lines <img")
    assert not {"\n", "\x1b", "\u202e"} & set(text)


def test_an_answer_of_a_megabyte_is_cut_and_shown_whole_in_a_window(qtbot: QtBot, page: RecordsPanel) -> None:
    choose(qtbot, page, 2)
    cut = [block for block in page.pane.chat.findChildren(TextBlock) if block.more is not None]
    (block,) = [block for block in cut if not block.more.isHidden()]
    qtbot.waitUntil(block.more.isVisible)
    assert block.more.text() == "Show all (1,048,576 characters)"
    assert len(block.view.toPlainText()) < 2_000
    qtbot.mouseClick(block.more, Qt.MouseButton.LeftButton)
    (window,) = page.window().findChildren(TextWindow)
    assert window.view.toPlainText().replace("\n", "") == "x" * MEGABYTE
    assert max(map(len, window.view.toPlainText().split("\n"))) == LONGEST_LINE
    qtbot.mouseClick(window.copy, Qt.MouseButton.LeftButton)
    assert copied() == "x" * MEGABYTE
    window.close()


@pytest.mark.parametrize("text", ["", "short", "a\nb", "x" * 2_500, f"{'y' * 1_000}\n{'z' * 1_001}\n"])
def test_long_lines_are_broken_without_losing_a_character(text: str) -> None:
    assert broken(text).replace("\n", "") == text.replace("\n", "")
    assert max(map(len, broken(text).split("\n"))) <= LONGEST_LINE


def test_message_answer_and_request_are_copied_as_they_are(qtbot: QtBot, page: RecordsPanel) -> None:
    choose(qtbot, page, 1)
    qtbot.mouseClick(page.pane.copy_message, Qt.MouseButton.LeftButton)
    assert copied().startswith("<img src='file")
    qtbot.mouseClick(page.pane.copy_curl, Qt.MouseButton.LeftButton)
    command = shlex.split(copied().replace("\\\n", " "))
    assert command[0] == "curl"
    assert "7*7" in command[-1]
    assert copied().isascii()
    assert "$OPENAI_API_KEY" in copied()


def test_what_cannot_be_copied_is_not_offered(qtbot: QtBot, page: RecordsPanel) -> None:
    choose(qtbot, page, 3)
    assert not page.pane.copy_answer.isEnabled()
    assert not page.pane.add_demo.isEnabled()
    choose(qtbot, page, 4)
    assert page.pane._result.text() == "Not asked"


def test_a_message_becomes_a_demo_input_of_the_open_scenario(qtbot: QtBot, open_desk: Desk, tmp_path: Path) -> None:
    page = shown(qtbot, open_desk, tmp_path)
    said = []
    open_desk.notices.said.connect(said.append)
    choose(qtbot, page, 0)
    qtbot.mouseClick(page.pane.add_demo, Qt.MouseButton.LeftButton)
    assert open_desk.scenario.now.demo[-1].text == "first message"
    assert open_desk.scenario.now.demo[-1].expect == "billing"
    said[0].show()
    assert open_desk.navigation.current == "Prompt"
    open_desk.scenario.edit(("description",), "typed after")
    assert not said[0].can()
    said[0].act()
    assert open_desk.scenario.now.description == "typed after"
    open_desk.scenario.undo()
    said[0].act()
    assert open_desk.scenario.now.demo[-1].text != "first message"


def test_typing_searches_and_a_button_narrows_it(qtbot: QtBot, desk: Desk, page: RecordsPanel) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search: QLineEdit = page.filters.search
    qtbot.keyClicks(search, "30 s")
    qtbot.waitUntil(lambda: page.records.rowCount() == 1)
    assert desk.filtering.wanted == RecordFilter(words="30 s")
    assert page.count.text() == "1 of 5 queries · measured"
    search.clear()
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.records.rowCount() == 5)
    qtbot.mouseClick(page.filters.quick["prompt"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.records.rowCount() == 1)
    qtbot.waitUntil(lambda: page.looked.detail is not None and page.looked.detail.row.number == 2)
    assert page.filters.chips == []  # no line comes that would move the table away from the pointer
    qtbot.mouseClick(page.filters.quick[None], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.records.rowCount() == 5)
    assert desk.filtering.wanted == EVERYTHING
    assert page.looked.detail.row.number == 2


def test_a_filter_from_another_page_is_a_chip_that_can_be_taken_away(
    qtbot: QtBot, desk: Desk, page: RecordsPanel
) -> None:
    desk.filtering.want(RecordFilter(mess="typo", persona="nobody", turn=0, turn_and_later=True))
    qtbot.waitUntil(page._nothing.isVisible)
    assert [chip.text() for chip in page.filters.chips] == [
        "Persona: nobody",
        "Mess: typo",
        "Turn 1 and later",
        "Clear",
    ]
    assert not any(one.isChecked() for one in page.filters.quick.values())
    qtbot.mouseClick(page.filters.chips[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.records.rowCount() == 5)
    assert desk.filtering.wanted == RecordFilter(mess="typo", turn=0, turn_and_later=True)
    qtbot.mouseClick(page.filters.quick["good"], Qt.MouseButton.LeftButton)
    assert [name for name, one in page.filters.quick.items() if one.isChecked()] == ["good"]
    qtbot.mouseClick(page.filters.quick["good"], Qt.MouseButton.LeftButton)
    assert desk.filtering.wanted == RecordFilter(mess="typo", turn=0, turn_and_later=True)
    assert not page.filters.quick["good"].isChecked()
    qtbot.mouseClick(page.filters.quick[None], Qt.MouseButton.LeftButton)
    assert desk.filtering.wanted == EVERYTHING
    assert [name for name, one in page.filters.quick.items() if one.isChecked()] == [None]


def test_filters_are_chosen_from_what_the_run_has(qtbot: QtBot, desk: Desk, page: RecordsPanel) -> None:
    qtbot.waitUntil(lambda: desk.run.summary is not None, timeout=20_000)
    desk.filtering.want(RecordFilter(result="failing"))
    qtbot.mouseClick(page.filters.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: hasattr(page.filters, "menu"), timeout=20_000)
    groups = {action.text(): action.menu() for action in page.filters.menu.actions()}
    assert list(groups) == ["Stage", "Persona", "Kind of mess", "Failed check", "Kind of failure", "Turn"]
    assert [action.text() for action in groups["Kind of failure"].actions()] == ["timeout"]
    (check,) = groups["Failed check"].actions()
    assert check.text().startswith("<img")
    groups["Kind of failure"].actions()[0].trigger()
    page.filters.menu.close()
    assert desk.filtering.wanted == RecordFilter(result="failing", kind="timeout")
    qtbot.waitUntil(lambda: list(page.records.numbers) == [4])


def test_many_long_filters_do_not_widen_the_window(qtbot: QtBot, desk: Desk, page: RecordsPanel) -> None:
    long = "a very long name that somebody gave it " * 3
    every = RecordFilter(stage=long, persona=long, mess=long, check=long, session=10**9, turn=1, intent=long, kind=long)
    page.resize(1024, 640)
    desk.filtering.want(every)
    qtbot.waitUntil(lambda: len(page.filters.chips) == 9)
    qtbot.waitUntil(page.filters.chips[-1].isVisible)
    assert page.minimumSizeHint().width() <= 1024
    assert max(len(chip.text()) for chip in page.filters.chips) <= 32


def test_a_run_file_that_is_deleted_while_it_is_shown_is_said_on_the_page(
    qtbot: QtBot, desk: Desk, page: RecordsPanel, tmp_path: Path
) -> None:
    told = []
    desk.troubles.told.connect(told.append)
    path = tmp_path / "a.stressrun"
    path.rename(tmp_path / "elsewhere")
    qtbot.mouseClick(page.filters.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page._gone.isVisible, timeout=20_000)
    page.table.selectRow(2)
    qtbot.keyClicks(page.filters.search, "answer")
    qtbot.waitUntil(lambda: desk.filtering.wanted.words == "answer")
    qtbot.waitUntil(page._gone.isVisible, timeout=20_000)
    assert not page.table.isVisible()
    (tmp_path / "elsewhere").rename(path)
    desk.filtering.clear()
    qtbot.waitUntil(lambda: page.table.isVisible() and page.records.rowCount() == 5, timeout=20_000)
    assert told == []


def test_columns_are_chosen_and_remembered(qtbot: QtBot, desk: Desk, page: RecordsPanel) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    page.table.fill_columns_menu(menu)
    next(action for action in menu.actions() if action.text() == "Language").trigger()
    next(action for action in menu.actions() if action.text() == "Answer").trigger()
    page.table.setColumnWidth(NAMES.index("message"), 333)
    again = RecordsPanel(desk).whole()
    qtbot.addWidget(again)
    assert not again.table.isColumnHidden(NAMES.index("language"))
    assert again.table.isColumnHidden(NAMES.index("answer"))
    assert again.table.columnWidth(NAMES.index("message")) == 333
    next(action for action in menu.actions() if action.text() == "As at first").trigger()
    assert not page.table.isColumnHidden(NAMES.index("answer"))


def test_a_click_on_a_title_orders_the_table(qtbot: QtBot, page: RecordsPanel) -> None:
    header_ = page.table.horizontalHeader()
    at = NAMES.index("result")
    place = header_.sectionViewportPosition(at) + 20
    qtbot.mouseClick(header_.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 10))
    qtbot.waitUntil(lambda: list(page.records.numbers) == [2, 4, 1, 3, 5])
    assert page.records.headerData(at, Qt.Orientation.Horizontal) == "Result ↑"


def test_another_order_shows_its_first_row_and_not_the_one_looked_at_before(qtbot: QtBot, page: RecordsPanel) -> None:
    choose(qtbot, page, 2)
    page.table.sortByColumn(NAMES.index("number"), Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: list(page.records.numbers) == [5, 4, 3, 2, 1])
    assert page.table.currentIndex().row() == 0
    page.records.refresh()
    choose(qtbot, page, 3)
    qtbot.waitUntil(lambda: not page.records.is_looking)
    assert page.table.currentIndex().row() == 3


def test_a_column_that_was_scrolled_to_stays_in_sight_when_the_table_is_ordered_by_it(
    qtbot: QtBot, page: RecordsPanel
) -> None:
    bar = page.table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    page.table.sortByColumn(NAMES.index("number"), Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: list(page.records.numbers) == [5, 4, 3, 2, 1])
    assert page.table.currentIndex().row() == 0
    assert bar.value() == bar.maximum() > 0


def test_home_and_end_lead_to_the_first_and_the_last_record(qtbot: QtBot, page: RecordsPanel) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    assert page.table.currentIndex().row() == 4
    qtbot.keyClick(page.table, Qt.Key.Key_Home)
    assert page.table.currentIndex().row() == 0


def test_titles_have_room_for_the_arrow_of_their_order(page: RecordsPanel) -> None:
    header_ = page.table.horizontalHeader()
    for at, column in enumerate(COLUMNS):
        page.records.sort(at, Qt.SortOrder.DescendingOrder)
        wanted = header_.sectionSizeFromContents(at).width()
        assert wanted <= column.width, column.title


def test_the_rows_that_pass_are_exported_and_no_cell_is_a_formula(run, qtbot, desk, page, tmp_path: Path) -> None:
    desk.filtering.want(RecordFilter(result="failing"))
    qtbot.waitUntil(lambda: page.records.rowCount() == 2)
    page.table.sortByColumn(NAMES.index("number"), Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: list(page.records.numbers) == [4, 2])
    said = []
    desk.notices.said.connect(said.append)

    async def exported() -> None:
        page.export_to(tmp_path / "out.csv")
        await until(lambda: said)

    run(exported())
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["session"] for row in rows] == ["3", "1"]
    assert said[0].words == "2 records are in out.csv."


def test_an_export_and_the_reading_of_the_run_do_not_wait_for_each_other(run, desk, page, tmp_path: Path) -> None:
    said = []
    desk.notices.said.connect(said.append)
    may_go_on = threading.Event()
    reading = desk.reading.start(may_go_on.wait)

    async def exported() -> None:
        page.export_to(tmp_path / "out.csv")
        await until(lambda: said, seconds=20)

    try:
        run(exported())
        assert not reading.done()
    finally:
        may_go_on.set()


def test_time_and_money_are_told_with_where_they_came_from(qtbot: QtBot, page: RecordsPanel) -> None:
    choose(qtbot, page, 0)
    said = " ".join(label.text() for label in page.pane.money.findChildren(QLabel))
    assert "counted by the provider" in said
    assert "The cost is measured." in said
    assert page.pane.timing.bar.accessibleName().startswith("Time: 0.10 s waited to be sent, ")
    choose(qtbot, page, 4)
    assert page.pane.timing.bar.accessibleName() == "No time was spent"


def test_the_prompt_of_a_query_is_made_when_it_is_asked_for(qtbot: QtBot, page: RecordsPanel) -> None:
    chat = page.pane.chat
    before = chat.findChildren(QPlainTextEdit)
    assert chat.prompt_button is not None
    chat.prompt_button.click()
    asked_for = [one for one in chat.findChildren(QPlainTextEdit) if one not in before]
    assert asked_for
    assert all(one.isVisible() for one in asked_for)
    chat.prompt_button.click()
    assert not any(one.isVisible() for one in asked_for)
