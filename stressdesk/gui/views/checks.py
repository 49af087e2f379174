"""What makes an answer good, when to stop, and what ready means."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class ChecksPanel(Panel):
    """What makes an answer good, when to stop, and what ready means."""

    TITLE = "Checks and goals"
    ICON = "list-checks"
    SECTION = "Scenario"
    SHORTCUT = "Ctrl+4"
    NEEDS = "scenario"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(
            column(Empty("Checks and goals", "What makes an answer good, when to stop, and what ready means."))
        )
