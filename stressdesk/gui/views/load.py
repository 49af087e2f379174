"""How much arrives, how long people wait, what is tried again, what is put in the way; and who answers."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.facts import TargetFacts
from stressdesk.gui.models.load import MOST_SCALES, RETRY_KINDS, load_words
from stressdesk.gui.parts.fields import Choice, Field, choice_field, switch_field
from stressdesk.gui.parts.layouts import Card, added, evenly, row
from stressdesk.gui.parts.lists import Chips, Ticks
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.numbers import number_field
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.disturbance import DisturbanceCard
from stressdesk.gui.views.target import TargetCard
from stressdesk.gui.views.trial import TrialCard
from stressdesk.gui.views.two_columns import TwoColumnPanel

LARGEST_SCALE = 1_000_000
LOOPS = (
    ("open", "Whether or not answers come (open loop)"),
    ("closed", "Only after an answer came (closed loop)"),
)


class LoadPanel(TwoColumnPanel):
    """Load on the left, target on the right, each with what it means in words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.fields: dict[str, QWidget] = {}
        self.facts = TargetFacts(desk.scenario, desk.thinking, self)
        self.meaning = words("", "body", wrap=True)

    def _grow(self) -> Iterator[None]:
        added(self.left, self._load())
        yield
        self.target = TargetCard(self.desk, self.facts)
        yield
        self.right.addWidget(self.target)
        yield
        added(self.left, self._waiting())
        self.desk.scenario.changed.connect(self._show)
        self._show()
        yield
        self.trial = added(self.right, TrialCard(self.desk, self.facts))
        self.trial.key_wanted.connect(self.target.ask_for_key)
        yield
        self.disturbance = added(self.left, DisturbanceCard(self.desk))

    def _load(self) -> Card:
        card = Card("Load", "How many queries arrive, and how fast.")
        scales = Chips(self.desk.scenario, ("load", "scales"), MOST_SCALES, LARGEST_SCALE)
        loop = choice_field(self.desk.scenario, ("load", "loop"), LOOPS)
        self._users = self._number("People at once", "users", (1, 100_000), "Each waits, thinks, and asks again.")
        self._window = self._number(
            "Window, minutes",
            "window_minutes",
            (0.001, 40_320),
            "However many queries, all arrive in it.",
            digits=3,
        )
        live = self._number("Production queries", "live", (1, 1_000_000), "How many a real target is asked.")
        card.body.addWidget(
            self._field("Scales", scales, "scales", "How many queries to know the outcome of: up to six numbers.")
        )
        card.body.addLayout(evenly(live, self._window))
        card.body.addWidget(self._field("People ask", loop, "loop"))
        card.body.addLayout(evenly(self._users))
        kind = button("Choose how arrivals spread on the Traffic page", self._to_traffic, "link")
        self._kind = row(kind, None)
        card.body.addLayout(self._kind)
        well = Card()
        well.setProperty("kind", "well")
        self.meaning.setAccessibleName("What this load means")
        well.body.addWidget(self.meaning)
        card.body.addWidget(well)
        return card

    def _waiting(self) -> Card:
        card = Card("Waiting and trying again", "What people and your product do when answers are late or fail.")
        patience = self._number(
            "Patience, seconds", "patience_seconds", (0.1, 3_600), "Then a person leaves.", digits=1
        )
        flight = self._number("Most under way at once", "max_in_flight", (1, 100_000), "Further queries wait.")
        card.body.addLayout(evenly(patience, flight))
        attempts = self._number("Retries", "retry.attempts", (0, 10), "0: a failing query is not asked again.")
        backoff = self._number(
            "Seconds before the first", "retry.backoff_seconds", (0.01, 600), "Doubles with each attempt.", digits=2
        )
        card.body.addLayout(evenly(attempts, backoff))
        kinds = Ticks(self.desk.scenario, ("load", "retry", "kinds"), RETRY_KINDS, 2)
        self._kinds = self._field("Tried again after", kinds, "retry.kinds")
        card.body.addWidget(self._kinds)
        place = ("load", "retry", "honour_retry_after")
        honour = switch_field(self.desk.scenario, place, "Wait as long as the provider asks for (Retry-After)")
        self.fields["retry.honour_retry_after"] = honour
        card.body.addWidget(honour)
        paced = switch_field(self.desk.scenario, ("load", "paced"), "Wait so that the provider's rate limits are kept")
        self.fields["paced"] = paced
        card.body.addWidget(paced)
        return card

    def _show(self, *_: object) -> None:
        scenario = self.desk.scenario.scenario
        if scenario is None:
            return
        self.meaning.setText(load_words(scenario))
        is_closed = scenario.load.loop == "closed"
        self._users.setVisible(is_closed)
        self._window.setEnabled(not is_closed)
        again = scenario.load.retry.attempts > 0
        for name in ("retry.backoff_seconds", "retry.kinds", "retry.honour_retry_after"):
            self.fields[name].setEnabled(again)

    def _to_traffic(self) -> None:
        self.desk.navigation.go("Traffic")

    def _number(
        self, label: str, name: str, limits: tuple[float, float], hint: str = "", *, digits: int = 0
    ) -> Field:  # fmt: skip
        box = number_field(self.desk.scenario, _place(name), limits, digits=digits)
        return self._field(label, box, name, hint)

    def _field(self, label: str, control: QWidget, name: str, hint: str = "") -> Field:
        if isinstance(control, Choice):
            control.setAccessibleName(label)
        self.fields[name] = control
        return Field(self.desk.scenario, label, control, _place(name), hint)


def _place(name: str) -> tuple[str, ...]:
    return ("load", *name.split("."))
