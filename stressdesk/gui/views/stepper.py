"""The stages of a run side by side: over, under way, still ahead."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from stressdesk.analysis.words import count
from stressdesk.gui.icons import picture
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.course import Step
from stressdesk.gui.parts.layouts import clear, column, holding, row
from stressdesk.gui.parts.words import Elided, words

SIGNS = {"over": "circle-check", "now": "play", "ahead": "square"}
BROKEN_OFF = "circle-stop"
SAID = {"over": "done", "now": "under way", "ahead": "still to come"}


class _Stage(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._sign = QLabel()
        self._sign.setFixedWidth(18)
        self._name = words("", "body")
        self._amount = Elided("", "tertiary")
        self._shown: object = None
        line_ = row(self._sign, holding(column(self._name, self._amount, gap=0)), gap=6)
        line_.setStretch(1, 1)
        self.setLayout(line_)

    def show_step(self, step: Step, appearance: Appearance, *, is_on: bool) -> None:
        """Show how far the stage has come."""
        if (step, is_on, appearance.look.name) == self._shown:
            return
        self._shown = (step, is_on, appearance.look.name)
        look = appearance.look
        colour = {"over": look.good, "now": look.accent, "ahead": look.tertiary}[step.state]
        is_broken_off = step.state == "now" and not is_on
        self._sign.setPixmap(picture(BROKEN_OFF if is_broken_off else SIGNS[step.state], colour, 16))
        self._name.setText(step.name)
        self._amount.setText(f"{count(step.done)} of {count(step.planned)}")
        self.setAccessibleName(f"{step.name}: {count(step.done)} of {count(step.planned)}, {SAID[step.state]}")


class Stepper(QWidget):
    """Shows the stages it is given."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._row = row(gap=12)
        self._stages: list[_Stage] = []
        self.setLayout(self._row)

    def show_steps(self, steps: tuple[Step, ...], *, is_on: bool = True) -> None:
        """Show these stages in their order; where the run is not on, the one under way was broken off."""
        if len(steps) != len(self._stages):
            clear(self._row)
            self._stages = [_Stage() for _ in steps]
            for stage in self._stages:
                self._row.addWidget(stage, 1)
        for stage, step in zip(self._stages, steps, strict=True):
            stage.show_step(step, self._appearance, is_on=is_on)
