"""A picture of a page holds all that the page scrolls, and the page is as it was afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from gui.runs import until
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.screenshot import FOOT, HEAD, SCALE, screenshot
from stressdesk.gui.unrolled import unrolled
from stressdesk.gui.views.panel import Panel
from stressdesk.gui.views.prompt import PromptPanel
from stressdesk.gui.views.traffic import TrafficPanel

MESSAGES = 20


def is_waiting(page: Panel) -> bool:
    """Is something still to come that changes how high the page is?"""
    worked_out = {PromptPanel: "rendered", TrafficPanel: "preview"}[type(page)]
    return page.desk.scenario.is_looking or getattr(page, worked_out).is_waiting


def hiding(page: Panel) -> list[QScrollArea]:
    shown = [area for area in page.findChildren(QScrollArea) if area.isVisibleTo(page)]
    return [area for area in shown if area.widget().height() > area.viewport().height()]


def shown_whole(page: Panel, width: int, qtbot: QtBot, run: Callable[[Any], Any]) -> None:
    """Show a page in a window of that width, with all its parts and nothing left to come."""
    qtbot.addWidget(page)
    page.resize(width, 500)
    page.show()
    run(until(lambda: page.is_whole and not is_waiting(page)))


@pytest.mark.parametrize("panel", [PromptPanel, TrafficPanel])
@pytest.mark.parametrize("width", [1070, 900])
def test_nothing_is_scrolled_out_of_a_picture(
    open_desk: Desk, qtbot: QtBot, run: Callable[[Any], Any], panel: type[Panel], width: int
) -> None:
    page = panel(open_desk)
    shown_whole(page, width, qtbot, run)
    scrolled = hiding(page)
    assert scrolled
    scrolled[0].verticalScrollBar().setValue(20)
    with unrolled(page):
        assert hiding(page) == []
        height = page.height()
    assert (page.width(), page.height()) == (width, 500)
    assert hiding(page) == scrolled
    assert scrolled[0].verticalScrollBar().value() == 20
    image = run(screenshot(open_desk, page, "Page"))
    assert (image.width(), image.height()) == (SCALE * width, SCALE * (height + HEAD + FOOT))


@pytest.mark.parametrize("width", [1070, 880])
def test_the_card_of_the_messages_is_as_high_as_they_are_in_a_picture(
    open_desk: Desk, qtbot: QtBot, run: Callable[[Any], Any], width: int
) -> None:
    page = TrafficPanel(open_desk)
    shown_whole(page, width, qtbot, run)
    before = page.messages.height()
    rows, arriving = page.messages.list, page.arriving
    assert arriving is not None
    with unrolled(page):
        assert rows.model().rowCount() == MESSAGES
        last = rows.visualRect(rows.model().index(MESSAGES - 1, 0)).bottom()
        blank = (rows.viewport().height() - last - 1, arriving.height() - arriving.heightForWidth(arriving.width()))
    assert blank == (0, 0)
    assert page.messages.height() == before
