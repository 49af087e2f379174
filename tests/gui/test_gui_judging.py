from __future__ import annotations

from pathlib import Path
from typing import get_args

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from stressdesk.checks.readiness import everything_wrong
from stressdesk.gui.models import checks as kinds
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.judging import BROKEN, NO_TIME, Judging, Tried, verdicts
from stressdesk.journal.events import Record
from stressdesk.scenario import checks
from stressdesk.scenario.model import Scenario

Sample = tuple[Scenario, Path]


def judged(sample: Sample, specs: tuple[checks.CheckSpec, ...], answer: str, record: Record | None = None) -> list[str]:
    scenario = msgspec.structs.replace(sample[0], checks=specs)
    return [one.judgement for one in verdicts(scenario, sample[1], Tried(0, answer, "typed", record))]


def test_every_check_judges_the_same_answer(sample: Sample) -> None:
    specs = (checks.OneOf(values=("invoice", "refund")), checks.Equals(), checks.Length(min_words=2))
    assert judged(sample, specs, "Invoice.") == ["pass", "pass", "fail"]
    assert judged(sample, specs, "refund") == ["pass", "fail", "fail"]


def test_a_broken_check_spoils_no_other(sample: Sample) -> None:
    specs = (checks.Regex(pattern="("), checks.Equals(), checks.OneOf(values=()), checks.Regex(pattern="a" * 3000))
    found = verdicts(msgspec.structs.replace(sample[0], checks=specs), sample[1], Tried(0, "invoice", "typed"))
    assert [one.judgement for one in found] == ["unsure", "pass", "unsure", "unsure"]
    assert found[0].reason == BROKEN


def test_a_typed_answer_has_taken_no_time(sample: Sample) -> None:
    specs = (checks.FirstToken(max_seconds=1), checks.TotalLatency(max_seconds=3))
    (first, whole) = verdicts(msgspec.structs.replace(sample[0], checks=specs), sample[1], Tried(0, "x", "typed"))
    assert (first.judgement, whole.judgement) == ("unsure", "unsure")
    assert whole.reason == NO_TIME


def test_an_asked_answer_is_judged_by_its_times(sample: Sample) -> None:
    record = Record(
        stage="demo", session=0, turn=0, persona="", intent="", language="en", mess=(), clean="", text="",
        arrived=0.0, sent=0.5, first_token=2.0, finished=4.0, outcome="answered", answer="invoice",
    )  # fmt: skip
    specs = (checks.FirstToken(max_seconds=1), checks.FirstToken(max_seconds=1.6), checks.TotalLatency(max_seconds=3))
    assert judged(sample, specs, "invoice", record) == ["fail", "pass", "fail"]


def test_names_are_those_of_reports(sample: Sample) -> None:
    scenario = msgspec.structs.replace(sample[0], checks=(checks.Json(), checks.Json(), checks.Json(name="mine")))
    found = verdicts(scenario, sample[1], Tried(0, "{}", "typed"))
    assert [one.check for one in found] == ["json", "json 2", "mine"]


def test_an_edit_of_a_check_is_judged_at_once(open_desk: Desk, qtbot: QtBot) -> None:
    judging = Judging(open_desk.scenario, open_desk.thinking, open_desk)
    with qtbot.waitSignal(judging.changed):
        judging.judge(Tried(0, "invoice", "typed"))
    assert [one.judgement for one in judging.verdicts] == ["pass", "pass"]
    with qtbot.waitSignal(judging.changed):
        open_desk.scenario.edit(("checks", 0, "values"), ("delivery",))
    assert [one.judgement for one in judging.verdicts] == ["fail", "pass"]
    with qtbot.waitSignal(judging.changed):
        open_desk.scenario.undo()
    assert [one.judgement for one in judging.verdicts] == ["pass", "pass"]


def test_a_prompt_that_cannot_be_filled_in_is_told(open_desk: Desk, qtbot: QtBot) -> None:
    judging = Judging(open_desk.scenario, open_desk.thinking, open_desk)
    open_desk.scenario.edit(("prompt", "messages", 0, "content"), "{{")
    with qtbot.waitSignal(judging.changed):
        judging.judge(Tried(0, "invoice", "typed"))
    assert judging.verdicts == ()
    assert judging.trouble.startswith("In line 1 of the text: `{{` is not closed by `}}`")
    assert "Variables are written {{name}}" in judging.trouble


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.title)
def test_a_new_check_of_each_kind_is_right_from_the_start(sample: Sample, kind: kinds.Kind) -> None:
    scenario = msgspec.structs.replace(sample[0], checks=(kind.start(sample[0]),))
    assert isinstance(scenario.checks[0], kind.spec)
    assert everything_wrong(scenario, sample[1]) == []
    bare = msgspec.structs.replace(
        sample[0], demo=tuple(msgspec.structs.replace(one, expect=None) for one in sample[0].demo)
    )
    assert everything_wrong(msgspec.structs.replace(bare, checks=(kind.start(bare),)), sample[1]) == []


def test_all_kinds_can_be_added() -> None:
    assert [one.spec for one in kinds.KINDS] == list(get_args(checks.CheckSpec))


def test_moving_stops_at_the_ends() -> None:
    specs = (checks.Json(), checks.Refusal(), checks.Equals())
    assert kinds.moved(specs, 0, -1) is specs
    assert kinds.moved(specs, 2, 1) is specs
    assert kinds.moved(specs, 1, 1) == (specs[0], specs[2], specs[1])
    assert kinds.without(specs, 1) == (specs[0], specs[2])
    assert kinds.with_copy(specs, 0) == (specs[0], *specs)
