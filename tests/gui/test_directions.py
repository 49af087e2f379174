"""Rows from right to left stand beside rows from left to right, and none turns another, or the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui.test_records_model import NAMES
from gui.test_records_page import shown
from journal.records import record
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.words import Elided, direction
from stressdesk.gui.views.records import RecordsPanel
from stressdesk.journal.events import Verdict

ARABIC = "أين طلبي رقم 4417؟ لم يصل بعد."
HEBREW = "(1) שלום, איפה ההזמנה שלי? [ABC-123]"
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
OVERRIDE = "invoice\u202egpj.exe"
ENGLISH = "Where is my order 4417? It has not arrived."
FAIL = (Verdict(check="right answer", judgement="fail", reason=f'the answer is "{ARABIC}\u202e", not "billing"'),)
RECORDS = [
    record(0, text=ENGLISH, answer="delivery"),
    record(1, text=ARABIC, answer="الفوترة (billing)", failure="prompt", verdicts=FAIL, language="ar"),
    record(2, text=OVERRIDE, answer=f"billing {TURNING}", failure="prompt", verdicts=FAIL),
    record(3, text=HEBREW, answer="delivery", language="he"),
    record(4, text=f"Please refund {ARABIC}", answer="٥٧٩"),
]
MESSAGE, RESULT = NAMES.index("message"), NAMES.index("result")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[RecordsPanel]:
    made = shown(qtbot, desk, tmp_path, RECORDS, width=1600)
    yield made
    made.close()


def cell(page: RecordsPanel, row: int, column: int) -> QImage:
    # Chosen rows have another ground.
    page.table.selectRow((row + 1) % len(RECORDS))
    return page.table.viewport().grab(page.table.visualRect(page.records.index(row, column))).toImage()


def pieces(image: QImage) -> list[tuple[int, int]]:
    """Where ink begins, and how high it is, in each stretch of columns with ink, from the left."""
    ground = QColor(image.pixel(0, 0)).lightness()
    found: list[tuple[int, int]] = []
    start, rows = -1, set[int]()
    for x in range(image.width()):
        inked = {y for y in range(2, image.height() - 2) if abs(QColor(image.pixel(x, y)).lightness() - ground) > 60}
        if inked and start < 0:
            start = x
        if not inked and start >= 0:
            found.append((start, max(rows) - min(rows) + 1))
            start, rows = -1, set[int]()
        rows |= inked
    return found


def ends_at_the_left(image: QImage) -> bool:
    """Is the piece furthest to the left a full stop, and the one furthest to the right no such thing?"""
    found = pieces(image)
    return found[0][1] <= 3 < found[-1][1]


def test_the_full_stop_of_a_row_stands_where_its_readers_end(page: RecordsPanel) -> None:
    assert ends_at_the_left(cell(page, 1, MESSAGE))
    english = pieces(cell(page, 0, MESSAGE))
    assert english[0][1] > 6
    assert english[-1][1] <= 3


def test_all_rows_begin_at_one_edge_and_their_results_look_alike(page: RecordsPanel) -> None:
    edges = {pieces(cell(page, row, MESSAGE))[0][0] for row in range(len(RECORDS))}
    assert max(edges) - min(edges) <= 3
    assert cell(page, 1, RESULT) == cell(page, 2, RESULT)
    assert cell(page, 0, RESULT) == cell(page, 3, RESULT) == cell(page, 4, RESULT)


def test_what_would_turn_the_words_around_it_is_in_no_cell_and_no_label(qtbot: QtBot, page: RecordsPanel) -> None:
    delegate = page.table.itemDelegate()
    for row in range(len(RECORDS)):
        for column in range(len(NAMES)):
            said = page.records.index(row, column).data(Qt.ItemDataRole.DisplayRole)
            assert set(delegate.displayText(said, None)).isdisjoint(TURNING)
    page.table.selectRow(2)
    qtbot.waitUntil(lambda: page.looked.detail is not None and page.looked.detail.row.number == 3)
    assert all(set(label.text()).isdisjoint(TURNING) for label in page.findChildren(QLabel))
    assert "invoice\N{REPLACEMENT CHARACTER}gpj.exe" in delegate.displayText(OVERRIDE, None)


def test_what_is_copied_is_the_message_as_it_came(page: RecordsPanel) -> None:
    assert page.records.row_at(1).message == ARABIC
    assert page.records.row_at(2).message == OVERRIDE


def test_a_line_that_is_cut_ends_where_its_readers_end(qtbot: QtBot) -> None:
    shown = {}
    for text in (ARABIC, ENGLISH):
        holder = QWidget()
        qtbot.addWidget(holder)
        label = Elided(text * 3, parent=holder)
        label.resize(220, 24)
        holder.resize(240, 30)
        holder.show()
        shown[text] = [height for _, height in pieces(label.grab().toImage())]
    # The dots that stand for the rest are three pieces, each no higher than a full stop.
    assert max(shown[ARABIC][:3]) <= 3 < max(shown[ARABIC][-3:])
    assert max(shown[ENGLISH][-3:]) <= 3 < max(shown[ENGLISH][:3])


@pytest.mark.parametrize(
    ("text", "is_from_right"),
    [(ARABIC, True), (HEBREW, True), (ENGLISH, False), (f"Ok: {ARABIC}", False), ("4417?", False), ("", False)],
)
def test_a_line_is_read_in_the_direction_of_its_first_letter(text: str, is_from_right: bool) -> None:
    assert (direction(text) is Qt.LayoutDirection.RightToLeft) == is_from_right
