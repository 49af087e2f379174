"""Who writes in production, how messily, and when."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class TrafficPanel(Panel):
    """Who writes in production, how messily, and when."""

    TITLE = "Traffic"
    ICON = "users"
    SECTION = "Scenario"
    SHORTCUT = "Ctrl+2"
    NEEDS = "scenario"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Traffic", "Who writes in production, how messily, and when.")))
