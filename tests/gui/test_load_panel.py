from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.lists import shares, whole_number
from stressdesk.gui.views.load import LoadPanel
from stressdesk.gui.views.model_search import ModelDialog
from stressdesk.scenario.targets import LiteLLM, Local, Simulated

PLANTED = "planted-key-0123456789-abcdef"


pytestmark = pytest.mark.usefixtures("no_wallet")


@pytest.fixture
def panel(open_desk: Desk, qtbot: QtBot) -> LoadPanel:
    made = LoadPanel(open_desk).whole()
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


def type_into(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def use(panel: LoadPanel, spec: LiteLLM) -> None:
    scenario = panel.desk.scenario.now
    after = msgspec.structs.replace(scenario, targets={**scenario.targets, "hosted": spec}, target="hosted")
    panel.desk.scenario.edit((), after)


def test_a_scale_is_added_and_taken_away(panel: LoadPanel, qtbot: QtBot) -> None:
    scales = panel.fields["scales"]
    type_into(qtbot, scales.line, "2k")
    assert panel.desk.scenario.now.load.scales == (10, 1_000, 2_000, 10_000)
    type_into(qtbot, scales.line, "1.5")
    assert scales.line.property("wrong") == "true"
    assert panel.desk.scenario.now.load.scales == (10, 1_000, 2_000, 10_000)
    panel.desk.scenario.undo()
    assert panel.desk.scenario.now.load.scales == (10, 1_000, 10_000)


def test_a_scale_that_makes_no_sense_says_so_while_it_is_typed(panel: LoadPanel, qtbot: QtBot) -> None:
    scales = panel.fields["scales"]
    note = scales.parentWidget().note
    hint = note.text()
    qtbot.keyClicks(scales.line, "-5")
    assert note.text() == "Write a whole number from 1 to 1,000,000."
    scales.line.selectAll()
    qtbot.keyClicks(scales.line, "500")
    assert note.text() == hint


def test_the_chip_of_a_scale_just_added_follows_its_line(panel: LoadPanel, qtbot: QtBot) -> None:
    scales = panel.fields["scales"]
    type_into(qtbot, scales.line, "500")
    following = scales.line
    for chip in scales.chips:
        following = following.nextInFocusChain()
        assert following is chip


def test_a_number_out_of_bounds_is_shown_as_the_file_has_it(panel: LoadPanel) -> None:
    box = panel.fields["window_minutes"]
    panel.desk.scenario.edit(("load", "window_minutes"), -1.0)
    assert box.value() == -1.0
    panel.desk.scenario.edit(("load", "window_minutes"), 3.0)
    assert box.minimum() == 0.001


def test_a_target_that_is_not_there_has_no_name_to_change(panel: LoadPanel) -> None:
    assert panel.target.name.isVisible()
    panel.desk.scenario.edit(("target",), "nobody")
    assert not panel.target.name.isVisible()
    panel.desk.scenario.undo()
    assert panel.target.name.isVisible()


def test_typing_numbers_changes_the_scenario_and_its_meaning(panel: LoadPanel, qtbot: QtBot) -> None:
    box = panel.fields["live"]
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "120")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert panel.desk.scenario.now.load.live == 120
    assert panel.meaning.text().startswith("120 queries arrive within 1 minute")
    panel.desk.scenario.undo()
    assert box.value() == 60


def test_numbers_can_be_seen_in_their_fields(panel: LoadPanel) -> None:
    assert panel.fields["live"].lineEdit().width() > 50


def test_people_are_asked_for_in_a_closed_loop_only(panel: LoadPanel) -> None:
    assert not panel.fields["users"].isVisible()
    panel.desk.scenario.edit(("load", "loop"), "closed")
    assert panel.fields["users"].isVisible()
    assert not panel.fields["window_minutes"].isEnabled()


def test_ticks_keep_their_order(panel: LoadPanel, qtbot: QtBot) -> None:
    panel.desk.scenario.edit(("load", "retry", "attempts"), 2)
    ticks = panel.fields["retry.kinds"]
    qtbot.mouseClick(ticks.boxes["timeout"], Qt.MouseButton.LeftButton, pos=ticks.boxes["timeout"].rect().center())
    kinds = panel.desk.scenario.now.load.retry.kinds
    assert kinds == ("rate_limit", "timeout", "connection", "server", "overloaded")


def test_the_target_chosen_in_the_list_is_the_one_used(panel: LoadPanel, qtbot: QtBot) -> None:
    panel.target.list.setFocus()
    qtbot.keyClick(panel.target.list, Qt.Key.Key_Down)
    assert panel.desk.scenario.now.target == "simulated"
    panel.desk.scenario.undo()
    assert panel.target.list.currentRow() == 0


