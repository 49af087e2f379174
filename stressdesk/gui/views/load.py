"""How much arrives, and who answers."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class LoadPanel(Panel):
    """How much arrives, and who answers."""

    TITLE = "Load and target"
    ICON = "activity"
    SECTION = "Scenario"
    SHORTCUT = "Ctrl+3"
    NEEDS = "scenario"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Load and target", "How much arrives, and who answers.")))
