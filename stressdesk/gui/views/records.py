"""Every query, with its conversation and verdicts."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class RecordsPanel(Panel):
    """Every query, with its conversation and verdicts."""

    TITLE = "Records"
    ICON = "table"
    SECTION = "Results"
    SHORTCUT = "Ctrl+0"
    NEEDS = "run"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Records", "Every query, with its conversation and verdicts.")))
