"""What every panel is: a page with a title, an icon and a key, made from the desk."""

from __future__ import annotations

from typing import ClassVar, Literal

from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk

Section = Literal["Scenario", "Results", ""]


class Panel(QWidget):
    """One page. `NEEDS` says what must be open for it to have anything to show; until then `EMPTY` stands there."""

    TITLE: ClassVar[str] = ""
    ICON: ClassVar[str] = ""
    SECTION: ClassVar[Section] = "Scenario"
    SHORTCUT: ClassVar[str] = ""
    NEEDS: ClassVar[Literal["scenario", "run", "either", ""]] = "scenario"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("kind", "page")
        self.setAccessibleName(self.TITLE)
