from functools import partial

import pytest
from gui import result_pages
from gui.result_pages import show, summaries
from gui.test_gui_focus import stops
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStackedWidget

from stressdesk.gui.models.filter_words import chips
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.parts.bars import BarRow, cut_at_word
from stressdesk.gui.theme import font
from stressdesk.gui.views.failures import TITLES, FailuresPanel


@pytest.fixture
def shown(desk, qtbot):
    return partial(result_pages.page, desk, qtbot, FailuresPanel)


@pytest.mark.parametrize("name", TITLES)
def test_every_bar_leads_to_its_own_queries(shown, qtbot, name):
    page = shown()
    bars = page.desk.results.findings.bars[name]
    rows = [row for row in page.bars[name].rows if not row.isHidden()]
    assert [row.bar for row in rows] == list(bars.rows)
    wanted = [bar.wanted for bar in bars.rows if bar.wanted is not None]
    assert wanted
    assert len(set(map(repr, wanted))) == len(wanted)
    for row in rows:
        if row.bar.wanted is not None:
            page.desk.navigation.go("Failures")
            qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
            assert page.desk.filtering.wanted == row.bar.wanted
            assert page.desk.navigation.current == "Records"


def test_bars_are_reached_with_the_tab_key_and_say_what_they_show(shown, qtbot):
    page = shown()
    row = page.bars["persona"].rows[0]
    assert row.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert row.accessibleName().startswith("Phone: 23.3")
    assert "95 %" in row.accessibleName()
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert page.desk.filtering.wanted.persona == "phone"


def test_the_tab_key_reaches_every_bar_before_the_examples_below_them(desk, qtbot):
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    stack.resize(1070, 740)
    stack.show()
    first = summaries.full()
    show(desk, summaries.msgspec.structs.replace(first, checks=(), personas=first.personas[:1]))
    page = FailuresPanel(desk)
    stack.addWidget(page)
    qtbot.waitUntil(lambda: page.is_all_shown)
    show(desk, first)
    order, widget = [], page.nextInFocusChain()
    while widget is not page:
        if widget.isVisibleTo(page) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    bars = [row for name in TITLES for row in page.bars[name].rows if row in order]
    assert bars
    assert [widget for widget in order if widget in bars] == bars
    assert order.index(page.examples.cards[0].see) > order.index(bars[-1])


def test_an_example_leads_to_its_conversation(shown, qtbot):
    page = shown()
    card = page.examples.cards[1]
    assert "chraged twice" in card.asked.text()
    qtbot.mouseClick(card.see, Qt.MouseButton.LeftButton)
    assert page.desk.filtering.wanted == RecordFilter(stage="production", session=18)


def test_where_nothing_failed_the_page_says_so(shown, desk):
    page = shown("fine")
    assert page.examples.empty.isVisible()
    assert not any(card.isVisible() for card in page.examples.cards)
    show(desk, summaries.nothing())
    assert all(bars.empty.text() for bars in page.bars.values())


def test_names_that_mean_harm_are_shown_on_one_line(shown):
    page = shown("hostile")
    for bars in page.bars.values():
        for row in bars.rows:
            assert "\n" not in row.bar.label
            assert "<img" not in row.toolTip()
    assert "<script>" in page.examples.cards[0].asked.text()
    assert "\n" not in page.examples.cards[0].answered.text()


@pytest.mark.parametrize("run", summaries.EVERY)
def test_every_run_fits_a_small_window(shown, run):
    page = shown(run)
    page.grab()
    assert page.page.minimumSize().width() <= page.width()


def test_what_users_wanted_is_said_in_the_filter_as_at_the_bar(desk, shown):
    page = shown("full")
    (row, *_) = summaries.full().intents
    wanted = summaries.msgspec.structs.replace(row, name="follow-up:not-what-i-asked", words="")
    show(desk, summaries.msgspec.structs.replace(summaries.full(), intents=(wanted,)))
    (bar, *_) = page.bars["intent"].rows
    assert bar.bar.label == "Follow-up: not what I asked"
    (_, chip) = chips(bar.bar.wanted)
    assert chip.words == f"Intent: {bar.bar.label}"[:31] + "…"


def test_what_users_wanted_is_cut_after_a_whole_word(desk, shown):
    page = shown("full")
    asked = "I was charged twice for one order and nobody answers"
    (row, *_) = summaries.full().intents
    wanted = summaries.msgspec.structs.replace(row, words=asked)
    show(desk, summaries.msgspec.structs.replace(summaries.full(), intents=(wanted,)))
    (first, *_) = page.bars["intent"].rows
    assert first.bar.label == asked
    assert asked in first.toolTip()
    metrics = QFontMetrics(font(13))
    for width in range(90, 300, 7):
        shown_words = cut_at_word(asked, metrics, width).removesuffix("…")
        assert asked.removeprefix(shown_words)[:1] in ("", " ")


@pytest.mark.parametrize("width", [790, 1070])
def test_bars_have_room_beside_their_numbers(shown, qtbot, width):
    page = shown(size=(width, 620))
    lists = [one for one in page.bars.values() if one.isVisible()]
    assert len(lists) == len(TITLES)
    assert min(one.width() for one in lists) >= 400


def test_the_tab_key_comes_to_the_bars_before_the_examples_below_them(shown):
    page = shown()
    order = stops(page)
    bars = [place for place, one in enumerate(order) if isinstance(one, BarRow)]
    examples = [place for place, one in enumerate(order) if page.examples.isAncestorOf(one)]
    assert max(bars) < min(examples)
