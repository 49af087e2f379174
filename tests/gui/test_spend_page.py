from functools import partial

import pytest
from gui import result_pages
from gui.result_pages import show, summaries
from PySide6.QtCore import Qt

from stressdesk.gui.views.spend import SpendPanel


@pytest.fixture
def shown(desk, qtbot):
    return partial(result_pages.page, desk, qtbot, SpendPanel)


def column(page, at):
    model = page.models.model()
    return [model.index(row, at).data() for row in range(model.rowCount())]


def test_the_month_starts_at_what_the_scenario_states(shown):
    page = shown()
    assert page.month.number.value() == 300_000
    assert page.month.number.text() == "300,000"
    assert page.month.figure.text() == "$630.00"
    assert page.month.mark.text() == "projected"
    assert page.month.interval.text().startswith("95 %: $579.60")


def test_moving_the_slider_computes_the_bill_of_every_model_anew(shown, qtbot):
    page = shown()
    page.month.slider.setValue(80)
    assert page.month.number.value() == 1_000_000
    assert page.month.figure.text() == "$2,100"
    assert column(page, 2)[-1].startswith("$10,600 (")
    assert page.models.model().headerData(2, Qt.Orientation.Horizontal) == "1,000,000 queries a month"


def test_a_key_moves_the_slider_and_ten_times_as_many_is_one_page(shown, qtbot):
    page = shown()
    page.month.slider.setValue(60)
    page.month.slider.setFocus()
    qtbot.keyClick(page.month.slider, Qt.Key.Key_Right)
    assert page.month.number.value() == 110_000
    qtbot.keyClick(page.month.slider, Qt.Key.Key_Left)
    qtbot.keyClick(page.month.slider, Qt.Key.Key_PageUp)
    assert page.month.number.value() == 1_000_000


def test_a_number_can_be_typed_and_the_slider_goes_to_it(shown, qtbot):
    page = shown()
    number = page.month.number
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "25,000,000")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert page.desk.month.queries == 25_000_000
    assert page.month.figure.text() == "$52,500"
    assert page.month.slider.value() == 108


def test_a_click_on_a_heading_orders_the_models(shown, qtbot):
    page = shown()
    assert column(page, 0) == ["gpt-5-nano", "claude-haiku-4-5", "openai/gpt-5-mini, asked in this run", "gpt-5"]
    header = page.models.horizontalHeader()
    where = header.viewport().rect().topLeft()
    where.setX(header.sectionViewportPosition(0) + 20)
    where.setY(10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert sorted(column(page, 0), key=str.casefold) in (column(page, 0), column(page, 0)[::-1])
    before = column(page, 0)
    page.month.slider.setValue(20)
    assert column(page, 0) == before


def test_where_each_number_came_from_stands_beside_it(shown):
    page = shown()
    marks = dict(zip(column(page, 0), column(page, 4), strict=True))
    assert marks["openai/gpt-5-mini, asked in this run"] == "measured"
    assert marks["gpt-5"] == "projected"


def test_without_a_price_nothing_is_said_to_be_free(shown):
    page = shown("no_price")
    assert page.month.figure.text() == "not known"
    assert "price" in page.month.note.text().lower()
    assert page.models.model().rowCount() == 0


def test_names_of_models_that_mean_harm_are_one_short_line(shown):
    page = shown("hostile")
    for name in column(page, 0):
        assert name.replace(", asked in this run", "").isprintable()
        assert len(name) < 150


@pytest.mark.parametrize("run", summaries.EVERY)
def test_every_run_has_a_page_that_fits_a_small_window(shown, desk, run):
    page = shown(run)
    page.grab()
    assert page.page.minimumSize().width() <= page.width()
    show(desk, summaries.nothing())
    assert page.month.note.text() == "No production query has ended yet."
