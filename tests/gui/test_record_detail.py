from __future__ import annotations

import itertools
from pathlib import Path

import msgspec
import pytest
from gui.test_records_model import DONE, SCENARIO
from journal.records import header, record
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.record_detail import RecordDetail, detail_of, spans
from stressdesk.journal.events import Attempt, PricesUsed
from stressdesk.journal.writer import Writer


def written(path: Path, *records, **changes) -> Path:
    writer = Writer.create(path, header(scenario=SCENARIO, **changes))
    for one in records:
        writer.append(one)
    writer.close(DONE)
    return path


def test_a_turn_is_shown_with_those_before_it(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.stressrun",
        record(3, 0, text="first", answer="one"),
        record(4, 0, text="somebody else"),
        record(3, 1, text="second", answer="two"),
        record(3, 2, text="third"),
    )
    detail = detail_of(path, 3)
    assert detail is not None
    assert [turn.text for turn in detail.turns] == ["first", "second"]
    assert detail.later == 1
    assert [message.content for message in detail.prompt] == ["Sort: first"]
    assert '"content": "second"' in detail.curl
    assert '"content": "one"' in detail.curl
    assert "third" not in detail.curl


def test_a_prompt_that_can_no_longer_be_put_together_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "a.stressrun"
    writer = Writer.create(path, header(scenario={"name": "of old", "prompt": {"text": "{{other}} {{message}}"}}))
    writer.append(record(0))
    writer.close(DONE)
    detail = detail_of(path, 1)
    assert detail is not None
    assert "cannot be put together" in detail.trouble
    assert detail.curl == ""
    assert detail_of(path, 2) is None


def test_what_the_user_wanted_is_said_in_the_words_of_the_scenario(tmp_path: Path) -> None:
    scenario = {**SCENARIO, "demo": [{"text": "May I work from Spain in August?"}]}
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=scenario))
    for at, intent in enumerate(("may-i-work-from-spain", "degenerate:dot")):
        writer.append(record(at, intent=intent))
    writer.close(DONE)
    assert [detail_of(tmp_path / "a.stressrun", at).wanted for at in (1, 2)] == ["May I work from Spain in August?", ""]


def test_words_too_long_to_compare_are_not_compared(tmp_path: Path) -> None:
    path = written(tmp_path / "a.stressrun", record(0), record(1, text="x " * 500_000))
    assert detail_of(path, 1).changes is not None
    assert detail_of(path, 2).changes is None


@pytest.mark.parametrize(
    ("prices", "money"),
    [
        (None, "measured"),
        (PricesUsed(model="x", priced_as=True), "projected"),
        (PricesUsed(model="x", typed_in=True), "assumed"),
    ],
)
def test_money_says_how_it_came_about(tmp_path: Path, prices: PricesUsed | None, money: str) -> None:
    assert detail_of(written(tmp_path / "a.stressrun", record(0), prices=prices), 1).money == money


def test_time_is_told_without_gaps() -> None:
    retried = record(
        0,
        arrived=1.0,
        finished=9.0,
        attempts=(
            Attempt(sent=2.0, finished=3.0, kind="server"),
            Attempt(sent=5.0, first_token=6.5, finished=9.0),
        ),
    )
    assert [(span.name, span.seconds) for span in spans(retried)] == [
        ("waited to be sent", 1.0),
        ("earlier requests and pauses", 3.0),
        ("first token", 1.5),
        ("streaming", 2.5),
    ]
    for one in (retried, record(0), record(0, attempts=())):
        parts = spans(one)
        assert all(before.end == after.start for before, after in itertools.pairwise(parts))
        assert parts[0].start == one.arrived
    never = record(0, sent=None, first_token=None, finished=None, attempts=(), outcome="dropped")
    assert spans(never) == ()
    paced = record(0, arrived=1.0, finished=9.0, paced_seconds=3.0, attempts=(Attempt(sent=6.0, finished=9.0),))
    assert [(span.name, span.start, span.end) for span in spans(paced)] == [
        ("waited to be sent", 1.0, 3.0),
        ("held back by rate limits", 3.0, 6.0),
        ("waited for an answer", 6.0, 9.0),
    ]


def test_a_message_becomes_a_demo_input_and_undo_takes_it_back(qtbot: QtBot, open_desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "a.stressrun", record(0, text="messy words", expect="billing", variables={"name": "Ann"}))
    looked = RecordDetail(open_desk.run, open_desk.scenario, open_desk.reading)
    assert not looked.can_be_demo_input
    open_desk.run.open(path)
    looked.look_at(1)
    qtbot.waitUntil(lambda: looked.detail is not None)
    before = open_desk.scenario.now.demo
    assert looked.can_be_demo_input
    assert looked.add_demo_input() == len(before) + 1
    added = open_desk.scenario.now.demo[-1]
    assert msgspec.structs.asdict(added) == {"text": "messy words", "expect": "billing", "variables": {"name": "Ann"}}
    open_desk.scenario.undo()
    assert open_desk.scenario.now.demo == before


def test_of_many_records_the_last_one_looked_at_is_shown(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "a.stressrun", *(record(at, text=f"message {at}") for at in range(50)))
    looked = RecordDetail(desk.run, desk.scenario, desk.reading)
    desk.run.open(path)
    for number in range(1, 51):
        looked.look_at(number)
    qtbot.waitUntil(lambda: looked.detail is not None and looked.detail.record.text == "message 49")
    looked.leave()
    assert looked.detail is None
