"""The table of records without a table: on real run files, finished and growing, small and of 100,000 rows."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from journal.records import header, record
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.models.record_columns import COLUMNS, moment_words, stage_words
from stressdesk.gui.models.records import DELAY_MS, MOST_PAGES, PAGE, RecordsModel
from stressdesk.journal.events import Ending
from stressdesk.journal.writer import Writer


class Engine:
    """An engine that is under way until told otherwise, and writes what the test writes."""

    exit_code: int | None = None

    def let_go(self) -> None: ...

    def close(self) -> None: ...


NAMES = [column.name for column in COLUMNS]
MANY = 100_000
DONE = Ending(state="complete", reason="", ended="2026-11-22T12:00:00+00:00", run_seconds=60.0)


@pytest.fixture
def records(desk: Desk) -> RecordsModel:
    return RecordsModel(desk.run, desk.filtering, desk.reading)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.stressrun"
    writer = Writer.create(path, header(scenario=SCENARIO))
    failing = record(0, failure="prompt")
    for at in range(MANY):
        fields = {"session": at, "cost_usd": (at * 7_919 % MANY) / MANY, "persona": ("hurried", "everyday")[at % 2]}
        writer.append(_with(failing if at % 10 == 0 else record(0), fields))
    writer.close(DONE)
    return path


def _with(one, fields):
    return msgspec.structs.replace(one, **fields)


SCENARIO = {
    "stressdesk": 1,
    "name": "Support triage",
    "prompt": {"text": "Sort: {{message}}"},
    "demo": [{"text": "I was charged twice.", "expect": "billing"}],
    "targets": {"embedded": {"kind": "local"}},
}


def opened(qtbot: QtBot, desk: Desk, records: RecordsModel, path: Path) -> None:
    desk.run.open(path)
    settled(qtbot, records)


def settled(qtbot: QtBot, records: RecordsModel) -> None:
    qtbot.waitUntil(lambda: not records.is_looking, timeout=20_000)


def cell(qtbot: QtBot, records: RecordsModel, place: int, name: str) -> str:
    index = records.index(place, NAMES.index(name))
    records.data(index)
    qtbot.waitUntil(lambda: records.row_at(place) is not None, timeout=10_000)
    return records.data(index)


def test_the_model_keeps_qt_s_rules(
    qtbot: QtBot, desk: Desk, records: RecordsModel, tmp_path: Path, qtmodeltester: ModelTester
) -> None:
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=SCENARIO))
    for at in range(500):
        writer.append(record(at))
    writer.close(DONE)
    opened(qtbot, desk, records, tmp_path / "a.stressrun")
    qtmodeltester.check(records)


def test_without_a_run_there_are_no_rows(records: RecordsModel) -> None:
    assert records.rowCount() == 0
    assert not records.is_looking


def test_a_hundred_thousand_rows_are_counted_and_few_are_held(
    qtbot: QtBot, desk: Desk, records: RecordsModel, large: Path
) -> None:
    opened(qtbot, desk, records, large)
    assert records.rowCount() == MANY
    assert cell(qtbot, records, 0, "number") == "1"
    assert cell(qtbot, records, MANY - 1, "number") == "100,000"
    assert cell(qtbot, records, 0, "result") == "Wrong answer"
    for page in range(MOST_PAGES + 5):
        cell(qtbot, records, page * PAGE * 3, "number")
    assert len(records._pages) <= MOST_PAGES


def test_any_column_orders_all_rows_and_not_only_those_shown(
    qtbot: QtBot, desk: Desk, records: RecordsModel, large: Path
) -> None:
    opened(qtbot, desk, records, large)
    records.sort(NAMES.index("cost"), Qt.SortOrder.DescendingOrder)
    settled(qtbot, records)
    assert cell(qtbot, records, 0, "cost") == "$1.00"
    assert records.row_at(0).cost_usd == pytest.approx(0.99999)
    assert cell(qtbot, records, MANY - 1, "cost") == "$0"
    records.sort(NAMES.index("persona"))
    settled(qtbot, records)
    assert cell(qtbot, records, 0, "persona") == "everyday"


def test_the_filter_that_pages_share_chooses_rows(qtbot: QtBot, desk: Desk, records: RecordsModel, large: Path) -> None:
    opened(qtbot, desk, records, large)
    desk.filtering.want(RecordFilter(result="failing", persona="hurried"))
    settled(qtbot, records)
    assert records.rowCount() == MANY // 10
    assert records.place_of(1) == 0
    assert records.place_of(2) is None
    desk.filtering.clear()
    settled(qtbot, records)
    assert records.rowCount() == MANY


def test_of_many_wishes_the_last_one_counts(qtbot: QtBot, desk: Desk, records: RecordsModel, large: Path) -> None:
    opened(qtbot, desk, records, large)
    failures = []
    records.failed.connect(failures.append)
    for words in ("c", "ch", "cha", "no such words"):
        desk.filtering.want(RecordFilter(words=words))
        qtbot.wait(15)
    settled(qtbot, records)
    assert records.rowCount() == 0
    assert failures == []


def test_rows_of_a_growing_run_come_at_the_end(qtbot: QtBot, desk: Desk, records: RecordsModel, tmp_path: Path) -> None:
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=SCENARIO))
    for at in range(300):
        writer.append(record(at))
    writer.flush()
    opened(qtbot, desk, records, tmp_path / "a.stressrun")
    qtbot.waitUntil(lambda: records.rowCount() == 300)
    resets = []
    records.modelReset.connect(lambda: resets.append(1))
    for at in range(300, 350):
        writer.append(record(at))
    writer.flush()
    qtbot.waitUntil(lambda: records.rowCount() == 350)
    assert resets == []
    assert cell(qtbot, records, 349, "number") == "350"
    writer.close(DONE)


def test_in_another_order_rows_of_a_growing_run_wait_to_be_asked_for(
    qtbot: QtBot, desk: Desk, records: RecordsModel, tmp_path: Path
) -> None:
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=SCENARIO))
    writer.append(record(0))
    writer.flush()
    opened(qtbot, desk, records, tmp_path / "a.stressrun")
    records.sort(NAMES.index("cost"), Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: records.rowCount() == 1 and not records.is_looking)
    writer.append(record(1, cost_usd=5.0))
    writer.flush()
    qtbot.waitUntil(lambda: records.newer == 1)
    assert records.rowCount() == 1
    records.refresh()
    qtbot.waitUntil(lambda: records.rowCount() == 2)
    assert records.newer == 0
    assert cell(qtbot, records, 0, "cost") == "$5.00"
    writer.close(DONE)


def test_a_file_that_is_gone_is_no_error(qtbot: QtBot, desk: Desk, records: RecordsModel, tmp_path: Path) -> None:
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=SCENARIO))
    for at in range(3 * PAGE):
        writer.append(record(at))
    writer.close(DONE)
    opened(qtbot, desk, records, tmp_path / "a.stressrun")
    (tmp_path / "a.stressrun").unlink()
    errors = []
    records.failed.connect(errors.append)
    for place in (0, PAGE, 2 * PAGE):
        records.data(records.index(place, 0))
    qtbot.waitUntil(lambda: records.is_gone)
    records.refresh()
    assert not records.is_gone
    qtbot.waitUntil(lambda: records.is_gone)
    assert errors == []


def test_a_file_that_is_damaged_is_told_of_once(
    qtbot: QtBot, desk: Desk, records: RecordsModel, tmp_path: Path
) -> None:
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=SCENARIO))
    for at in range(3 * PAGE):
        writer.append(record(at))
    writer.close(DONE)
    opened(qtbot, desk, records, tmp_path / "a.stressrun")
    qtbot.waitUntil(lambda: desk.run.state == "complete", timeout=20_000)
    (tmp_path / "a.stressrun").write_bytes(b"no run file any more")
    errors = []
    records.failed.connect(errors.append)
    for _ in range(2):
        for place in (0, PAGE, 2 * PAGE):
            records.data(records.index(place, 0))
        qtbot.waitUntil(lambda: len(errors) == 1)
    qtbot.wait(100)
    assert len(errors) == 1
    assert not records.is_gone


def test_a_run_that_has_not_begun_its_file_has_no_rows_and_no_error(
    qtbot: QtBot, desk: Desk, records: RecordsModel, tmp_path: Path
) -> None:
    path = tmp_path / "a.stressrun"
    errors = []
    records.failed.connect(errors.append)
    process = Engine()
    desk.run.watch(path, process)
    desk.filtering.want(RecordFilter(words="typed meanwhile"))
    qtbot.wait(3 * DELAY_MS)
    path.touch()
    desk.filtering.clear()
    qtbot.wait(3 * DELAY_MS)
    assert not records.is_looking
    path.unlink()
    writer = Writer.create(path, header(scenario=SCENARIO))
    writer.append(record(0))
    writer.flush()
    qtbot.waitUntil(lambda: records.rowCount() == 1, timeout=20_000)
    assert errors == []
    process.exit_code = 0
    writer.close(DONE)
    qtbot.waitUntil(lambda: desk.run.state == "complete", timeout=20_000)


def test_another_run_shows_its_own_rows(
    qtbot: QtBot, desk: Desk, records: RecordsModel, large: Path, tmp_path: Path
) -> None:
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=SCENARIO))
    writer.append(record(0, answer="another run"))
    writer.close(DONE)
    opened(qtbot, desk, records, large)
    opened(qtbot, desk, records, tmp_path / "a.stressrun")
    assert records.rowCount() == 1
    assert cell(qtbot, records, 0, "answer") == "another run"


@pytest.mark.parametrize(
    ("name", "words"), [("scale-10000", "10,000 queries"), ("demo", "Demo"), ("scale-x", "Scale-x")]
)
def test_stages_are_named_as_people_know_them(name: str, words: str) -> None:
    assert stage_words(name) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (-3, "0:00"), (59.6, "1:00"), (727, "12:07"), (3_700, "1:01:40")]
)
def test_moments_are_written_as_a_clock_would(seconds: float, words: str) -> None:
    assert moment_words(seconds) == words
