"""While a page of results is made, nothing of it comes up as a window of its own and takes the focus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gui import result_pages
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.views.failures import FailuresPanel
from stressdesk.gui.views.latency import LatencyPanel
from stressdesk.gui.views.overview import OverviewPanel
from stressdesk.gui.views.result_panel import ResultPanel
from stressdesk.gui.views.spend import SpendPanel
from stressdesk.gui.views.untested import UntestedPanel


class Windows(QObject):
    """Notes every widget that is shown as a window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.seen: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt names it
        """Qt: look, and let it pass."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    made = Windows(qapp)
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()


@pytest.mark.parametrize("panel", [OverviewPanel, FailuresPanel, LatencyPanel, SpendPanel, UntestedPanel])
def test_a_page_of_results_is_one_window(desk: Desk, qtbot: QtBot, windows: Windows, panel: type[ResultPanel]) -> None:
    page = result_pages.page(desk, qtbot, panel)
    assert windows.seen == [page]
