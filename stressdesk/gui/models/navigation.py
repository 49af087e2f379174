"""Which panel is shown; whoever wants to lead somewhere says so here and needs to know no window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

Place = tuple[str | int, ...]


class Navigation(QObject):
    """The name of the panel shown, such as "Overview"; `changed` when it is another.

    `pointed` carries the place in the scenario that the panel is to show, once it is there; `opening` a file that is to
    be opened in this window; `reopening` asks for the scenario of the run that is shown.
    """

    changed = Signal(str)
    pointed = Signal(object)
    opening = Signal(object)
    reopening = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current = ""

    def go(self, panel: str) -> None:
        """Show a panel."""
        if panel != self.current:
            self.current = panel
            self.changed.emit(panel)

    def point(self, panel: str, place: Place) -> None:
        """Show a panel, and on it what stands at a place of the scenario."""
        self.go(panel)
        self.pointed.emit(place)

    def open(self, path: Path) -> None:
        """Open a file in place of what is open now."""
        self.opening.emit(path)
