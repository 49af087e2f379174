"""Which panel is shown; whoever wants to lead somewhere says so here and needs to know no window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal


class Navigation(QObject):
    """The name of the panel shown, such as "Overview"; `changed` when it is another.

    `opening` carries a file that is to be opened in this window.
    """

    changed = Signal(str)
    opening = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current = ""

    def go(self, panel: str) -> None:
        """Show a panel."""
        if panel != self.current:
            self.current = panel
            self.changed.emit(panel)

    def open(self, path: Path) -> None:
        """Open a file in place of what is open now."""
        self.opening.emit(path)
