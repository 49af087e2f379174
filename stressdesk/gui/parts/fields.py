"""Fields of the scenario on screen: a label, a control bound to one place of the scenario, and what is wrong with it.

A control shows the scenario and edits it, and keeps nothing of its own; undo therefore reaches every field.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from stressdesk.gui.models.marks import unseen_words
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.wording import problem_words
from stressdesk.gui.parts.text_edit import TextEdit
from stressdesk.gui.parts.undo import leave_undo
from stressdesk.gui.parts.words import restyle, words
from stressdesk.scenario.places import Path as Place
from stressdesk.scenario.places import field_name


@runtime_checkable
class Telling(Protocol):
    """A control that says in words why what was typed into it makes no sense; "" where it does."""

    trouble: str
    trouble_changed: Any


class TypedLine(QLineEdit):
    """A line whose text may make no sense; `trouble` says in words why, until it is written anew."""

    trouble_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.trouble = ""
        self.textEdited.connect(lambda: self.say(""))

    def say(self, trouble: str) -> None:
        """Say what was wrong with what was typed, or "" that nothing is."""
        if trouble != self.trouble:
            self.trouble = trouble
            self.trouble_changed.emit()


class Field(QWidget):
    """A label above its control, and under it a hint, or in its place what is wrong there.

    With `inner` False, what is wrong with a part of the value is said by that part's own field.
    """

    def __init__(
        self, model: ScenarioModel, label: str, control: QWidget, place: Place | str, hint: str = "", *,
        inner: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self._inner = inner
        self._model = model
        self._place = place
        self._hint = hint
        self.control = control
        self.label = QLabel(label)
        self.label.setProperty("kind", "secondary")
        self.label.setBuddy(control)
        self.note = words("", "tertiary", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(control)
        layout.addWidget(self.note)
        if not control.accessibleName():
            control.setAccessibleName(label.replace("&", ""))
        model.problems_changed.connect(self._show)
        if isinstance(control, QLineEdit):
            control.textChanged.connect(self._show)
        if isinstance(control, Telling):
            control.trouble_changed.connect(self._show)
        self._show()

    def move_to(self, place: Place | str) -> None:
        """Watch another place of the scenario."""
        self._place = place
        self._show()

    def _show(self, *_: object) -> None:
        problem = self._model.problem_at(self._place)
        if problem is not None and not self._inner and problem.field != _name(self._place):
            problem = None
        trouble = self.control.trouble if isinstance(self.control, Telling) else ""
        trouble = trouble or problem_words(problem)
        # A line cannot show them: it lets such a character turn what stands around it.
        odd = unseen_words(self.control.text()) if isinstance(self.control, QLineEdit) else ""
        text = trouble or odd or self._hint
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.control.setAccessibleDescription(text)
        framed = self.control.focusProxy() or self.control
        for widget, name, value in ((self.note, "kind", "problem" if trouble or odd else "tertiary"),
                                    (framed, "wrong", "true" if trouble else "false")):  # fmt: skip
            if widget.property(name) != value:
                widget.setProperty(name, value)
                restyle(widget)


def _name(place: Place | str) -> str:
    return place if isinstance(place, str) else field_name(place)


class Binding(QObject):
    """Keeps one control and one place of the scenario alike; lives as long as the control."""

    def __init__(self, model: ScenarioModel, control: QWidget, place: Place, show: Callable[[Any], None]) -> None:
        super().__init__(control)
        self._model = model
        self._show = show
        self._control = control
        self.place = place
        self._shown: Any = object()
        model.replaced.connect(self._forget)
        model.changed.connect(self._changed)
        self.refresh()

    def move_to(self, place: Place) -> None:
        """Show another place of the scenario."""
        self.place = place
        self.refresh()

    @property
    def is_there(self) -> bool:
        """Has the scenario this place? A control that was typed into may outlive it by a moment."""
        try:
            self._model.value(self.place)
        except (LookupError, TypeError):
            return False
        return True

    def edit(self, value: Any, *, goes_on: bool = False) -> None:
        """Put what the user entered into the scenario."""
        self._shown = value
        name = self._control.accessibleName() or field_name(self.place)
        self._model.edit(self.place, value, f"change of {name.lower()}", goes_on=goes_on)

    def refresh(self) -> None:
        """Show the scenario's value, if there is one."""
        if not self.is_there:
            return
        value = self._model.value(self.place)
        if value is self._shown or (value == self._shown and type(value) is type(self._shown)):
            return
        self._shown = value
        with QSignalBlocker(self._control):
            self._show(value)

    def _forget(self) -> None:
        """What the control shows may be half typed, and meant for what was there before."""
        self._shown = object()

    def _changed(self, _before: object, _after: object) -> None:
        self.refresh()


