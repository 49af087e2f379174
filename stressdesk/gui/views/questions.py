"""Questions that can wait: lines under the header, each with its answers as buttons, until one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.parts.layouts import clear, column
from stressdesk.gui.parts.notices import Banner, button
from stressdesk.gui.parts.words import Tone

Answer = tuple[str, Callable[[], object]]


class Questions(QWidget):
    """At most one line for each `topic`; any answer takes it away."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._lines: dict[str, Banner] = {}
        self._answers: dict[str, Sequence[Answer]] = {}
        self._layout = column(gap=8)
        self._layout.setContentsMargins(24, 6, 24, 0)
        self.setLayout(self._layout)
        self.hide()

    def ask(self, topic: str, tone: Tone, words: tuple[str, str], answers: Sequence[Answer]) -> None:
        """Show a question: a title, a sentence, and the answers with what each does."""
        banner = self._lines.get(topic)
        if banner is None:
            banner = self._lines[topic] = Banner(self._appearance)
            self._layout.addWidget(banner)
        names = [name for name, _ in answers]
        if names != [name for name, _ in self._answers.get(topic, ())]:  # else whoever is at one keeps the keyboard
            clear(banner.buttons)
            for at, name in enumerate(names):
                banner.buttons.addWidget(button(name, partial(self._answer, topic, at), "" if at == 0 else "quiet"))
        self._answers[topic] = answers
        banner.say(tone, *words)
        self.show()

    def drop(self, topic: str) -> None:
        """The question is settled."""
        banner = self._lines.pop(topic, None)
        self._answers.pop(topic, None)
        if banner is not None:
            self._layout.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._lines))

    def _answer(self, topic: str, at: int) -> None:
        _, act = self._answers[topic][at]
        self.drop(topic)
        act()
