"""What fails, for whom, and when."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class FailuresPanel(Panel):
    """What fails, for whom, and when."""

    TITLE = "Failures"
    ICON = "bug"
    SECTION = "Results"
    SHORTCUT = "Ctrl+7"
    NEEDS = "run"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Failures", "What fails, for whom, and when.")))
