from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, get_args

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stressdesk.charts.look import LIGHT
from stressdesk.gui import theme
from stressdesk.gui.models.checks import KINDS
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.wording import problem_words
from stressdesk.gui.parts.lists import json_object
from stressdesk.gui.parts.picklist import ROW, PickRow
from stressdesk.gui.views.check_list import KindDialog
from stressdesk.gui.views.checks import ChecksPanel
from stressdesk.resources import resource
from stressdesk.scenario import checks, file


@pytest.fixture
def panel(open_desk: Desk, qtbot: QtBot) -> ChecksPanel:
    made = ChecksPanel(open_desk).whole()
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    return made


def rows(panel: ChecksPanel) -> list[PickRow]:
    return [panel.list.list.item(at).data(ROW) for at in range(panel.list.list.count())]


def badges(panel: ChecksPanel) -> list[str]:
    return [row.badge for row in rows(panel)]


def choose(panel: ChecksPanel, at: int) -> None:
    panel.trying.input.setCurrentIndex(at)
    panel.trying.input.activated.emit(at)


def kind(spec: type[checks.CheckSpec]) -> Any:
    return next(one for one in KINDS if one.spec is spec)


def test_the_expectation_is_tried_at_once(panel: ChecksPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: badges(panel) == ["pass", "pass"])
    assert panel.trying.answer.toPlainText() == "invoice"
    assert panel.trying.tally.text() == "2 of 2 pass"
    assert [row.detail for row in rows(panel)] == [
        "Is one of “invoice”, “delivery”, “refund” or “password”",
        "Is what the demo input expects",
    ]


def test_a_typed_answer_is_judged_while_typing(panel: ChecksPanel, qtbot: QtBot) -> None:
    panel.trying.answer.setFocus()
    panel.trying.answer.selectAll()
    qtbot.keyClicks(panel.trying.answer, "refund")
    assert panel.trying.source == "typed"
    qtbot.waitUntil(lambda: badges(panel) == ["pass", "fail"])
    assert "refund" in rows(panel)[1].note


def test_an_edit_of_a_check_is_judged_at_once_and_undone(panel: ChecksPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: badges(panel) == ["pass", "pass"])
    edit = panel.editor.fields["values"]
    edit.setFocus()
    edit.selectAll()
    for word in ("delivery", "refund"):
        qtbot.keyClicks(edit, word)
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert panel.desk.scenario.now.checks[0].values == ("delivery", "refund")
    qtbot.waitUntil(lambda: badges(panel) == ["fail", "pass"])
    while panel.desk.scenario.undo_words:
        panel.desk.scenario.undo()
    assert edit.toPlainText() == "invoice\ndelivery\nrefund\npassword"
    qtbot.waitUntil(lambda: badges(panel) == ["pass", "pass"])


def test_typed_letters_lead_to_a_kind_of_check(panel: ChecksPanel, qtbot: QtBot) -> None:
    dialog = KindDialog(panel.desk, panel)
    dialog.open()
    wanted = KINDS[-2].title
    qtbot.keyClicks(dialog.list, wanted[:6].lower())
    assert KINDS[dialog.list.currentRow()].title == wanted
    dialog.reject()


def test_a_check_is_added_from_the_list_by_keyboard(panel: ChecksPanel, qtbot: QtBot) -> None:
    dialog = KindDialog(panel.desk, panel)
    dialog.chosen.connect(panel.list.add_kind)
    dialog.open()
    assert dialog.list.count() == 15
    for _ in range(5):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert isinstance(panel.desk.scenario.now.checks[2], checks.Length)
    assert panel.list.at == 2
    assert panel._card.heading.text() == "Check 3: Length"
    panel.desk.scenario.undo()
    assert len(panel.desk.scenario.now.checks) == 2
    assert panel.list.at == 1


def test_the_newest_of_many_checks_is_in_sight(panel: ChecksPanel, qtbot: QtBot) -> None:
    shown = panel.list.list
    for one in KINDS:
        panel.list.add_kind(one)
        qtbot.waitUntil(lambda: all(badges(panel)))
        assert shown.currentRow() == shown.count() - 1
        assert shown.viewport().rect().contains(shown.visualItemRect(shown.currentItem()))


