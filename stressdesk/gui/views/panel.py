"""What every panel is: a page made from the desk, and what the sidebar says of it before it is made."""

from __future__ import annotations

from importlib import import_module
from typing import Literal

import msgspec
from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk

Section = Literal["Scenario", "Results", ""]
Needs = Literal["scenario", "run", "either", ""]


class Panel(QWidget):
    """One page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("kind", "page")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One page as the sidebar and the menus show it. `needs` is what must be open for it to have anything to show.

    `panel` is the class in `module` of this package; both together take tens of milliseconds to load, which the first
    window need not wait for.
    """

    title: str
    icon: str
    section: Section
    keys: str
    needs: Needs
    module: str
    panel: str

    def load(self) -> type[Panel]:
        """The panel's class. Any thread may load it; only the window's may make one."""
        loaded: type[Panel] = getattr(import_module(f"stressdesk.gui.views.{self.module}"), self.panel)
        return loaded

    def made(self, desk: Desk) -> Panel:
        """A new panel on this desk."""
        made = self.load()(desk)
        made.setAccessibleName(self.title)
        return made
