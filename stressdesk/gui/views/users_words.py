"""Where the user's words go: into one of the prompt's variables, or after the prompt as a message of their own."""

from __future__ import annotations

from itertools import chain, count

from PySide6.QtWidgets import QComboBox

from stressdesk.gui.models.rendered import Rendered
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.sources import make_input
from stressdesk.gui.parts.fields import Choice

OWN_MESSAGE = "A message of their own"
MOST_SHOWN = 60
LETTERS = 17


class UsersWords(Choice):
    """Offers the variables that the prompt mentions now."""

    def __init__(self, model: ScenarioModel, rendered: Rendered) -> None:
        super().__init__([])
        self._model, self._rendered = model, rendered
        self._names: tuple[str, ...] | None = None
        # Else the longest name would say how wide the page is.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(LETTERS)
        self.activated.connect(self._choose)
        model.changed.connect(self._show)
        rendered.changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        scenario, example = self._model.scenario, self._rendered.example
        if scenario is None:
            return
        chosen = scenario.prompt.input
        if example is not None and (example.used or not example.problems):
            first = sorted(example.used)[:MOST_SHOWN]
            self._offer(tuple(sorted({*first, *example.used & {chosen}})))
        elif self.findData(chosen) < 0:  # a prompt that cannot be read yet, or not at present, names no variable
            self._offer((chosen,))
        self.setCurrentIndex(max(0, self.findData(chosen)))

    def _offer(self, names: tuple[str, ...]) -> None:
        if names == self._names:
            return
        self._names = names
        self.clear()
        self.addItem(OWN_MESSAGE, "")
        for name in names:
            self.addItem(f"{{{{{name}}}}}", name)

    def _choose(self, at: int) -> None:
        name, before = self.itemData(at), self._model.now.prompt.input
        if name == before:
            return
        if name:
            make_input(self._model, name)
        elif self.findData(before) >= 0:
            self._model.edit(("prompt", "input"), self._unused(), "choice of a message for the user's words")

    def _unused(self) -> str:
        """A name that the prompt does not mention: what it stands for follows the prompt."""
        example = self._rendered.example
        used = example.used if example is not None else ()
        tried = chain(("message",), (f"users_words_{number}" for number in count(1)))
        return next(name for name in tried if self.findData(name) < 0 and name not in used)
