"""Ready or not, and the numbers that decided it."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class OverviewPanel(Panel):
    """Ready or not, and the numbers that decided it."""

    TITLE = "Overview"
    ICON = "layout-dashboard"
    SECTION = "Results"
    SHORTCUT = "Ctrl+6"
    NEEDS = "run"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Overview", "Ready or not, and the numbers that decided it.")))
