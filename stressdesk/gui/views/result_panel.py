"""What all pages of results have in common: they follow the findings while they are seen, and say if there are none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.parts.chart_card import ChartCard
from stressdesk.gui.parts.figures import put
from stressdesk.gui.parts.layouts import scrolling
from stressdesk.gui.parts.notices import Empty
from stressdesk.gui.views.panel import Panel

if TYPE_CHECKING:
    from stressdesk.gui.models.results import Findings

GAP, SIDE, TOP = 16, 24, 12
AT_ONCE = 1
CHARTS = {
    "failure_rate": ("Failure rate by scale", "Share of queries that went wrong, with 95 % intervals"),
    "spend": ("Spend by scale", "Retries and failed but billed requests included; 95 % intervals"),
    "latency": ("How long people wait", "p95: 95 of 100 answers came within this time, with 95 % intervals"),
    "timeline": ("Queries over time", "When queries arrived and what became of them"),
    "waiting": ("Latency over time", "By when queries arrived"),
    "load": ("What load does", "By how many queries were under way when one was sent"),
    "models": ("Same traffic on other models", "US dollars per 1,000 queries, with 95 % intervals"),
}
"""Titles of charts, which are known here before matplotlib is loaded."""


class ResultPanel(Panel):
    """A page that is made of findings. Pages fill `page` while they grow, and `_show` puts findings in place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._due = True
        self._later: list[QWidget] = []
        self._showing: Iterator[None] = iter(())
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._show_next)
        self.page = QVBoxLayout()
        self.page.setContentsMargins(SIDE, TOP, SIDE, SIDE)
        self.page.setSpacing(GAP)
        inner = QWidget()
        inner.setLayout(self.page)
        self._nothing = Empty(
            "No run to show",
            "Run the scenario, or open a run file: what it found stands here.",
            ("Go to Run", lambda: desk.navigation.go("Run")),
        )
        self._waiting = Empty(
            "The first answers are on their way", "Results appear here as they come in, about once a second."
        )
        self.area = scrolling(inner)
        self._reading = Empty("Reading the run", "Its records are added up; a large run takes a few seconds.")
        self._stack = QStackedLayout(self)
        for widget in (QWidget(), self._nothing, self._waiting, self._reading, self.area):
            self._stack.addWidget(widget)
        # With its bar the page stays as far from the window's edge as the header above it.
        self.area.verticalScrollBar().rangeChanged.connect(self._make_room)
        desk.results.changed.connect(self._follow)
        desk.run.opened.connect(self._begin_anew)
        desk.run.changed.connect(self._await)

    @property
    def is_all_shown(self) -> bool:
        """Has every part of the page been shown?"""
        return self.is_whole and not self._later

    def _ready(self) -> None:
        self.page.addStretch(1)
        QTimer.singleShot(0, self, self._follow)

    def add(self, *parts: QWidget) -> None:
        """Put parts on the page, one under the other; all but the first few are shown each in its own turn.

        Dressing the sixty widgets of a page takes 60 ms at once, which would be felt while a run streams in.
        """
        for part in parts:
            if self.page.count() >= AT_ONCE:
                self.show_later(part)
            self.page.addWidget(part)

    def show_later(self, part: QWidget) -> None:
        """Show a part of the page in a turn of its own, after those named before it."""
        part.hide()
        self._later.append(part)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: now it can be seen, so show what has come since."""
        super().showEvent(event)
        if self._due and self.is_whole:
            self._follow()

    def see(self, wanted: object) -> None:
        """Lead to the records a bar stands for."""
        assert isinstance(wanted, RecordFilter)
        self.desk.filtering.want(wanted)
        self.desk.navigation.go("Records")

    def chart_card(self, name: str, least: QSize | None = None) -> ChartCard:
        """A card for one of the charts, whose copies are told at the foot of the window."""
        card = ChartCard(name, CHARTS[name], self.desk.appearance, self.desk.drawing, least)
        card.copied.connect(self.desk.notices.say)
        return card

    def show_charts(self, findings: Findings, *cards: ChartCard) -> None:
        """Put findings on chart cards."""
        for card in cards:
            said = findings.charts[card.chart.name]
            subtitle = CHARTS[card.chart.name][1]
            put(card.subtitle, f"{subtitle}, in {said.of}" if said.of else subtitle)
            card.show_chart(findings.summary, said.pasted, said.spoken, findings.contents.footer)

    def _make_room(self, _least: int, most: int) -> None:
        bar = self.area.verticalScrollBar().sizeHint().width()
        self.page.setContentsMargins(SIDE, TOP, SIDE - bar if most else SIDE, SIDE)

    def _follow(self) -> None:
        findings = self.desk.results.findings
        self._due = not self.isVisible() or not self.is_whole
        if self._due:
            return
        if findings is not None:
            self._showing = self._show(findings)
            if self._stack.currentWidget() is self.area:
                # The widgets are there, and other words on them take a few milliseconds.
                for _ in self._showing:
                    pass
            else:
                self._next.start()
            return
        self._next.stop()
        if not self.desk.run.has_results:
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self._waiting if self.desk.run.is_on else self._reading)

    def _show_next(self) -> None:
        """Put the next findings in place; when all are, show the page, and one after the other what is still hidden."""
        if next(self._showing, self) is self:
            if self._stack.currentWidget() is not self.area:
                self._stack.setCurrentWidget(self.area)
            elif self._later:
                self._later.pop(0).show()
            else:
                return
        self._next.start()

    def _begin_anew(self) -> None:
        """Another run is shown: from its top."""
        self.area.verticalScrollBar().setValue(0)
        self._follow()

    def _await(self) -> None:
        """The run got under way or ended while there is nothing to show of it yet."""
        if self.desk.results.findings is None:
            self._follow()

    def _show(self, findings: Findings) -> Iterator[None]:
        """Put findings in place, in the widgets there are, some at a time."""
        raise NotImplementedError


def changed_text(label: QLabel, text: str) -> None:
    """Another text, hidden where there is none."""
    put(label, text)
    label.setVisible(bool(text))
