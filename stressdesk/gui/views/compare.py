"""Every run of this scenario, and two side by side."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class ComparePanel(Panel):
    """Every run of this scenario, and two side by side."""

    TITLE = "Compare"
    ICON = "git-compare"
    SECTION = "Results"
    SHORTCUT = "Ctrl+Shift+C"
    NEEDS = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Compare", "Every run of this scenario, and two side by side.")))
