"""Other words for an input are chosen by language and speaker, typed one a line, undone, and said in the preview."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from gui.test_traffic_page import settled
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from stressdesk.gui.models import wordings
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.sheet import page_of
from stressdesk.gui.models.wordings import Key, Speaker
from stressdesk.gui.views.traffic import TrafficPanel
from stressdesk.gui.views.wordings import WordingsCard
from stressdesk.scenario.model import Wording

MODEL = Speaker(by="openai/gpt-5-mini")


@pytest.fixture
def card(open_desk: Desk, qtbot: QtBot) -> Iterator[WordingsCard]:
    """The card on the sample without any wordings."""
    bare = msgspec.structs.replace(open_desk.scenario.now, wordings=())
    open_desk.scenario.open(bare, None, open_desk.scenario.folder)
    made = WordingsCard(open_desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()


def first(card: WordingsCard) -> str:
    return card._model.now.demo[0].text


def test_what_is_typed_is_in_the_scenario_a_wording_a_line(card: WordingsCard, qtbot: QtBot) -> None:
    card.choose(Key(first(card), "es", Speaker()))
    qtbot.keyClicks(card.edit, "una factura")
    qtbot.keyClick(card.edit, Qt.Key.Key_Return)
    assert card.edit.toPlainText() == "una factura\n"
    qtbot.keyClicks(card.edit, "quiero factura {name}")
    model = card._model
    assert model.now.wordings == (Wording(of=first(card), texts={"es": ("una factura", "quiero factura {name}")}),)
    assert card.note.text() == "2 wordings of 1 input, in Spanish."
    assert card.input.currentText().endswith(" (2)")
    assert model.undo_words == "change of other words"
    model.undo()
    assert model.now.wordings == ()
    assert card.edit.toPlainText() == ""
    model.redo()
    assert card.edit.toPlainText() == "una factura\nquiero factura {name}"


def test_another_choice_begins_another_step_to_undo(card: WordingsCard, qtbot: QtBot) -> None:
    card.choose(Key(first(card), "es", Speaker()))
    qtbot.keyClicks(card.edit, "hola")
    card.choose(Key(first(card), "de", Speaker("angry")))
    assert card.edit.toPlainText() == ""
    qtbot.keyClicks(card.edit, "Rechnung!!")
    model = card._model
    assert model.now.wordings[1] == Wording(of=first(card), texts={"de": ("Rechnung!!",)}, persona="angry")
    model.undo()
    assert [one.persona for one in model.now.wordings] == [""]
    assert card.edit.toPlainText() == ""
    card.choose(Key(first(card), "es", Speaker()))
    assert card.edit.toPlainText() == "hola"


def test_words_of_a_model_are_its_own_and_stay_marked(card: WordingsCard) -> None:
    given = (Wording(of=first(card), texts={"ar": ("لماذا؟",), "es": ("a",)}, by=MODEL.by),)
    card._model.edit(("wordings",), given)
    assert "Everybody, by openai/gpt-5-mini" in [card.speaker.itemText(at) for at in range(card.speaker.count())]
    card.choose(Key(first(card), "ar", MODEL))
    assert card.edit.toPlainText() == "لماذا؟"
    card.edit.setPlainText("لماذا؟\nمتى؟")
    (one,) = card._model.now.wordings
    assert one.by == MODEL.by
    assert list(one.texts.items()) == [("ar", ("لماذا؟", "متى؟")), ("es", ("a",))]
    card.edit.setPlainText("")
    assert card._model.now.wordings == (msgspec.structs.replace(given[0], texts={"es": ("a",)}),)


def test_words_for_an_input_that_is_gone_can_be_found_and_taken_out(card: WordingsCard, qtbot: QtBot) -> None:
    model = card._model
    model.edit(("wordings",), (Wording(of="An input of old", texts={"es": ("x",)}),))
    qtbot.waitUntil(lambda: not model.is_looking)
    field = card.edit.parent()
    assert 'No input reads "An input of old"' in field.note.text()
    assert card.edit.accessibleDescription() == field.note.text()
    assert card.edit.property("wrong") == "true"
    card.choose(Key("An input of old", "es", Speaker()))
    card.edit.setPlainText("")
    assert model.now.wordings == ()
    assert "An input of old" not in [card.input.itemData(at) for at in range(card.input.count())]
    qtbot.waitUntil(lambda: card.edit.property("wrong") == "false")


def test_an_input_that_is_renamed_keeps_its_words_and_its_place(card: WordingsCard) -> None:
    model = card._model
    card.choose(Key(first(card), "es", Speaker()))
    card.edit.setPlainText("hola")
    renamed = msgspec.structs.replace(model.now.demo[0], text="Renamed & new")
    moved = (msgspec.structs.replace(model.now.wordings[0], of="Renamed & new"),)
    demo = (renamed, *model.now.demo[1:])
    model.edit((), msgspec.structs.replace(model.now, demo=demo, wordings=moved))
    assert card.input.itemText(0) == "Renamed & new (1)"
    card.choose(Key("Renamed & new", "es", Speaker()))
    assert card.edit.toPlainText() == "hola"


def test_every_choice_has_a_name_and_the_page_that_holds_them_is_known(card: WordingsCard) -> None:
    names = [one.accessibleName() for one in (card.input, card.language, card.speaker, card.edit)]
    assert len(set(names)) == 4
    assert all(names)
    assert page_of("wordings[3].texts.es") == "Traffic"
    assert card.language.currentText() == "Spanish"


def test_the_preview_says_the_words(open_desk: Desk, qtbot: QtBot) -> None:
    page = TrafficPanel(open_desk).whole()
    qtbot.addWidget(page)
    page.show()
    settled(page, qtbot)
    for demo in open_desk.scenario.now.demo:
        page.wordings.choose(Key(demo.text, "en", Speaker()))
        page.wordings.edit.setPlainText("\n".join(f"zebra wording {at}" for at in range(9)))
    settled(page, qtbot)
    assert any("zebra" in message.marked.text.lower() for message in page.preview.messages)
    page.hide()


def test_many_inputs_do_not_fill_the_list_without_end(card: WordingsCard) -> None:
    demo = tuple(msgspec.structs.replace(card._model.now.demo[0], text=f"Input {at}") for at in range(5_000))
    scenario = msgspec.structs.replace(card._model.now, demo=demo)
    assert len(wordings.put_inputs(scenario)) == wordings.MOST_INPUTS
    assert wordings.summed_up(scenario).endswith("The first 300 inputs are listed.")
