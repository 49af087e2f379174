"""What is looked for among the records: words, a result, and the parts of the filter that other pages have set."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QMenu, QPushButton, QWidget

from stressdesk.gui.icons import icon
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.filter_choices import FilterChoices, Group
from stressdesk.gui.models.filter_words import QUICK, Chip, chips
from stressdesk.gui.models.filtering import EVERYTHING, Filtering
from stressdesk.gui.parts.layouts import clear, column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import line, plain

TYPING_MS = 200
LONGEST = 200
LONGEST_NAME = 60
CHIPS_A_LINE = 3
"""As many as fit beside each other in the narrowest window."""


class FilterBar(QWidget):
    """A line to search in, a button for each result, and a chip for each other part of the filter."""

    left = Signal()

    def __init__(self, filtering: Filtering, choices: FilterChoices, appearance: Appearance) -> None:
        super().__init__()
        self._filtering = filtering
        self._choices = choices
        self._appearance = appearance
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search messages, answers and reasons")
        self.search.setAccessibleName("Search records")
        self.search.setToolTip("All words must occur (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(LONGEST)
        self.search.setMinimumWidth(220)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._want_words)
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._entered)
        self._group = QButtonGroup(self)
        self.quick = {result: self._quick(result, name) for result, name in QUICK}
        self.chips: list[QPushButton] = []
        self._lines = column(gap=6)
        self.more = button("Filter…", choices.look_up, "filter", "Choose by stage, persona, mess, check or failure")
        choices.found.connect(self._offer)
        self.buttons = row(gap=6)
        first = row(self.search, gap=8)
        first.setStretch(0, 1)
        first.addLayout(self.buttons)
        self._second = row(*self.quick.values(), self.more, gap=4)
        self._second.addStretch(1)
        self.setLayout(column(first, self._second, self._lines, gap=8))
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.begin_search)
        filtering.changed.connect(self._show)
        appearance.changed.connect(self._show)
        self._show()

    def begin_search(self) -> None:
        """Let the user type what to look for."""
        self.search.setFocus()
        self.search.selectAll()

    def _quick(self, result: str | None, name: str) -> QPushButton:
        tip = "Show every record" if result is None else ""
        made = button(name, partial(self._want_result, result), "filter", tip)
        made.setCheckable(True)
        made.setAutoExclusive(True)
        self._group.addButton(made)
        return made

    def _want_result(self, result: str | None) -> None:
        """Every record; or this result too, or no longer where it is wanted already."""
        wanted = self._filtering.wanted
        if result is None:
            self._clear()
        else:
            self._filtering.want(msgspec.structs.replace(wanted, result=None if wanted.result == result else result))

    def _want_words(self) -> None:
        self._typing.stop()
        self._filtering.want(msgspec.structs.replace(self._filtering.wanted, words=self.search.text()))

    def _entered(self) -> None:
        self._want_words()
        self.left.emit()

    def _show(self) -> None:
        wanted = self._filtering.wanted
        # Exclusive buttons cannot all be up; "All" says that nothing at all is filtered.
        self._group.setExclusive(False)
        for result, one in self.quick.items():
            one.setChecked(wanted == EVERYTHING if result is None else wanted.result == result)
        self._group.setExclusive(True)
        if self.search.text() != wanted.words and not self._typing.isActive():
            self.search.setText(wanted.words)
        self.chips = [self._chip(chip) for chip in chips(wanted)]
        if self.chips:  # else "All" does the same, and a line that comes with every result would move the table
            self.chips.append(button("Clear", self._clear, "quiet", "Show every record"))
        clear(self._lines)
        for start in range(0, len(self.chips), CHIPS_A_LINE):
            self._lines.addLayout(row(*self.chips[start : start + CHIPS_A_LINE], None, gap=6))

    def _chip(self, chip: Chip) -> QPushButton:
        name = plain(chip.words)
        made = button(name.replace("&", "&&"), partial(self._filtering.want, chip.without), "chip")
        made.setIcon(icon("x", self._appearance.look.secondary, 12))
        made.setAccessibleName(f"Take the filter away: {name}")
        return made

    def _offer(self, groups: list[Group]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in groups:
            inner = menu.addMenu(group.name)
            for choice in group.choices:
                name = line(choice.words, LONGEST_NAME).replace("&", "&&")
                inner.addAction(name, partial(self._choices.choose, choice))
        self.menu = menu
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _clear(self) -> None:
        self._typing.stop()
        self._filtering.clear()
