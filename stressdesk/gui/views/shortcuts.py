"""All keys on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from stressdesk.gui.actions import Deed
from stressdesk.gui.parts.layouts import column, holding, row, scrolling
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.palette import shown_name

SIZE = (560, 620)
EVERYWHERE = (
    ("Next field", "Tab"),
    ("Previous field", "Shift+Tab"),
    ("Close a dialog", "Esc"),
    ("Move through a table or list", "Arrows"),
)


class Shortcuts(QDialog):
    """Names and keys, menu by menu."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        groups: dict[str, list[tuple[str, str]]] = {}
        for action in actions:
            deed = action.property("deed")
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if isinstance(deed, Deed) and keys:
                groups.setdefault(deed.menu.replace("&", ""), []).append((shown_name(action), keys))
        groups["Everywhere"] = list(EVERYWHERE)
        page = column(gap=6, margin=20)
        for title, entries in groups.items():
            page.addWidget(words(title, "heading"))
            page.addWidget(holding(_grid(entries)))
            page.addSpacing(8)
        page.addStretch(1)
        close = button("Close", self.accept, "primary")
        self.setLayout(column(scrolling(holding(page)), row(None, close, gap=8, margin=12), gap=0))
        close.setFocus()


def _grid(entries: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for at, (name, keys) in enumerate(entries):
        grid.addWidget(words(name), at, 0)
        grid.addWidget(words(keys, "key"), at, 1)
    return grid
