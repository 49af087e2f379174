"""How long people wait."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class LatencyPanel(Panel):
    """How long people wait."""

    TITLE = "Latency"
    ICON = "timer"
    SECTION = "Results"
    SHORTCUT = "Ctrl+8"
    NEEDS = "run"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Latency", "How long people wait.")))
