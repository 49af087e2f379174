"""Light or dark: as the system has it, unless the user said otherwise."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from stressdesk.charts.look import DARK, LIGHT, Look
from stressdesk.gui.models.settings import Settings

CHOICES = {"system": "Follow the system", "light": "Light", "dark": "Dark"}


class Appearance(QObject):
    """The colours in use; `changed` when they are others than before, `refined` when charts are wanted finer."""

    changed = Signal()
    refined = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._system_is_dark = False
        self.fineness = 1.0
        self.look: Look = self._chosen()

    @property
    def choice(self) -> str:
        """One of CHOICES."""
        kept = self._settings.text("theme", "system")
        return kept if kept in CHOICES else "system"

    def choose(self, choice: str) -> None:
        """Follow the system, or be light or dark whatever it is."""
        self._settings.put("theme", choice)
        self._refresh()

    def system_changed(self, *, is_dark: bool) -> None:
        """The desktop went dark, or light again."""
        self._system_is_dark = is_dark
        self._refresh()

    def draw_finely(self, fineness: float) -> None:
        """Draw charts with at least so many pixels to a point, whatever the screen has: for pictures of them."""
        self.fineness = fineness
        self.refined.emit()

    def _chosen(self) -> Look:
        is_dark = self.choice == "dark" or (self.choice == "system" and self._system_is_dark)
        return DARK if is_dark else LIGHT

    def _refresh(self) -> None:
        look = self._chosen()
        if look is not self.look:
            self.look = look
            self.changed.emit()
