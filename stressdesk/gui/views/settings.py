"""Keys, theme and folders."""

from __future__ import annotations

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel


class SettingsPanel(Panel):
    """Keys, theme and folders."""

    TITLE = "Settings"
    ICON = "settings"
    SECTION = ""
    SHORTCUT = "Ctrl+,"
    NEEDS = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setLayout(column(Empty("Settings", "Keys, theme and folders.")))
