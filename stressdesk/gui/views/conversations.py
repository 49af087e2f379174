"""What no demo shows, how long conversations go on, and when they begin."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.mess import ODD_TITLES, TIMES
from stressdesk.gui.models.scenario import value_at_or_none
from stressdesk.gui.parts.dials import SHARE, SMALL_SHARE, Dial, Scale
from stressdesk.gui.parts.fields import Choice, Field, number_field
from stressdesk.gui.parts.layouts import Card, column, row
from stressdesk.gui.parts.problem_note import ProblemNote
from stressdesk.gui.parts.words import words
from stressdesk.scenario.places import Path as Place
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

LEAD_WIDTH = 150
LOAD = ("load", "arrivals")
KINDS: tuple[tuple[str, type[Any], str], ...] = (
    ("Rate that wanders, as in real chats", Chat, "Busier and quieter by turns, as measured in public chat traffic."),
    ("One rate, independent users", Poisson, "Nobody knows of the others: some come together by chance."),
    ("Evenly spaced", Constant, "The kindest traffic there is: no two users at once by chance."),
    ("Growing or falling", Ramp, "The rate changes steadily from the first to the last minute."),
    ("A sudden rush", Spike, "A share of all users comes within a short part of the window."),
    ("A link that spreads", FlashCrowd, "The rate climbs to ten times the usual, then dies away."),
    (
        "Hours of a week",
        Day,
        "Busy and quiet hours, as measured in campus question answering; quieter weekends, assumed.",
    ),
    ("Office hours", Office, "Working hours with a dip at noon, nearly idle at night and at weekends. Assumed."),
    ("Programs that call an API", Clients, "A few clients send most, each at its own pace, in bursts, as measured."),
    ("A code assistant", Assistant, "Nothing for long, then a burst of requests as somebody types. Assumed."),
    ("A recorded trace", Trace, "As in trace.csv, or another `file` the scenario names, stretched into the window."),
)


class PlaceDial(QWidget):
    """A dial for one place of the scenario, with a line about what it means."""

    def __init__(self, desk: Desk, place: Place, name: str, scale: Scale, about: str) -> None:
        super().__init__()
        self._model = desk.scenario
        self._place = place
        self._name = name
        self.dial = Dial(name, scale, lead_width=LEAD_WIDTH)
        self.setLayout(column(self.dial, words(about, "tertiary", wrap=True), gap=2))
        self.dial.moved.connect(self._move)
        self.dial.settled.connect(self._model.settle)
        self._model.changed.connect(self._show)
        self._show()

    def _move(self, value: float) -> None:
        self._model.edit(self._place, value, f"change of {self._name.lower()}", goes_on=True)

    def _show(self, *_: object) -> None:
        scenario = self._model.scenario
        value = None if scenario is None else value_at_or_none(scenario, self._place)
        if value is not None:
            self.dial.show_value(float(value))


class OddCard(Card):
    """Shares of messages that have nothing to do with what the prompt is for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("What no demo shows", "Shares of all messages. They replace a request; mess changes one.")
        self.dials = {
            field: PlaceDial(desk, ("traffic", field), ODD_TITLES[name], SMALL_SHARE, about)
            for field, name, about in (
                ("off_topic", "off-topic", "Small talk, general questions, the wrong company."),
                ("hostile", "hostile", "Attempts to talk the prompt out of its instructions or its secrets."),
                ("degenerate", "degenerate", "Empty, one character, only symbols, or the same over and over."),
            )
        }
        self.body.setSpacing(10)
        for one in self.dials.values():
            self.body.addWidget(one)
        self.body.addWidget(ProblemNote(desk.scenario, ("traffic",), inside=False))


class ConversationsCard(Card):
    """How many turns a conversation has and how long people think between them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Conversations", "Usual values: a public log of a campus question answering service.")
        turns = Scale(low=1.0, high=50.0, top=6.0, digits=2)
        think = Scale(low=0.1, high=86_400.0, top=600.0, bend=2.0, digits=1, suffix=" s")
        place = ("traffic", "sessions")
        self.dials = {
            "mean_turns": PlaceDial(desk, (*place, "mean_turns"), "Turns on average", turns,
                                    "Messages of one user in one conversation, before the persona's own habits."),
            "single_turn_share": PlaceDial(desk, (*place, "single_turn_share"), "One message only", SHARE,
                                           "Share of conversations that end after the first answer."),
            "think_median_seconds": PlaceDial(desk, (*place, "think_median_seconds"), "Time to think", think,
                                              "Half of the users write again sooner than this after an answer."),
        }  # fmt: skip
        self.body.setSpacing(10)
        for one in self.dials.values():
            self.body.addWidget(one)
        self.body.addWidget(ProblemNote(desk.scenario, place))


class ArrivalsCard(Card):
    """When conversations begin: the pattern, its numbers, and the window they all begin in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("When they arrive", "All queries of a scale arrive within one window, whatever the scale.")
        self._model = desk.scenario
        self.kind = Choice([(kind, name) for name, kind, _ in KINDS])
        self.window_minutes = number_field(desk.scenario, ("load", "window_minutes"), (0.05, 40_320), suffix=" min")
        self.about = words("", "tertiary", wrap=True)
        self.numbers = {kind: _numbers(desk, kind) for _, kind, _ in KINDS}
        self._stack = QStackedWidget()
        for one in self.numbers.values():
            self._stack.addWidget(one)
        line = row(gap=12)
        line.addWidget(Field(desk.scenario, "Pattern", self.kind, LOAD), 1)
        line.addWidget(Field(desk.scenario, "Window", self.window_minutes, ("load", "window_minutes")))
        self.body.addLayout(line)
        self.body.addWidget(self.about)
        self.body.addWidget(self._stack)
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
        shown = self.numbers[KINDS[at][1]]
        self._stack.setCurrentWidget(shown)
        self._stack.setVisible(shown.property("numbers") > 0)


def _numbers(desk: Desk, kind: type[Any]) -> QWidget:
    """The fields of one pattern; their places exist only while the scenario has that pattern."""
    field = partial(_number, desk)
    share = partial(field, suffix=" %", factor=100.0, digits=1)
    times = partial(field, limits=(0, 100), suffix=f" {TIMES}", hint="Times the average")
    fields: list[Field] = []
    if kind is Chat:
        fields = [
            field("sigma", "How much it wanders", limits=(0, 3), hint="0 not at all; 0.18 was measured"),
            field("correlation_seconds", "Changes after", limits=(1, 86_400), digits=0, suffix=" s",
                  hint="Time until a busy spell is forgotten"),
        ]  # fmt: skip
    elif kind is Ramp:
        fields = [times("start", "At the start"), times("end", "At the end")]
    elif kind is Spike:
        fields = [
            share("share", "Users in the rush", limits=(0, 100), hint="Of all users"),
            share("at", "Middle of the rush", limits=(0, 100), hint="Of the window"),
            share("width", "Length of the rush", limits=(0.1, 100), hint="Of the window"),
        ]
    holder = QWidget()
    line = row(gap=12)
    for one in fields:
        line.addWidget(one, 1)
    holder.setLayout(line)
    holder.setProperty("numbers", len(fields))
    return holder


def _number(desk: Desk, name: str, label: str, *, limits: tuple[float, float], hint: str, **looks: Any) -> Field:
    place = (*LOAD, name)
    return Field(desk.scenario, label, number_field(desk.scenario, place, limits, **looks), place, hint)
