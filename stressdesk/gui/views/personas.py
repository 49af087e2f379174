"""Who writes: the mix of personas, and the languages they write in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stressdesk.analysis.own_names import name_title
from stressdesk.gui.models import weights
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.disturbance import PERSONAS_PLACE as NETWORKS_PLACE
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.parts.dials import SHARE, Dial
from stressdesk.gui.parts.focus import in_a_row
from stressdesk.gui.parts.layouts import Card, column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.problem_note import ProblemNote
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.persona_networks import NetworkChoice
from stressdesk.scenario.model import Scenario
from stressdesk.traffic.personas import PERSONAS
from stressdesk.traffic.tongues import LANGUAGE_NAMES, home_language, language_words

LEAD_WIDTH = 118
NETWORK_WIDTH = 132

SetShare = Callable[..., None]


class Weighing(QWidget):
    """One name with its share of the whole; the weight behind it, which stands in the file, is the tooltip."""

    def __init__(self, model: ScenarioModel, key: str, name: str, about: str, set_share: SetShare) -> None:
        super().__init__()
        self.dial = Dial(f"Share of {name}", SHARE, words(name), lead_width=LEAD_WIDTH)
        self._model, self._key, self._set_share = model, key, set_share
        self._share = 0.0
        self._about = row(gap=12)
        if about:
            self._about.addWidget(words(about, "tertiary", wrap=True), 1)
        self.setLayout(column(self.dial, *([self._about] if about else []), gap=6))
        self.dial.moved.connect(self._move)
        self.dial.settled.connect(model.settle)

    def put_beside(self, widget: QWidget) -> None:
        """Something else to say of this one, at the right end of the words about it."""
        self._about.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def show_weight(self, weight: float, share: float) -> None:
        """Show what a weight comes to."""
        self._share = share
        self.dial.show_value(share)
        alone = "All of it: give another one a share, and this has the rest"
        for one in (self.dial.slider, self.dial.number):
            one.setToolTip(alone if share == 1 else f"Weight {weight:g}")

    def _move(self, share: float) -> None:
        self._set_share(self._model, self._key, share, goes_on=True)
        # Where nobody else has a share, or 99 % is the most there is, the scenario stays as it was: so does the dial.
        self.dial.show_value(self._share)


class PersonasCard(Card):
    """Every kind of user with its share of the mix."""

    ABOUT = (
        "How often each kind of user comes up, and on what network: more of one is less of all others. The usual mix "
        "is assumed."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__("Who writes", self.ABOUT)
        self._model = desk.scenario
        self.rows = {
            persona.name: Weighing(
                desk.scenario, persona.name, name_title(persona.name), persona.about, weights.set_persona_share
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
        self.networks: dict[str, NetworkChoice] = {}
        self.body.addWidget(ProblemNote(desk.scenario, NETWORKS_PLACE))
        desk.scenario.changed.connect(self._changed)
        if desk.scenario.scenario is not None:
            self._show(desk.scenario.scenario)

    def grow_networks(self) -> None:
        """Let the network of each kind of user be chosen beside its share."""
        for name, one in self.rows.items():
            self.networks[name] = NetworkChoice(self._model, name)
            self.networks[name].setFixedWidth(NETWORK_WIDTH)
            one.put_beside(self.networks[name])
            in_a_row(one.dial.number, self.networks[name])

    def _changed(self, before: Scenario | None, after: Scenario) -> None:
        if before is None or before.traffic.personas is not after.traffic.personas:
            self._show(after)

    def _show(self, scenario: Scenario) -> None:
        self.reset.setEnabled(bool(scenario.traffic.personas))
        _show_weights(self.rows, weights.persona_weights(scenario))


class LanguagesCard(Card):
    """The languages users write in, which may be others than that of the demo inputs."""

    ABOUT = "As worded below; a request without such words stays as it is, with phrases of that language around it."

    def __init__(self, desk: Desk) -> None:
        super().__init__("In which language", self.ABOUT)
        self._model = desk.scenario
        self.rows = {
            code: Weighing(desk.scenario, code, name, "", weights.set_language_share)
            for code, name in LANGUAGE_NAMES.items()
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
        if (
            before is None
            or before.traffic.languages is not after.traffic.languages
            or before.wordings is not after.wordings
        ):
            self._show(after)

    def _show(self, scenario: Scenario) -> None:
        given = scenario.traffic.languages
        self.reset.setEnabled(bool(given))
        home = LANGUAGE_NAMES[home_language(scenario)]
        rest = (
            f"Everybody writes in the language of the demo inputs ({home}). What you give to another is taken from it."
        )
        self.note.setText(". ".join(language_words(scenario)) if given else rest)
        self.note.setVisible(bool(self.note.text()))
        _show_weights(self.rows, weights.language_weights(scenario))


def _show_weights(rows: dict[str, Weighing], given: dict[str, float]) -> None:
    shares = weights.shares(given)
    for name, one in rows.items():
        one.show_weight(given[name], shares[name])
