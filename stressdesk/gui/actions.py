"""What the window can do, by name, menu and key: one table for menu bar, keys and command palette."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

MENUS = ("&File", "&Edit", "&Run", "&View", "&Help")


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do. `can` says whether it can be done now, `words` what it is called now where that changes."""

    menu: str
    name: str
    act: Callable[[], object]
    keys: str = ""
    can: Callable[[], bool] | None = None
    words: Callable[[], str] | None = None
    rule: bool = False


def install(window: QMainWindow, deeds: Sequence[Deed]) -> list[QAction]:
    """Put the deeds into the window's menu bar, in the order given; a `rule` stands before those that ask for one."""
    menus = {name: window.menuBar().addMenu(name) for name in MENUS}
    actions = []
    for deed in deeds:
        menu = menus[deed.menu]
        if deed.rule:
            menu.addSeparator()
        action = QAction(deed.name, window)
        if deed.keys:
            action.setShortcut(QKeySequence(deed.keys))
        action.triggered.connect(lambda _checked=False, deed=deed: deed.act())
        menu.addAction(action)
        action.setProperty("deed", deed)
        actions.append(action)
    for menu in menus.values():
        menu.aboutToShow.connect(lambda menu=menu: refresh(menu.actions()))
    return actions


def refresh(actions: Sequence[QAction]) -> None:
    """Enable what can be done now, and call it what it is now."""
    for action in actions:
        deed = action.property("deed")
        if isinstance(deed, Deed):
            action.setEnabled(deed.can is None or deed.can())
            if deed.words is not None:
                action.setText(deed.words() or deed.name)


def submenu(window: QMainWindow, menu: str, name: str, fill: Callable[[QMenu], None]) -> QMenu:
    """A menu inside a menu, filled anew each time it opens."""
    holder = next(action.menu() for action in window.menuBar().actions() if action.text() == menu)
    assert isinstance(holder, QMenu)
    inner = QMenu(name, window)
    first = holder.actions()[2] if len(holder.actions()) > 2 else None  # noqa: PLR2004 - after "new" and "open"
    if first is None:
        holder.addMenu(inner)
    else:
        holder.insertMenu(first, inner)

    def refill() -> None:
        inner.clear()
        fill(inner)

    inner.aboutToShow.connect(refill)
    return inner
