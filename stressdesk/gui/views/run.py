"""What a run will ask for, and the run while it goes."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class RunPanel(Panel):
    """What a run will ask for, and the run while it goes."""

    TITLE = "Run"
    ICON = "play"
    SECTION = "Scenario"
    SHORTCUT = "Ctrl+5"
    NEEDS = "scenario"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Run", "What a run will ask for, and the run while it goes.")))
