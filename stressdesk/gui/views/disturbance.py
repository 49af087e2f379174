"""The network between users and the target, and faults put in on purpose."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.disturbance import FAULTS, FIGURES, NETWORKS, network_line, own_figures
from stressdesk.gui.parts.fields import Field, choice_field, number_field, optional_number_field
from stressdesk.gui.parts.folds import Fold
from stressdesk.gui.parts.layouts import Card, column, evenly, holding
from stressdesk.gui.parts.problem_note import ProblemNote
from stressdesk.gui.parts.words import words
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
        self._scenario = desk.scenario
        self.fields: dict[str, QWidget] = {}
        self.network = words("", "tertiary", wrap=True)
        self.figures = Fold("Figures of its own", self._figures, desk.appearance)
        preset = choice_field(desk.scenario, (*NETWORK, "preset"), NETWORKS)
        self.body.addWidget(self._field("Users are on", preset, "network.preset"))
        self.body.addWidget(self.network)
        self.body.addWidget(self.figures)
        self.body.addWidget(ProblemNote(desk.scenario, ("disturbance", "personas")))
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
        milliseconds: dict[str, Any] = {"digits": 1, "suffix": " ms"}
        width: dict[str, Any] = {"digits": 0, "suffix": " kbit/s"}
        return holding(
            column(
                evenly(
                    self._figure("Delay a round trip", "delay_ms", (0, 60_000), **milliseconds),
                    self._figure("Varies by", "jitter_ms", (0, 60_000), **milliseconds),
                    self._figure("Round trips lost", "loss", (0, 50), **PERCENT),
                ),
                evenly(
                    self._figure("Link down", "down_kbit", (1, 1e7), **width),
                    self._figure("Link up", "up_kbit", (1, 1e7), **width),
                ),
                words("Empty: as the network chosen above has it.", "tertiary", wrap=True),
                gap=10,
            )
        )

    def _figure(self, label: str, name: str, limits: tuple[float, float], **form: Any) -> Field:
        edit = optional_number_field(self._scenario, (*NETWORK, name), limits, **form)
        edit.setPlaceholderText("as chosen")
        return self._field(label, edit, f"network.{name}")

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
        is_wrong = any(self._scenario.problem_at((*NETWORK, name)) for name in FIGURES)
        given = own_figures(self._scenario.scenario.disturbance)
        self.figures.sum_up(LOOK_HERE if is_wrong else f"{given} given" if given else "")
