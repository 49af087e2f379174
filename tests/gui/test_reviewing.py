"""What a model wrote is shown one message at a time, and only what was accepted becomes traffic."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from stressdesk.gui.models import opening
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.views.written import WrittenCard
from stressdesk.scenario import file
from stressdesk.scenario.written import Written, read_written, save_written, with_written


def _messages(of: str) -> list[Written]:
    first = Written(
        text="wo ist\u202e meine rechnung <b>", of=of, intent="x", persona="phone", language="de", model="some/model",
        prompt="write-1", date="2026-01-01T00:00:00+00:00",
    )  # fmt: skip
    return [first, *(msgspec.structs.replace(first, text=text) for text in ("zwei", "drei"))]


@pytest.fixture
def card(open_desk: Desk, qtbot: QtBot, tmp_path: Path) -> WrittenCard:
    scenario = open_desk.scenario.now
    path = tmp_path / "lamp.stress.yaml"
    file.save(scenario, path)
    save_written(tmp_path / "lamp.written.jsonl", _messages(scenario.demo[0].text))
    open_desk.scenario.saved(path)
    made = WrittenCard(open_desk)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: len(made.reviewing.messages) == 3)
    return made


def _states(card: WrittenCard) -> list[str]:
    assert card.reviewing.file is not None
    return [one.state for one in read_written(card.reviewing.file)]


def test_a_verdict_is_kept_and_an_accepted_message_is_used(card: WrittenCard, open_desk: Desk, qtbot: QtBot) -> None:
    assert card.note.text() == "3 to review, 0 accepted, 0 rejected."
    # Plain text, and nothing in it turns what stands around it.
    assert card.text.text() == "wo ist\N{REPLACEMENT CHARACTER} meine rechnung <b>"
    card.reject.click()
    qtbot.waitUntil(lambda: _states(card) == ["rejected", "new", "new"])
    assert open_desk.scenario.now.written is None
    assert card.text.text() == "zwei"
    card.accept.click()
    qtbot.waitUntil(lambda: _states(card) == ["rejected", "accepted", "new"])
    assert open_desk.scenario.now.written == "lamp.written.jsonl"
    open_desk.scenario.undo()
    assert open_desk.scenario.now.written is None


def test_a_verdict_is_kept_although_the_window_closes_at_once(card: WrittenCard, open_desk: Desk) -> None:
    for background in (open_desk.thinking, open_desk.noting):
        background.start(Event().wait, 0.2)  # what was asked before holds it up
    card.reject.click()
    open_desk.close()
    assert _states(card) == ["rejected", "new", "new"]


def test_a_verdict_given_while_the_file_is_read_is_not_taken_back_by_what_was_read(
    card: WrittenCard, open_desk: Desk, qtbot: QtBot
) -> None:
    reading, gate = card.reviewing._reading, Event()
    open_desk.noting.start(gate.wait, 5)
    card.reviewing.look()
    qtbot.waitUntil(lambda: reading._is_busy)
    card.reject.click()
    shown = []
    card.reviewing.changed.connect(lambda: shown.append(card.reviewing.counts["rejected"]))
    gate.set()
    qtbot.waitUntil(lambda: not reading.is_waiting)
    assert set(shown) == {1}


def test_what_was_accepted_is_still_used_when_the_scenario_is_saved_in_another_folder(
    card: WrittenCard, open_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    card.accept.click()
    qtbot.waitUntil(lambda: _states(card) == ["accepted", "new", "new"])
    place = tmp_path / "other" / "lamp.stress.yaml"
    place.parent.mkdir()
    opening.saved(open_desk.scenario.now, tmp_path, place, is_sample=False)
    *_, used = with_written(file.load(place), place.parent).wordings
    assert used.texts == {"de": (card.reviewing.messages[0].text,)}


def test_what_is_left_for_later_comes_last(card: WrittenCard) -> None:
    said = []
    for _ in range(4):
        said.append(card.text.text())
        card.later.click()
    assert said[1:] == ["zwei", "drei", said[0]]


def test_what_a_model_adds_meanwhile_is_not_lost(card: WrittenCard, qtbot: QtBot) -> None:
    path = card.reviewing.file
    assert path is not None
    save_written(path, [*read_written(path), msgspec.structs.replace(read_written(path)[0], text="vier")])
    card.accept.click()
    qtbot.waitUntil(lambda: _states(card) == ["accepted", "new", "new", "new"])
    card.reviewing.look()
    qtbot.waitUntil(lambda: len(card.reviewing.messages) == 4)


def test_a_broken_file_and_none_at_all_are_told(card: WrittenCard, qtbot: QtBot) -> None:
    path = card.reviewing.file
    assert path is not None
    path.write_text("{}\n")
    card.reviewing.look()
    qtbot.waitUntil(lambda: "cannot be read" in card.note.text())
    assert card.shown.isHidden()
    path.unlink()
    card.reviewing.look()
    qtbot.waitUntil(lambda: card.note.text().startswith("None yet. `stressdesk traffic write lamp.stress.yaml`"))
