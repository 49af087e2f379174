"""The figures of one network, each of which may stand in place of its preset's."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.parts.fields import Binding, Field
from stressdesk.gui.parts.layouts import column, evenly
from stressdesk.gui.parts.numbers import optional_number_field
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.simulated_editor import PERCENT
from stressdesk.scenario.places import Path as Place


class NetworkFigures(QWidget):
    """Delay, its variation, loss and link width of the network at a place; empty ones are the preset's."""

    def __init__(self, scenario: ScenarioModel, place: Place, whose: str = "") -> None:
        super().__init__()
        self._scenario = scenario
        self._place = place
        self.fields: dict[str, QLineEdit] = {}
        self._labelled: dict[str, Field] = {}
        milliseconds: dict[str, Any] = {"digits": 1, "suffix": " ms"}
        width: dict[str, Any] = {"digits": 0, "suffix": " kbit/s"}
        self.setLayout(
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
        self._name(whose)

    def move_to(self, place: Place, whose: str) -> None:
        """Show the network at another place, and say in the names read out whose it is."""
        for name, edit in self.fields.items():
            self._labelled[name].move_to((*place, name))
            binding = edit.property("binding")
            assert isinstance(binding, Binding)
            binding.move_to((*place, name))
        self._name(whose)

    def _name(self, whose: str) -> None:
        for name, edit in self.fields.items():
            label = self._labelled[name].label.text()
            edit.setAccessibleName(f"{label}, {whose}" if whose else label)

    def _figure(self, label: str, name: str, limits: tuple[float, float], **form: Any) -> Field:
        place = (*self._place, name)
        edit = optional_number_field(self._scenario, place, limits, **form)
        edit.setPlaceholderText("as chosen")
        self.fields[name] = edit
        self._labelled[name] = Field(self._scenario, label, edit, place)
        return self._labelled[name]
