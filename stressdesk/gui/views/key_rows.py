"""The key of a hosted target: which variable it is read from, where it is, and a field to enter one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.facts import TargetFacts
from stressdesk.gui.models.keys import Where
from stressdesk.gui.parts.fields import Binding, Field
from stressdesk.gui.parts.focus import hand_over, tab_after
from stressdesk.gui.parts.layouts import clear, column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.undo import leave_undo
from stressdesk.gui.parts.words import Tone, set_tone, words
from stressdesk.scenario.keys import looks_like_key
from stressdesk.scenario.places import Path as Place

BADGES: dict[Where, tuple[str, Tone]] = {
    "environment": ("in the environment", "good"),
    "key store": ("in the key store", "good"),
    "this window": ("for this window", "good"),
    "looking": ("looking…", ""),
    "nowhere": ("missing", "warn"),
}
OWN_HINT = "Only where the server asks for a key, such as MY_SERVER_KEY; without one, no key is sent there."
NEVER = "A key never stands in the scenario, a run file or a log."


class KeyRows(QWidget):
    """One row a variable; made anew when the target reads others."""

    def __init__(self, desk: Desk, name: str, facts: TargetFacts) -> None:
        super().__init__()
        self._desk = desk
        self._facts = facts
        self._place: Place = ("targets", name, "key_env")
        self.rows: dict[str, KeyRow] = {}
        self._inner = column()
        self.name = QLineEdit()
        is_own = desk.scenario.value(("targets", name, "base_url")) is not None
        self.name.setPlaceholderText("none" if is_own else "the provider's own")
        leave_undo(self.name)
        self._binding = Binding(desk.scenario, self.name, self._place, lambda value: self.name.setText(value or ""))
        self.name.textEdited.connect(self._typed)
        self.name.editingFinished.connect(desk.scenario.settle)
        hint = OWN_HINT if is_own else "Only where it is not the provider's own, such as OPENAI_API_KEY."
        self.pasted = words("", "problem", wrap=True)
        self.pasted.hide()
        variable = Field(desk.scenario, "Variable that holds the key", self.name, self._place, hint)
        self.setLayout(column(variable, self.pasted, self._inner, gap=8))
        facts.changed.connect(self._show)
        self._show()

    def _typed(self, text: str) -> None:
        is_key = looks_like_key(text)
        self.pasted.setVisible(is_key)
        if is_key:
            # It was pasted into the wrong field: it must not become a part of the scenario.
            self.name.clear()
            self.pasted.setText("That was a key, not the name of a variable. Enter it below.")
            return
        self._binding.edit(text.strip() or None, goes_on=True)

    def _show(self) -> None:
        variables = self._facts.known.variables
        if tuple(self.rows) == variables:
            return
        clear(self._inner)
        self.rows = {name: KeyRow(self._desk, name, explained=name == variables[0]) for name in variables}
        before: QWidget = self.name
        for one in self.rows.values():
            self._inner.addWidget(one)
            tab_after(before, one)
            before = one.remove


class KeyRow(QWidget):
    """Where the key of one variable is, and a masked field to enter it."""

    def __init__(self, desk: Desk, variable: str, *, explained: bool = True) -> None:
        super().__init__()
        self._is_explained = explained
        self._keys = desk.keys
        self._variable = variable
        self._badge = words("", "badge")
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhHiddenText)
        self.line.setPlaceholderText("paste the key here" if "KEY" in variable else "its value")
        self.line.setAccessibleName(f"Key for {variable}")
        self.line.setMaxLength(10_000)
        self.keep = button("Keep", self._enter)
        self.remove = button("Remove", partial(self._keys.remove, variable), "danger")
        self.note = words("", "tertiary", wrap=True)
        heading = row(words(variable, "secondary"), self._badge, None)
        self.setLayout(column(heading, row(self.line, self.keep, self.remove), self.note, gap=4))
        self.line.returnPressed.connect(self._enter)
        self.line.textChanged.connect(self._show)
        self._keys.changed.connect(self._show)
        self._show()

    def _enter(self) -> None:
        key = self.line.text()
        # Not `clear`, which undo would take back.
        self.line.setText("")
        self._keys.enter(self._variable, key)

    def _show(self, *_: object) -> None:
        where = self._keys.where(self._variable)
        text, tone = BADGES[where]
        self._badge.setText(text)
        set_tone(self._badge, tone)
        is_given = where == "environment"
        self.line.setVisible(not is_given)
        self.keep.setVisible(not is_given)
        is_entered = bool(self.line.text().strip())
        is_kept = where in ("key store", "this window")
        for one, is_of_use in ((self.keep, is_entered), (self.remove, is_kept)):
            if not is_of_use:
                hand_over(one, self.line)
        self.keep.setEnabled(is_entered)
        self.remove.setVisible(is_kept)
        self.note.setText(self._words(where) if self._is_explained or where == "environment" else "")
        self.note.setVisible(bool(self.note.text()))

    def _words(self, where: Where) -> str:
        if where == "environment":
            return "It was set before StressDesk started, and goes before one entered here."
        store = self._keys.store
        if store is None:
            return NEVER
        if not store.is_there:
            return f"{store.words.rstrip('.')}: a key entered here is kept until the window closes. {NEVER}"
        return f"Kept in the system's key store ({store.words}). {NEVER}"
