"""How a run ended, what is saved of it, and what can be done now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from stressdesk.gui.icons import icon, picture
from stressdesk.gui.models import telling
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import Card, column, holding, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.quantity import Quantity
from stressdesk.gui.parts.screen_only import screen_only
from stressdesk.gui.parts.words import plain, restyle, words
from stressdesk.gui.views.stepper import Stepper

SIGNS = {"good": "circle-check", "warn": "circle-stop", "bad": "triangle-alert"}


class Ended(QWidget):
    """Shows the end of the run; resuming, looking at results and running again are one click each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "page")
        self._sign = QLabel()
        self.title = words("", "title")
        self.sentence = words("", wrap=True)
        self.hint = words("", "secondary", wrap=True)
        self.saved = words("", "secondary", wrap=True)
        for label in (self.sentence, self.hint):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.results = button("See results", lambda: desk.navigation.go("Overview"))
        self.resume = button("Resume", self._resume)
        self.again = button("Run again…", desk.starting.again)
        self.stepper = Stepper(desk.appearance)
        self.done, self.failed = Quantity("Done"), Quantity("Failed")
        self.spent, self.time = Quantity("Spent"), Quantity("Time")
        self._figures = Card("How far it came")
        self._assemble()
        desk.run.changed.connect(self._show)
        desk.starting.changed.connect(self._show)
        desk.scenario.file_changed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        self._show()

    def _assemble(self) -> None:
        card = Card()
        text = holding(column(self.title, self.sentence, self.hint, self.saved, gap=6))
        body = row(gap=14)
        body.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(text, 1)
        card.body.addLayout(body)
        card.body.addSpacing(6)
        for one in (self.resume, self.results, self.again):
            screen_only(one)
        card.body.addLayout(row(42, self.resume, self.results, self.again, None))
        self._figures.body.addWidget(self.stepper)
        self._figures.body.addSpacing(4)
        line_ = row(self.done, self.failed, self.spent, self.time, gap=16)
        for at in range(line_.count()):
            line_.setStretch(at, 1)
        self._figures.body.addLayout(line_)
        whole = column(card, self._figures, None, gap=16)
        whole.setContentsMargins(24, 12, 24, 24)
        self.setLayout(whole)

    def _resume(self) -> None:
        path = self._desk.run.path
        if path is not None:
            self._desk.troubles.start(self._desk.starting.resume(path), "The run could not be resumed")

    def _show(self, *_: object) -> None:
        run, starting, look = self._desk.run, self._desk.starting, self._desk.appearance.look
        if run.is_on:
            return
        told = telling.ending(run, starting)
        self._sign.setPixmap(picture(SIGNS[told.tone], getattr(look, told.tone), 28))
        self.title.setText(told.title)
        for label, text in ((self.sentence, told.sentence), (self.hint, told.hint), (self.saved, told.saved)):
            label.setText(plain(text, 4_000))
            label.setVisible(bool(text))
        self.resume.setText(f" {told.resume}")
        self.resume.setVisible(bool(told.resume))
        self.results.setVisible(told.has_results)
        self.again.setVisible(self._desk.scenario.scenario is not None)
        first = self.resume if told.resume else self.results if told.has_results else self.again
        for one in (self.resume, self.results, self.again):
            kind = "primary" if one is first else ""
            if one.property("kind") != kind:
                one.setProperty("kind", kind)
                restyle(one)
        self.resume.setIcon(icon("play", look.surface, 16))
        self._figures.setVisible(bool(run.rows))
        self.stepper.show_steps(run.steps, is_on=False)
        for quantity, amount in (
            (self.done, telling.done(run)),
            (self.failed, telling.failed(run)),
            (self.spent, telling.spent(run)),
            (self.time, telling.time(run)),
        ):
            quantity.say(amount.figure, amount.detail)
