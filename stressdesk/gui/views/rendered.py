"""What is sent for the chosen demo input, message by message, or why nothing can be."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.rendered import Rendered, Sent
from stressdesk.gui.models.wording import problem_words
from stressdesk.gui.parts.bubble import Bubble
from stressdesk.gui.parts.layouts import Card, column, holding, scrolling
from stressdesk.gui.parts.words import words
from stressdesk.scenario.amounts import counted

AT_ONCE = 2
"""Messages shown in one go: each new one takes about 3 ms."""


class RenderedCard(Card):
    """Read only; the newest state is shown as soon as it has been worked out."""

    def __init__(self, desk: Desk, rendered: Rendered) -> None:
        super().__init__("What is sent", " ")
        self._desk, self._rendered = desk, rendered
        self.bubbles: list[Bubble] = []
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._show)
        self.problem = words("", "problem", wrap=True)
        self._left_out = words("", "tertiary", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        inner = column(self.problem, self._list, self._left_out, None)
        inner.setContentsMargins(0, 0, 6, 0)
        page = holding(inner)
        self._area = scrolling(page)
        page.setProperty("kind", "surface")
        self.body.addWidget(self._area, 1)
        # The words of another demo input stand at the end, where a long prompt would hide them.
        self._goes_to_end = True
        rendered.row_changed.connect(self._go_to_end)
        self._area.verticalScrollBar().rangeChanged.connect(self._scroll)
        rendered.changed.connect(self._show)
        self._show()

    def rest(self) -> Iterator[None]:
        """Show the messages that are still missing, a few at each step."""
        while self._rest.isActive():
            self._rest.stop()
            self._show()
            yield

    def _go_to_end(self) -> None:
        self._goes_to_end = True

    def _scroll(self) -> None:
        if self._goes_to_end:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _show(self) -> None:
        example, scenario = self._rendered.example, self._desk.scenario.scenario
        if example is None or scenario is None:
            return
        count = len(scenario.demo)
        which = f"Demo input {example.row + 1:,} of {count:,}" if count else "No demo input"
        self.set_subtitle(f"{which} · about {example.tokens:,} tokens, estimated" if example.messages else which)
        said = [problem_words(one) for one in example.problems[:3]]
        self.problem.setText("\n".join(["This cannot be sent yet.", *said]) if said else "")
        self.problem.setVisible(bool(said))
        self._left_out.setText(f"Not shown: {counted(example.left_out, 'message')} in between; all are sent.")
        self._left_out.setVisible(example.left_out > 0)
        self._show_messages(example.messages)

    def _show_messages(self, messages: tuple[Sent, ...]) -> None:
        for _ in range(min(len(messages) - len(self.bubbles), AT_ONCE)):
            self.bubbles.append(Bubble())
            self._list.addWidget(self.bubbles[-1])
        while len(self.bubbles) > len(messages):
            gone = self.bubbles.pop()
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for bubble, one in zip(self.bubbles, messages, strict=False):
            bubble.say(one.role, one.content, one.characters)
        if len(self.bubbles) < len(messages):
            self._rest.start()
