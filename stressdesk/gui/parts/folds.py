"""Rows under a heading that opens and closes; they are made when it first opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from stressdesk.gui.icons import icon
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.parts.focus import tab_after
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.push_button import PushButton
from stressdesk.gui.parts.words import words


class Fold(QWidget):
    """A heading with a quiet summary at its right end; pressed, it shows what `make` makes, or hides it again."""

    def __init__(self, title: str, make: Callable[[], QWidget], appearance: Appearance) -> None:
        super().__init__()
        self._make = make
        self._appearance = appearance
        self.inner: QWidget | None = None
        self.heading = PushButton(title)
        self.heading.setProperty("kind", "fold")
        self.heading.setCheckable(True)
        self.heading.setCursor(Qt.CursorShape.PointingHandCursor)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.summary = words("", "tertiary")
        self.summary.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over = column(self.summary)
        over.setContentsMargins(0, 0, 10, 0)
        over.setAlignment(self.summary, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.heading.setLayout(over)
        self._column = column(self.heading, gap=4)
        self.setLayout(self._column)
        self.heading.toggled.connect(self._show)
        appearance.changed.connect(self._dress)
        self._dress()

    @property
    def is_open(self) -> bool:
        """Are the rows shown?"""
        return self.heading.isChecked()

    def open(self, *, opened: bool = True) -> None:
        """Show the rows, or hide them."""
        self.heading.setChecked(opened)

    def sum_up(self, text: str) -> None:
        """Say in a few words what is inside."""
        self.summary.setText(text)
        self.heading.setAccessibleDescription(text)

    def _show(self, opened: bool) -> None:
        if opened and self.inner is None:
            self.inner = self._make()
            self._column.addWidget(self.inner)
            tab_after(self.heading, self.inner)
        if self.inner is not None:
            self.inner.setVisible(opened)
        self._dress()

    def _dress(self) -> None:
        name = "chevron-down" if self.is_open else "chevron-right"
        self.heading.setIcon(icon(name, self._appearance.look.secondary, 16))
