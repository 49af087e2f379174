"""Short news for the foot of the window: what was just done, what to do next, and where it can be seen."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of news; `act` is what the button called `name` does, `show` leads to what was done.

    The button is there for as long as `can` holds.
    """

    words: str
    name: str = ""
    act: Callable[[], object] | None = None
    show: Callable[[], object] | None = None
    can: Callable[[], bool] | None = None


class Notices(QObject):
    """Whoever has done something says so here. `aged` comes when a button of earlier news may be of no use any more."""

    said = Signal(object)
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
