"""The pages on latency and on what was not tested."""

from functools import partial

import msgspec
import pytest
from gui import result_pages
from gui.result_pages import show, summaries
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from stressdesk.engine.stages import stages
from stressdesk.gui.parts.figure_table import FigureTable, detail
from stressdesk.gui.views.latency import LatencyPanel
from stressdesk.gui.views.untested import UntestedPanel
from stressdesk.report.contents import Cell, Column, Table
from stressdesk.resources import resource
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.updating import with_value


@pytest.fixture
def shown(desk, qtbot):
    return partial(result_pages.page, desk, qtbot)


def texts(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_percentiles_stand_with_their_intervals(shown):
    page = shown(LatencyPanel)
    content = page.tables["waiting"].model()
    assert content.index(0, 0).data() == "Demo: first token"
    assert content.headerData(3, Qt.Orientation.Horizontal) == "p95"
    cell = content.cell(content.index(4, 3))
    assert (cell.text, cell.origin) == ("5.5 s", "measured")
    assert "4.5 s" in cell.detail
    assert "4.5 s" in content.data(content.index(4, 3), Qt.ItemDataRole.AccessibleTextRole)


def test_a_table_without_one_mark_for_all_marks_each_number(shown):
    page = shown(LatencyPanel)
    cell = page.desk.results.findings.tables["spend"].rows[0][1]
    assert detail(cell, has_mark=True).endswith(f"· {cell.origin}")
    assert detail(cell, has_mark=False) == cell.detail


def test_every_chart_says_of_which_queries_it_is(shown):
    page = shown(LatencyPanel, "simulated")
    assert page.charts["waiting"].subtitle.text().endswith("in 1,000 production queries")
    assert page.charts["load"].subtitle.text().endswith("in 10,000 queries of the stage 10,000")
    assert page.charts["latency"].chart.accessibleDescription()


def test_selected_numbers_are_copied(shown, qtbot):
    page = shown(LatencyPanel)
    table = page.tables["load"]
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\t")
    assert copied[0].replace("\N{EN DASH}", "-") == "1-5"
    assert len(copied) == 4


def test_a_name_that_a_spreadsheet_would_calculate_is_copied_as_a_text(desk, qtbot):
    table = FigureTable(desk.appearance)
    qtbot.addWidget(table)
    columns = (Column(title="Check", align="left"), Column(title="Change"))
    cells = (Cell(text='=HYPERLINK("http://example.org")'), Cell(text="-3.2 points"))
    table.show_table(Table(title="Checks", columns=columns, rows=(cells,), empty=""))
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == '\'=HYPERLINK("http://example.org")\t-3.2 points'


@pytest.mark.parametrize("run", summaries.EVERY)
@pytest.mark.parametrize("panel", [LatencyPanel, UntestedPanel])
def test_every_run_has_a_page_that_fits_a_small_window(shown, panel, run):
    page = shown(panel, run)
    page.grab()
    assert page.page.minimumSize().width() <= page.width()


def test_a_run_without_answers_says_so_instead_of_an_empty_table(shown):
    page = shown(LatencyPanel, "nothing")
    said = texts(page)
    assert "No query has been answered." in said
    assert not page.tables["waiting"].isVisible()


def test_what_was_not_tested_is_listed_sentence_by_sentence(shown, desk):
    page = shown(UntestedPanel)
    assert [label.text() for label in page.sentences.labels] == list(summaries.NOT_TESTED)
    show(desk, summaries.nothing())
    left = [label.text() for label in page.sentences.labels if not label.isHidden()]
    assert left == ["Everything: the run was stopped before the first query."]


def test_every_mark_is_explained_and_the_run_can_be_had_again(shown):
    said = texts(shown(UntestedPanel))
    assert {"measured", "simulated", "projected", "assumed"} <= set(said)
    assert any("seed 42" in text for text in said)


def test_the_distance_to_real_traffic_stands_beside_what_was_not_tested(shown, desk):
    page = shown(UntestedPanel)
    assert page.nearness.text() == summaries.likeness().sentence
    assert page.likeness.model().rowCount() == len(summaries.likeness().figures)
    show(desk, summaries.nothing())
    assert page.nearness.text() == "No production traffic was asked."
    assert page.likeness.isHidden()


def test_a_setting_has_its_name_of_the_window(shown, desk):
    page = shown(UntestedPanel)
    scenario = scenario_file.load(resource("samples", "support-triage.stress.yaml"))
    limited = stages(with_value(scenario, ("load", "scales"), (scenario.load.live + 1,)), "measured").skipped
    show(desk, msgspec.structs.replace(summaries.EVERY["full"](), not_tested=limited))
    said = [label.text() for label in page.sentences.labels if not label.isHidden()]
    assert len(said) == 1
    assert said[0].endswith("(“Production queries” on the page Run).")
