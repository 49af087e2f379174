"""What this run says nothing about, how its numbers were obtained, and what would give the same run again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from stressdesk.gui.icons import picture
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.wording import in_window
from stressdesk.gui.parts.figure_table import FigureTable
from stressdesk.gui.parts.figures import MEANINGS, Mark, put
from stressdesk.gui.parts.layouts import Card, column, holding, row
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.result_panel import GAP, ResultPanel
from stressdesk.report.contents import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.gui.models.results import Findings
    from stressdesk.report.contents import Table

NAME_WIDTH = 110
LONGEST = 600


class UntestedPanel(ResultPanel):
    """What this run says nothing about."""

    def _grow(self) -> Iterator[None]:
        self.sentences = Sentences(self.desk, "circle-help")
        self.methods = Sentences(self.desk, "info")
        self._facts = QVBoxLayout()
        self._facts.setSpacing(6)
        self._shown_facts: dict[str, QLabel] = {}
        untested = Card("What this run says nothing about", "Nobody should read more into it than it says")
        method = Card("How these numbers were obtained", "The same for every run")
        run = Card("This run", "What would give the same queries again")
        for card, layout in ((untested, self.sentences), (method, self.methods), (run, self._facts)):
            card.body.addLayout(layout)
            card.body.addStretch(1)
        yield
        self._grow_likeness()
        yield
        both = row(gap=GAP)
        both.addWidget(method, 1)
        both.addLayout(column(_legend(), run, None, gap=GAP), 1)
        self.add(untested, self._near, holding(both))

    def _grow_likeness(self) -> None:
        self.likeness = FigureTable(self.desk.appearance)
        self.nearness = words("", wrap=True)
        self._mark, self._sources = Mark(), words("", "tertiary", wrap=True)
        self._near = Card(
            "This traffic's distance to real traffic", "What was really asked, beside published figures of real users"
        )
        self._near.corner.addWidget(self._mark)
        for part in (self.nearness, self.likeness, self._sources):
            self._near.body.addWidget(part)

    def _show(self, findings: Findings) -> Iterator[None]:
        contents = findings.contents
        self.sentences.put([one_line(in_window(said), LONGEST) for said in findings.summary.not_tested])
        yield
        self.methods.put([in_window(sentence) for section in contents.method for sentence in section.sentences])
        yield
        self._put_facts(next(section.tables[0] for section in contents.method if section.name == "run"))
        yield
        self._put_likeness(findings)

    def _put_likeness(self, findings: Findings) -> None:
        found, table = findings.summary.likeness, findings.tables["likeness"]
        put(self.nearness, found.sentence if found else table.empty)
        self.likeness.show_table(table)
        self.likeness.setVisible(bool(table.rows))
        self._mark.say(table.origin)
        put(self._sources, " ".join(table.notes) if table.rows else "")
        self._sources.setVisible(bool(table.rows))

    def _put_facts(self, table: Table) -> None:
        for name, value in ((cells[0].text, cells[1].text) for cells in table.rows):
            if name not in self._shown_facts:
                title = words(name, "tertiary")
                title.setFixedWidth(NAME_WIDTH)
                self._shown_facts[name] = words("", wrap=True)
                line = row(gap=8)
                line.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
                line.addWidget(self._shown_facts[name], 1)
                self._facts.addLayout(line)
            put(self._shown_facts[name], value)


class Sentences(QVBoxLayout):
    """A list of sentences, each with a small sign before it."""

    def __init__(self, desk: Desk, sign: str) -> None:
        super().__init__()
        self.setSpacing(8)
        self._desk = desk
        self._sign = sign
        self._signs: list[QLabel] = []
        self.labels: list[QLabel] = []
        desk.appearance.changed.connect(self._dress)

    def put(self, sentences: Sequence[str]) -> None:
        """Show these sentences."""
        while len(self.labels) < len(sentences):
            sign, label = QLabel(), words("", wrap=True)
            line = row(gap=10)
            line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label, 1)
            self.addLayout(line)
            self._signs.append(sign)
            self.labels.append(label)
            self._dress()
        for label, sentence in zip(self.labels, sentences, strict=False):
            put(label, sentence)
        for at, (sign, label) in enumerate(zip(self._signs, self.labels, strict=True)):
            sign.setVisible(at < len(sentences))
            label.setVisible(at < len(sentences))

    def _dress(self) -> None:
        for sign in self._signs:
            sign.setPixmap(picture(self._sign, self._desk.appearance.look.tertiary, 15))


def _legend() -> Card:
    """What the marks beside numbers mean."""
    card = Card("Where numbers come from", "Every number carries one of these marks")
    for name, meaning in MEANINGS.items():
        mark = Mark()
        line = row(gap=8)
        mark.setFixedWidth(NAME_WIDTH - 34)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words(meaning.partition(": ")[2].capitalize(), wrap=True), 1)
        card.body.addLayout(line)
        mark.say(name)  # not before it stands on the card: a label on nothing is shown as a window, and takes the focus
    return card
