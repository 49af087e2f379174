"""The network between users and the target, and faults put in on purpose."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.disturbance import FAULTS, FIGURES, NETWORKS, PERSONAS_PLACE, network_line, own_figures
from stressdesk.gui.parts.fields import Field, choice_field
from stressdesk.gui.parts.folds import Fold
from stressdesk.gui.parts.layouts import Card, evenly
from stressdesk.gui.parts.numbers import number_field, optional_number_field
from stressdesk.gui.parts.problem_note import ProblemNote
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.network_figures import NetworkFigures
from stressdesk.gui.views.persona_networks import PersonaNetworks
from stressdesk.gui.views.simulated_editor import LOOK_HERE, PERCENT
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.places import Path as Place

NETWORK: Place = ("disturbance", "network")
HINTS = {"cut_stream": "After the first words; it is billed.", "stall": "After the first words; it is billed."}


class DisturbanceCard(Card):
    """What is put in the way on purpose. The demo is left alone, and every effect is marked as injected."""

    ABOUT = "Put in on purpose and marked as injected on every record; the demo is left alone."

    def __init__(self, desk: Desk) -> None:
        super().__init__("Network and faults", self.ABOUT)
        self._desk = desk
        self._scenario = desk.scenario
        self.fields: dict[str, QWidget] = {}
        self.network = words("", "tertiary", wrap=True)
        self.figures = Fold("Figures of its own", self._figures, desk.appearance)
        preset = choice_field(desk.scenario, (*NETWORK, "preset"), NETWORKS)
        self.body.addWidget(self._field("Users are on", preset, "network.preset"))
        self.body.addWidget(self.network)
        self.body.addWidget(self.figures)
        self.personas = Fold("Networks of some users", self._personas, desk.appearance)
        self.body.addWidget(self.personas)
        self.body.addSpacing(4)
        self.body.addWidget(words("Requests that fail on purpose", "secondary"))
        first, *rest = [self._fault(name, label) for name, label in FAULTS]
        place = ("disturbance", "faults", "retry_after_seconds")
        wait = optional_number_field(desk.scenario, place, (0.1, 3_600), digits=1, suffix=" s")
        asking = self._field("429 asks to wait", wait, "faults.retry_after_seconds", "Empty: it does not say.")
        self.body.addLayout(evenly(first, asking))
        self.body.addLayout(evenly(*rest[:2]))
        self.body.addLayout(evenly(*rest[2:]))
        self.body.addWidget(ProblemNote(desk.scenario, ("disturbance", "faults"), inside=False))
        desk.scenario.changed.connect(self._changed)
        desk.scenario.problems_changed.connect(self._sum_up)
        if desk.scenario.scenario is not None:
            self._changed(None, desk.scenario.scenario)

    def _fault(self, name: str, label: str) -> Field:
        box = number_field(self._scenario, ("disturbance", "faults", name), (0, 100), **PERCENT)
        return self._field(label, box, f"faults.{name}", HINTS.get(name, "Not sent; it costs nothing."))

    def _figures(self) -> QWidget:
        figures = NetworkFigures(self._scenario, NETWORK)
        self.fields |= {f"network.{name}": edit for name, edit in figures.fields.items()}
        return figures

    def _personas(self) -> QWidget:
        self.own = PersonaNetworks(self._desk)
        return self.own

    def _field(self, label: str, control: QWidget, name: str, hint: str = "") -> Field:
        control.setAccessibleName(label)
        self.fields[name] = control
        return Field(self._scenario, label, control, ("disturbance", *name.split(".")), hint)

    def _changed(self, before: Scenario | None, after: Scenario) -> None:
        if before is None or before.disturbance is not after.disturbance:
            self.network.setText(network_line(after.disturbance))
            self._sum_up()

    def _sum_up(self) -> None:
        if self._scenario.scenario is None:
            return
        disturbance = self._scenario.scenario.disturbance
        is_wrong = any(self._scenario.problem_at((*NETWORK, name)) for name in FIGURES)
        given, own = own_figures(disturbance), len(disturbance.personas)
        self.figures.sum_up(LOOK_HERE if is_wrong else f"{given} given" if given else "")
        is_wrong = self._scenario.problem_at(PERSONAS_PLACE) is not None
        self.personas.sum_up(LOOK_HERE if is_wrong else f"{own} of their own" if own else "")
