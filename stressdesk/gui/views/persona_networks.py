"""The networks that some kinds of user have of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.disturbance import CHOICES, PERSONAS_PLACE, own_preset, set_own_preset, users
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.parts.fields import Choice, Field
from stressdesk.gui.parts.layouts import column, evenly
from stressdesk.gui.views.network_figures import NetworkFigures
from stressdesk.scenario.model import Scenario
from stressdesk.traffic.personas import PERSONAS

IN_A_ROW = 3


class NetworkChoice(Choice):
    """Which network one kind of user is on; the first choice is everybody's."""

    def __init__(self, model: ScenarioModel, persona: str) -> None:
        super().__init__(CHOICES)
        self._model = model
        self._persona = persona
        self.setAccessibleName(f"Network of {users(persona)}")
        self.activated.connect(self._choose)
        model.changed.connect(self._changed)
        if model.scenario is not None:
            self._changed(None, model.scenario)

    def _choose(self, at: int) -> None:
        set_own_preset(self._model, self._persona, self.itemData(at))

    def _changed(self, before: Scenario | None, after: Scenario) -> None:
        if before is None or before.disturbance is not after.disturbance:
            self.setCurrentIndex(self.findData(own_preset(after, self._persona)))


class PersonaNetworks(QWidget):
    """A network to choose for every kind of user, and the figures of those that have one of their own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._model = desk.scenario
        self.choices = {persona.name: NetworkChoice(desk.scenario, persona.name) for persona in PERSONAS}
        fields = [
            Field(desk.scenario, _title(name), choice, (*PERSONAS_PLACE, name, "preset"))
            for name, choice in self.choices.items()
        ]
        self.whose = Choice(())
        self.whose.setAccessibleName("Whose figures")
        self.whose.activated.connect(self._show_figures)
        self._whose_field = Field(desk.scenario, "Figures of", self.whose, PERSONAS_PLACE, inner=False)
        self.figures = NetworkFigures(desk.scenario, (*PERSONAS_PLACE, PERSONAS[0].name))
        rows = [evenly(*fields[at : at + IN_A_ROW]) for at in range(0, len(fields), IN_A_ROW)]
        self.setLayout(column(*rows, evenly(self._whose_field), self.figures, gap=10))
        desk.scenario.changed.connect(self._changed)
        if desk.scenario.scenario is not None:
            self._changed(None, desk.scenario.scenario)

    def show_figures_of(self, persona: str) -> None:
        """Show the figures of a kind of user that has a network of its own."""
        self.whose.setCurrentIndex(max(0, self.whose.findData(persona)))
        self._show_figures()

    def _changed(self, before: Scenario | None, after: Scenario) -> None:
        if before is not None and before.disturbance is after.disturbance:
            return
        own = list(after.disturbance.personas)
        known = [self.whose.itemData(at) for at in range(self.whose.count())]
        if own != known:
            was = self.whose.currentData()
            # Whoever has just been given a network is most likely the one whose figures are wanted.
            new = next((name for name in own if name not in known), was) if before is not None else was
            self.whose.clear()
            for name in own:
                self.whose.addItem(_title(name), name)
            self.show_figures_of(new)
        for widget in (self._whose_field, self.figures):
            widget.setVisible(bool(own))

    def _show_figures(self) -> None:
        persona = self.whose.currentData()
        if persona is not None:
            self.figures.move_to((*PERSONAS_PLACE, persona), users(persona))


def _title(persona: str) -> str:
    said = users(persona)
    return f"{said[:1].upper()}{said[1:]}"