def test_a_target_is_renamed_when_the_name_is_left(panel: LoadPanel, qtbot: QtBot) -> None:
    type_into(qtbot, panel.target.name, "small")
    assert list(panel.desk.scenario.now.targets) == ["small", "simulated"]
    qtbot.keyClicks(panel.target.name, "x")
    panel.target.name.selectAll()
    qtbot.keyClicks(panel.target.name, "simulated")
    assert panel.target.name_problem.text() == "Another target has this name."
    qtbot.keyClick(panel.target.name, Qt.Key.Key_Return)
    assert list(panel.desk.scenario.now.targets) == ["small", "simulated"]
    assert panel.target.name.text() == "small"


def test_targets_are_added_copied_and_removed(panel: LoadPanel, qtbot: QtBot) -> None:
    actions = panel.target.add.menu().actions()
    assert [action.text() for action in actions] == [
        "Embedded model", "Simulated", "Hosted model", "OpenAI-compatible address",
    ]  # fmt: skip
    actions[3].trigger()
    scenario = panel.desk.scenario
    assert scenario.now.target == "address"
    qtbot.mouseClick(panel.target.copy, Qt.MouseButton.LeftButton)
    assert scenario.now.target == "address-2"
    qtbot.mouseClick(panel.target.remove, Qt.MouseButton.LeftButton)
    assert list(scenario.now.targets) == ["embedded", "simulated", "address"]
    for _ in range(3):
        scenario.undo()
    assert list(scenario.now.targets) == ["embedded", "simulated"]


def test_the_last_target_stays(panel: LoadPanel, qtbot: QtBot) -> None:
    panel.target.list.setFocus()
    qtbot.keyClick(panel.target.list, Qt.Key.Key_Delete)
    qtbot.keyClick(panel.target.list, Qt.Key.Key_Delete)
    assert list(panel.desk.scenario.now.targets) == ["simulated"]
    assert not panel.target.remove.isEnabled()


@pytest.mark.parametrize("number", range(4))
def test_every_field_of_every_kind_shows_its_value(panel: LoadPanel, number: int) -> None:
    panel.target.add.menu().actions()[number].trigger()
    editor = panel.target.editor
    spec = panel.desk.scenario.now.targets[panel.desk.scenario.now.target]
    if isinstance(spec, Simulated):
        for fold in editor.simulated.folds:
            fold.open()
        shown = {name.split(".")[0] for name in editor.simulated.fields}
        assert shown | {"price_as", "prices"} == set(Simulated.__struct_fields__)
    elif isinstance(spec, Local):
        assert set(editor.fields) | {"price_as", "prices"} == set(Local.__struct_fields__)
    else:
        editor.more.open()
        known = {"price_as", "prices", "base_url"}
        assert set(editor.fields) | known == set(LiteLLM.__struct_fields__)
        assert ("base_url" in editor.fields) == (spec.base_url is not None)


def test_a_simulated_target_is_edited_in_plain_units(panel: LoadPanel) -> None:
    panel.desk.scenario.edit(("target",), "simulated")
    fields = panel.target.editor.simulated.fields
    fields["errors.share"].setValue(12.5)
    assert panel.desk.scenario.now.targets["simulated"].errors.share == 0.125
    panel.target.editor.simulated.folds[0].open()
    assert fields["token_seconds.median"].text() == "13 ms"
    panel.target.editor.simulated.folds[3].open()
    fields["answers.mess"].edit.setPlainText("typos: 5 %")
    assert panel.desk.scenario.now.targets["simulated"].answers.mess == {"typos": 0.05}
    fields["answers.mess"].edit.setPlainText("typos 5")
    assert "Line 1" in fields["answers.mess"].trouble
    assert panel.desk.scenario.now.targets["simulated"].answers.mess == {"typos": 0.05}


def test_a_problem_that_is_folded_away_is_pointed_at(panel: LoadPanel, qtbot: QtBot) -> None:
    panel.desk.scenario.edit(("target",), "simulated")
    with qtbot.waitSignal(panel.desk.scenario.problems_changed):
        panel.desk.scenario.edit(("targets", "simulated", "context_tokens"), 0)
    texts = [fold.summary.text() for fold in panel.target.editor.simulated.folds]
    assert texts == ["", "something is wrong here", "", ""]


def test_a_wrong_address_is_told_at_its_field(panel: LoadPanel, qtbot: QtBot) -> None:
    panel.target.add.menu().actions()[3].trigger()
    line = panel.target.editor.fields["base_url"]
    line.selectAll()
    with qtbot.waitSignal(panel.desk.scenario.problems_changed):
        qtbot.keyClicks(line, "nowhere")
    qtbot.waitUntil(lambda: "web address" in line.parentWidget().note.text())
    assert line.property("wrong") == "true"


