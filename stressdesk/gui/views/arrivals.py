"""When conversations begin: the pattern, its numbers, and the window they all begin in."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.fields import Choice, Field
from stressdesk.gui.parts.layouts import Card, column, row
from stressdesk.gui.parts.numbers import number_field
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.arrival_numbers import LOAD, arrival_numbers
from stressdesk.scenario.traffic import (
    Arrivals,
    Assistant,
    Chat,
    Clients,
    Constant,
    Day,
    FlashCrowd,
    Office,
    Poisson,
    Ramp,
    Spike,
    Trace,
)

KINDS: tuple[tuple[str, type[Any], str], ...] = (
    ("Rate that wanders, as in real chats", Chat, "Busier and quieter by turns, as measured in public chat traffic."),
    ("One rate, independent users", Poisson, "Nobody knows of the others: some come together by chance."),
    ("Evenly spaced", Constant, "The kindest traffic there is: no two users at once by chance."),
    ("Growing or falling", Ramp, "The rate changes steadily from the first to the last minute."),
    ("A sudden rush", Spike, "A share of all users comes within a short part of the window."),
    ("A link that spreads", FlashCrowd, "The rate climbs to many times the usual, then dies away. Assumed."),
    (
        "Hours of a week",
        Day,
        "Busy and quiet hours. Usual ones: measured in campus question answering, with quieter weekends, assumed.",
    ),
    ("Office hours", Office, "Working hours with a dip at noon, nearly idle at night and at weekends. Assumed."),
    ("Programs that call an API", Clients, "A few clients send most, each at its own pace, in bursts, as measured."),
    ("A code assistant", Assistant, "Nothing for long, then a burst of requests as somebody types. Assumed."),
    ("A recorded trace", Trace, "As a recording of yours has them, stretched or pressed into the window."),
)


class ArrivalsCard(Card):
    """When conversations begin. The numbers of a pattern are made when it is first shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("When they arrive", "However many queries there are, all of them arrive within the window.")
        self._desk = desk
        self._model = desk.scenario
        self.kind = Choice([(kind, name) for name, kind, _ in KINDS])
        self.window_minutes = number_field(desk.scenario, ("load", "window_minutes"), (0.05, 40_320), suffix=" min")
        self.about = words("", "tertiary", wrap=True)
        self.numbers: dict[type[Any], QWidget] = {}
        self._below: QVBoxLayout = column()
        line = row(gap=12)
        line.addWidget(Field(desk.scenario, "Pattern", self.kind, LOAD, inner=False), 1)
        line.addWidget(Field(desk.scenario, "Window", self.window_minutes, ("load", "window_minutes")))
        self.body.addLayout(line)
        self.body.addWidget(self.about)
        self.body.addLayout(self._below)
        self.kind.activated.connect(self._choose)
        self._model.changed.connect(self._show)
        self._show()

    def _choose(self, at: int) -> None:
        kind = self.kind.itemData(at)
        if not isinstance(self._model.now.load.arrivals, kind):
            self._model.edit(LOAD, kind(), "change of arrivals")

    def _show(self, *_: object) -> None:
        if self._model.scenario is None:
            return
        arrivals: Arrivals = self._model.scenario.load.arrivals
        at = next(number for number, (_, kind, _) in enumerate(KINDS) if isinstance(arrivals, kind))
        self.kind.setCurrentIndex(at)
        self.about.setText(KINDS[at][2])
        self._show_numbers(KINDS[at][1])

    def _show_numbers(self, kind: type[Any]) -> None:
        if kind not in self.numbers:
            self.numbers[kind] = arrival_numbers(self._desk, kind)
            self._below.addWidget(self.numbers[kind])
        for one, shown in self.numbers.items():
            shown.setVisible(one is kind)
