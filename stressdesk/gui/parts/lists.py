"""Fields for values of several parts: lines, ticks, numbers as chips, and text that is read as something else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPushButton, QWidget

from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.parts.fields import Binding
from stressdesk.gui.parts.focus import in_a_row
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.numbers import bare
from stressdesk.gui.parts.text_edit import TextEdit
from stressdesk.gui.parts.undo import leave_undo
from stressdesk.gui.parts.words import explain
from stressdesk.scenario.places import Path as Place

LINE_BREAK = "⏎"
"""Stands for a line break inside a value that is shown on one line."""
LONGEST_NUMBER = 12
IN_A_ROW = 4
TIMES = "\N{MULTIPLICATION SIGN}"


def lines_field(model: ScenarioModel, place: Place, lines: int = 4) -> TextEdit:
    """A list of texts, one a line; empty lines do not count."""
    edit = TextEdit(lines)
    edit.setFixedHeight(edit.minimumHeight())

    def show(value: Sequence[str]) -> None:
        edit.put("\n".join(one.replace("\n", LINE_BREAK) for one in value or ()))

    binding = Binding(model, edit, place, show)

    def typed() -> None:
        found = (one.replace(LINE_BREAK, "\n") for one in edit.toPlainText().split("\n") if one.strip())
        binding.edit(tuple(found), goes_on=True)

    edit.textChanged.connect(typed)
    edit.left.append(model.settle)
    edit.setProperty("binding", binding)
    return edit


class Ticks(QWidget):
    """Boxes to tick for those of several values that are in; they keep the order they are offered in."""

    def __init__(
        self, model: ScenarioModel, place: Place, choices: Sequence[tuple[str, str]], columns: int = 3,
        about: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.boxes = {value: QCheckBox(name) for value, name in choices}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for at, box in enumerate(self.boxes.values()):
            grid.addWidget(box, at // columns, at % columns)
            box.clicked.connect(self._ticked)
        for value, words in (about or {}).items():
            explain(self.boxes[value], words)
        grid.setColumnStretch(columns, 1)
        self._binding = Binding(model, self, place, self._show)

    def _show(self, value: Sequence[str]) -> None:
        for name, box in self.boxes.items():
            box.setChecked(name in value)

    def _ticked(self) -> None:
        self._binding.edit(tuple(name for name, box in self.boxes.items() if box.isChecked()))


class Chips(QWidget):
    """Growing whole numbers, each on a chip that takes it away, and a line for another one.

    `trouble` says in words what is wrong with what is typed into the line.
    """

    trouble_changed = Signal()

    def __init__(self, model: ScenarioModel, place: Place, most: int, limit: int) -> None:
        super().__init__()
        self._most, self._limit = most, limit
        self._value: tuple[int, ...] = ()
        self.chips: list[QPushButton] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._grid.setColumnStretch(IN_A_ROW, 1)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("add a number")
        self.line.setAccessibleName("Add a number of queries")
        self.line.setFixedWidth(110)
        leave_undo(self.line, self.line.text)
        self.trouble = ""
        self.setLayout(column(self._grid))
        self.line.textEdited.connect(lambda text: self._say(is_wrong=self._is_wrong(text)))
        self.line.returnPressed.connect(self._add)
        self.line.editingFinished.connect(self._add)
        self.setFocusProxy(self.line)
        self._binding = Binding(model, self, place, self._show)

    def _show(self, value: Sequence[int]) -> None:
        self.line.clear()
        self._say(is_wrong=False)
        if self.chips and self._value == tuple(value):
            return
        self._value = tuple(value)
        self._grid.removeWidget(self.line)
        for chip in self.chips:
            self._grid.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(number) for number in self._value]
        for at, chip in enumerate(self.chips):
            self._grid.addWidget(chip, at // IN_A_ROW, at % IN_A_ROW, Qt.AlignmentFlag.AlignLeft)
        row, first = divmod(len(self.chips), IN_A_ROW)
        # Over all that is left of its row: in one column, it would hold the chips above it apart.
        self._grid.addWidget(self.line, row, first, 1, IN_A_ROW + 1 - first, Qt.AlignmentFlag.AlignLeft)
        in_a_row(self.line, *self.chips)  # new chips would come last of the whole window
        self.line.setVisible(len(self._value) < self._most)

    def _chip(self, number: int) -> QPushButton:
        chip = button(f"{number:,}  {TIMES}", partial(self._remove, number), "chip", f"Take {number:,} away")
        chip.setAccessibleName(f"Take {number:,} away")
        chip.setEnabled(len(self._value) > 1)
        return chip

    def _add(self) -> None:
        text = self.line.text()
        number = whole_number(text)
        is_wrong = self._is_wrong(text)
        self._say(is_wrong=is_wrong)
        if number is not None and not is_wrong:
            self.line.clear()
            self._put((*self._value, number))

    def _is_wrong(self, text: str) -> bool:
        number = whole_number(text)
        return bool(text.strip()) and not (number is not None and 1 <= number <= self._limit)

    def _say(self, *, is_wrong: bool) -> None:
        trouble = f"Write a whole number from 1 to {self._limit:,}." if is_wrong else ""
        if trouble != self.trouble:
            self.trouble = trouble
            self.trouble_changed.emit()

    def _remove(self, number: int) -> None:
        self._put(tuple(one for one in self._value if one != number))

    def _put(self, numbers: tuple[int, ...]) -> None:
        value = tuple(sorted(set(numbers)))
        self._binding.edit(value)
        self._show(value)


def whole_number(text: str) -> int | None:
    """A number as people write it: 10000, 10,000, 10 000 or 10k; None for anything else."""
    compact = "".join(text.lower().split()).replace("_", "").replace("'", "")
    thousand = compact.endswith("k")
    try:
        figures = bare(compact.removesuffix("k"))
    except ValueError:
        return None
    if not (figures.isascii() and figures.isdecimal()) or len(figures) > LONGEST_NUMBER:
        return None
    return int(figures) * (1_000 if thousand else 1)


class ParsedText(QWidget):
    """Text that stands for a value: what can be read goes into the scenario at once, of what cannot `trouble` says why.

    `read` raises ValueError with words for the user.
    """

    trouble_changed = Signal()

    def __init__(
        self,
        model: ScenarioModel,
        place: Place,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        lines: int = 8,
    ) -> None:
        super().__init__()
        self._read, self._write = read, write
        self.edit = TextEdit(lines)
        self.edit.setFixedHeight(self.edit.minimumHeight())
        self.trouble = ""
        self.setLayout(column(self.edit))
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._typed)
        self.edit.left.append(model.settle)
        self._binding = Binding(model, self, place, self._show)

    def setAccessibleName(self, name: str) -> None:
        """Qt: it is the editor that is read out."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def _show(self, value: Any) -> None:
        with QSignalBlocker(self.edit):
            self.edit.put(self._write(value))
        self._say("")

    def _typed(self) -> None:
        try:
            value = self._read(self.edit.toPlainText())
        except ValueError as error:
            self._say(str(error))
            return
        self._say("")
        self._binding.edit(value, goes_on=True)

    def _say(self, trouble: str) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self.trouble_changed.emit()


