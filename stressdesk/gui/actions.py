"""What the window can do, by name, menu and key: one table for menu bar, keys and command palette."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

MENUS = ("&File", "&Edit", "&Run", "&View", "&Help")


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do. `can` says whether it can be done now, `words` what it is called now where that changes.

    A deed with no `menu` is found by typing only.
    """

    menu: str
    name: str
    act: Callable[[], object]
    keys: str = ""
    can: Callable[[], bool] | None = None
    words: Callable[[], str] | None = None
    rule: bool = False


class Menus:
    """The menu bar. Menus are kept here: one that only Qt knows may be taken away by Python's garbage collector.

    `actions` are those of all deeds in the order given, also of deeds that stand in no menu and are only found by
    typing. A `rule` stands before those that ask for one.
    """

    def __init__(self, window: QMainWindow, deeds: Sequence[Deed]) -> None:
        self._window = window
        self._menus = {name: window.menuBar().addMenu(name) for name in MENUS}
        self._inner: list[QMenu] = []
        self.actions = [self._action(deed) for deed in deeds]
        for menu in self._menus.values():
            menu.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Enable what can be done now, and call it what it is now."""
        refresh(self.actions)

    def add_inner(self, menu: str, after: str, name: str, fill: Callable[[QMenu], None]) -> None:
        """A menu inside a menu, below the action called `after`, filled anew each time it opens."""
        inner = QMenu(name, self._window)
        self._inner.append(inner)
        shown = self._menus[menu].actions()
        place = next((at for at, action in enumerate(shown) if action.text() == after), len(shown)) + 1
        if place < len(shown):
            self._menus[menu].insertMenu(shown[place], inner)
        else:
            self._menus[menu].addMenu(inner)
        inner.aboutToShow.connect(partial(_refill, inner, fill))

    def _action(self, deed: Deed) -> QAction:
        action = QAction(deed.name, self._window)
        if deed.keys:
            action.setShortcut(QKeySequence(deed.keys))
        action.triggered.connect(lambda _checked=False: deed.act())
        action.setProperty("deed", deed)
        if deed.menu:
            if deed.rule:
                self._menus[deed.menu].addSeparator()
            self._menus[deed.menu].addAction(action)
        return action


def _refill(menu: QMenu, fill: Callable[[QMenu], None]) -> None:
    menu.clear()
    fill(menu)


def refresh(actions: Sequence[QAction]) -> None:
    """Enable what can be done now, and call it what it is now."""
    for action in actions:
        deed = action.property("deed")
        if isinstance(deed, Deed):
            action.setEnabled(deed.can is None or deed.can())
            if deed.words is not None:
                action.setText(deed.words() or deed.name)
