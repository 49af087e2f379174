"""One message of the prompt: who says it, its words, and where it stands among the others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.marks import unseen_words
from stressdesk.gui.models.prompts import MESSAGES, ROLES
from stressdesk.gui.models.wording import problem_words
from stressdesk.gui.parts.editor import Editor
from stressdesk.gui.parts.fields import Binding, choice_field, text_field
from stressdesk.gui.parts.highlight import Highlighter
from stressdesk.gui.parts.icon_button import IconButton
from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.words import restyle, words
from stressdesk.scenario.places import Path as Place

ROLE_WIDTH = 112


class PromptEditor(Editor):
    """An editor of one text of the prompt with variables marked, and a note on what is wrong or odd in it."""

    def __init__(self, desk: Desk, place: Place, name: str, least: int = 1) -> None:
        super().__init__(least)
        self._desk = desk
        self._place = place
        self.note = words("", "problem", wrap=True)
        # Until it gets its place below, so that it does not come up as a window of its own.
        self.note.setParent(self)
        self.note.hide()
        self.setAccessibleName(name)
        self.highlighter = Highlighter(self.document(), desk.appearance)
        text_field(desk.scenario, place, editor=self)
        self.textChanged.connect(self._show_note)
        self.cut_changed.connect(self._show_note)
        desk.scenario.problems_changed.connect(self._show_note)
        self._show_note()

    def move_to(self, place: Place) -> None:
        """Edit another text."""
        self._place = place
        binding = self.property("binding")
        assert isinstance(binding, Binding)
        binding.move_to(place)
        self._show_note()

    def _show_note(self) -> None:
        problem = self._desk.scenario.problem_at(self._place)
        text = problem_words(problem) or self._said()
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.setAccessibleDescription(text)
        wrong = "true" if problem else "false"
        if self.property("wrong") != wrong:
            self.setProperty("wrong", wrong)
            restyle(self)

    def _said(self) -> str:
        text = self.toPlainText()
        if self.is_cut:
            return (
                f"{len(text):,} characters, too long to edit here: only the beginning is shown. All of it is sent. "
                "Put it into a file of its own and name that as a variable."
            )
        return unseen_words(text)


class MessageBlock(QWidget):
    """A message that can be edited, moved and taken out."""

    def __init__(self, desk: Desk, at: int, move: Callable[[int, int], None], remove: Callable[[int], None]) -> None:
        super().__init__()
        self.at = at
        self.role = choice_field(desk.scenario, (*MESSAGES, at, "role"), ROLES)
        self.role.setFixedWidth(ROLE_WIDTH)
        self.editor = PromptEditor(desk, (*MESSAGES, at, "content"), "")
        self.up = IconButton("arrow-up", "Move up", lambda: move(self.at, -1), desk.appearance)
        self.down = IconButton("arrow-down", "Move down", lambda: move(self.at, 1), desk.appearance)
        self.remove = IconButton("trash-2", "Remove this message", lambda: remove(self.at), desk.appearance)
        line = row(gap=4)
        line.addWidget(self.role, 0, Qt.AlignmentFlag.AlignTop)
        line.addSpacing(4)
        line.addLayout(column(self.editor, self.editor.note, gap=2), 1)
        for one in (self.up, self.down, self.remove):
            line.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        self.stops = (self.role, self.editor, self.up, self.down, self.remove)
        self.show_place(at, at + 1)

    def show_place(self, at: int, count: int) -> None:
        """It is the message at this place of so many."""
        self.at = at
        self.up.setEnabled(at > 0)
        self.down.setEnabled(at < count - 1)
        self.role.setAccessibleName(f"Role of message {at + 1}")
        self.editor.setAccessibleName(f"Words of message {at + 1}")
        self.up.setAccessibleName(f"Move message {at + 1} up")
        self.down.setAccessibleName(f"Move message {at + 1} down")
        self.remove.setAccessibleName(f"Remove message {at + 1}")
