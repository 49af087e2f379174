"""The prompt's words: messages, or one text, or a file; each can be edited here, and replaced by what was copied."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stressdesk.gui.models import prompts, replacing
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.rendered import Rendered
from stressdesk.gui.models.wording import problem_words
from stressdesk.gui.parts.bubble import Bubble
from stressdesk.gui.parts.focus import in_a_row
from stressdesk.gui.parts.layouts import Card, clear, column, holding, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import Elided, words
from stressdesk.gui.views.message import MessageBlock, PromptEditor

MOST_BLOCKS = 120
AT_ONCE = 2
"""Blocks made in one go: each takes about 4 ms, and as long to lay out."""


class MessagesCard(Card):
    """Shows one of three shapes of a prompt, and the actions that go with it."""

    def __init__(self, desk: Desk, rendered: Rendered) -> None:
        super().__init__("Prompt", "What is tested. {{name}} stands for a variable.")
        self._desk, self._rendered = desk, rendered
        self.paste = button("Paste a prompt", self._paste, "", "Replace it by what was copied: text, or chat messages")
        self.corner.addWidget(self.paste)
        self.blocks: list[MessageBlock] = []
        self._count = 0
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._show)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._more = words("", "tertiary", wrap=True)
        self._problem = words("", "problem", wrap=True)
        self.add = button("Add a message", self._add, "quiet")
        self._messages = holding(column(self._list, self._more, row(self.add, None)))
        self.text = PromptEditor(desk, ("prompt", "text"), "Text of the prompt", least=4)
        self._sent_as = words("", "tertiary", wrap=True)
        self.split = button("Split into messages", self._split)
        self._text = holding(column(self.text, self.text.note, self._sent_as, row(self.split, None)))
        self._file_name = Elided("", "secondary")
        self._written = QVBoxLayout()
        self._written.setSpacing(6)
        self.copy = button("Edit here (copy into the scenario)", self._copy)
        named = row(words("In the file", "tertiary"), self._file_name, gap=6)
        named.setStretch(1, 1)
        self._file = holding(column(named, self._written, row(self.copy, None)))
        for one in (self._problem, self._messages, self._text, self._file):
            self.body.addWidget(one)
        desk.scenario.changed.connect(self._show)
        desk.scenario.problems_changed.connect(self._show_problem)
        rendered.changed.connect(self._show_example)
        self._show()
        self._show_problem()
        self._show_example()

    def rest(self) -> Iterator[None]:
        """Make the blocks that are still missing, a few at each step."""
        while self._rest.isActive():
            self._rest.stop()
            self._show()
            yield

    def _show(self, *_: object) -> None:
        scenario = self._desk.scenario.scenario
        if scenario is None:
            return
        prompt = scenario.prompt
        shape = prompts.shape(prompt)
        for one, name in ((self._messages, "messages"), (self._text, "text"), (self._file, "file")):
            one.setVisible(shape == name)
        self._file_name.setText(prompt.file or "")
        self._make_blocks(len(prompt.messages))

    def _make_blocks(self, count: int) -> None:
        shown = min(count, MOST_BLOCKS)
        while len(self.blocks) > shown:
            gone = self.blocks.pop()
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        old = self.blocks[:] if count != self._count else []
        self._count = count
        enough = min(shown, len(self.blocks) + AT_ONCE)
        while len(self.blocks) < enough:
            block = MessageBlock(self._desk, len(self.blocks), self._move, self._remove)
            block.editor.highlighter.set_missing(self._missing)
            block.show_place(len(self.blocks), count)
            self._list.addWidget(block)
            in_a_row(self.blocks[-1].remove if self.blocks else self.paste, *block.stops, self.add)
            self.blocks.append(block)
        for at, block in enumerate(old):
            block.show_place(at, count)
        self._more.setText(
            f"{count - shown:,} more messages are not shown here; all are sent." if count > shown else ""
        )
        self._more.setVisible(count > shown)
        if enough < shown:
            self._rest.start()

    @property
    def _missing(self) -> frozenset[str]:
        example = self._rendered.example
        return example.missing if example else frozenset()

    def _show_example(self) -> None:
        example = self._rendered.example
        for editor in (self.text, *(block.editor for block in self.blocks)):
            editor.highlighter.set_missing(self._missing)
        scenario = self._desk.scenario.scenario
        if example is None or scenario is None:
            return
        name = scenario.prompt.input
        self._sent_as.setText(
            f"Sent as one message of the user, with their words in {{{{{name}}}}}." if name in example.used
            else "Sent as the system message; what the user writes follows as a message of its own."
        )  # fmt: skip
        clear(self._written)
        for one in example.written:
            bubble = Bubble()
            bubble.say(one.role, one.content, one.characters)
            bubble.mark(self._desk.appearance, example.missing)
            self._written.addWidget(bubble)

    def _show_problem(self) -> None:
        problem = next((one for one in self._desk.scenario.problems if one.field in ("prompt", "prompt.file")), None)
        self._problem.setText(problem_words(problem))
        self._problem.setVisible(problem is not None)

    def _add(self) -> None:
        self._focus(prompts.add_message(self._desk.scenario))

    def _remove(self, at: int) -> None:
        prompts.remove_message(self._desk.scenario, at)
        self._focus(min(at, len(self.blocks) - 1))

    def _move(self, at: int, by: int) -> None:
        place = prompts.move_message(self._desk.scenario, at, by)
        if place < len(self.blocks):
            block = self.blocks[place]
            _focused(
                block.up if by < 0 and place > 0 else block.down if by > 0 and block.down.isEnabled() else block.editor
            )

    def _focus(self, at: int) -> None:
        if 0 <= at < len(self.blocks):
            _focused(self.blocks[at].editor)

    def _split(self) -> None:
        work = replacing.split(self._desk)
        self._desk.troubles.start(work, "The text cannot be split")

    def _copy(self) -> None:
        self._desk.troubles.start(replacing.copy_here(self._desk), "The file cannot be copied")

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        self._desk.troubles.start(replacing.paste(self._desk, text), "Nothing was pasted")


def _focused(widget: QWidget) -> None:
    widget.setFocus()
