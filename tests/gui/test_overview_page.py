from functools import partial

import msgspec
import pytest
from gui import result_pages
from gui.result_pages import show, summaries
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from stressdesk.gui.models.bars import Bar
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.parts.bars import placed
from stressdesk.gui.views.overview import OverviewPanel


@pytest.fixture
def shown(desk, qtbot):
    return partial(result_pages.page, desk, qtbot)


def texts(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def visible_rows(bars):
    return [row for row in bars.rows if not row.isHidden()]


def test_the_verdict_the_figures_and_their_marks_are_those_of_the_report(shown):
    page = shown(OverviewPanel)
    findings = page.desk.results.findings
    assert page.verdict.title.text() == "Not ready."
    assert [card.figure.text() for card in page.figures.cards] == [card.figure for card in findings.contents.cards]
    assert [card.badge.text() for card in page.figures.cards][:2] == ["missed", ""]
    for card, figure in zip(page.figures.cards, findings.contents.cards, strict=True):
        assert card.origin.text() == (figure.origin or "")


def test_a_term_of_the_field_is_explained_where_the_pointer_rests(shown):
    page = shown(OverviewPanel)
    (card,) = [one for one in page.figures.cards if one.title.text().startswith("p95")]
    assert "95 of 100 answers came within this time" in card.toolTip()
    assert "Measured" in card.toolTip()


def test_goals_unfold_with_what_became_of_each(shown, qtbot):
    page = shown(OverviewPanel)
    assert not any("at most" in text and text.startswith("Failure rate") for text in texts(page))
    qtbot.mouseClick(page.verdict.unfold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Failure rate at most 5\N{NO-BREAK SPACE}%" in texts(page))
    said = texts(page)
    assert any(text.startswith("Missed: ") and text.endswith(", measured.") for text in said)
    assert any(text.startswith("Undecided: ") for text in said)


def test_a_click_on_a_kind_of_mess_leads_to_its_wrong_answers(shown, qtbot):
    page = shown(OverviewPanel)
    qtbot.mouseClick(visible_rows(page.mess)[1], Qt.MouseButton.LeftButton)
    assert page.desk.filtering.wanted == RecordFilter(stage="production", mess="two-questions", result="prompt")
    assert page.desk.navigation.current == "Records"


def test_enter_on_a_bar_does_what_a_click_does(shown, qtbot):
    page = shown(OverviewPanel)
    row = visible_rows(page.checks)[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert page.desk.filtering.wanted == RecordFilter(stage="production", check="label")


def test_a_check_that_failed_nothing_cannot_be_clicked(shown, qtbot):
    page = shown(OverviewPanel)
    (row,) = (row for row in visible_rows(page.checks) if row.bar.label == "personal data")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert row.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert page.desk.filtering.wanted == RecordFilter()


@pytest.mark.parametrize("run", summaries.EVERY)
def test_every_run_has_an_overview_that_fits_a_small_window(shown, run):
    page = shown(OverviewPanel, run)
    assert page.area.isVisible()
    assert page.page.minimumSize().width() <= page.width()
    assert len(page.figures.cards) == len([card for card in page.figures.cards if card.figure.text()])


def test_another_summary_is_shown_in_the_same_widgets(shown, desk):
    page = shown(OverviewPanel)
    before = (visible_rows(page.mess), page.figures.cards[0].figure)
    show(desk, summaries.simulated())
    assert visible_rows(page.mess) == before[0]
    assert page.figures.cards[0].figure is before[1]
    assert page.verdict.sentence.text().startswith("58.8\N{NO-BREAK SPACE}% of 10,000")


def test_fewer_bars_hide_rows_and_more_bring_them_back(shown, desk):
    page = shown(OverviewPanel)
    show(desk, summaries.one_scale())
    assert len(visible_rows(page.mess)) == 1
    show(desk, summaries.full())
    assert len(visible_rows(page.mess)) == 8


def test_without_a_run_the_page_says_what_to_do(desk, qtbot):
    page = OverviewPanel(desk).whole()
    qtbot.addWidget(page)
    page.show()
    assert "No run to show" in texts(page)
    assert not page.area.isVisible()


def test_a_page_that_is_not_seen_takes_no_notice_until_it_is(desk, qtbot):
    page = OverviewPanel(desk).whole()
    qtbot.addWidget(page)
    show(desk, summaries.full())
    assert page.figures.cards[0].figure.text() == ""
    page.show()
    qtbot.waitUntil(lambda: page.is_all_shown)
    assert page.figures.cards[0].figure.text() == "18.4\N{NO-BREAK SPACE}%"


def test_a_chart_is_copied_as_figures_and_as_a_picture_and_read_out(shown, qtbot):
    page = shown(OverviewPanel)
    said = []
    page.desk.notices.said.connect(lambda notice: said.append(notice.words))
    page.failures.copy_figures()
    assert QGuiApplication.clipboard().text().startswith("Queries\tFailure rate\t95 % interval\tfrom\t")
    with qtbot.waitSignal(page.failures.copied, timeout=20_000):
        page.failures.copy_picture()
    assert QGuiApplication.clipboard().image().width() == 1440
    assert len(said) == 2
    assert "10,000: Failure rate" in page.failures.chart.accessibleDescription()


def test_names_that_mean_harm_are_plain_text(shown):
    page = shown(OverviewPanel, "hostile")
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()
    assert all("<img" not in row.toolTip() for row in page.mess.rows)


def test_where_nothing_was_asked_no_empty_table_stands(shown):
    page = shown(OverviewPanel, "nothing")
    assert not page.comparison.isVisible()
    assert page.flawless.text() == "No query has been asked."


def test_bars_of_nothing_still_show_how_sure_that_is(shown):
    page = shown(OverviewPanel, "fine")
    bars = tuple(row.bar for row in visible_rows(page.checks))
    assert placed(bars, ("", "", "", ""), 400).high == pytest.approx(max(bar.high for bar in bars))


def test_an_interval_far_longer_than_all_bars_runs_off():
    wide = Bar(label="three queries", value=0.3, low=0.01, high=0.9)
    layout = placed((wide, Bar(label="many", value=0.2, low=0.19, high=0.21)), ("", "", "", ""), 400)
    assert layout.high == pytest.approx(0.75)


def test_a_number_without_an_interval_says_why_and_never_loses_its_mark(shown, desk):
    page = shown(OverviewPanel)
    summary = summaries.full()
    bare = msgspec.structs.replace(summary.production.latency.p95, low=None, high=None)
    latency = msgspec.structs.replace(summary.production.latency, p95=bare)
    stage = msgspec.structs.replace(summary.production, latency=latency)
    stages = tuple(stage if one.name == "production" else one for one in summary.stages)
    show(desk, msgspec.structs.replace(summary, production=stage, stages=stages))
    card = next(card for card in page.figures.cards if card.title.text().startswith("p95"))
    assert (card.interval.text(), card.origin.text()) == ("too few for an interval", "measured")


def height(page, bars):
    return bars.mapTo(page, bars.rect().topLeft()).y()


def test_where_mess_tells_nothing_certain_it_says_so_and_the_checks_come_first(shown, desk, qtbot):
    page = shown(OverviewPanel)
    qtbot.waitUntil(lambda: height(page, page.mess) < height(page, page.checks))
    show(desk, msgspec.structs.replace(summaries.full(), mess=summaries.mess_rows(summaries.MESS[6:9])))
    qtbot.waitUntil(lambda: any("adds; none is certain yet; click" in text for text in texts(page)))
    qtbot.waitUntil(lambda: height(page, page.mess) > height(page, page.checks))
    show(desk, summaries.full())
    qtbot.waitUntil(lambda: height(page, page.mess) < height(page, page.checks))
    assert not any("none is certain" in text for text in texts(page))
