"""The name of the variable a target's key is read from, for those that read another than the provider's own."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.fields import Binding, Field
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.parts.undo import leave_undo
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.key_rows import KeyRows
from stressdesk.scenario.keys import looks_like_key

OWN_HINT = "Only where the server asks for a key, such as MY_SERVER_KEY; without one, no key is sent there."
HINT = "Only where it is not the provider's own, such as OPENAI_API_KEY."


class KeyVariable(QWidget):
    """A line for the name. A key typed here goes on to its own field, and never into the scenario."""

    def __init__(self, desk: Desk, name: str, keys: KeyRows) -> None:
        super().__init__()
        self._keys = keys
        place = ("targets", name, "key_env")
        is_own = desk.scenario.value(("targets", name, "base_url")) is not None
        self.line = QLineEdit()
        self.line.setPlaceholderText("none" if is_own else "the provider's own")
        leave_undo(self.line)
        self._binding = Binding(desk.scenario, self.line, place, self._put)
        # Not at every keystroke: the beginning of a key looks like a name.
        self.line.editingFinished.connect(self._entered)
        self.line.textEdited.connect(self._typed)
        self.said = words("", "problem", wrap=True)
        self.said.setParent(self)
        self.said.hide()
        field = Field(desk.scenario, "Variable that holds the key", self.line, place, OWN_HINT if is_own else HINT)
        self.setLayout(column(field, self.said, gap=4))

    def _put(self, value: str | None) -> None:
        self._known = value or ""
        self.line.setText(self._known)

    def _entered(self) -> None:
        name = self.line.text().strip()
        if name != self._known and self._binding.is_there:
            self._known = name
            self._binding.edit(name or None)

    def _typed(self, text: str) -> None:
        is_key = looks_like_key(text)
        self.said.setVisible(is_key)
        if not is_key:
            return
        self.line.setText(self._known)
        variable = self._keys.take(text.strip())
        if variable:
            self.said.setText(f"That was a key, not the name of a variable: it was moved to the field of {variable}.")
        else:
            # Or the rest of the key would become the name.
            self.line.clearFocus()
            self.said.setText("That was a key, and was not taken. Enter the name of a variable here.")
