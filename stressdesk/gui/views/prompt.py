"""The prompt under test, the inputs shown on stage, and what is sent for one of them."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class PromptPanel(Panel):
    """The prompt under test, the inputs shown on stage, and what is sent for one of them."""

    TITLE = "Prompt"
    ICON = "file-text"
    SECTION = "Scenario"
    SHORTCUT = "Ctrl+1"
    NEEDS = "scenario"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(
            column(
                Empty("Prompt", "The prompt under test, the inputs shown on stage, and what is sent for one of them.")
            )
        )
