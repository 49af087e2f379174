"""In a small window no number loses its interval or the word for where it came from."""

import msgspec
import pytest
from gui import result_pages
from PySide6.QtCore import Qt

from stressdesk.gui.parts.bars import GAP, INDENT
from stressdesk.gui.parts.figure_table import LARGE_LINE, ROOM, SMALL_LINE, FigureTable, level
from stressdesk.gui.views.overview import OverviewPanel
from stressdesk.gui.views.spend import SpendPanel

LEAST_BAR = 80


@pytest.fixture
def page(desk, qtbot):
    return result_pages.page(desk, qtbot, OverviewPanel)


def cut(cards):
    labels = [label for card in cards for label in (card.title, card.figure, card.badge, card.interval, card.origin)]
    return [label.text() for label in labels if label.isVisible() and label.width() < label.sizeHint().width()]


@pytest.mark.parametrize("width", [1072, 804])
def test_no_interval_is_cut_in_a_small_window(page, qtbot, width):
    page.resize(width, 700)
    card, figure = page.figures.cards[3], page.desk.results.findings.contents.cards[3]
    narrow = msgspec.structs.replace(figure, details=("95 %: $0.000028\N{EN DASH}$0.000049", *figure.details[1:]))
    card.show_figure(narrow)
    qtbot.waitUntil(lambda: page.area.widget().width() == page.area.viewport().width())
    qtbot.waitUntil(lambda: cut(page.figures.cards) == [])


@pytest.mark.parametrize(
    ("width", "figure", "rows"),
    [(1072, "2.5 s", 1), (804, "2.5 s", 2), (804, "$123,456,789.00", 2), (804, "W" * 19, 3)],
)
def test_numbers_stand_in_as_many_rows_as_they_need_and_the_page_is_never_cut(page, qtbot, width, figure, rows):
    page.resize(width, 600)
    cards = page.desk.results.findings.contents.cards
    page.figures.show_figures(msgspec.structs.replace(one, figure=figure, badge="undecided") for one in cards)
    qtbot.waitUntil(lambda: len({card.y() for card in page.figures.cards}) == rows)
    qtbot.waitUntil(lambda: cut(page.figures.cards) == [])
    assert page.area.widget().width() == page.area.viewport().width()


@pytest.mark.parametrize(("width", "lines"), [(900, 1), (300, 2)])
def test_in_a_narrow_table_the_mark_of_a_number_has_a_line_of_its_own(page, qtbot, width, lines):
    cell = page.desk.results.findings.tables["spend"].rows[0][1]
    table = FigureTable(page.desk.appearance)
    qtbot.addWidget(table)
    table.resize(width, 400)
    table.show_table(page.desk.results.findings.tables["spend"])
    table.show()
    assert len(table.model().small(cell)) == lines
    assert " ".join(table.model().small(cell)).endswith(cell.origin)
    needed = table._needed(page.desk.results.findings.tables["spend"])
    assert table.columnWidth(1) >= needed[1] or width < sum(needed)
    assert table.rowHeight(0) == ROOM + LARGE_LINE + lines * SMALL_LINE


def test_a_table_takes_the_whole_of_another_width_at_once(page, qtbot):
    table = FigureTable(page.desk.appearance)
    qtbot.addWidget(table)
    table.resize(700, 400)
    table.show_table(page.desk.results.findings.tables["spend"])
    table.show()
    table.resize(740, table.height())
    widths = [table.columnWidth(at) for at in range(table.model().columnCount())]
    assert table.viewport().width() - len(widths) < sum(widths) <= table.viewport().width()


def test_bars_keep_room_beside_their_numbers_in_a_small_window(page, qtbot):
    def room(bars):
        row = bars.rows[0]
        columns = row._layout
        numbers = [width + GAP for width in (columns.label, columns.text, columns.interval, columns.share) if width]
        return row.width() - 2 * INDENT - sum(numbers)

    page.resize(816, 580)
    qtbot.waitUntil(lambda: page.area.widget().width() == page.area.viewport().width())
    qtbot.waitUntil(lambda: all(room(bars) >= LEAST_BAR for bars in (page.mess, page.checks, page.kinds)))


def test_no_number_of_other_models_is_cut_in_a_small_window(desk, qtbot):
    page = result_pages.page(desk, qtbot, SpendPanel)
    page.resize(816, 580)
    qtbot.waitUntil(lambda: page.models.width() < 800)
    for at in range(1, page.models.model().columnCount()):
        assert page.models.columnWidth(at) >= page.models.sizeHintForColumn(at)
        title = page.models.model().headerData(at, Qt.Orientation.Horizontal)
        assert page.models.columnWidth(at) > page.models.horizontalHeader().fontMetrics().horizontalAdvance(title)
    assert sum(page.models.columnWidth(at) for at in range(5)) == page.models.viewport().width()


@pytest.mark.parametrize(
    ("needed", "room", "widths"),
    [((50, 200, 100), 400, [50, 200, 100]), ((50, 200, 100), 250, [50, 100, 100]), ((50, 200, 100), 90, [30, 30, 30])],
)
def test_of_columns_without_room_the_widest_give_way(needed, room, widths):
    assert level(needed, room) == widths
