"""One message of a conversation to read: who says it, and the words as they are, never as markup."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame

from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.parts.editor import Editor
from stressdesk.gui.parts.highlight import Highlighter
from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.words import plain, restyle, words

ROLE_NAMES = {"system": "System", "developer": "Developer", "user": "User", "assistant": "Assistant"}
MOST_LINES = 400
LONGEST = 8_000


class Bubble(QFrame):
    """A frame with a role and a text that can be selected and copied; the user's stand out."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        self._role = words("", "section")
        self._more = words("", "tertiary")
        self.text = Editor(1, MOST_LINES)
        self.text.setReadOnly(True)
        self.text.document().setDocumentMargin(0)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setProperty("kind", "bare")
        whole = column(row(self._role, None, self._more), self.text, gap=2)
        whole.setContentsMargins(10, 7, 10, 6)
        self.setLayout(whole)
        self.highlighter: Highlighter | None = None

    def mark(self, appearance: Appearance, missing: Iterable[str]) -> None:
        """Colour the variables in a text that is shown as it was written; those in `missing` have no value."""
        self.highlighter = self.highlighter or Highlighter(self.text.document(), appearance)
        self.highlighter.set_missing(missing)

    def say(self, role: str, text: str, characters: int) -> None:
        """Show a message; `characters` counts all of a text that may have been cut."""
        name = ROLE_NAMES.get(role, role)
        if self.property("role") != role:
            self.setProperty("role", role)
            restyle(self)
        self._role.setText(name.upper())
        self._more.setText(
            f"the first {LONGEST:,} of {characters:,} characters" if characters > len(text[:LONGEST]) else ""
        )
        shown = plain(text, LONGEST)
        self.text.put(shown)
        self.text.setAccessibleName(f"{name} message")
        self.text.setPlaceholderText("empty" if not shown else "")
