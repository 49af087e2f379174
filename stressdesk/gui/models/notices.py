"""Short news for the foot of the window: what was just done, what to do next, and where it can be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

WONDER_MS = 250
"""What takes longer than this is said, or people click again."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of news; `act` is what the button called `name` does, `show` leads to what was done.

    The button is there for as long as `can` holds. What `lasts` is shown until it is over, not for some seconds.
    """

    words: str
    name: str = ""
    act: Callable[[], object] | None = None
    show: Callable[[], object] | None = None
    can: Callable[[], bool] | None = None
    lasts: bool = False


class Notices(QObject):
    """Whoever has done something says so here. `aged` comes when a button of earlier news may be of no use any more,
    `over` with news of something that has ended.
    """

    said = Signal(object)
    over = Signal(object)
    aged = Signal()

    def say(
        self,
        words: str,
        name: str = "",
        act: Callable[[], object] | None = None,
        *,
        show: Callable[[], object] | None = None,
        can: Callable[[], bool] | None = None,
    ) -> None:
        """Show news, until other news or for some seconds."""
        self.said.emit(Notice(words=words, name=name, act=act, show=show, can=can))

    @contextmanager
    def meanwhile(self, words: str) -> Iterator[None]:
        """Show news for as long as something takes, if it takes long enough to be wondered at."""
        notice = Notice(words=words, lasts=True)
        waiting = QTimer(self, singleShot=True, interval=WONDER_MS)
        waiting.timeout.connect(lambda: self.said.emit(notice))
        waiting.start()
        try:
            yield
        finally:
            waiting.stop()
            waiting.deleteLater()
            self.over.emit(notice)
