"""What is most often changed right before a run: the target, how many queries, the spend limit and the seed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.parts.fields import Field, choice_field
from stressdesk.gui.parts.layouts import Card, clear, row
from stressdesk.gui.parts.numbers import number_field, optional_number_field

MOST_QUERIES = 1_000_000
MOST_USD = 1_000_000
LARGEST_SEED = 2**53


class Choices(Card):
    """Edits the scenario itself, so that the file says what was run; undo takes each choice back."""

    def __init__(self, scenario: ScenarioModel) -> None:
        super().__init__("For this run", "Changes the scenario; Undo takes it back")
        self._scenario = scenario
        self._names: tuple[str, ...] | None = None
        self._row = row(gap=16)
        self.body.addLayout(self._row)
        scenario.changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        scenario = self._scenario.scenario
        if scenario is None:
            return
        names = tuple(dict.fromkeys([*scenario.targets, scenario.target]))
        if names == self._names:
            return
        self._names = names
        clear(self._row)
        model = self._scenario
        fields: tuple[tuple[str, QWidget, str, str], ...] = (
            ("Target", choice_field(model, ("target",), [(name, name) for name in names]), "target", ""),
            ("Production queries", number_field(model, ("load", "live"), (1, MOST_QUERIES), digits=0), "load.live", ""),
            (
                "Spend limit",
                optional_number_field(model, ("limits", "spend_usd"), (0, MOST_USD), suffix=" $"),
                "limits.spend_usd",
                "",
            ),
            (
                "Seed",
                number_field(model, ("seed",), (0, LARGEST_SEED), digits=0),
                "seed",
                "The same seed, the same traffic",
            ),
        )
        for name, control, place, hint in fields:
            self._row.addWidget(Field(model, name, control, place, hint), 1, Qt.AlignmentFlag.AlignTop)
