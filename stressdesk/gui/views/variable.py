"""One variable of the prompt: its source and the fields of that, or the news that it has none."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QSizePolicy, QWidget

from stressdesk.gui.models import sources
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.sources import KINDS, PROVIDERS, SourceRow
from stressdesk.gui.parts.editor import Editor
from stressdesk.gui.parts.fields import Binding, Choice, Field, line_field, text_field
from stressdesk.gui.parts.icon_button import IconButton
from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.undo import leave_undo
from stressdesk.gui.parts.words import Elided, words
from stressdesk.scenario.places import Path as Place

NAME_WIDTH = 92
KIND_WIDTH = 124


class Lacking(QFrame):
    """A variable without a value: a click gives it one, or makes it what the user writes."""

    def __init__(self, model: ScenarioModel, name: str) -> None:
        super().__init__()
        self.setProperty("tone", "bad")
        self.setProperty("kind", "lacking")
        said = Elided(f"{{{{{name}}}}}: no value")
        self.give = button("Give it a value", partial(sources.give_value, model, name))
        self.choose = button("The user writes this", partial(sources.make_input, model, name), "quiet")
        self.give.setAccessibleName(f"Give {name} a value")
        line = row(said, gap=8)
        line.setStretch(0, 1)
        line.addWidget(self.give)
        line.addWidget(self.choose)
        line.setContentsMargins(12, 6, 8, 6)
        self.setLayout(line)


class VariableBlock(QFrame):
    """A variable with its source; another source has other fields."""

    def __init__(self, desk: Desk, entry: SourceRow) -> None:
        super().__init__()
        model, name = desk.scenario, entry.name
        assert entry.kind is not None
        self._model, self._name = model, name
        self.setProperty("kind", "well")
        title = Elided(f"{{{{{name}}}}}")
        title.setFixedWidth(NAME_WIDTH)
        title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        title.setAlignment(Qt.AlignmentFlag.AlignTop)
        title.setContentsMargins(0, 7, 0, 0)
        self.kind = Choice(KINDS)
        self.kind.setFixedWidth(KIND_WIDTH)
        self.kind.setAccessibleName(f"Source of {name}")
        self.kind.setCurrentIndex(self.kind.findData(entry.kind))
        self.kind.activated.connect(self._choose)
        self.field = _FIELDS[entry.kind](model, ("variables", name))
        self.remove = IconButton("trash-2", f"Remove {name}", partial(sources.remove, model, name), desk.appearance)
        line = row(gap=8)
        line.addWidget(title)
        line.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.field, 1)
        line.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        whole = column(line, gap=4)
        whole.setContentsMargins(10, 8, 6, 8)
        if not entry.is_used:
            whole.addWidget(words("The prompt does not mention it.", "tertiary"))
        self.setLayout(whole)

    def _choose(self, at: int) -> None:
        sources.choose_kind(self._model, self._name, self.kind.itemData(at))


def _text(model: ScenarioModel, place: Place) -> Field:
    return _field(model, text_field(model, (*place, "text"), editor=Editor(1, 6)), place, "")


def _values(model: ScenarioModel, place: Place) -> Field:
    edit = Editor(2, 8)
    binding = Binding(model, edit, (*place, "values"), lambda value: edit.put(sources.values_written(value or ())))
    edit.textChanged.connect(lambda: binding.edit(sources.values_read(edit.toPlainText()), goes_on=True))
    edit.left.append(model.settle)
    return _field(model, edit, place, "One value a line; each user gets one of them.")


def _file(model: ScenarioModel, place: Place) -> Field:
    hint = "Beside the scenario, such as handbook.md."
    return _field(model, line_field(model, (*place, "file"), placeholder="name of a text file"), place, hint)


def _table(model: ScenarioModel, place: Place) -> Field:
    file = _named(line_field(model, (*place, "csv"), placeholder="CSV file"), "CSV file")
    name = _named(line_field(model, (*place, "column"), placeholder="column"), "Column")
    both = QWidget()
    both.setLayout(row(file, name, gap=6))
    both.setFocusProxy(file)
    return _field(model, both, place, "Columns of one table come from the same row.")


def _invented(model: ScenarioModel, place: Place) -> Field:
    chosen = Choice([(one, one.replace("_", " ").capitalize()) for one in PROVIDERS])
    chosen.setEditable(True)
    chosen.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    chosen.setMinimumContentsLength(5)
    chosen.setAccessibleName("What is invented")

    def show(value: object) -> None:
        at = chosen.findData(value)
        if at >= 0:
            chosen.setCurrentIndex(at)
        else:
            chosen.setEditText("" if value is None else str(value))

    binding = Binding(model, chosen, (*place, "faker"), show)

    def entered() -> None:
        variable = model.now.variables.get(str(place[-1]))
        if variable is None or variable.faker is None:
            # The field was left because its variable went, or gets its values from elsewhere now.
            return
        typed = chosen.currentText().strip()
        binding.edit(chosen.itemData(at) if (at := chosen.findText(typed)) >= 0 else typed.lower().replace(" ", "_"))

    chosen.activated.connect(lambda at: binding.edit(chosen.itemData(at)))
    typing = chosen.lineEdit()
    assert typing is not None
    typing.editingFinished.connect(entered)
    leave_undo(typing)
    locale = _named(line_field(model, (*place, "locale"), placeholder="en_US"), "Language and country")
    locale.setFixedWidth(64)
    both = QWidget()
    side_by_side = row(chosen, locale, gap=6)
    side_by_side.setStretch(0, 1)
    both.setLayout(side_by_side)
    both.setFocusProxy(chosen)
    return _field(model, both, place, "")


def _field(model: ScenarioModel, control: QWidget, place: Place, hint: str) -> Field:
    if not control.accessibleName():
        control.setAccessibleName(f"Value of {place[-1]}")
    field = Field(model, "", control, place, hint)
    field.label.hide()
    return field


def _named(edit: QLineEdit, name: str) -> QLineEdit:
    edit.setAccessibleName(name)
    return edit


_FIELDS = {"text": _text, "values": _values, "file": _file, "csv": _table, "faker": _invented}
