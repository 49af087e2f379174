"""A run on its course: stages, queries, failures, spend, time, two charts, a feed, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from stressdesk.gui.icons import icon
from stressdesk.gui.models import telling
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.failing import waiting_words
from stressdesk.gui.parts.chart import ChartView
from stressdesk.gui.parts.layouts import Card, column, holding, row, scrolling
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.quantity import Quantity
from stressdesk.gui.parts.screen_only import screen_only
from stressdesk.gui.parts.words import line, words
from stressdesk.gui.views.feed import ROW, Feed
from stressdesk.gui.views.stepper import Stepper

FEED_MS = 500
BAR_STEPS = 1_000
LONGEST_NAME = 40
CHARTS = (("timeline", "Queries over time"), ("failure_rate", "Failure rate so far"))
CHART_LEAST = QSize(220, 236)
FEED_LEAST = 2 * ROW + 4


class Course(QWidget):
    """Shows the run while it is on. Charts are drawn when a new summary is there, at most once a second."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "page")
        self.state = words("", "heading")
        self.other = words("", "badge", tone="warn")
        self.stop = screen_only(button("Stop", desk.run.stop, "danger"))
        self.bar = QProgressBar()
        self.bar.setRange(0, BAR_STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Queries done of those planned")
        self.stepper = Stepper(desk.appearance)
        self.done, self.failed = Quantity("Done"), Quantity("Failed so far")
        self.spent, self.time = Quantity("Spent"), Quantity("Time")
        self.charts = [ChartView(name, desk.appearance, desk.drawing, least=CHART_LEAST) for name, _ in CHARTS]
        self.feed = Feed(desk)
        self.feed.setMinimumHeight(FEED_LEAST)
        self._lead = screen_only(words("", "tertiary"))
        self._nothing = words("No query has failed so far.", "tertiary")
        self._assemble()
        self._feeding = QTimer(self, interval=FEED_MS)
        self._feeding.timeout.connect(self._show_feed)
        desk.run.changed.connect(self._show)
        desk.run.summary_changed.connect(self._show_charts)
        desk.run.opened.connect(self._begin)
        desk.scenario.changed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        self._show()
        self._show_charts()

    def _assemble(self) -> None:
        top = Card()
        heading = row(self.state, self.other, None, self.stop)
        heading.setAlignment(self.other, Qt.AlignmentFlag.AlignVCenter)
        top.body.addLayout(heading)
        top.body.addWidget(self.bar)
        top.body.addWidget(self.stepper)
        top.body.addSpacing(4)
        line_ = row(self.done, self.failed, self.spent, self.time, gap=16)
        for at in range(line_.count()):
            line_.setStretch(at, 1)
        top.body.addLayout(line_)
        pair = row(gap=16)
        for chart, (_, title) in zip(self.charts, CHARTS, strict=True):
            card = Card(title)
            card.body.addWidget(chart)
            pair.addWidget(card, 1)
        failing = Card("Newest failing answers")
        # No subtitle: a label that wraps would make the scroll area give every part its favourite height.
        failing.corner.addWidget(self._lead)
        failing.body.addWidget(self._nothing)
        failing.body.addWidget(self.feed, 1)
        whole = column(top, gap=16)
        whole.addLayout(pair, 3)
        whole.addWidget(failing, 1)
        whole.setContentsMargins(24, 12, 24, 24)
        self.setLayout(column(scrolling(holding(whole))))

    def _begin(self) -> None:
        for chart in self.charts:
            chart.show_summary(None)
        self.feed.failing.show_failures(())
        self._show_feed()

    def _show(self, *_: object) -> None:
        run = self._desk.run
        if run.is_on != self._feeding.isActive():
            (self._feeding.start if run.is_on else self._feeding.stop)()
            self._show_feed()
        if not self.isVisible() and run.is_on:
            return
        self.state.setText(telling.headline(run))
        other = telling.other_name(run, self._desk.scenario.scenario)
        self.other.setText(line(f"Of {line(other, LONGEST_NAME)}, not the open scenario"))
        self.other.setVisible(bool(other))
        is_again = run.state == "stopping"
        self.stop.setText(" Stop at once" if is_again else " Stop")
        self.stop.setToolTip(
            "Break off what is under way" if is_again else "Answers under way may still come; nothing new is asked"
        )
        self.stop.setIcon(icon("circle-stop", self._desk.appearance.look.bad, 16))
        self.bar.setValue(BAR_STEPS * run.done // run.planned if run.planned else 0)
        self.stepper.show_steps(run.steps)
        for quantity, amount in (
            (self.done, telling.done(run)),
            (self.failed, telling.failed(run)),
            (self.spent, telling.spent(run)),
            (self.time, telling.time(run)),
        ):
            quantity.say(amount.figure, amount.detail)

    def _show_charts(self) -> None:
        for chart in self.charts:
            chart.show_summary(self._desk.run.summary)

    def _show_feed(self) -> None:
        waiting = self.feed.refresh()
        self._lead.setText(waiting_words(waiting) if waiting else "Click one to see all of it")
        has_any = self.feed.failing.rowCount() > 0
        self._nothing.setVisible(not has_any)
        self._lead.setVisible(has_any)
        self.feed.setVisible(has_any)
