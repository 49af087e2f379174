"""A conversation as a chat: the prompt folded away on top, the user's words at the right, answers at the left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from stressdesk.gui.icons import icon
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.record_columns import RESULTS, seconds_words
from stressdesk.gui.models.record_detail import Detail
from stressdesk.gui.parts.layouts import clear, column, holding, row
from stressdesk.gui.parts.push_button import PushButton
from stressdesk.gui.parts.text_block import TextBlock
from stressdesk.gui.parts.words import Tone, set_tone, words
from stressdesk.journal.events import Record
from stressdesk.journal.pages import Result, result
from stressdesk.scenario.model import Message

INDENT = 36
MOST_TURNS = 8
TONES: dict[Result, Tone] = {
    "good": "good", "prompt": "accent", "system": "bad", "gave_up": "warn", "unsure": "warn", "cancelled": "",
    "dropped": "",
}  # fmt: skip
"""Wrong answers are blue and system failures orange, as in every chart and list."""


class Utterance(QFrame):
    """What somebody said, with who it was above it."""

    def __init__(self, who: str, text: str, *, is_user: bool = False, note: str = "", tone: Tone = "") -> None:
        super().__init__()
        self.setProperty("kind", "well")
        if is_user:
            set_tone(self, "accent")
        self.block = TextBlock(f"{who}'s words")
        self.block.show_text(text)
        head = row(words(who, "tertiary"), None, gap=8)
        if note:
            head.addWidget(words(note, "badge", tone=tone))
        inside = column(head, self.block, gap=3)
        inside.setContentsMargins(10, 6, 10, 7)
        self.setLayout(inside)


class Chat(QWidget):
    """The conversation up to one query. Earlier turns beyond the last eight, and the prompt, are shown on request."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        self.prompt_button: QPushButton | None = None
        self._prompt: QWidget | None = None

    def show_detail(self, detail: Detail) -> None:
        """Show the conversation of a record."""
        clear(self._list)
        self._prompt = self.prompt_button = None
        if detail.prompt:
            self._add_prompt(detail.prompt)
        elif detail.trouble:
            self._list.addWidget(words(detail.trouble, "problem", wrap=True))
        left_out = len(detail.turns) - MOST_TURNS
        if left_out > 0:
            self._list.addWidget(words(f"{left_out:,} earlier turns are not shown here.", "tertiary"))
        for turn in detail.turns[-MOST_TURNS:]:
            self._add_turn(turn, is_current=turn is detail.turns[-1])
        if detail.later:
            later = "1 more turn follows" if detail.later == 1 else f"{detail.later:,} more turns follow"
            self._list.addWidget(words(f"{later} in this conversation.", "tertiary"))

    def _add_prompt(self, prompt: Sequence[Message]) -> None:
        count = "1 message" if len(prompt) == 1 else f"{len(prompt)} messages"
        button = PushButton(f"Prompt ({count})")
        button.setProperty("kind", "quiet")
        button.setCheckable(True)
        button.toggled.connect(partial(self._toggle_prompt, prompt))
        self.prompt_button = button
        self._list.addLayout(row(button, None))
        self._dress()

    def _toggle_prompt(self, prompt: Sequence[Message], is_open: bool) -> None:
        if self._prompt is None:
            # Only now: a prompt of fifteen messages would make every step from one record to the next 20 ms longer.
            shown = [Utterance(message.role.capitalize(), message.content) for message in prompt]
            self._prompt = holding(column(*shown, gap=6))
            self._list.insertWidget(1, self._prompt)
        self._prompt.setVisible(is_open)
        self._dress()

    def _dress(self) -> None:
        if self.prompt_button is not None:
            name = "chevron-down" if self.prompt_button.isChecked() else "chevron-right"
            self.prompt_button.setIcon(icon(name, self._appearance.look.secondary, 14))

    def _add_turn(self, turn: Record, *, is_current: bool) -> None:
        came_of_it = result(turn)
        asked = Utterance(f"User, turn {turn.turn + 1}", turn.text, is_user=True)
        self._list.addLayout(_beside(asked, at_right=True))
        note = "" if not is_current and came_of_it == "good" else RESULTS[came_of_it]
        if turn.answer:
            took = seconds_words(None if turn.finished is None else turn.finished - turn.arrived)
            answer = Utterance(f"Answer after {took}", turn.answer, note=note, tone=TONES[came_of_it])
            self._list.addLayout(_beside(answer, at_right=False))
        else:
            missing = Utterance("No answer", turn.reason or "nothing came back", note=note, tone=TONES[came_of_it])
            self._list.addLayout(_beside(missing, at_right=False))


def _beside(child: QWidget, *, at_right: bool) -> QVBoxLayout:
    holder = column(child)
    holder.setContentsMargins(INDENT if at_right else 0, 0, 0 if at_right else INDENT, 0)
    return holder
