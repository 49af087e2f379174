"""What no demo shows, and how long conversations go on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stressdesk.analysis.own_names import name_title
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.mess import HOSTILE_ABOUT, HOSTILE_NAMES
from stressdesk.gui.models.scenario import value_at_or_none
from stressdesk.gui.parts.dials import SHARE, SMALL_SHARE, Dial, Scale
from stressdesk.gui.parts.layouts import Card, column
from stressdesk.gui.parts.lists import Ticks
from stressdesk.gui.parts.problem_note import ProblemNote
from stressdesk.gui.parts.words import words
from stressdesk.scenario.places import Path as Place

LEAD_WIDTH = 150
SPREAD = Scale(low=0.0, high=4.0, top=3.0, digits=2)


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
            field: PlaceDial(desk, ("traffic", field), name_title(name), SMALL_SHARE, about)
            for field, name, about in (
                ("off_topic", "off-topic", "Small talk, general questions, the wrong company."),
                ("hostile", "hostile", "Attempts to talk the prompt out of its instructions or its secrets."),
                ("degenerate", "degenerate", "Empty, one character, only symbols, or the same over and over."),
            )
        }
        self.classes = Ticks(desk.scenario, ("traffic", "hostile_classes"), HOSTILE_NAMES, about=HOSTILE_ABOUT)
        self.classes.setAccessibleName("Classes of hostile messages")
        self.body.setSpacing(10)
        for name, one in self.dials.items():
            self.body.addWidget(one)
            if name == "hostile":
                self.body.addWidget(self.classes)
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
                                    "Messages in one conversation; some kinds of users write more, some fewer."),
            "single_turn_share": PlaceDial(desk, (*place, "single_turn_share"), "One message only", SHARE,
                                           "Share of conversations that end after the first answer."),
            "resend_share": PlaceDial(desk, (*place, "resend_share"), "Sent again unchanged", SMALL_SHARE,
                                      "Share of later messages that are the one before, word for word."),
            "think_median_seconds": PlaceDial(desk, (*place, "think_median_seconds"), "Time to think", think,
                                              "Half of the users write again sooner than this after an answer."),
            "think_sigma": PlaceDial(desk, (*place, "think_sigma"), "Spread of the time", SPREAD,
                                     "0: all take as long. 1.35, as usual: one in ten takes over 5 times as long."),
        }  # fmt: skip
        self.body.setSpacing(10)
        for one in self.dials.values():
            self.body.addWidget(one)
        self.body.addWidget(ProblemNote(desk.scenario, place))
