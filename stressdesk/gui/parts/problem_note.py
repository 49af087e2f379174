"""What is wrong at a place of the scenario that several controls edit together."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.wording import problem_words
from stressdesk.gui.parts.words import NARROWEST, plain
from stressdesk.scenario.places import Path as Place
from stressdesk.scenario.places import field_name


class ProblemNote(QLabel):
    """The first problem at exactly this place, or inside it if `inside`, with what to do; hidden while nothing is."""

    def __init__(self, model: ScenarioModel, place: Place, *, inside: bool = True) -> None:
        super().__init__()
        self._model = model
        self._place = place
        self._inside = inside
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "problem")
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setMinimumWidth(NARROWEST)
        model.problems_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        problem = self._model.problem_at(self._place)
        if problem is not None and not self._inside and problem.field != field_name(self._place):
            problem = None
        text = plain(problem_words(problem))
        self.setText(text)
        self.setVisible(bool(text))
