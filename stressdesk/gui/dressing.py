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
        self._is_begun = True
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._dress_next)
        appearance.changed.connect(self._change)

    @property
    def is_going(self) -> bool:
        """Do parts still wait for a new look?"""
        return bool(self._waiting) or not self._is_begun

    def dress(self, part: QWidget) -> None:
        """Give a part its look at once."""
        if part in self._waiting:
            self._waiting.remove(part)
        part.setStyleSheet(self._sheet)

    def take(self, first: QWidget, *others: QWidget) -> None:
        """Look after parts that stay as long as the window; the first has its look at once, the others a turn later."""
        self._parts += (first, *others)
        self.dress(first)
        self._let_wait(others)

    def before_show(self, page: QWidget, parts: Iterable[QWidget]) -> None:
        """Let nobody see those parts of a page that come up with it in the look of before."""
        for part in parts:
            if part in self._waiting and part.isVisibleTo(page):
                self.dress(part)

    def _change(self) -> None:
        self._sheet = theme.style_sheet(self._appearance.look)
        self._is_begun = False
        self._let_wait(sorted(self._parts, key=lambda part: not part.isVisible()))

    def _begin(self) -> None:
        """What lies under the parts, and dialogs at once, any of which may be gone a turn later."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, self._appearance.look)
        for child in self._window.children():
            if isinstance(child, QWidget) and child.isWindow():
                self.dress(child)
        self._is_begun = True

    def _let_wait(self, parts: Iterable[QWidget]) -> None:
        self._waiting = list(dict.fromkeys((*parts, *self._waiting)))
        self._next.start()

    def _dress_next(self) -> None:
        if not self._is_begun:
            self._begin()
        elif self._waiting:
            self.dress(self._waiting[0])
        if self.is_going:
            self._next.start()