def test_a_model_at_an_address_is_typed_as_its_server_calls_it(panel: LoadPanel, qtbot: QtBot) -> None:
    panel.target.add.menu().actions()[3].trigger()
    line = panel.target.editor.fields["model"]
    assert line.text() == "my-model"
    line.selectAll()
    qtbot.keyClicks(line, "meta/llama")
    assert panel.desk.scenario.now.targets["address"].model == "openai/meta/llama"


def test_a_key_is_entered_masked_and_forgotten_by_its_field(panel: LoadPanel, qtbot: QtBot) -> None:
    use(panel, LiteLLM(model="openai/gpt-4o-mini"))
    keys = panel.target.editor.keys
    qtbot.waitUntil(lambda: list(keys.rows) == ["OPENAI_API_KEY"])
    row = keys.rows["OPENAI_API_KEY"]
    qtbot.waitUntil(lambda: panel.desk.keys.needed != () and row._badge.text() == "missing")
    qtbot.keyClicks(row.line, PLANTED)
    assert PLANTED not in row.line.displayText()
    row.line.selectAll()
    row.line.copy()
    qtbot.keyClick(row.line, Qt.Key.Key_Return)
    assert row.line.text() == ""
    row.line.undo()
    assert row.line.text() == ""
    assert panel.desk.program.environment()["OPENAI_API_KEY"] == PLANTED
    assert row._badge.text() == "until the window closes"
    assert "no key store" in row.note.text()
    qtbot.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    assert row._badge.text() == "missing"


def test_a_key_typed_for_its_variable_goes_to_its_own_field(panel: LoadPanel, qtbot: QtBot) -> None:
    use(panel, LiteLLM(model="openai/gpt-4o-mini"))
    editor = panel.target.editor
    qtbot.waitUntil(lambda: list(editor.keys.rows) == ["OPENAI_API_KEY"])
    editor.more.open()
    variable, row = editor.fields["key_env"], editor.keys.rows["OPENAI_API_KEY"]
    variable.setFocus()
    for character in "sk-proj-0123456789abcdefghijklmnop":
        qtbot.keyClicks(panel.focusWidget(), character)
    assert row.line.text() == "sk-proj-0123456789abcdefghijklmnop"
    assert panel.focusWidget() is row.line
    assert "Press Keep" in row.note.text()
    assert variable.text() == ""
    assert panel.desk.scenario.now.targets["hosted"].key_env is None
    row.keep.click()
    assert panel.desk.keys.key("OPENAI_API_KEY") == "sk-proj-0123456789abcdefghijklmnop"
    assert "Press Keep" not in row.note.text()


def test_the_rest_of_a_key_with_no_field_of_its_own_does_not_become_a_name(panel: LoadPanel, qtbot: QtBot) -> None:
    use(panel, LiteLLM(model="openai/mine", base_url="http://127.0.0.1:9/v1"))
    editor = panel.target.editor
    editor.more.open()
    variable = editor.fields["key_env"]
    variable.setFocus()
    for character in "gsk_0123456789abcdefghijklmnop":
        qtbot.keyClicks(panel.focusWidget() or panel, character)
    assert variable.text() == ""
    assert panel.desk.scenario.now.targets["hosted"].key_env is None
    type_into(qtbot, variable, "MY_SERVER_KEY")
    assert panel.desk.scenario.now.targets["hosted"].key_env == "MY_SERVER_KEY"
    qtbot.waitUntil(lambda: list(editor.keys.rows) == ["MY_SERVER_KEY"])


def test_a_test_that_lacks_a_key_leads_to_its_field(
    panel: LoadPanel, qtbot: QtBot, run: Callable[[Awaitable[Any]], Any]
) -> None:
    panel.resize(1100, 500)
    use(panel, LiteLLM(model="openai/gpt-4o-mini"))
    keys = panel.target.editor.keys
    qtbot.waitUntil(lambda: list(keys.rows) == ["OPENAI_API_KEY"])
    run(panel.trial.trials.ask())
    row = keys.rows["OPENAI_API_KEY"]
    assert panel.trial.title.text() == "OPENAI_API_KEY is not set."
    assert "Load and target" not in panel.trial.hint.text()
    assert panel.focusWidget() is row.line
    qtbot.waitUntil(lambda: not row.line.visibleRegion().isEmpty())
    qtbot.keyClicks(row.line, PLANTED)
    qtbot.keyClick(row.line, Qt.Key.Key_Return)
    assert not panel.trial.title.isVisible()


