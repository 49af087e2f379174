"""What it costs at each scale, a month, and on other models."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class SpendPanel(Panel):
    """What it costs at each scale, a month, and on other models."""

    TITLE = "Spend"
    ICON = "wallet"
    SECTION = "Results"
    SHORTCUT = "Ctrl+9"
    NEEDS = "run"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Spend", "What it costs at each scale, a month, and on other models.")))
