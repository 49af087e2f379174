"""Who writes: the mix of personas, and the languages they write in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from stressdesk.gui.models import weights
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.mess import named
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.parts.dials import Dial, Scale
from stressdesk.gui.parts.layouts import Card, column
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.problem_note import ProblemNote
from stressdesk.gui.parts.words import words
from stressdesk.scenario.model import Scenario
from stressdesk.traffic.personas import PERSONAS

WEIGHT = Scale(high=1e6, digits=2)
LEAD_WIDTH = 118
SHARE_WIDTH = 46

SetWeight = Callable[..., None]


class Weighing(QWidget):
    """One name with its weight, and the share of the whole that the weight comes to."""

    def __init__(self, model: ScenarioModel, key: str, name: str, about: str, set_weight: SetWeight) -> None:
        super().__init__()
        self.dial = Dial(f"Weight of {name}", WEIGHT, words(name), lead_width=LEAD_WIDTH)
        self.share = QLabel()
        self.share.setFixedWidth(SHARE_WIDTH)
        self.share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.dial.line.addWidget(self.share)
        self.setLayout(column(self.dial, *([words(about, "tertiary", wrap=True)] if about else []), gap=0))
        self.dial.moved.connect(lambda weight: set_weight(model, key, weight, goes_on=True))
        self.dial.settled.connect(model.settle)

    def show_weight(self, weight: float, share: float, top: float) -> None:
        """Show the weight and what it comes to."""
        self.dial.show_top(top)
        self.dial.show_value(weight)
        self.share.setText(f"{100 * share:.0f} %" if share >= 0.01 or not share else "< 1 %")  # noqa: PLR2004 - one per cent
        self.share.setProperty("share", share)
        self.dial.number.setAccessibleDescription(f"{self.share.text()} of all users")


class PersonasCard(Card):
    """Every kind of user with its weight in the mix."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Who writes", "How often each kind of user comes up. The usual mix is assumed.")
        self._model = desk.scenario
        self.rows = {
            persona.name: Weighing(
                desk.scenario, persona.name, named(persona.name), persona.about, weights.set_persona_weight
            )
            for persona in PERSONAS
        }
        self.reset = button("Usual mix", lambda: weights.reset_personas(desk.scenario), "",
                            "Go back to the usual mix, which is assumed")  # fmt: skip
        self.corner.addWidget(self.reset)
        self.body.setSpacing(10)
        for one in self.rows.values():
            self.body.addWidget(one)
        self.body.addWidget(ProblemNote(desk.scenario, weights.PERSONAS_PLACE))
        desk.scenario.changed.connect(self._changed)
        if desk.scenario.scenario is not None:
            self._show(desk.scenario.scenario)

    def _changed(self, before: Scenario | None, after: Scenario) -> None:
        if before is None or before.traffic.personas is not after.traffic.personas:
            self._show(after)

    def _show(self, scenario: Scenario) -> None:
        self.reset.setEnabled(bool(scenario.traffic.personas))
        _show_weights(self.rows, weights.persona_weights(scenario))


class LanguagesCard(Card):
    """The languages users write in, which may be others than that of the demo inputs."""

    ABOUT = "Framed around the demo's request, which stays as it is; these are not translations."

    def __init__(self, desk: Desk) -> None:
        super().__init__("In which language", self.ABOUT)
        self._model = desk.scenario
        self.rows = {
            code: Weighing(desk.scenario, code, name, "", weights.set_language_weight)
            for code, name in weights.LANGUAGE_NAMES.items()
        }
        self.reset = button("As in the demo", lambda: weights.reset_languages(desk.scenario), "",
                            "Everybody writes in the language of the demo inputs")  # fmt: skip
        self.corner.addWidget(self.reset)
        self.note = words("", "tertiary", wrap=True)
        for one in self.rows.values():
            self.body.addWidget(one)
        self.body.addWidget(self.note)
        self.body.addWidget(ProblemNote(desk.scenario, weights.LANGUAGES_PLACE))
        desk.scenario.changed.connect(self._changed)
        if desk.scenario.scenario is not None:
            self._show(desk.scenario.scenario)

    def _changed(self, before: Scenario | None, after: Scenario) -> None:
        if before is None or before.traffic.languages is not after.traffic.languages:
            self._show(after)

    def _show(self, scenario: Scenario) -> None:
        given = scenario.traffic.languages
        self.reset.setEnabled(bool(given))
        home = weights.LANGUAGE_NAMES[weights.home_language(scenario)]
        self.note.setText(f"Everybody writes in the language of the demo inputs ({home}). The first weight you give "
                          f"leaves {home} a weight of 1.")  # fmt: skip
        self.note.setVisible(not given)
        _show_weights(self.rows, weights.language_weights(scenario))


def _show_weights(rows: dict[str, Weighing], given: dict[str, float]) -> None:
    shares, top = weights.shares(given), weights.full_scale(given.values())
    for name, one in rows.items():
        one.show_weight(given[name], shares[name], top)
