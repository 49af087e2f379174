"""What every panel is: a page made from the desk, and what the sidebar says of it before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Literal, Self

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk

Section = Literal["Scenario", "Results", ""]
Needs = Literal["scenario", "run", "either", ""]
Source = Literal["run", "runs", "plan"]


class Panel(QWidget):
    """One page, which grows part by part once it is shown: all at once would hold up the window for 100 ms."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("kind", "page")
        self._growth = self._grow()
        self._is_growing = False
        self.is_whole = False

    def _grow(self) -> Iterator[None]:
        """Make the parts of the page, in their order; at each `yield` the window is drawn and answers."""
        yield from ()

    def source(self) -> Source:
        """What the page shows: the run that is open, several, or a plan of which nothing was found out yet."""
        return "run"

    def parts(self) -> tuple[QWidget, ...]:
        """What is given its look apart: a page of hundreds of widgets would take too long in one go."""
        return (self,)

    def whole(self) -> Self:
        """Make what the page still lacks, at once."""
        while not self.is_whole:
            self._make_next()
        return self

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks, so grow."""
        super().showEvent(event)
        if not self._is_growing:
            self._is_growing = True
            QTimer.singleShot(0, self, self._grow_on)

    def _grow_on(self) -> None:
        if not self.is_whole:
            self._make_next()
            QTimer.singleShot(0, self, self._grow_on)

    def _make_next(self) -> None:
        self.is_whole = next(self._growth, self) is self
        if self.is_whole:
            self._ready()

    def _ready(self) -> None:
        """Every part is made."""


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
