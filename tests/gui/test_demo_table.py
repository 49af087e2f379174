"""Demo inputs as a table: cells and lines say what they mean, and every change is one step to undo."""

from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.cells import expectation, lines_of, read_rows, shown_expectation
from stressdesk.gui.models.demo import MOST_ROWS, PROBLEM, DemoTable, place_in_table
from stressdesk.gui.models.desk import Desk
from stressdesk.scenario.model import DemoInput, Wording

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9, width=32) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)


@given(JSON)
def test_a_cell_of_an_expectation_means_that_expectation(value: object) -> None:
    shown = shown_expectation(value)
    if isinstance(value, str) and not value.strip():
        # A cell of blanks is an empty cell.
        return
    assert expectation(shown, value) == value
    assert type(expectation(shown, value)) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"label": "refund"}', {"label": "refund"}),
        ("[1, 2]", [1, 2]),
        ('"[1]"', "[1]"),
        ("refund", "refund"),
        ("0012", "0012"),
        ("4417", "4417"),
        ("{not json", "{not json"),
        ("", None),
        ("  ", None),
    ],
)
def test_json_becomes_a_value_and_anything_else_stays_a_text(text: str, value: object) -> None:
    assert expectation(text) == value


def test_a_number_stays_one_where_there_was_one() -> None:
    assert expectation("12", before=11) == 12
    assert expectation("twelve", before=11) == "twelve"


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=6))
def test_copied_rows_are_the_same_when_pasted(cells: list[list[str]]) -> None:
    rows = [DemoInput(text=one, expect=expectation(other), variables={"x": last} if last else {})
            for one, other, last in cells if (one + other + last).strip()]  # fmt: skip
    copied = lines_of([[one.text, shown_expectation(one.expect), one.variables.get("x", "")] for one in rows])
    pasted = read_rows(copied, ("x",))
    assert pasted[: len(rows)] == [one for one in rows if one.text.strip() or one.expect is not None or one.variables]


def test_a_carriage_return_in_a_cell_ends_no_line() -> None:
    (row,) = read_rows(lines_of([["one\rtwo", "refund"]]), ())
    assert row == DemoInput(text="one\ntwo", expect="refund")


def test_lines_and_spreadsheet_cells_are_read() -> None:
    assert read_rows("Where is it?\r\n\r\nHow much?\tprice\n", ()) == [
        DemoInput(text="Where is it?"), DemoInput(text="How much?", expect="price")
    ]  # fmt: skip
    assert read_rows('"two\nlines, ""quoted"""\t{"a": 1}', ()) == [
        DemoInput(text='two\nlines, "quoted"', expect={"a": 1})
    ]
    assert read_rows('"Hello" he said\n"I was quoted."', ()) == [
        DemoInput(text='"Hello" he said'), DemoInput(text='"I was quoted."')
    ]  # fmt: skip


def test_a_heading_names_the_variables() -> None:
    rows = read_rows("Text\tExpected\tcity\nhow far?\t3 km\tRome\n", ())
    assert rows == [DemoInput(text="how far?", expect="3 km", variables={"city": "Rome"})]


@pytest.fixture
def table(open_desk: Desk) -> DemoTable:
    made = DemoTable(open_desk.scenario, open_desk)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def texts(table: DemoTable) -> list[str]:
    return [table.text(row, 0) for row in range(table.rowCount())]


def test_cells_are_edited_and_undone(table: DemoTable, open_desk: Desk) -> None:
    before = texts(table)
    assert table.setData(table.index(0, 0), "Please send the invoice.")
    assert table.setData(table.index(0, 1), '{"label": "invoice"}')
    assert open_desk.scenario.now.demo[0] == DemoInput(text="Please send the invoice.", expect={"label": "invoice"})
    open_desk.scenario.undo()
    open_desk.scenario.undo()
    assert texts(table) == before
    assert not open_desk.scenario.is_dirty


def test_wordings_in_other_languages_go_with_their_input_in_one_step(table: DemoTable, open_desk: Desk) -> None:
    model = open_desk.scenario
    worded = (Wording(of=model.now.demo[0].text, texts={"es": ("¿y mi factura?",)}),)
    model.edit(("wordings",), worded)
    table.setData(table.index(0, 0), "Send me the invoice.")
    assert [one.of for one in model.now.wordings] == ["Send me the invoice."]
    table.remove([0])
    assert model.now.wordings == ()
    model.undo()
    model.undo()
    assert model.now.wordings == worded
    assert model.now.demo[0].text == worded[0].of


