"""A log is chosen, its columns are shown with choices, and what it says becomes the traffic: one step to undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import Card
from stressdesk.gui.views.learning import LearningCard, LearningDialog


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    topics = ("refund my order", "reset my password", "change my address")
    rows = [f"{at},how can i {topics[at % 3]} number {at},c{at // 2}" for at in range(45)]
    rows.append("46,my name is Maria Lopez and my mail is maria@acme.io,c99")
    path.write_text("received,body,chat\n" + "\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def dialog(open_desk: Desk, log: Path, qtbot: QtBot) -> Iterator[LearningDialog]:
    card = LearningCard(open_desk)
    qtbot.addWidget(card)
    made = card.open(log)
    qtbot.waitUntil(lambda: not made.model.is_looking, timeout=60_000)
    yield made
    if isValid(made):
        made.close()


def choose(dialog: LearningDialog, qtbot: QtBot, meaning: str, column: str) -> None:
    box = dialog.columns[meaning]
    box.setCurrentIndex(box.findData(column))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: not dialog.model.is_looking, timeout=60_000)


def test_columns_are_guessed_shown_and_can_be_chosen_otherwise(dialog: LearningDialog, qtbot: QtBot) -> None:
    assert dialog.columns["text"].currentText() == "body"
    assert dialog.columns["session"].currentText() == "no column"
    choose(dialog, qtbot, "session", "chat")
    assert "turns on average" in dialog.found["notes"].text()


def test_nothing_said_on_a_card_is_cut(dialog: LearningDialog, qtbot: QtBot) -> None:
    dialog.show()
    for card in dialog.findChildren(Card):
        said = card.subtitle
        assert not said.text() or said.heightForWidth(said.width()) <= said.height()


def test_what_was_learnt_is_one_step_to_undo_and_masked(dialog: LearningDialog, open_desk: Desk, qtbot: QtBot) -> None:
    before = open_desk.scenario.now
    assert "Masked in the texts" in dialog.found["masking"].text()
    dialog.apply.click()
    after = open_desk.scenario.now
    assert any("refund" in text for text in after.traffic.examples)
    assert not any("Maria" in text or "acme" in text for text in after.traffic.examples)
    assert open_desk.scenario.undo_words == "learning from log.csv"
    open_desk.scenario.undo()
    assert open_desk.scenario.now == before


def test_personal_data_is_kept_when_the_box_is_cleared(dialog: LearningDialog, qtbot: QtBot) -> None:
    dialog.masking.click()
    qtbot.waitUntil(lambda: not dialog.model.is_looking, timeout=60_000)
    assert "was kept" in dialog.found["masking"].text()


def test_a_log_that_cannot_be_read_so_says_why_and_cannot_be_used(dialog: LearningDialog, qtbot: QtBot) -> None:
    choose(dialog, qtbot, "time", "body")
    assert "this is no time" in dialog.trouble.sentence.text()
    assert not dialog.apply.isEnabled()


def test_a_log_can_be_replayed_and_the_card_says_so(dialog: LearningDialog, open_desk: Desk, qtbot: QtBot) -> None:
    card = LearningCard(open_desk)
    qtbot.addWidget(card)
    dialog.replay.click()
    replay = open_desk.scenario.now.traffic.replay
    assert replay is not None
    assert (open_desk.scenario.folder / replay.file).resolve() == dialog.model.path.resolve()
    assert "is sent again as it is" in card.subtitle.text()
    card.stop.click()
    assert open_desk.scenario.now.traffic.replay is None


def test_where_a_guess_cannot_be_read_another_column_can_be_chosen(
    open_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "log.csv"
    rows = [f"05/{at % 28 + 1:02}/2024 10:00 PM,{at},how can i get my money back number {at}" for at in range(45)]
    path.write_text("date,second,body\n" + "\n".join(rows), encoding="utf-8")
    card = LearningCard(open_desk)
    qtbot.addWidget(card)
    made = card.open(path)
    qtbot.waitUntil(lambda: not made.model.is_looking, timeout=60_000)
    assert "this is no time" in str(made.model.trouble)
    assert not made.apply.isEnabled()
    assert made.columns["time"].currentData() == "date"
    choose(made, qtbot, "time", "second")
    assert made.model.trouble is None
    assert made.apply.isEnabled()
    made.close()
