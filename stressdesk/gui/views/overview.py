"""The verdict and what it rests on: five figures, two charts, what production does to it, demo beside production."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

from stressdesk.gui.parts.bars import BarList
from stressdesk.gui.parts.beside import Beside
from stressdesk.gui.parts.figure_table import FigureTable
from stressdesk.gui.parts.figures import FigureCards, Mark, put
from stressdesk.gui.parts.focus import in_a_row
from stressdesk.gui.parts.layouts import Card, column, holding, row
from stressdesk.gui.parts.screen_only import in_pictures
from stressdesk.gui.parts.words import plain, words
from stressdesk.gui.views.result_panel import GAP, ResultPanel, changed_text
from stressdesk.gui.views.verdict import VerdictBanner

if TYPE_CHECKING:
    from stressdesk.gui.models.results import Findings

FIGURES = 5
MESS_ROWS, CHECK_ROWS, KINDS = 8, 6, 5
CHART_HEIGHT = 244
CLICK = "click one to see its queries"
MESS = "Points of failure rate that each kind of mess adds"
CHECKS = "Share of judged answers each check failed"
BREAKS = "How often no usable answer came, and why"


class OverviewPanel(ResultPanel):
    """Verdict, figures, demo beside production."""

    def _grow(self) -> Iterator[None]:
        look = self.desk.appearance
        self.verdict = VerdictBanner(look)
        self.figures = FigureCards(FIGURES)
        self.add(self.verdict, self.figures)
        yield
        self.failures = self.chart_card("failure_rate", QSize(320, CHART_HEIGHT))
        self.spend = self.chart_card("spend", QSize(300, CHART_HEIGHT))
        for chart in (self.failures.chart, self.spend.chart):
            chart.setFixedHeight(CHART_HEIGHT)
        self.models = self.chart_card("models", QSize(300, 200))
        yield
        self.mess, self.checks, self.kinds = BarList(look, MESS_ROWS), BarList(look, CHECK_ROWS), BarList(look, KINDS)
        self.comparison = FigureTable(look)
        self.flawless = words("", "secondary", wrap=True)
        self._marks = [Mark() for _ in range(4)]
        self._mess_card = mess = Card("What production does to it", f"{MESS}; {CLICK}")
        self._checks_card = checks = Card("What fails", f"{CHECKS}; {CLICK}")
        kinds = Card("What breaks", f"{BREAKS}; {CLICK}")
        in_pictures(checks.subtitle, CHECKS)
        in_pictures(kinds.subtitle, BREAKS)
        demo = Card("Demo beside production", "The same prompt on clean inputs and on messy traffic")
        for card, mark, inner in zip(
            (mess, checks, kinds, demo), self._marks, (self.mess, self.checks, self.kinds, self.comparison), strict=True
        ):
            card.corner.addWidget(mark)
            card.body.addWidget(inner)
        demo.body.addWidget(self.flawless)
        demo.body.addStretch(1)
        for bars in (self.mess, self.checks, self.kinds):
            bars.chosen.connect(self.see)
        yield
        self._upper, self._lower = column(mess), column(checks, kinds, gap=GAP)
        self.add(
            holding(_pair(self.failures, self.spend)),
            Beside(_pair(holding(self._upper), self.models)),
            Beside(_pair(demo, holding(self._lower))),
        )

    def _show(self, findings: Findings) -> Iterator[None]:
        contents = findings.contents
        self.verdict.say(findings.verdict, contents)
        self.figures.show_figures(contents.cards)
        yield
        self.show_charts(findings, self.failures, self.spend, self.models)
        shown = [findings.bars[name] for name in ("mess", "check", "kind")]
        for bars, part in zip((self.mess, self.checks, self.kinds), shown, strict=True):
            bars.show_bars(part)
            yield
        said = "; ".join(filter(None, (MESS, findings.bars["mess"].doubt)))
        put(self._mess_card.subtitle, f"{said}; {CLICK}")
        in_pictures(self._mess_card.subtitle, plain(said))
        self._arrange(self._mess_card if findings.seen_first == "mess" else self._checks_card)
        table = findings.tables["comparison"]
        self.comparison.show_table(table)
        self.comparison.setVisible(bool(table.rows))
        upper, lower = (self.mess, self.checks) if findings.seen_first == "mess" else (self.checks, self.mess)
        in_a_row(*upper.rows, self.comparison, *lower.rows, *self.kinds.rows)
        for mark, origin in zip(self._marks, (*(part.origin for part in shown), table.origin), strict=True):
            mark.say(origin)
        changed_text(self.flawless, contents.flawless if table.rows else table.empty)

    def _arrange(self, first: Card) -> None:
        """Put the bars that tell more higher up, where the others stand below."""
        if self._upper.indexOf(first) < 0:
            other = self._checks_card if first is self._mess_card else self._mess_card
            self._upper.addWidget(first)
            self._lower.insertWidget(0, other)


def _pair(left: QWidget, right: QWidget) -> QBoxLayout:
    both = row(gap=GAP)
    both.addWidget(left, 11)
    both.addWidget(right, 10)
    return both
