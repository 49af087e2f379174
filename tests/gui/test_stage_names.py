"""A stage may be named anything in a run file; what turns text around is made visible wherever the name is said."""

from __future__ import annotations

import msgspec
import pytest
from gui import result_pages
from gui.result_pages import show, summaries
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from stressdesk.analysis.summary import Summary
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.views.failures import FailuresPanel
from stressdesk.gui.views.latency import LatencyPanel
from stressdesk.gui.views.result_panel import ResultPanel

OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"


def turned() -> Summary:
    """A run whose one stage has a name that would turn the words after it around."""
    summary = summaries.full()
    stage = msgspec.structs.replace(summary.production, name=f"first{OVERRIDE}tsal")
    return msgspec.structs.replace(summary, production=None, stages=(stage,), content=stage.name, load_of=stage.name)


@pytest.mark.parametrize("panel", [FailuresPanel, LatencyPanel])
def test_the_name_of_a_stage_turns_nothing_around(desk: Desk, qtbot: QtBot, panel: type[ResultPanel]) -> None:
    page = result_pages.page(desk, qtbot, panel)
    show(desk, turned())
    labels = page.findChildren(QLabel)
    said = [label.text() for label in labels if "tsal" in label.text()]
    assert said
    assert [text for text in said if OVERRIDE in text] == []