def test_a_paid_test_says_what_it_costs_before(panel: LoadPanel, qtbot: QtBot) -> None:
    use(panel, LiteLLM(model="openai/gpt-4o-mini"))
    qtbot.waitUntil(lambda: panel.trial.before.text().startswith("One query is sent; it costs at most $"))
    panel.desk.scenario.edit(("target",), "embedded")
    assert panel.trial.before.text() == "Free, on this machine."


def test_a_test_shows_the_answer_as_plain_text(
    panel: LoadPanel, qtbot: QtBot, run: Callable[[Awaitable[Any]], Any]
) -> None:
    scenario = panel.desk.scenario
    scenario.edit(("target",), "simulated")
    scenario.edit(("targets", "simulated", "answers", "wording"), "<b>{expect}</b>")
    scenario.edit(("targets", "simulated", "answers", "base"), 0.0)
    scenario.edit(("targets", "simulated", "errors", "share"), 0.0)
    run(panel.trial.trials.ask())
    assert panel.trial.title.text().startswith("Answered in")
    assert "simulated" in panel.trial.facts.text()
    assert panel.trial.answer.toPlainText() == "<b>invoice</b>"
    scenario.edit(("targets", "simulated", "slots"), 5)
    assert not panel.trial.title.isVisible()


def test_prices_are_typed_or_taken_from_another_model(panel: LoadPanel) -> None:
    price = panel.target.editor.price
    price.choice.setCurrentIndex(2)
    price.choice.activated.emit(2)
    price.fields["output_usd_per_million"].setValue(2.5)
    spec = panel.desk.scenario.now.targets["embedded"]
    assert spec.price_as is None
    assert spec.prices.output_usd_per_million == 2.5
    panel.desk.scenario.undo()
    panel.desk.scenario.undo()
    assert price.fields["price_as"].text() == "gpt-4o-mini"


def test_models_are_searched_while_one_types(panel: LoadPanel, qtbot: QtBot) -> None:
    chosen: list[str] = []
    dialog = ModelDialog(panel.desk, chosen.append, panel)
    dialog.open()
    qtbot.keyClicks(dialog.line, "anthropic haiku 4-5")
    qtbot.waitUntil(lambda: "haiku" in (dialog.table.item(0, 0).text() if dialog.table.rowCount() else ""))
    assert dialog.table.item(0, 2).text().startswith("$")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    wanted = dialog.table.item(1, 0).text()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert chosen == [wanted]


def test_a_search_without_a_match_says_so(panel: LoadPanel, qtbot: QtBot) -> None:
    dialog = ModelDialog(panel.desk, lambda _name: None, panel)
    dialog.open()
    qtbot.keyClicks(dialog.line, "nobody-has-this")
    qtbot.waitUntil(lambda: dialog._foot.text() == "No model has all these words.")
    assert not dialog.choose.isEnabled()
    dialog.reject()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10,000", 10_000),
        ("10 000", 10_000),
        ("10k", 10_000),
        ("1.5", None),
        ("-3", None),
        ("", None),
        ("9" * 40, None),
    ],
)
def test_whole_numbers_as_people_write_them(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_shares_are_read_or_refused_by_line() -> None:
    assert shares("typos: 5 %\n\n half-thought:0.5") == {"typos": 0.05, "half-thought": 0.005}
    for wrong in ("typos", "typos: 101", ": 5", "typos: many"):
        with pytest.raises(ValueError, match="Line 1"):
            shares(wrong)


def test_the_price_is_still_known_under_another_name(panel: LoadPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "gpt-4o-mini" in panel.target.editor.price.words.text())
    type_into(qtbot, panel.target.name, "small")
    qtbot.waitUntil(lambda: "gpt-4o-mini" in panel.target.editor.price.words.text())


def test_chips_are_taken_away_one_by_one_but_the_last(panel: LoadPanel, qtbot: QtBot) -> None:
    scales = panel.fields["scales"]
    for number in ("20", "30", "40"):
        type_into(qtbot, scales.line, number)
    assert len(scales.chips) == 6
    assert not scales.line.isVisible()
    for _ in range(5):
        qtbot.mouseClick(scales.chips[0], Qt.MouseButton.LeftButton)
    assert panel.desk.scenario.now.load.scales == (10_000,)
    assert not scales.chips[0].isEnabled()
    assert scales.line.isVisible()


def test_chips_stand_side_by_side_above_the_line_for_another_number(panel: LoadPanel, qtbot: QtBot) -> None:
    scales = panel.fields["scales"]
    type_into(qtbot, scales.line, "20")
    first, second, *_ = scales.chips
    qtbot.waitUntil(lambda: scales.line.y() > first.y())
    assert second.x() - (first.x() + first.width()) < scales.line.width() / 4
