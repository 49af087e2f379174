"""What stands where nothing is open yet: a prompt to open, a sample to try, and what was open lately."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import Card, clear, column, holding, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import words

WIDTH = 640
MOST_RECENT = 6


class Welcome(QWidget):
    """Three ways to begin and the files of before; what was copied is pasted with the usual key."""

    open_wanted = Signal()
    sample_wanted = Signal()
    paste_wanted = Signal()
    recent_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "page")
        begin = Card("Will your demo survive production?")
        begin.body.addWidget(
            words(
                "A demo has seen ten clean inputs from one careful person. StressDesk replays your prompt under the "
                "traffic production brings, and says ready or not, with the failure rate, the waiting time and the "
                "bill at 10, 1,000 and 10,000 queries.",
                "secondary",
                wrap=True,
            )
        )
        begin.body.addSpacing(4)
        self.sample = button("Try the sample", self.sample_wanted.emit, "primary")
        self.prompt = button("Open a prompt…", self.open_wanted.emit)
        hint = words("or paste a prompt, or drop any file here", "tertiary")
        begin.body.addLayout(row(self.sample, self.prompt, 4, hint, None))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self.paste_wanted)
        self._recent = Card("Recent")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._recent.body.addLayout(self._list)
        middle = holding(column(begin, self._recent, gap=16))
        middle.setFixedWidth(WIDTH)
        self.setLayout(column(None, row(None, middle, None), None, None))
        desk.settings.changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        clear(self._list)
        recent = self._desk.settings.recent[:MOST_RECENT]
        self._recent.setVisible(bool(recent))
        for path in recent:
            one = button(path.name, partial(self.recent_wanted.emit, path), "nav")
            one.setToolTip(str(path))
            self._list.addWidget(one)
