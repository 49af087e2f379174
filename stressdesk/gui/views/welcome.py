"""What stands where nothing is open yet: a prompt to open, a sample to try, and what was open lately."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import Card, clear, column, holding, row, scrolling
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import Elided, explain, words

WIDTH = 760
STEPS = (
    ("1", "Load your prompt", "and the inputs you show on stage."),
    ("2", "Say what production is like", "who writes, how messily, how many at once."),
    ("3", "Run", "and read whether it is ready, and what it will cost."),
)
SAMPLES = (
    ("support-triage", "Support triage", "Messages sorted into four labels, on the embedded model; about two minutes."),
    ("invoice-extraction", "Invoice extraction", "JSON that must fit a schema, on the embedded model."),
    ("handbook-answers", "Handbook answers", "Questions about a document in the prompt, on the embedded model."),
    ("capacity-plan", "Capacity plan", "10,000 queries in ten minutes against rate limits, simulated in seconds."),
)
NAME_WIDTH = 180
MOST_RECENT = 4


class Welcome(QWidget):
    """Three ways to begin and the files of before; what was copied is pasted with the usual key."""

    open_wanted = Signal()
    sample_wanted = Signal(str)
    paste_wanted = Signal()
    recent_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "page")
        begin = Card("Find out before launch")
        begin.body.addWidget(
            words(
                "A demo has seen ten clean inputs from one careful person. StressDesk replays your prompt under the "
                "traffic production brings, and says ready or not, with the failure rate, the waiting time and the "
                "bill at 10, 1,000 and 10,000 queries.",
                "secondary",
                wrap=True,
            )
        )
        begin.body.addLayout(_steps())
        begin.body.addSpacing(4)
        self.sample = button("Try the sample", partial(self.sample_wanted.emit, SAMPLES[0][0]), "primary")
        self.prompt = button("Open a prompt…", self.open_wanted.emit)
        hint = words("or paste a prompt, or drop a file or a text here", "tertiary")
        begin.body.addLayout(row(self.sample, self.prompt, 4, hint, None))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self.paste_wanted)
        self._recent = Card("Recent")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._recent.body.addLayout(self._list)
        middle = holding(column(begin, self._samples(), self._recent, gap=16))
        middle.setFixedWidth(WIDTH)
        whole = column(None, row(None, middle, None), None, None)
        whole.setContentsMargins(8, 12, 8, 12)
        self.setLayout(column(scrolling(holding(whole))))
        desk.settings.changed.connect(self._show)
        self._show()

    def _samples(self) -> Card:
        card = Card("Samples", "No key and no network needed")
        card.body.setSpacing(0)
        for name, title, sentence in SAMPLES:
            one = button(title, partial(self.sample_wanted.emit, name), "nav")
            one.setFixedWidth(NAME_WIDTH)
            card.body.addLayout(row(one, words(sentence, "secondary"), None, gap=8))
        return card

    def _show(self, *_: object) -> None:
        clear(self._list)
        recent = self._desk.settings.recent[:MOST_RECENT]
        self._recent.setVisible(bool(recent))
        for path in recent:
            one = button(path.name, partial(self.recent_wanted.emit, path), "nav")
            explain(one, str(path))
            # Run files of one name lie in many folders.
            line_ = row(one, gap=8)
            line_.addWidget(Elided(_folder(path), "tertiary"), 1)
            self._list.addLayout(line_)


def _folder(path: Path) -> str:
    """Where a file lies, as people write it."""
    try:
        return str(Path("~") / path.parent.relative_to(Path.home()))
    except ValueError:
        return str(path.parent)


def _steps() -> QGridLayout:
    """What there is to do, in order."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 8, 0, 8)
    grid.setHorizontalSpacing(10)
    grid.setColumnStretch(2, 1)
    for at, (number, title, sentence) in enumerate(STEPS):
        grid.addWidget(words(number, "badge", tone="accent"), at, 0)
        grid.addWidget(words(title, "heading"), at, 1)
        grid.addWidget(words(sentence, "secondary"), at, 2)
    return grid
