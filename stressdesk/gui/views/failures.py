"""What fails, by check, persona, mess, turn, intent, stage and kind of failure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from stressdesk.gui.parts.bars import BarList
from stressdesk.gui.parts.beside import Beside
from stressdesk.gui.parts.figures import Mark, put
from stressdesk.gui.parts.focus import in_a_row, tab_through
from stressdesk.gui.parts.layouts import Card, column, row
from stressdesk.gui.parts.screen_only import screen_only
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.examples import Examples
from stressdesk.gui.views.result_panel import GAP, ResultPanel

if TYPE_CHECKING:
    from stressdesk.gui.models.results import Findings

TITLES = {
    "check": "By check",
    "persona": "By persona",
    "stage": "By stage",
    "kind": "By kind of system failure",
    "mess": "By kind of mess",
    "turn": "By turn of the conversation",
    "intent": "By what the user wanted",
}
COLUMNS = (("check", "persona", "stage", "kind"), ("mess", "turn", "intent"))


class FailuresPanel(ResultPanel):
    """What fails, by check, persona, mess, turn and stage."""

    def _grow(self) -> Iterator[None]:
        self._cards = {name: Card(title, " ") for name, title in TITLES.items()}
        self._marks = {name: Mark() for name in TITLES}
        self.bars = {name: BarList(self.desk.appearance) for name in TITLES}
        for name, card in self._cards.items():
            card.corner.addWidget(self._marks[name])
            card.body.addWidget(self.bars[name])
            self.bars[name].chosen.connect(self.see)
        yield
        self.hint = screen_only(words("Click a bar, or press Enter on it, to see the queries behind it.", "secondary"))
        both = row(gap=GAP)
        for names in COLUMNS:
            both.addLayout(column(*(self._cards[name] for name in names), None, gap=GAP), 1)
        # Row by row, as they are read.
        for row_ in zip_longest(*COLUMNS):
            for name in filter(None, row_):
                self.show_later(self._cards[name])
        yield
        self.examples = Examples()
        self.examples.chosen.connect(self.see)
        yield
        card = Card("For example", "Failing queries, each chosen for what those before it do not show")
        card.body.addWidget(self.examples)
        self._beside, self._made = Beside(both), 0
        self.add(self.hint, self._beside, card)

    def _show(self, findings: Findings) -> Iterator[None]:
        for name, card in self._cards.items():
            bars = findings.bars[name]
            put(card.subtitle, bars.subtitle)
            self._marks[name].say(bars.origin)
            self.bars[name].show_bars(bars)
            yield
        self.examples.put(findings)
        yield
        rows = (row_ for bars in self.bars.values() for row_ in bars.rows)
        in_a_row(*rows, *(card.see for card in self.examples.cards))
        yield
        if self._made != (made := sum(len(one.rows) for one in self.bars.values())):
            # Bars come last, at the first findings, and the tab key would come to them last.
            self._made = made
            tab_through(self._beside, self.examples)
