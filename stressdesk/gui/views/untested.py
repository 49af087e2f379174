"""What this run says nothing about."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class UntestedPanel(Panel):
    """What this run says nothing about."""

    TITLE = "Not tested"
    ICON = "circle-help"
    SECTION = "Results"
    SHORTCUT = ""
    NEEDS = "run"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Not tested", "What this run says nothing about.")))
