"""The look of a window, put on one part a turn: all at once would hold the window up for a quarter of a second."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from stressdesk.gui import theme
from stressdesk.gui.models.appearance import Appearance


class Dressing(QObject):
    """Gives the style sheet to each part and dialog of a window, now and whenever the look changes.

    The window itself has none, since one that changes is worked out for everything inside at once.
    """

    def __init__(self, appearance: Appearance, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._window = window
        self._sheet = theme.style_sheet(appearance.look)
        self._parts: list[QWidget] = []
        self._waiting: list[QWidget] = []
        appearance.changed.connect(self._change)

    @property
    def is_going(self) -> bool:
        """Do parts still wait for a new look?"""
        return bool(self._waiting)

    def dress(self, part: QWidget) -> None:
        """Give a part its look at once."""
        if part in self._waiting:
            self._waiting.remove(part)
        part.setStyleSheet(self._sheet)

    def take(self, part: QWidget) -> None:
        """Look after a part that stays as long as the window."""
        self._parts.append(part)
        self.dress(part)

    def before_show(self, parts: Iterable[QWidget]) -> None:
        """Let nobody see these in the look of before."""
        for part in parts:
            if part in self._waiting:
                self.dress(part)

    def _change(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, self._appearance.look)
        self._sheet = theme.style_sheet(self._appearance.look)
        is_going = self.is_going
        self._waiting = sorted(self._parts, key=lambda part: not part.isVisible())
        for child in self._window.children():
            if isinstance(child, QWidget) and child.isWindow():  # at once: a dialog may be gone a turn later
                self.dress(child)
        if not is_going:
            QTimer.singleShot(0, self, self._dress_next)

    def _dress_next(self) -> None:
        if self._waiting:
            self.dress(self._waiting[0])
            QTimer.singleShot(0, self, self._dress_next)
