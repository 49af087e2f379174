"""From a run file to pages: findings follow the run, and a bar leads to as many records as it counts."""

import msgspec
import pytest
from analysis import invented
from gui.runs import until

from stressdesk.analysis.tally import summarised
from stressdesk.gui.models.breakdown import breakdown
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.models.results import found
from stressdesk.gui.panels import PANELS
from stressdesk.gui.views.overview import OverviewPanel
from stressdesk.gui.views.sidebar import Sidebar
from stressdesk.journal.pages import Order, Pages
from stressdesk.journal.reader import RunFile
from stressdesk.journal.writer import Writer

QUERIES = 400


@pytest.fixture
def path(tmp_path):
    """A finished run: a demo without failures, and production with failures of every kind."""
    place = tmp_path / "invented.stressrun"
    writer = Writer.create(place, invented.header(("demo", 3), ("production", QUERIES)))
    for at in range(3):
        writer.append(invented.record(at, stage="demo"))
    for record in invented.traffic(QUERIES):
        mess = tuple(kind.replace(" ", "-") for kind in record.mess)
        writer.append(msgspec.structs.replace(record, mess=mess))
    writer.close(invented.COMPLETE)
    return place


def counted(path, wanted):
    pages = Pages(path)
    try:
        return len(pages.numbers(wanted, Order("number")))
    finally:
        pages.close()


@pytest.fixture
def summary(path):
    run_file = RunFile(path)
    try:
        return summarised(run_file)
    finally:
        run_file.close()


def expected(summary):
    """How many queries stand behind the bars of each group, from the summary's own numbers."""
    of = lambda row: round(row.rate.value * row.count)  # noqa: E731
    return {
        "check": [row.failed for row in summary.checks],
        "persona": [of(row) for row in summary.personas],
        "turn": [of(row) for row in summary.turns],
        "intent": [of(row) for row in summary.intents],
        "stage": [stage.failed for stage in summary.stages],
        "kind": sorted(summary.production.kinds.values(), reverse=True),
        "mess": [round(row.rate.value * row.rate.count) for row in summary.mess if row.cost.value is not None],
    }


@pytest.mark.parametrize("name", ["check", "persona", "turn", "intent", "stage", "kind", "mess"])
def test_a_bar_leads_to_as_many_records_as_it_counts(path, summary, name):
    bars = breakdown(summary)[name].rows
    numbers = expected(summary)[name]
    assert numbers
    assert sum(numbers) > 0
    assert [counted(path, bar.wanted) for bar in bars] == numbers


def test_findings_come_from_the_run_that_is_opened_and_go_with_it(desk, run, path, summary, qtbot):
    page = OverviewPanel(desk).whole()
    qtbot.addWidget(page)
    page.show()
    desk.filtering.want(RecordFilter(persona="hurried"))
    desk.run.open(path)
    assert desk.filtering.wanted == RecordFilter()
    run(until(lambda: desk.results.findings is not None))
    assert desk.results.findings == found(summary)
    run(until(page.area.isVisible))
    assert page.verdict.sentence.text() == desk.results.findings.verdict.sentence
    desk.run.close()
    desk.run.opened.emit()
    assert desk.results.findings is None
    assert not page.area.isVisible()


def test_a_run_that_is_closed_while_its_findings_are_put_in_place_is_not_shown(desk, run, path, qtbot):
    page = OverviewPanel(desk).whole()
    qtbot.addWidget(page)
    page.show()
    shown = []

    def close() -> None:
        if desk.results.findings is not None:
            shown.append(page.area.isVisible())
            desk.run.close()
            desk.run.opened.emit()

    desk.results.changed.connect(close)
    desk.run.open(path)
    run(until(lambda: shown))
    assert shown == [False], "the first part of its findings is in place, and the page is not"
    qtbot.wait(100)
    assert not page.area.isVisible()


def test_a_run_that_never_began_is_not_read_for_ever(desk, run, qtbot, tmp_path):
    page = OverviewPanel(desk).whole()
    qtbot.addWidget(page)
    sidebar = Sidebar(desk, PANELS)
    qtbot.addWidget(sidebar)
    page.show()
    desk.run.open(tmp_path / "none.stressrun")
    run(until(lambda: desk.run.state == "failed"))
    run(until(page._nothing.isVisible))
    assert not sidebar.buttons["Overview"].isEnabled()
    assert sidebar.buttons["Run"].isEnabled()
