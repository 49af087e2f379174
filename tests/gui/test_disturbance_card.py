"""Network and faults in the window: set, undone, told before a run, and found among the records."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parent.parent / "report"))
import summaries
from gui.test_load_panel import type_into
from gui.test_setting_words import told

from stressdesk.gui.models.breakdown import breakdown
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.disturbance import injected_words
from stressdesk.gui.models.filter_words import chips
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.models.sheet import page_of
from stressdesk.gui.views.disturbance import DisturbanceCard
from stressdesk.journal.events import Injected
from stressdesk.scenario.disturbance import Disturbance, Faults, Network

NETWORK = ("disturbance", "network")


@pytest.fixture
def card(open_desk: Desk, qtbot: QtBot) -> DisturbanceCard:
    made = DisturbanceCard(open_desk)
    qtbot.addWidget(made)
    made.resize(520, 700)
    made.show()
    return made


def test_a_network_is_chosen_and_taken_back(card: DisturbanceCard, open_desk: Desk, qtbot: QtBot) -> None:
    preset = card.fields["network.preset"]
    preset.setFocus()
    qtbot.keyClick(preset, Qt.Key.Key_Down)
    qtbot.keyClick(preset, Qt.Key.Key_Down)
    assert open_desk.scenario.now.disturbance == Disturbance(network=Network(preset="mobile"))
    assert card.network.text().startswith("Mobile (170 \N{PLUS-MINUS SIGN} 40 ms more a round trip")
    open_desk.scenario.undo()
    assert preset.currentText() == "Broadband"


def test_a_figure_of_its_own_stands_in_place_of_the_presets(
    card: DisturbanceCard, open_desk: Desk, qtbot: QtBot
) -> None:
    card.figures.open()
    type_into(qtbot, card.fields["network.loss"], "2.5")
    assert open_desk.scenario.now.disturbance.network.loss == 0.025
    assert card.figures.summary.text() == "1 given"
    card.fields["network.loss"].clear()
    qtbot.keyClick(card.fields["network.loss"], Qt.Key.Key_Return)
    assert open_desk.scenario.now.disturbance == Disturbance()
    open_desk.scenario.undo()
    assert card.fields["network.loss"].text() == "2.5 %"


def test_shares_of_faults_are_per_cent_and_can_be_undone(card: DisturbanceCard, open_desk: Desk, qtbot: QtBot) -> None:
    box = card.fields["faults.rate_limit"]
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "2.5")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    type_into(qtbot, card.fields["faults.retry_after_seconds"], "10")
    assert open_desk.scenario.now.disturbance.faults == Faults(rate_limit=0.025, retry_after_seconds=10)
    open_desk.scenario.undo()
    open_desk.scenario.undo()
    assert open_desk.scenario.now.disturbance == Disturbance()
    assert box.value() == 0


def test_what_is_wrong_is_said_where_it_stands(card: DisturbanceCard, open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.scenario.edit(("disturbance", "faults", "server"), 0.9)
    open_desk.scenario.edit(("disturbance", "faults", "stall"), 0.3)
    open_desk.scenario.edit((*NETWORK, "jitter_ms"), 5.0)
    qtbot.waitUntil(lambda: card.figures.summary.text() == "something is wrong here")
    shown = [one.text() for one in card.findChildren(QLabel) if one.isVisible()]
    assert any("add up to 1.2, more than 1" in text for text in shown)
    assert page_of("disturbance.faults") == "Load and target"


def test_networks_of_personas_are_told(card: DisturbanceCard, open_desk: Desk) -> None:
    open_desk.scenario.edit(("disturbance", "personas"), {"power-user": Network(preset="broadband")})
    assert "On a network of their own are power users: broadband (28" in card.network.text()


def test_a_kind_of_user_gets_a_network_of_its_own_with_its_figures_and_undo_takes_each_back(
    card: DisturbanceCard, open_desk: Desk, qtbot: QtBot
) -> None:
    card.personas.open()
    choice = card.own.choices["phone"]
    assert choice.accessibleName() == "Network of phone users"
    assert not card.own.figures.isVisible()
    choice.setFocus()
    for _ in range(4):
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert open_desk.scenario.now.disturbance.personas == {"phone": Network(preset="slow-mobile")}
    assert card.personas.summary.text() == "1 of their own"
    assert "are phone users: slow mobile (400" in card.network.text()
    loss = card.own.figures.fields["loss"]
    assert loss.isVisible()
    assert loss.accessibleName() == "Round trips lost, phone users"
    type_into(qtbot, loss, "3")
    assert open_desk.scenario.now.disturbance.personas == {"phone": Network(preset="slow-mobile", loss=0.03)}
    # Another preset keeps what was given by hand, and everybody's network is another thing.
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert open_desk.scenario.now.disturbance.personas == {"phone": Network(preset="bad-mobile", loss=0.03)}
    assert open_desk.scenario.now.disturbance.network == Network()
    open_desk.scenario.undo()
    open_desk.scenario.undo()
    assert (loss.text(), choice.currentText()) == ("", "Slow mobile")
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Home)
    assert open_desk.scenario.now.disturbance == Disturbance()
    assert not card.own.figures.isVisible()


def test_the_figures_shown_are_those_of_the_user_that_is_chosen(
    card: DisturbanceCard, open_desk: Desk, qtbot: QtBot
) -> None:
    own = {"phone": Network(preset="mobile", loss=0.02), "voice": Network(delay_ms=70)}
    open_desk.scenario.edit(("disturbance", "personas"), own)
    card.personas.open()
    fields = card.own.figures.fields
    assert (card.own.whose.currentText(), fields["loss"].text(), fields["delay_ms"].text()) == (
        "Phone users",
        "2 %",
        "",
    )
    card.own.whose.setFocus()
    qtbot.keyClick(card.own.whose, Qt.Key.Key_Down)
    assert (fields["loss"].text(), fields["delay_ms"].text()) == ("", "70 ms")
    type_into(qtbot, fields["jitter_ms"], "90")
    assert open_desk.scenario.now.disturbance.personas["voice"] == Network(delay_ms=70, jitter_ms=90)
    qtbot.waitUntil(lambda: card.personas.summary.text() == "something is wrong here")
    assert "cannot vary by 90 ms" in fields["jitter_ms"].accessibleDescription()
    # Whose network was taken away has no figures to show: those of the other are shown.
    open_desk.scenario.edit(("disturbance", "personas"), {"phone": own["phone"]})
    assert (card.own.whose.currentText(), fields["loss"].text()) == ("Phone users", "2 %")
    assert fields["loss"].accessibleName() == "Round trips lost, phone users"
    type_into(qtbot, fields["loss"], "4")
    assert open_desk.scenario.now.disturbance.personas == {"phone": Network(preset="mobile", loss=0.04)}


def test_injected_failures_have_a_bar_of_their_own() -> None:
    summary = summaries.full()
    stage = msgspec.structs.replace(
        summary.production, kinds={"rate_limit": 9, "server": 2}, injected={"rate_limit": 6}
    )
    rows = breakdown(msgspec.structs.replace(summary, stages=(stage,)))["kind"].rows
    assert [(row.label, row.text, row.wanted) for row in rows] == [
        ("Rate limit (429), injected", "6", RecordFilter(kind="rate_limit", result="system", injected=True)),
        ("Rate limit (429)", "3", RecordFilter(kind="rate_limit", result="system", injected=False)),
        ("Server error (5xx)", "2", RecordFilter(kind="server", result="system")),
    ]


def test_a_filter_for_injected_failures_can_be_taken_away() -> None:
    (chip,) = chips(RecordFilter(injected=True, result="system"))
    assert (chip.words, chip.without) == ("Injected", RecordFilter(result="system"))


def test_a_request_tells_what_was_injected() -> None:
    injected = Injected(effects=("delay", "loss"), fault="cut_stream", seconds=0.43)
    assert injected_words(injected) == "Injected: 0.43 s by delay and loss; an answer cut off after its first words."
    assert injected_words(Injected(fault="stall")).startswith("Injected: an answer that stops coming")


def test_two_runs_differ_in_what_was_injected() -> None:
    disturbance = {
        "network": {"preset": "mobile", "loss": 0.02},
        "personas": {"phone": {"delay_ms": 900}},
        "faults": {"rate_limit": 0.05, "retry_after_seconds": 4},
    }
    assert told({}, {"disturbance": disturbance}) == [
        ("Network of users", "no delay", "mobile"),
        ("Network: round trips lost", "none", "2 %"),
        ("Network of phone users", "none", "preset: none; delay ms: 900 ms"),
        ("Injected: 429 too many requests", "0 %", "5 %"),
        ("Injected 429 asks to wait", "none", "4 s"),
    ]
