from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column, holding
from stressdesk.gui.views.checks import ChecksPanel
from stressdesk.gui.views.key_rows import KeyRow
from stressdesk.gui.views.load import LoadPanel
from stressdesk.gui.views.prompt import PromptPanel
from stressdesk.gui.views.traffic import TrafficPanel
from stressdesk.scenario.targets import LiteLLM


@pytest.fixture
def no_wallet(monkeypatch: pytest.MonkeyPatch) -> None:
    made = fail.Keyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)


def stops(panel: QWidget) -> list[QWidget]:
    """Where the tab key stops, in order."""
    found = []
    widget = panel.nextInFocusChain()
    while widget is not panel:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def in_order(panel: QWidget, *widgets: QWidget) -> bool:
    order = stops(panel)
    places = [order.index(widget) for widget in widgets]
    return places == sorted(places)


def test_fields_of_another_target_come_before_the_test(open_desk: Desk, qtbot: QtBot) -> None:
    panel = LoadPanel(open_desk).whole()
    qtbot.addWidget(panel)
    panel.show()
    open_desk.scenario.edit(("target",), "simulated")
    simulated = panel.target.editor.simulated
    simulated.folds[0].open()
    assert in_order(
        panel,
        panel.target.remove,
        simulated.fields["slots"],
        simulated.folds[0].heading,
        simulated.fields["first_token_seconds.median"],
        simulated.folds[1].heading,
        panel.target.editor.price.choice,
        panel.target.editor.price.fields["price_as"],
        panel.trial.test,
    )


def test_the_key_comes_between_model_and_price(open_desk: Desk, qtbot: QtBot) -> None:
    panel = LoadPanel(open_desk).whole()
    qtbot.addWidget(panel)
    panel.show()
    open_desk.scenario.edit(("targets", "embedded"), LiteLLM(model="azure/x"))
    qtbot.waitUntil(lambda: len(panel.target.editor.keys.rows) == 3)
    rows = list(panel.target.editor.keys.rows.values())
    editor = panel.target.editor
    editor.more.open()
    assert in_order(
        panel, editor.fields["model"], rows[0].line, rows[1].line, rows[2].line, editor.price.choice,
        editor.fields["key_env"], panel.trial.test,
    )  # fmt: skip


def test_the_fields_of_a_check_follow_the_list(open_desk: Desk, qtbot: QtBot) -> None:
    panel = ChecksPanel(open_desk).whole()
    qtbot.addWidget(panel)
    panel.show()
    panel.list.list.setCurrentRow(1)
    assert in_order(panel, panel.list.list, panel.list.remove, panel.editor.fields["name"], panel.trying.input)


def test_asking_keeps_the_focus_in_its_card(
    open_desk: Desk, qtbot: QtBot, run: Callable[[Awaitable[Any]], Any]
) -> None:
    panel = ChecksPanel(open_desk).whole()
    qtbot.addWidget(panel)
    panel.show()
    open_desk.scenario.edit(("target",), "simulated")
    trying = panel.trying
    trying.sources["asked"].setChecked(True)
    trying.sources["asked"].clicked.emit()
    trying.ask.setFocus()
    seen: list[QWidget | None] = []
    trying.trials.changed.connect(lambda: seen.append(panel.focusWidget()))
    run(trying.trials.ask())
    assert seen == [trying.cancel, trying.ask]


def test_a_key_that_is_kept_leaves_the_focus_at_its_field(open_desk: Desk, qtbot: QtBot, no_wallet: None) -> None:
    row = KeyRow(open_desk, "PLANTED_API_KEY")
    after = QLineEdit()
    page = holding(column(row, after))
    qtbot.addWidget(page)
    page.show()
    row.line.setText("planted-key-0123456789-abcdef")
    row.keep.setFocus()
    row.keep.click()
    assert page.focusWidget() is row.line
    row.remove.setFocus()
    row.remove.click()
    assert page.focusWidget() is row.line


def test_the_tab_key_goes_through_the_controls_of_traffic_before_the_examples_beside_them(
    open_desk: Desk, qtbot: QtBot
) -> None:
    panel = TrafficPanel(open_desk).whole()
    qtbot.addWidget(panel)
    panel.show()
    learn = panel.learning.findChild(QPushButton)
    panel.resize(1_100, 800)
    assert in_order(panel, learn, panel.arriving.scale)
    assert stops(panel)[0] is learn
    panel.resize(700, 800)
    assert in_order(panel, panel.messages.others, learn)
    assert in_order(panel, panel.arrivals.window_minutes, panel.arriving.scale)
    panel.close()


def test_a_message_that_is_added_has_its_place_in_the_order_and_the_button_stays_behind_it(
    open_desk: Desk, qtbot: QtBot
) -> None:
    panel = PromptPanel(open_desk).whole()
    qtbot.addWidget(panel)
    panel.show()
    card = panel.messages
    qtbot.mouseClick(card.add, Qt.MouseButton.LeftButton)
    assert in_order(
        panel, card.blocks[0].role, card.blocks[-2].remove, *card.blocks[-1].stops, card.add, panel.parameters.memory
    )
    qtbot.waitUntil(lambda: not panel.rendered.is_waiting and not open_desk.scenario.is_looking)


def test_each_network_comes_after_the_share_of_its_users(open_desk: Desk, qtbot: QtBot) -> None:
    panel = TrafficPanel(open_desk).whole()
    qtbot.addWidget(panel)
    panel.show()
    first, second, *_ = panel.personas.rows
    assert in_order(
        panel,
        panel.personas.rows[first].dial.number,
        panel.personas.networks[first],
        panel.personas.rows[second].dial.slider,
    )
    panel.close()


def test_scales_that_are_made_anew_stay_beside_the_line_for_another(open_desk: Desk, qtbot: QtBot) -> None:
    panel = LoadPanel(open_desk).whole()
    qtbot.addWidget(panel)
    panel.show()
    open_desk.scenario.edit(("load", "scales"), (10, 70, 1_000))
    scales = panel.fields["scales"]
    assert in_order(panel, scales.line, *scales.chips, panel.fields["live"])
