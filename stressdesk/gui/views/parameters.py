"""What is sent with every request, which variable holds the user's words, and whether turns are remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.prompts import stops_read, stops_written
from stressdesk.gui.models.rendered import Rendered
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.parts.fields import Binding, Field, choice_field
from stressdesk.gui.parts.layouts import Card
from stressdesk.gui.parts.numbers import optional_number_field
from stressdesk.gui.parts.undo import leave_undo
from stressdesk.gui.views.users_words import UsersWords
from stressdesk.scenario.places import Path as Place

PARAMETERS = ("prompt", "parameters")
MEMORY = (("conversation", "The whole conversation"), ("none", "Only what the user writes"))
LARGEST_SEED = 2**53
ABOUT = {
    "Temperature": "How freely words are chosen: at 0 always the likeliest, at 1 and above more and more by chance",
    "Top p": "Only the likeliest words that together have this share are chosen from: 0.1 is strict, 1 leaves none out",
    "Most tokens": "The answer is cut off there; 100 tokens are about 75 words",
    "Seed": "The same number asks the provider for the same answer again, where it can do that",
    "Stop at": "The answer ends before any of these texts. Commas between several; \\n is a line end",
    "Later turns carry": "What is sent with a second message of the same conversation",
    "User's words go into": "The variable that stands for what the user writes; without one it follows the prompt",
}


class ParametersCard(Card):
    """Seven fields in three rows."""

    def __init__(self, desk: Desk, rendered: Rendered) -> None:
        super().__init__("Parameters", "Sent with every request. Empty ones are left to the target.")
        model = desk.scenario
        self.temperature = optional_number_field(model, (*PARAMETERS, "temperature"), (0, 2))
        self.top_p = optional_number_field(model, (*PARAMETERS, "top_p"), (0.001, 1), digits=3)
        self.max_tokens = optional_number_field(model, (*PARAMETERS, "max_tokens"), (1, 1_000_000), digits=0)
        self.seed = optional_number_field(model, (*PARAMETERS, "seed"), (-LARGEST_SEED, LARGEST_SEED), digits=0)
        self.stop = stops_field(model, (*PARAMETERS, "stop"))
        self.memory = choice_field(model, ("prompt", "memory"), MEMORY)
        self.input = UsersWords(model, rendered)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        above = (
            Field(model, "Temperature", self.temperature, (*PARAMETERS, "temperature")),
            Field(model, "Top p", self.top_p, (*PARAMETERS, "top_p")),
            Field(model, "Most tokens", self.max_tokens, (*PARAMETERS, "max_tokens")),
            Field(model, "Seed", self.seed, (*PARAMETERS, "seed")),
        )
        below = (
            Field(model, "Stop at", self.stop, (*PARAMETERS, "stop")),
            Field(model, "Later turns carry", self.memory, ("prompt", "memory")),
            Field(model, "User's words go into", self.input, ("prompt", "input")),
        )
        for field in (*above, *below):
            field.setToolTip(ABOUT[field.label.text()])
        for at, field in enumerate(above):
            grid.addWidget(field, 0, at, Qt.AlignmentFlag.AlignTop)
        for at, field in enumerate(below):
            grid.addWidget(field, 1 + at // 2, at % 2 * 2, 1, 2, Qt.AlignmentFlag.AlignTop)
        for at in range(4):
            grid.setColumnStretch(at, 1)
        self.body.addLayout(grid)


def stops_field(model: ScenarioModel, place: Place) -> QLineEdit:
    """Stop sequences on a line."""
    edit = QLineEdit()
    edit.setPlaceholderText("none")
    leave_undo(edit)
    binding = Binding(model, edit, place, lambda value: edit.setText(stops_written(value)))
    edit.textEdited.connect(lambda text: binding.edit(stops_read(text), goes_on=True))
    edit.editingFinished.connect(model.settle)
    edit.setProperty("binding", binding)
    return edit
