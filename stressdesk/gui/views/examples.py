"""A few failing queries as different from each other as can be: what was asked, what came back, and why it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.screen_only import screen_only
from stressdesk.gui.parts.words import Elided, words

if TYPE_CHECKING:
    from stressdesk.analysis.summary import FailureExample
    from stressdesk.gui.models.results import Findings
    from stressdesk.report.contents import Example

MOST = 6
COLUMNS = 2


class ExampleCard(QFrame):
    """One failing query in short; `chosen` carries the filter of its conversation."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        self._wanted = RecordFilter()
        self.title = Elided("", "heading")
        self.facts = Elided("", "tertiary")
        self.asked, self.answered = Elided(), Elided()
        self.see = screen_only(button("See conversation", lambda: self.chosen.emit(self._wanted), "quiet"))
        head = row(gap=8)
        head.addLayout(column(self.title, self.facts, gap=0), 1)
        head.addWidget(self.see)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for at, (name, text) in enumerate((("Asked", self.asked), ("Answered", self.answered))):
            grid.addWidget(words(name, "tertiary"), at, 0)
            grid.addWidget(text, at, 1)
        whole = column(head, gap=4)
        whole.addLayout(grid)
        whole.setContentsMargins(12, 8, 8, 10)
        self.setLayout(whole)

    def put(self, example: Example, found: FailureExample, stage: str | None) -> None:
        """Show another query."""
        self._wanted = RecordFilter(stage=stage, session=found.session)
        self.title.setText(example.title)
        self.facts.setText(example.facts)
        self.asked.setText(example.text or "nothing")
        self.answered.setText(example.answer or "nothing")
        self.setAccessibleName(f"{example.title}. {example.facts}")


class Examples(QWidget):
    """At most six of them, side by side; the cards stay, only what is on them changes."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.cards = [ExampleCard() for _ in range(MOST)]
        self.empty = words("No query has failed.", "secondary")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for at, card in enumerate(self.cards):
            grid.addWidget(card, at // COLUMNS, at % COLUMNS)
            card.chosen.connect(self.chosen)
            card.hide()
        for at in range(COLUMNS):
            grid.setColumnStretch(at, 1)
        grid.addWidget(self.empty, MOST, 0)

    def put(self, findings: Findings) -> None:
        """Show the examples of other findings."""
        summary = findings.summary
        shown = list(zip(findings.contents.examples, summary.examples, strict=False))[:MOST]
        for card, (example, found) in zip(self.cards, shown, strict=False):
            card.put(example, found, summary.content)
        for at, card in enumerate(self.cards):
            card.setVisible(at < len(shown))
        self.empty.setVisible(not shown)