def test_rows_come_and_go_without_the_others_being_lost(table: DemoTable, open_desk: Desk) -> None:
    last = QPersistentModelIndex(table.index(9, 0))
    before = texts(table)
    assert table.add(1) == 1
    assert last.row() == 10
    table.remove([0, 1])
    assert texts(table) == before[1:]
    assert table.duplicate([0, 1]) == 2
    assert texts(table)[:4] == [before[1], before[2], before[1], before[2]]
    while open_desk.scenario.undo_words:
        open_desk.scenario.undo()
    assert texts(table) == before


def test_rows_move_together_and_stop_at_the_end(table: DemoTable) -> None:
    before = texts(table)
    assert table.move([1, 2], -1) == [0, 1]
    assert texts(table)[:3] == [before[1], before[2], before[0]]
    assert table.move([0, 1], -1) == [0, 1]
    assert table.move([8, 9], 1) == [8, 9]


def test_pasting_stops_at_ten_thousand(table: DemoTable) -> None:
    taken, left = table.paste("x\n" * MOST_ROWS)
    assert (taken, left) == (MOST_ROWS - 10, 10)
    assert table.rowCount() == MOST_ROWS
    assert table.add() == -1
    assert table.duplicate([0]) == -1
    assert table.paste("y") == (0, 1)


def test_one_pasted_line_is_told_as_one(table: DemoTable, open_desk: Desk) -> None:
    table.paste("x")
    assert open_desk.scenario.undo_words == "pasting of 1 demo input"


def test_ten_thousand_rows_are_edited_within_a_frame_or_two(open_desk: Desk) -> None:
    table = DemoTable(open_desk.scenario, open_desk)
    table.paste("x\n" * MOST_ROWS)
    times = []
    for at in range(20):
        begun = time.perf_counter()
        table.setData(table.index(5_000 + at, 0), "changed")
        times.append(time.perf_counter() - begun)
    assert sorted(times)[10] < 0.05


def test_a_variable_without_a_source_has_a_column_of_its_own(table: DemoTable, open_desk: Desk) -> None:
    table.want(["city"])
    assert table.headerData(2, Qt.Orientation.Horizontal) == "{{city}}"
    table.setData(table.index(3, 2), "Rome")
    assert open_desk.scenario.now.demo[3].variables == {"city": "Rome"}
    table.setData(table.index(3, 2), "")
    assert open_desk.scenario.now.demo[3].variables == {}


def test_what_is_wrong_stands_in_its_cell(table: DemoTable, open_desk: Desk, qtbot: QtBot) -> None:
    two = tuple(msgspec.structs.replace(one, variables={"city": "Rome"}) for one in open_desk.scenario.now.demo[:2])
    with qtbot.waitSignal(open_desk.scenario.problems_changed):
        open_desk.scenario.edit(("demo",), (*two, DemoInput(text="x", variables={"message": "y"})))
    assert table.variables == ("city", "message")
    assert table.index(2, 3).data(PROBLEM) is not None
    assert table.index(2, 0).data(PROBLEM) is None
    assert table.trouble(2).startswith("Row 3: This is the variable of the user's words. ")
    assert table.trouble(0) == table.trouble(2)
    with qtbot.waitSignal(open_desk.scenario.problems_changed):
        open_desk.scenario.undo()
    assert table.trouble(2) == ""


def test_places_in_the_table() -> None:
    assert place_in_table("demo[3].text", ()) == (3, 0)
    assert place_in_table("demo[3].expect.label", ()) == (3, 1)
    assert place_in_table("demo[3].variables.city", ("city",)) == (3, 2)
    assert place_in_table("demo[3]", ()) == (3, 0)
    assert place_in_table("demo", ())[0] == -1
    assert place_in_table("load.demo[1]", ())[0] == -1


def test_a_text_too_long_to_edit_is_not_edited(table: DemoTable, open_desk: Desk) -> None:
    open_desk.scenario.edit(("demo", 0, "text"), "x" * 1_000_000)
    assert not table.flags(table.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert table.flags(table.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
