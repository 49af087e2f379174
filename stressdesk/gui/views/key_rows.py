"""The key of a hosted target: where it is, and a field to enter one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.facts import TargetFacts
from stressdesk.gui.models.keys import Where
from stressdesk.gui.parts.focus import hand_over, reveal, tab_after
from stressdesk.gui.parts.layouts import clear, column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import Tone, set_tone, words

BADGES: dict[Where, tuple[str, Tone]] = {
    "environment": ("in the environment", "good"),
    "key store": ("in the key store", "good"),
    "this window": ("until the window closes", "good"),
    "looking": ("looking…", ""),
    "nowhere": ("missing", "warn"),
}
NO_KEY = "No key is sent there. Where the server asks for one, name the variable that holds it under More."
MOVED = "Moved here from the name of its variable. Press Keep, and it is in use."
NEVER = "A key never stands in the scenario, a run file or a log."


class KeyRows(QWidget):
    """One row a variable, after `before` in the order of the tab key; made anew when the target reads others."""

    def __init__(self, desk: Desk, name: str, facts: TargetFacts, before: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._facts = facts
        self._before = before
        self.rows: dict[str, KeyRow] = {}
        self._inner = column()
        self._is_own = desk.scenario.value(("targets", name, "base_url")) is not None
        self._none = words(NO_KEY if self._is_own else "", "tertiary", wrap=True)
        self.setLayout(column(self._none, self._inner, gap=8))
        facts.changed.connect(self._show)
        self._show()

    def take(self, key: str) -> str:
        """Let a key that was entered elsewhere be kept by its own field; the answer is its variable, "" for none."""
        for variable, one in self.rows.items():
            if one.take(key):
                return variable
        return ""

    def ask_for(self, variable: str) -> None:
        """Show the field for the key of a variable, ready to type."""
        if variable in self.rows:
            self.rows[variable].ask()

    def _show(self) -> None:
        variables = self._facts.known.variables
        self._none.setVisible(self._is_own and not variables)
        if tuple(self.rows) == variables:
            return
        clear(self._inner)
        self.rows = {name: KeyRow(self._desk, name, explained=name == variables[0]) for name in variables}
        before = self._before
        for one in self.rows.values():
            self._inner.addWidget(one)
            tab_after(before, one)
            before = one.again


class KeyRow(QWidget):
    """Where the key of one variable is, and a masked field to enter it."""

    def __init__(self, desk: Desk, variable: str, *, explained: bool = True) -> None:
        super().__init__()
        self._is_explained = explained
        self._is_moved = False
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
        self.again = button("Look again", partial(self._keys.look, (variable,)))
        self.note = words("", "tertiary", wrap=True)
        heading = row(words(variable, "secondary"), self._badge, None)
        self.setLayout(column(heading, row(self.line, self.keep, self.remove, self.again), self.note, gap=4))
        self.line.returnPressed.connect(self._enter)
        self.line.textChanged.connect(self._show)
        self._keys.changed.connect(self._show)
        self._show()

    def take(self, key: str) -> bool:
        """Stand ready to keep a key that was entered elsewhere; False where none can be entered."""
        if self._keys.where(self._variable) == "environment":
            return False
        self._is_moved = True
        self.line.setText(key)
        self.ask()
        return True

    def ask(self) -> None:
        """Come into sight, ready to type."""
        self.line.setFocus()
        reveal(self)

    def _enter(self) -> None:
        key = self.line.text()
        self._is_moved = False
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
        store = self._keys.store
        is_unread = where == "nowhere" and store is not None and store.is_refusing
        for one, is_of_use in ((self.keep, is_entered), (self.remove, is_kept), (self.again, is_unread)):
            if not is_of_use:
                hand_over(one, self.line)
        self.keep.setEnabled(is_entered)
        self.remove.setVisible(is_kept)
        self.again.setVisible(is_unread)
        is_said = self._is_explained or self._is_moved or where == "environment"
        self.note.setText(self._words(where) if is_said else "")
        self.note.setVisible(bool(self.note.text()))

    def _words(self, where: Where) -> str:
        if where == "environment":
            return "It was set before StressDesk started, and goes before one entered here."
        if self._is_moved:
            return MOVED
        store = self._keys.store
        if store is None:
            return NEVER
        if not store.is_there:
            return f"{store.words.rstrip('.')}: a key entered here is kept until the window closes. {NEVER}"
        return f"Kept in the system's key store ({store.words}). {NEVER}"
