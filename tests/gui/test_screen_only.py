"""A picture of a page leaves out what only makes sense on a screen, and the page is as it was afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gui import result_pages
from gui.test_records_model import DONE, SCENARIO
from journal.records import header, record
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.gui.left_out import left_out
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.panels import PANELS
from stressdesk.gui.screenshot import HEAD, SCALE, _origin, screenshot
from stressdesk.gui.views.failures import FailuresPanel
from stressdesk.gui.views.overview import OverviewPanel
from stressdesk.gui.views.result_panel import ResultPanel
from stressdesk.journal.writer import Writer


def colours(image: QImage, place: QRect) -> set[int]:
    return {
        image.pixel(x, y) for x in range(place.left(), place.right(), 2) for y in range(place.top(), place.bottom())
    }


def picture_of(page: ResultPanel, part: QWidget, run: Callable[[Any], Any]) -> set[int]:
    """The colours in a picture of the page where a part of it stands."""
    image = run(screenshot(page.desk, page, "Page"))
    corner = part.mapTo(page.area.widget(), QPoint())
    place = QRect(corner + QPoint(0, HEAD), part.size()).adjusted(2, 2, -2, -2)
    return colours(image, QRect(place.topLeft() * SCALE, place.size() * SCALE))


@pytest.mark.parametrize("part", ["hint", "see", "copy"])
def test_hints_and_buttons_are_left_out(desk: Desk, qtbot: QtBot, run: Callable[[Any], Any], part: str) -> None:
    kind = OverviewPanel if part == "copy" else FailuresPanel
    page = result_pages.page(desk, qtbot, kind)
    found = {
        "hint": lambda: page.hint,
        "see": lambda: page.examples.cards[0].see,
        "copy": lambda: page.failures._button,
    }[part]()
    found.setFocus()
    seen = found.grab().toImage()
    assert len(colours(seen, seen.rect().adjusted(2, 2, -2, -2))) > 1
    assert len(picture_of(page, found, run)) == 1
    assert found.graphicsEffect() is None
    assert found.isVisible()
    assert found.hasFocus()


def test_a_subtitle_tells_nobody_to_click(desk: Desk, qtbot: QtBot) -> None:
    page = result_pages.page(desk, qtbot, OverviewPanel)
    before = [label.text() for label in page.findChildren(QLabel)]
    assert any("click" in text for text in before)
    with left_out(page):
        assert not any("click" in label.text() for label in page.findChildren(QLabel))
    assert [label.text() for label in page.findChildren(QLabel)] == before


def test_a_page_of_the_scenario_does_not_carry_the_words_of_the_run_that_is_open(
    open_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    writer = Writer.create(tmp_path / "a.stressrun", header(scenario=SCENARIO))
    writer.append(record(0))
    writer.close(DONE)
    open_desk.run.open(tmp_path / "a.stressrun")
    qtbot.waitUntil(lambda: open_desk.run.header is not None)
    assert _origin(open_desk, "run").startswith("a · ")
    assert f"answers {open_desk.run.header.provenance}" in _origin(open_desk, "run")
    assert _origin(open_desk, "plan").endswith(" UTC · a plan; nothing was measured")
    assert "answers" not in _origin(open_desk, "runs")
    planned = {entry.title: entry.made(open_desk) for entry in PANELS}
    for panel in planned.values():
        qtbot.addWidget(panel)
    assert [title for title, panel in planned.items() if panel.source() == "plan"] == [
        "Prompt", "Traffic", "Load and target", "Checks and goals", "Run", "Settings"
    ]  # fmt: skip