def text_field(model: ScenarioModel, place: Place, lines: int = 6, *, editor: TextEdit | None = None) -> TextEdit:
    """An editor of a text; a word is one step to undo."""
    edit = editor or TextEdit(lines)
    known = ""

    def show(value: Any) -> None:
        nonlocal known
        edit.put("" if value is None else str(value))
        known = edit.toPlainText()

    binding = Binding(model, edit, place, show)

    def typed() -> None:
        nonlocal known
        text = edit.toPlainText()
        if text == known:
            # Qt tells of a change also when a text is only coloured.
            return
        known = text
        binding.edit(text, goes_on=True)
        at = edit.textCursor().position()
        if text[at - 1 : at].isspace():
            model.settle()

    edit.textChanged.connect(typed)
    edit.left.append(model.settle)
    edit.setProperty("binding", binding)
    return edit


def line_field(model: ScenarioModel, place: Place, *, empty: Any = "", placeholder: str = "") -> QLineEdit:
    """A line of text; an empty one is `empty` in the scenario, such as None."""
    edit = QLineEdit()
    leave_undo(edit)
    edit.setPlaceholderText(placeholder)

    def show(value: Any) -> None:
        text = "" if value is None else str(value)
        if edit.text() != text:
            edit.setText(text)
        if not edit.hasFocus():
            # A text longer than the line is read from its start.
            edit.setCursorPosition(0)

    binding = Binding(model, edit, place, show)
    edit.textEdited.connect(lambda text: binding.edit(text or empty, goes_on=True))
    edit.editingFinished.connect(model.settle)
    edit.setProperty("binding", binding)
    return edit


class Choice(QComboBox):
    """One of several; the wheel scrolls the page and never changes a choice by accident."""

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, name in choices:
            self.addItem(name, value)

    def setAccessibleName(self, name: str) -> None:
        """Qt: what the choice is of. On X11 and Wayland screen readers are told what is chosen as its name, so that
        without a label this stands nowhere.
        """
        super().setAccessibleName(name)
        if sys.platform == "linux":
            self.setAccessibleDescription(name)

    def showPopup(self) -> None:
        """Qt: the list opens; by itself it believes that it has arrows, and needs no bar."""
        self.view().setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave the wheel to the page."""
        event.ignore()


def choice_field(model: ScenarioModel, place: Place, choices: Sequence[tuple[Any, str]]) -> Choice:
    """A list to choose one value from, each with its name."""
    box = Choice(choices)
    binding = Binding(model, box, place, lambda value: box.setCurrentIndex(max(0, box.findData(value))))
    box.activated.connect(lambda at: binding.edit(box.itemData(at)))
    box.setProperty("binding", binding)
    return box


def switch_field(model: ScenarioModel, place: Place, name: str, *, on: Any = True, off: Any = False) -> QCheckBox:
    """A box to tick, standing for one of two values."""
    box = QCheckBox(name)
    binding = Binding(model, box, place, lambda value: box.setChecked(value == on))
    box.toggled.connect(lambda ticked: binding.edit(on if ticked else off))
    box.setProperty("binding", binding)
    return box
