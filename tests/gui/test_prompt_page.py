"""The Prompt page as a person uses it: typing, clicking, pasting and dropping, and what is then shown."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.bubble import Bubble
from stressdesk.gui.parts.editor import LONGEST_LINE, Editor
from stressdesk.gui.parts.grid_cells import CellEditor
from stressdesk.gui.views.prompt import PromptPanel
from stressdesk.gui.views.users_words import MOST_SHOWN
from stressdesk.gui.views.variable import Lacking, VariableBlock
from stressdesk.scenario.importing.prompt import PLACEHOLDERS
from stressdesk.scenario.model import DemoInput, Message, Parameters, Prompt, Variable

Run = Callable[[Awaitable[Any]], Any]
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
HOSTILE = "<img src=x onerror=alert(1)><b>bold</b> \u202etxet\u202c \0 {{message}}"


@pytest.fixture
def panel(open_desk: Desk, qtbot: QtBot) -> Iterator[PromptPanel]:
    made = PromptPanel(open_desk).whole()
    made.resize(1_150, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settled(made, qtbot)
    yield made
    settled(made, qtbot)
    made.close()
    made.deleteLater()


def settled(panel: PromptPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel.rendered.is_waiting and not panel.desk.scenario.is_looking)


def acted(panel: PromptPanel, run: Run, act: Callable[[], object]) -> None:
    """Do something whose edit comes later, and wait for that."""

    async def to_the_edit() -> None:
        happened = asyncio.Event()
        panel.desk.scenario.changed.connect(happened.set)
        act()
        await happened.wait()

    run(to_the_edit())


def change(panel: PromptPanel, qtbot: QtBot, **parts: Any) -> None:
    model = panel.desk.scenario
    model.edit((), msgspec.structs.replace(model.now, **parts))
    settled(panel, qtbot)


def test_words_are_typed_into_a_message_and_undone(panel: PromptPanel, qtbot: QtBot) -> None:
    model = panel.desk.scenario
    before = model.now
    editor = panel.messages.blocks[0].editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End, CONTROL)
    qtbot.keyClicks(editor, " Be brief.")
    assert model.now.prompt.messages[0].content == before.prompt.messages[0].content + " Be brief."
    settled(panel, qtbot)
    assert panel.example.bubbles[0].text.toPlainText().endswith("Be brief.")
    while model.undo_words:
        model.undo()
    assert editor.toPlainText() == before.prompt.messages[0].content
    assert model.now == before


def test_a_new_variable_is_seen_to_have_no_value_and_is_given_one(panel: PromptPanel, qtbot: QtBot) -> None:
    editor = panel.messages.blocks[0].editor
    editor.setFocus()
    qtbot.keyClicks(editor, "{{city}}")
    settled(panel, qtbot)
    (lacking,) = [one for one in panel.variables.shown.values() if isinstance(one, Lacking)]
    assert "{{city}} has no value" in panel.example.problem.text()
    assert panel.demo.table.headerData(2, Qt.Orientation.Horizontal) == "{{city}}"
    qtbot.mouseClick(lacking.give, LEFT)
    settled(panel, qtbot)
    assert panel.desk.scenario.now.variables == {"city": Variable(faker="city")}
    (given,) = panel.variables.shown.values()
    assert isinstance(given, VariableBlock)
    assert not panel.example.problem.isVisible()
    assert panel.demo.table.columnCount() == 2


def test_a_source_is_changed_and_its_values_typed(panel: PromptPanel, qtbot: QtBot) -> None:
    change(panel, qtbot, variables={"mood": Variable(text="calm")})
    (block,) = panel.variables.shown.values()
    block.kind.setFocus()
    qtbot.keyClick(block.kind, Qt.Key.Key_Down)
    settled(panel, qtbot)
    (block,) = panel.variables.shown.values()
    control = block.field.control
    assert control.hasFocus()
    qtbot.keyClick(control, Qt.Key.Key_End, CONTROL)
    qtbot.keyClick(control, Qt.Key.Key_Return)
    qtbot.keyClicks(control, "angry")
    assert panel.desk.scenario.now.variables == {"mood": Variable(values=("calm", "angry"))}


def test_messages_are_added_moved_and_removed_with_the_mouse(panel: PromptPanel, qtbot: QtBot) -> None:
    model = panel.desk.scenario
    before = model.now.prompt.messages
    qtbot.mouseClick(panel.messages.add, LEFT)
    assert len(panel.messages.blocks) == 15
    qtbot.keyClicks(panel.messages.blocks[14].editor, "refund")
    assert model.now.prompt.messages[14] == Message(role="assistant", content="refund")
    qtbot.mouseClick(panel.messages.blocks[14].up, LEFT)
    assert model.now.prompt.messages[13].content == "refund"
    assert not panel.messages.blocks[14].down.isEnabled()
    qtbot.mouseClick(panel.messages.blocks[13].remove, LEFT)
    assert model.now.prompt.messages == before
    block = panel.messages.blocks[1]
    block.role.setFocus()
    qtbot.keyClick(block.role, Qt.Key.Key_Down)
    assert model.now.prompt.messages[1].role == "assistant"


def test_an_empty_prompt_can_be_written_anew(panel: PromptPanel, qtbot: QtBot) -> None:
    for _ in range(14):
        qtbot.mouseClick(panel.messages.blocks[0].remove, LEFT)
    settled(panel, qtbot)
    assert panel.example.problem.isVisible()
    qtbot.mouseClick(panel.messages.add, LEFT)
    qtbot.keyClicks(panel.messages.blocks[0].editor, "Sort.")
    assert panel.desk.scenario.now.prompt.messages == (Message(role="system", content="Sort."),)


def test_the_wheel_scrolls_the_page_and_not_a_message_that_is_shown_whole(panel: PromptPanel, qtbot: QtBot) -> None:
    editor = next(one.editor for one in panel.messages.blocks if one.editor.document().size().height() > 1)
    down = QPoint(0, -120)
    nothing, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    place = QPointF(editor.rect().center())
    event = QWheelEvent(place, editor.mapToGlobal(place), down, down, nothing, keys, phase, False)
    editor.wheelEvent(event)
    assert editor.verticalScrollBar().value() == 0
    assert not event.isAccepted()


def test_a_parameter_out_of_bounds_is_said_at_its_field(panel: PromptPanel, qtbot: QtBot) -> None:
    control = panel.parameters.temperature
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, "5")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    settled(panel, qtbot)
    assert control.property("wrong") == "true"
    assert control.accessibleDescription() == "Write a number from 0 to 2, or leave this empty."
    assert panel.desk.scenario.now.prompt.parameters.temperature == 0
    seed = panel.parameters.seed
    qtbot.keyClicks(seed, "x")
    assert seed.accessibleDescription() == "Write a whole number, or leave this empty."
    seed.clear()
    stop = panel.parameters.stop
    stop.setFocus()
    qtbot.keyClicks(stop, "\\n, END")
    assert panel.desk.scenario.now.prompt.parameters == Parameters(temperature=0, max_tokens=6, stop=("\n", "END"))


def picked(box: QComboBox, at: int) -> None:
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_where_the_users_words_go_is_chosen_among_the_variables(panel: PromptPanel, qtbot: QtBot) -> None:
    model, chosen = panel.desk.scenario, panel.parameters.input
    text = "Policy of {{company}}: {{policy}}"
    kept = {name: Variable(text=name) for name in ("company", "policy")}
    changed = msgspec.structs.replace(model.now, prompt=Prompt(text=text, input="policy"), variables=kept)
    model.edit((), changed, "another prompt")
    settled(panel, qtbot)
    assert [chosen.itemText(at) for at in range(chosen.count())] == [
        "A message of their own", "{{company}}", "{{policy}}"
    ]  # fmt: skip
    assert chosen.currentText() == "{{policy}}"
    picked(chosen, 0)
    settled(panel, qtbot)
    assert model.now.prompt.input == "message"
    assert panel.example.bubbles[-1].text.toPlainText() == model.now.demo[0].text
    picked(chosen, 1)
    assert (model.now.prompt.input, set(model.now.variables)) == ("company", {"policy"})
    model.undo()
    model.undo()
    assert chosen.currentText() == "{{policy}}"
    assert model.now == changed


def test_of_many_variables_that_of_the_users_words_is_offered(panel: PromptPanel, qtbot: QtBot) -> None:
    model, chosen = panel.desk.scenario, panel.parameters.input
    names = [*(f"a_{at}" for at in range(MOST_SHOWN)), "message", "question"]
    prompt = Prompt(text=" ".join(f"{{{{{name}}}}}" for name in names), input="question")
    variables = {name: Variable(text=name) for name in names[:-1]}
    model.edit((), msgspec.structs.replace(model.now, prompt=prompt, variables=variables), "another prompt")
    settled(panel, qtbot)
    assert chosen.currentText() == "{{question}}"
    picked(chosen, 0)
    assert model.now.prompt.input not in names


def test_a_demo_input_is_chosen_typed_and_rendered(panel: PromptPanel, qtbot: QtBot) -> None:
    view = panel.demo.view
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(panel.demo.table.index(2, 0)).center())
    settled(panel, qtbot)
    assert panel.example.bubbles[-1].text.toPlainText() == "The amount on my invoice is wrong."
    qtbot.keyClick(view, Qt.Key.Key_Return)
    editor = view.focusWidget() if isinstance(view.focusWidget(), CellEditor) else QGuiApplication.focusObject()
    assert isinstance(editor, CellEditor)
    qtbot.keyClicks(editor, "Wrong amount!")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settled(panel, qtbot)
    assert panel.desk.scenario.now.demo[2].text == "Wrong amount!"
    assert panel.demo.rows() == [3]
    qtbot.keyClick(view, Qt.Key.Key_Up)
    settled(panel, qtbot)
    assert panel.example.bubbles[-1].text.toPlainText() == "Wrong amount!"
    assert "estimated" in panel.example.subtitle.text()


def test_expectations_are_typed_one_below_the_other(panel: PromptPanel, qtbot: QtBot) -> None:
    view, rows = panel.demo.view, len(panel.desk.scenario.now.demo)
    view.setCurrentIndex(panel.demo.table.index(rows - 3, 1))
    for word in ("one", "two", "three"):
        qtbot.keyClicks(view, word[0])
        editor = QGuiApplication.focusObject()
        assert isinstance(editor, CellEditor)
        qtbot.keyClicks(editor, word[1:])
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert [one.expect for one in panel.desk.scenario.now.demo[-3:]] == ["one", "two", "three"]
    assert panel.demo.rows() == [rows - 1]


def test_rows_are_added_moved_copied_and_removed_with_keys(panel: PromptPanel, qtbot: QtBot) -> None:
    view, model = panel.demo.view, panel.desk.scenario
    before = [one.text for one in model.now.demo]
    panel.demo.choose(0)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return, CONTROL)
    editor = QGuiApplication.focusObject()
    qtbot.keyClicks(editor, "New one")
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    editor = QGuiApplication.focusObject()
    qtbot.keyClicks(editor, "Another")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert [one.text for one in model.now.demo][:4] == [before[0], "New one", "Another", before[1]]
    view.setFocus()
    assert panel.demo.rows() == [3]
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Down, ALT)
    assert [one.text for one in model.now.demo][2:4] == [before[1], "Another"]
    qtbot.keyClick(view, Qt.Key.Key_D, CONTROL)
    assert [one.text for one in model.now.demo][3:5] == ["Another", "Another"]
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Another\t\n"
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [one.text for one in model.now.demo] == [before[0], "New one", before[1], "Another", *before[3:]]
    while model.undo_words:
        model.undo()
    assert [one.text for one in model.now.demo] == before


def test_rows_apart_from_each_other_are_moved_again_and_again(panel: PromptPanel, qtbot: QtBot) -> None:
    view, model = panel.demo.view, panel.desk.scenario
    before = [one.text for one in model.now.demo]
    panel.demo.choose(0, 2)
    view.setFocus()
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down, ALT)
    assert panel.demo.rows() == [2, 4]
    moved = [before[1], before[3], before[0], before[4], before[2]]
    assert [one.text for one in model.now.demo] == [*moved, *before[5:]]


def test_many_pasted_lines_are_all_chosen_to_be_taken_out_again(panel: PromptPanel, qtbot: QtBot) -> None:
    before = panel.desk.scenario.now.demo
    panel.demo.choose(9)
    panel.demo.view.setFocus()
    QGuiApplication.clipboard().setText("\n".join(f"Line {at}?" for at in range(700)))
    qtbot.keyClick(panel.demo.view, Qt.Key.Key_V, CONTROL)
    assert panel.demo.rows() == list(range(10, 710))
    qtbot.keyClick(panel.demo.view, Qt.Key.Key_Delete)
    assert panel.desk.scenario.now.demo == before


def test_spreadsheet_cells_are_pasted(panel: PromptPanel, qtbot: QtBot) -> None:
    panel.demo.choose(9)
    panel.demo.view.setFocus()
    said = []
    panel.desk.notices.said.connect(said.append)
    QGuiApplication.clipboard().setText('Where?\tdelivery\nJSON\t{"a": 1}\n')
    qtbot.keyClick(panel.demo.view, Qt.Key.Key_V, CONTROL)
    assert panel.desk.scenario.now.demo[10:] == (
        DemoInput(text="Where?", expect="delivery"), DemoInput(text="JSON", expect={"a": 1})
    )  # fmt: skip
    assert panel.demo.rows() == [10, 11]
    panel.desk.scenario.edit(("description",), "typed after")
    said[0].act()
    assert panel.desk.scenario.now.description == "typed after"
    panel.desk.scenario.undo()
    said[0].act()
    assert len(panel.desk.scenario.now.demo) == 10


def test_pasted_lines_take_the_place_of_placeholders(panel: PromptPanel, qtbot: QtBot) -> None:
    model = panel.desk.scenario
    first, second = PLACEHOLDERS
    model.edit(("demo",), (DemoInput(text=first), DemoInput(text="My own"), DemoInput(text=second)), "placeholders")
    panel.demo.choose(1)
    QGuiApplication.clipboard().setText("One?\nTwo?\n")
    qtbot.mouseClick(panel.demo.paste, LEFT)
    assert [one.text for one in model.now.demo] == ["My own", "One?", "Two?"]
    assert panel.demo.rows() == [1, 2]
    model.undo()
    assert [one.text for one in model.now.demo] == [first, "My own", second]


def test_all_demo_inputs_can_be_removed_and_that_is_said(panel: PromptPanel, qtbot: QtBot) -> None:
    panel.demo.view.setFocus()
    panel.demo.view.selectAll()
    qtbot.keyClick(panel.demo.view, Qt.Key.Key_Delete)
    settled(panel, qtbot)
    assert panel.desk.scenario.now.demo == ()
    assert panel.demo.note.isVisible()
    assert "no demo input" in panel.example.problem.text().lower()
    qtbot.mouseClick(panel.demo.add, LEFT)
    settled(panel, qtbot)
    assert panel.desk.scenario.now.demo == (DemoInput(text=""),)


def test_a_prompt_is_pasted_over_the_old_one(panel: PromptPanel, qtbot: QtBot, run: Run) -> None:
    QGuiApplication.clipboard().setText("You sort {{message}}")
    before = panel.desk.scenario.now.prompt

    acted(panel, run, lambda: qtbot.mouseClick(panel.messages.paste, LEFT))
    assert panel.desk.scenario.now.prompt.text == "You sort {{message}}"
    assert panel.messages.text.isVisible()
    assert panel.messages.text.toPlainText() == "You sort {{message}}"
    panel.desk.scenario.undo()
    assert panel.desk.scenario.now.prompt == before
    qtbot.waitUntil(lambda: len(panel.messages.blocks) == 14)


def test_one_text_is_edited_and_split(panel: PromptPanel, qtbot: QtBot, run: Run) -> None:
    change(panel, qtbot, prompt=Prompt(text="You sort mail."))
    assert not panel.messages.add.isVisible()
    panel.messages.text.setFocus()
    qtbot.keyClick(panel.messages.text, Qt.Key.Key_End)
    qtbot.keyClicks(panel.messages.text, " Well")

    acted(panel, run, lambda: qtbot.mouseClick(panel.messages.split, LEFT))
    assert [block.editor.toPlainText() for block in panel.messages.blocks] == ["You sort mail. Well", "{{message}}"]


def test_a_file_is_shown_and_copied_into_the_scenario(
    panel: PromptPanel, qtbot: QtBot, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "prompt.txt").write_text("From the file: {{message}}", encoding="utf-8")
    scenario = msgspec.structs.replace(panel.desk.scenario.now, prompt=Prompt(file="prompt.txt"))
    panel.desk.scenario.open(scenario, None, tmp_path)
    settled(panel, qtbot)
    assert panel.messages.copy.isVisible()
    assert any(one.toPlainText() == "From the file: {{message}}" for one in panel.messages.findChildren(Editor))

    acted(panel, run, lambda: qtbot.mouseClick(panel.messages.copy, LEFT))
    assert panel.messages.text.toPlainText() == "From the file: {{message}}"


def test_the_variables_of_a_prompt_in_a_file_are_marked(panel: PromptPanel, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "prompt.txt").write_text("For {{who}}: {{message}}", encoding="utf-8")
    panel.desk.scenario.folder = tmp_path
    change(panel, qtbot, prompt=Prompt(file="prompt.txt"))
    (text,) = (one.text for one in panel.messages.findChildren(Bubble) if "{{who}}" in one.text.toPlainText())
    look = panel.desk.appearance.look
    marked = text.document().firstBlock().layout().formats()
    assert [one.start for one in marked] == [4, 13]
    assert [one.format.foreground().color().name() for one in marked] == [look.bad.lower(), look.accent.lower()]


def test_a_dropped_file_replaces_the_prompt_or_is_opened(
    panel: PromptPanel, qtbot: QtBot, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "other.txt"
    path.write_text("Dropped: {{message}}", encoding="utf-8")
    opened = []
    panel.desk.navigation.opening.connect(opened.append)
    drop(panel, path)
    replace, open_new, *_ = panel.menu.actions()
    open_new.trigger()
    assert opened == [path]

    acted(panel, run, replace.trigger)
    panel.menu.close()
    assert panel.desk.scenario.now.prompt.text == "Dropped: {{message}}"
    drop(panel, tmp_path / "a.stressrun", is_taken=False)


def test_a_dropped_text_replaces_the_prompt_if_that_is_wanted(panel: PromptPanel, run: Run) -> None:
    before = panel.desk.scenario.now
    drop(panel, "Dropped: {{message}}")
    replace, *_, cancel = panel.menu.actions()
    assert panel.desk.scenario.now is before
    assert cancel.text() == "Cancel"
    acted(panel, run, replace.trigger)
    panel.menu.close()
    assert panel.desk.scenario.now.prompt.text == "Dropped: {{message}}"
    drop(panel, " \n", is_taken=False)


def test_colours_change_and_no_word_with_them(panel: PromptPanel, qtbot: QtBot) -> None:
    before = panel.desk.scenario.now
    panel.desk.appearance.choose("dark")
    panel.desk.appearance.choose("light")
    settled(panel, qtbot)
    assert panel.desk.scenario.now is before
    change(panel, qtbot, prompt=Prompt(text="{{nothing}}"))
    panel.desk.scenario.undo()
    settled(panel, qtbot)
    assert panel.desk.scenario.now == before


def test_hostile_words_do_no_harm(panel: PromptPanel, qtbot: QtBot) -> None:
    long = "x" * 1_000_000
    messages = (Message(role="system", content=HOSTILE), Message(role="user", content=long))
    demo = (DemoInput(text=HOSTILE, expect=HOSTILE, variables={"odd\u202e<b>": long}), DemoInput(text=long))
    before = msgspec.structs.replace(
        panel.desk.scenario.now, name=HOSTILE, prompt=Prompt(messages=messages), demo=demo,
        variables={"<b>x</b>": Variable(text=long)},
    )  # fmt: skip
    begun = time.perf_counter()
    panel.desk.scenario.open(before, None, panel.desk.scenario.folder)
    settled(panel, qtbot)
    for row in (1, 0):
        panel.demo.choose(row)
        settled(panel, qtbot)
    panel.grab()
    assert time.perf_counter() - begun < 5
    assert panel.desk.scenario.now is before
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in shown_labels(panel) if "<" in label.text())
    shown = panel.example.bubbles[0].text.toPlainText()
    assert "<img src=x" in shown
    assert "\u202e" not in shown
    first = panel.messages.blocks[0].editor
    assert "right-to-left override" in first.note.text()
    assert panel.messages.blocks[1].editor.is_cut
    assert panel.messages.blocks[1].editor.isReadOnly()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_End, CONTROL)
    qtbot.keyClicks(first, "!")
    assert panel.desk.scenario.now.prompt.messages[0].content == HOSTILE + "!"


def test_an_editor_gives_back_what_it_was_given(panel: PromptPanel, qtbot: QtBot) -> None:
    text = "a\u00a0b\u2028c\U0001f600\n\n d\t"
    change(panel, qtbot, prompt=Prompt(text=text))
    panel.messages.text.setFocus()
    qtbot.keyClick(panel.messages.text, Qt.Key.Key_End, CONTROL)
    qtbot.keyClicks(panel.messages.text, "e")
    assert panel.desk.scenario.now.prompt.text == text + "e"


def test_a_megabyte_can_be_pasted_and_taken_back(panel: PromptPanel, qtbot: QtBot) -> None:
    editor = panel.messages.blocks[0].editor
    before = editor.toPlainText()
    QGuiApplication.clipboard().setText("y" * 1_000_000)
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Home, CONTROL)
    qtbot.keyClick(editor, Qt.Key.Key_V, CONTROL)
    assert panel.desk.scenario.now.prompt.messages[0].content == "y" * 1_000_000 + before
    assert len(editor.document().toPlainText()) < LONGEST_LINE
    assert "too long" in editor.note.text()
    panel.desk.scenario.undo()
    assert editor.toPlainText() == before
    assert not editor.isReadOnly()
    settled(panel, qtbot)


def test_columns_stand_side_by_side_where_there_is_room(panel: PromptPanel, qtbot: QtBot) -> None:
    def left(widget: QWidget) -> int:
        return widget.mapTo(panel, QPoint(0, 0)).x()

    assert left(panel.demo) > left(panel.messages) + 300
    assert panel.demo.mapTo(panel, QPoint(0, 0)).y() < 100
    panel.resize(820, 600)
    qtbot.waitUntil(lambda: left(panel.demo) == left(panel.messages))
    panel.resize(1_150, 760)
    qtbot.waitUntil(lambda: left(panel.demo) > left(panel.messages) + 300)


def shown_labels(panel: PromptPanel) -> list[QLabel]:
    return [label for label in panel.findChildren(QLabel) if label.isVisible()]


def drop(panel: PromptPanel, what: Path | str, *, is_taken: bool = True) -> None:
    mime = QMimeData()
    if isinstance(what, Path):
        mime.setUrls([QUrl.fromLocalFile(str(what))])
    else:
        mime.setText(what)
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier
    )  # fmt: skip
    event.ignore()
    panel.dropEvent(event)
    assert event.isAccepted() == is_taken


def test_a_long_conversation_appears_bit_by_bit(panel: PromptPanel, qtbot: QtBot) -> None:
    many = tuple(Message(role="user", content=f"message {number}") for number in range(130))
    panel.desk.scenario.edit(("prompt",), Prompt(messages=many))
    assert len(panel.messages.blocks) < 40
    qtbot.waitUntil(lambda: len(panel.messages.blocks) == 120)
    assert panel.messages.blocks[119].editor.toPlainText() == "message 119"
    assert any("10 more messages" in label.text() for label in shown_labels(panel))
    panel.desk.scenario.undo()
    assert len(panel.messages.blocks) == 14


def test_every_kind_of_variable_fits_into_a_small_window(panel: PromptPanel, qtbot: QtBot) -> None:
    sources = {
        "invented_here": Variable(faker="street_address"), "of_a_table": Variable(csv="a.csv", column="b"),
        "of_a_file": Variable(file="c.md"), "listed": Variable(values=("one", "two")), "one_text": Variable(text="x"),
    }  # fmt: skip
    panel.resize(1_072, 700)
    change(
        panel, qtbot, variables=sources, prompt=Prompt(text="{{an_unusually_long_name_of_a_variable_without_value}}")
    )
    page, seen = panel.area.widget(), panel.area.viewport()
    qtbot.waitUntil(lambda: page.width() == seen.width())


def test_what_is_invented_is_typed_and_a_variable_that_goes_takes_its_field_along(
    panel: PromptPanel, qtbot: QtBot
) -> None:
    model = panel.desk.scenario
    for _ in range(2):
        change(panel, qtbot, variables={"who": Variable(faker="name")})
        (block,) = panel.variables.shown.values()
        assert isinstance(block, VariableBlock)
        typing = block.field.control.focusProxy().lineEdit()
        typing.setFocus()
        typing.selectAll()
        qtbot.keyClicks(typing, "Color name")
        qtbot.keyClick(typing, Qt.Key.Key_Return)
        assert model.now.variables == {"who": Variable(faker="color_name")}
        qtbot.keyClicks(typing, "x")
        qtbot.mouseClick(block.remove, LEFT)
        assert model.now.variables == {}
        settled(panel, qtbot)
    change(panel, qtbot, variables={"who": Variable(faker="name")})
    (block,) = panel.variables.shown.values()
    assert isinstance(block, VariableBlock)
    block.field.control.focusProxy().lineEdit().setFocus()
    block.kind.activated.emit(block.kind.findData("text"))
    settled(panel, qtbot)
    assert model.now.variables == {"who": Variable(text="")}


def test_a_field_of_one_line_says_what_turns_its_words_around(panel: PromptPanel, qtbot: QtBot) -> None:
    panel.name.setFocus()
    panel.name.setText("invoice\u202egpj.exe")
    (note,) = [one for one in panel.findChildren(QLabel) if one.isVisible() and "right-to-left override" in one.text()]
    assert "reorder" in note.text()
    assert panel.name.accessibleDescription() == note.text()
    qtbot.waitUntil(lambda: panel.name.mapTo(panel, QPoint()).y() == panel.description.mapTo(panel, QPoint()).y())
    panel.name.setText("invoice")
    assert not note.isVisible()


def test_how_the_right_column_was_shared_out_is_kept(panel: PromptPanel, qtbot: QtBot) -> None:
    panel._right.moveSplitter(300, 1)
    wanted = panel._right.sizes()
    again = PromptPanel(panel.desk).whole()
    again.resize(panel.size())
    again.show()
    qtbot.waitUntil(lambda: again._right.sizes() == wanted, timeout=5_000)
    settled(again, qtbot)
    again.close()
    again.deleteLater()