def test_checks_are_moved_copied_and_removed_by_keys(panel: ChecksPanel, qtbot: QtBot) -> None:
    names = lambda: [one.name for one in panel.desk.scenario.now.checks]  # noqa: E731
    panel.list.list.setFocus()
    qtbot.keyClick(panel.list.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names() == ["right label", "known label"]
    assert panel.list.at == 1
    qtbot.mouseClick(panel.list.up, Qt.MouseButton.LeftButton)
    assert names() == ["known label", "right label"]
    qtbot.mouseClick(panel.list.copy, Qt.MouseButton.LeftButton)
    assert names() == ["known label", "known label", "right label"]
    qtbot.keyClick(panel.list.list, Qt.Key.Key_Delete)
    qtbot.keyClick(panel.list.list, Qt.Key.Key_Delete)
    qtbot.keyClick(panel.list.list, Qt.Key.Key_Delete)
    assert names() == []
    assert panel.list.empty.isVisible()
    assert panel.editor is None
    for _ in range(6):
        panel.desk.scenario.undo()
    assert names() == ["known label", "right label"]
    assert panel.editor is not None


@pytest.mark.parametrize("spec", get_args(checks.CheckSpec), ids=lambda spec: spec.__name__)
def test_every_field_of_every_kind_can_be_edited(panel: ChecksPanel, spec: type[checks.CheckSpec]) -> None:
    panel.list.add_kind(kind(spec))
    assert set(panel.editor.fields) == set(spec.__struct_fields__)
    assert all(control.accessibleName() for control in panel.editor.fields.values())


def test_what_is_wrong_with_a_check_is_said_at_its_field(panel: ChecksPanel, qtbot: QtBot) -> None:
    panel.list.add_kind(kind(checks.Regex))
    pattern = panel.editor.fields["pattern"]
    pattern.selectAll()
    qtbot.keyClicks(pattern, "(")
    qtbot.waitUntil(lambda: "not a regular expression" in pattern.parentWidget().note.text())
    qtbot.waitUntil(lambda: badges(panel)[2:] == ["unsure"])
    assert badges(panel)[:2] == ["pass", "pass"]


def test_a_check_that_asks_for_nothing_is_told_below_its_fields(panel: ChecksPanel, qtbot: QtBot) -> None:
    panel.list.add_kind(kind(checks.Length))
    maximum = panel.editor.fields["max_words"]
    maximum.clear()
    maximum.editingFinished.emit()
    qtbot.waitUntil(lambda: "no bound" in panel.editor.problem.text())


def test_a_schema_is_typed_as_json(panel: ChecksPanel, qtbot: QtBot) -> None:
    panel.list.add_kind(kind(checks.JsonSchema))
    schema = panel.editor.fields["schema"]
    schema.edit.setPlainText('{"type": "object",')
    assert schema.trouble.startswith("This is not JSON yet: line 1, column")
    assert panel.desk.scenario.now.checks[2].schema["properties"] == {}
    schema.edit.setPlainText('{"type": "array"}')
    assert schema.trouble == ""
    assert panel.desk.scenario.now.checks[2].schema == {"type": "array"}
    panel.desk.scenario.undo()
    assert '"properties"' in schema.edit.toPlainText()


def test_a_schema_that_is_none_is_framed_as_wrong(panel: ChecksPanel, qtbot: QtBot) -> None:
    panel.list.add_kind(kind(checks.JsonSchema))
    schema = panel.editor.fields["schema"]
    for text in ('{"type": 5}', '{"type":'):
        schema.edit.setPlainText(text)
        qtbot.waitUntil(lambda: schema.edit.property("wrong") == "true")
        schema.edit.setPlainText("{}")
        qtbot.waitUntil(lambda: schema.edit.property("wrong") == "false")


@pytest.mark.parametrize(
    "spec",
    [
        checks.Length(min_words=9, max_words=3), checks.Length(), checks.Fields(match=True), checks.Fields(),
        checks.Contains(value="a", values=("b",)), checks.PersonalData(kinds=()), checks.Regex(pattern="(a{99}){999}"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_check_is_said_in_the_words_of_the_page(
    panel: ChecksPanel, qtbot: QtBot, spec: checks.CheckSpec
) -> None:
    model = panel.desk.scenario
    with qtbot.waitSignal(model.problems_changed):
        model.edit(("checks",), (spec,))
    said = [problem_words(one) for one in model.problems]
    assert said
    assert [one for one in said if "`" in one or "_" in one] == []


@pytest.mark.parametrize("text", ["[]", "NaN", "{", "", "[" * 100_000])
def test_what_is_no_object_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"[A-Z].*\.$"):
        json_object(text)


def test_an_answer_asked_of_the_target_is_judged_with_its_times(
    panel: ChecksPanel, qtbot: QtBot, run: Callable[[Awaitable[Any]], Any]
) -> None:
    panel.desk.scenario.edit(("target",), "simulated")
    panel.desk.scenario.edit(("targets", "simulated", "answers", "base"), 0.0)
    panel.desk.scenario.edit(("targets", "simulated", "errors", "share"), 0.0)
    panel.list.add_kind(kind(checks.TotalLatency))
    panel.trying.input.setCurrentIndex(3)
    box = panel.trying.sources["asked"]
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert badges(panel) == ["", "", ""]
    run(panel.trying.trials.ask(3))
    assert panel.trying.answer.toPlainText() == "delivery"
    qtbot.waitUntil(lambda: badges(panel) == ["pass", "pass", "pass"])
    assert "after" in rows(panel)[2].note
    assert "simulated" in panel.trying.note.text()
    choose(panel, 4)
    assert panel.trying.source == "asked"
    assert panel.trying.answer.toPlainText() == ""
    assert badges(panel) == ["", "", ""]
    assert "Answered" not in panel.trying.note.text()
    choose(panel, 3)
    assert panel.trying.answer.toPlainText() == "delivery"


def test_what_was_typed_does_not_stand_there_as_if_the_target_had_said_it(panel: ChecksPanel, qtbot: QtBot) -> None:
    trying = panel.trying
    trying.answer.setPlainText("typed")
    assert trying.source == "typed"
    qtbot.mouseClick(trying.sources["asked"], Qt.MouseButton.LeftButton, pos=QPoint(6, 8))
    assert trying.source == "asked"
    assert trying.answer.toPlainText() == ""


def test_an_asked_answer_is_not_judged_once_prompt_or_target_are_others(
    panel: ChecksPanel, qtbot: QtBot, run: Callable[[Awaitable[Any]], Any]
) -> None:
    scenario = panel.desk.scenario
    scenario.edit(("target",), "simulated")
    scenario.edit(("targets", "simulated", "answers", "base"), 0.0)
    scenario.edit(("targets", "simulated", "errors", "share"), 0.0)
    panel.trying.sources["asked"].click()
    run(panel.trying.trials.ask(0))
    answer = panel.trying.answer.toPlainText()
    assert answer
    qtbot.waitUntil(lambda: badges(panel) == ["pass", "pass"])
    scenario.edit(("targets", "simulated", "slots"), 3)
    assert panel.trying.answer.toPlainText() == ""
    assert badges(panel) == ["", ""]
    assert "Answered" not in panel.trying.note.text()
    scenario.undo()
    assert panel.trying.answer.toPlainText() == answer
    qtbot.waitUntil(lambda: badges(panel) == ["pass", "pass"])


def test_the_last_demo_input_can_be_removed(panel: ChecksPanel) -> None:
    panel.trying.sources["expected"].click()
    panel.desk.scenario.edit(("demo",), ())
    assert panel.trying.input.count() == 0
    assert panel.trying.answer.toPlainText() == ""
    assert badges(panel) == ["", ""]


def test_the_card_is_as_high_whichever_way_the_answer_comes(panel: ChecksPanel) -> None:
    panel.setStyleSheet(theme.style_sheet(LIGHT))
    heights = set()
    for box in panel.trying.sources.values():
        box.click()
        heights.add(panel.trying.layout().totalHeightForWidth(500))
    assert len(heights) == 1


def test_goals_are_typed_and_said(panel: ChecksPanel, qtbot: QtBot) -> None:
    line = panel.goals.fields["failure_rate"]
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "2.5")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert panel.desk.scenario.now.goals.failure_rate == 0.025
    assert "at most 2.5 % of queries fail" in panel.goals.sentence.text()
    line.clear()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert panel.desk.scenario.now.goals.failure_rate is None
    panel.desk.scenario.undo()
    assert line.text() == "2.5 %"


def test_goals_that_cannot_be_judged_are_pointed_out(panel: ChecksPanel) -> None:
    panel.desk.scenario.edit(("checks",), ())
    assert "never met" in panel.goals.doubts.text()
    assert panel.goals.doubts.isVisible()


def test_limits_are_typed_and_said(panel: ChecksPanel, qtbot: QtBot) -> None:
    line = panel.limits.fields["spend_usd"]
    line.setFocus()
    qtbot.keyClicks(line, "$2")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert panel.desk.scenario.now.limits.spend_usd == 2
    assert "after $2.00 or after 5 minutes" in panel.limits.sentence.text()


def test_answers_are_shown_as_plain_text(panel: ChecksPanel, qtbot: QtBot) -> None:
    panel.desk.scenario.edit(("demo", 0, "expect"), "<img src=x>\u202egnp")
    assert panel.trying.answer.toPlainText() == "<img src=x>�gnp"
    qtbot.waitUntil(lambda: badges(panel) == ["fail", "pass"])


def test_a_megabyte_of_answer_holds_nothing_up(panel: ChecksPanel, qtbot: QtBot) -> None:
    panel.desk.scenario.edit(("demo", 0, "expect"), "x" * 1_000_000)
    assert len(panel.trying.answer.toPlainText()) < 30_000
    qtbot.waitUntil(lambda: badges(panel) == ["fail", "pass"])


def test_another_scenario_is_shown_at_once(panel: ChecksPanel, qtbot: QtBot) -> None:
    path = resource("samples", "invoice-extraction.stress.yaml")
    panel.desk.scenario.open(file.load(path), None, path.parent)
    assert panel.list.list.count() == len(panel.desk.scenario.now.checks)
    assert panel.trying.input.count() == len(panel.desk.scenario.now.demo)
    qtbot.waitUntil(lambda: "" not in badges(panel))
    assert QApplication.instance() is not None


def test_a_long_demo_input_makes_the_page_no_wider(panel: ChecksPanel, open_desk: Desk) -> None:
    inputs = open_desk.scenario.now.demo
    open_desk.scenario.edit(("demo",), (msgspec.structs.replace(inputs[0], text="short"),))
    before = panel.trying.minimumSizeHint().width()
    open_desk.scenario.edit(("demo",), (msgspec.structs.replace(inputs[0], text="W" * 500),))
    assert panel.trying.minimumSizeHint().width() == before
