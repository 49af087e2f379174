"""The list of panels at the left, each one key or one click away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QScrollArea

from stressdesk.gui.icons import icon, picture
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column, row, scrolling
from stressdesk.gui.parts.push_button import PushButton
from stressdesk.gui.parts.words import words
from stressdesk.gui.theme import font
from stressdesk.gui.views.panel import Entry

WIDTH = 208


class Sidebar(QFrame):
    """One button a panel, under the headings of their sections; those without anything to show are dimmed."""

    def __init__(self, desk: Desk, panels: Sequence[Entry]) -> None:
        super().__init__()
        self._desk = desk
        self._panels = {panel.title: panel for panel in panels}
        self.setProperty("kind", "sidebar")
        self._logo = QLabel()
        name = words("StressDesk")
        name.setFont(font(16, 700))
        self._group = QButtonGroup(self)
        self.buttons = {panel.title: self._button(panel) for panel in panels}
        layout = column(row(8, self._logo, name, None, gap=8), 14, gap=2, margin=0)
        layout.setContentsMargins(12, 16, 12, 12)
        section = ""
        for panel in panels:
            if panel.section and section != panel.section:
                section = panel.section
                layout.addSpacing(8)
                heading = words(section.upper(), "section")
                heading.setContentsMargins(9, 0, 0, 4)
                layout.addWidget(heading)
            elif not panel.section:
                layout.addStretch(1)
            layout.addWidget(self.buttons[panel.title])
        self.setLayout(layout)
        desk.navigation.changed.connect(self._show)
        desk.scenario.file_changed.connect(self._show)
        desk.run.opened.connect(self._show)
        desk.run.failed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        self._show()

    def scrolling(self) -> QScrollArea:
        """The sidebar in a frame that scrolls it where the screen is too low: twice enlarged, 1080 lines are 540."""
        area = scrolling(self)
        self.setProperty("kind", "sidebar")
        area.setFixedWidth(WIDTH)
        return area

    def _button(self, panel: Entry) -> QPushButton:
        button = PushButton(panel.title)
        button.setProperty("kind", "nav")
        button.setCheckable(True)
        # The group sees to that; so a screen reader says it: one of several, not a box to tick.
        button.setAutoExclusive(True)
        button.setIconSize(QSize(16, 16))
        button.setAccessibleName(f"{panel.title} page")
        if panel.keys:
            button.setToolTip(f"{panel.title} ({panel.keys})")
        button.clicked.connect(lambda _checked=False, title=panel.title: self._desk.navigation.go(title))
        self._group.addButton(button)
        return button

    def _show(self, *_: object) -> None:
        look = self._desk.appearance.look
        self._logo.setPixmap(picture("gauge", look.accent, 20))
        has_scenario, run = self._desk.scenario.scenario is not None, self._desk.run
        is_either = has_scenario or run.path is not None
        has = {"scenario": has_scenario, "run": run.has_results, "either": is_either, "": True}
        focused = next((button for button in self.buttons.values() if button.hasFocus()), None)
        for title, button in self.buttons.items():
            is_current = title == self._desk.navigation.current
            button.setChecked(is_current)
            button.setEnabled(has[self._panels[title].needs])
            button.setIcon(icon(self._panels[title].icon, look.accent if is_current else look.secondary, 16))
        if focused is not None and (current := self.buttons.get(self._desk.navigation.current)) is not None:
            # A key led elsewhere: two buttons would look chosen.
            current.setFocus()