def json_object(text: str) -> dict[str, Any]:
    """The JSON object a text is; raises ValueError that says in words what is wrong and where."""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise ValueError(f"This is not JSON yet: line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except RecursionError as error:
        raise ValueError("This is nested too deep.") from error
    if not isinstance(value, dict):
        raise ValueError("Write an object: it begins with { and ends with }.")  # noqa: TRY004 - said to the user
    return value


def json_text(value: Any) -> str:
    """A value as indented JSON."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def shares(text: str) -> dict[str, float]:
    """Lines such as "typos: 5 %" as shares by name; raises ValueError naming the line."""
    found = {}
    for number, one in enumerate(text.split("\n"), 1):
        name, colon, share = one.partition(":")
        if not one.strip():
            continue
        try:
            value = float(share.replace("%", "").strip()) / 100
        except ValueError:
            value = -1.0
        if not colon or not name.strip() or not 0 <= value <= 1:
            raise ValueError(f"Line {number}: write a name, a colon and a number from 0 to 100, as in typos: 5 %.")
        found[name.strip()] = round(value, 6)
    return found


def shares_text(value: dict[str, float]) -> str:
    """Shares by name, one a line."""
    return "\n".join(f"{name}: {share * 100:g} %" for name, share in value.items())


def _refuse(name: str) -> Any:
    raise ValueError(f"JSON has no {name}.")
