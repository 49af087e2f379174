"""Empty states and banners: what there is not yet or what has happened, and always what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from stressdesk.gui.icons import picture
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.parts.layouts import column, holding, row
from stressdesk.gui.parts.push_button import PushButton
from stressdesk.gui.parts.words import Tone, set_tone, words

TONE_ICONS = {"bad": "triangle-alert", "warn": "triangle-alert", "good": "circle-check", "accent": "info", "": "info"}
WIDEST = 460


class Empty(QWidget):
    """Stands in the middle of a place that has nothing to show yet: a title, a sentence, and what to do."""

    def __init__(self, title: str, sentence: str, *actions: tuple[str, Callable[[], object]]) -> None:
        super().__init__()
        sentence_label = words(sentence, "secondary", wrap=True)
        sentence_label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        sentence_label.setFixedWidth(WIDEST)
        title_label = words(title, "heading")
        title_label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = [button(name, act, "primary" if at == 0 else "") for at, (name, act) in enumerate(actions)]
        middle = column(title_label, sentence_label, 4, row(None, *buttons, None), gap=6)
        middle.setAlignment(sentence_label, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column(None, row(None, holding(middle), None), None, margin=24))


class Banner(QFrame):
    """A coloured line across a page: bold words first, then a sentence, then buttons."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._tone: Tone = ""
        self.sign = QLabel()
        self.title = words("", "heading")
        self.sentence = words("", wrap=True)
        self.buttons = row(gap=8)
        line_ = row(self.sign, self.title, gap=10)
        line_.addWidget(self.sentence, 1)
        line_.addLayout(self.buttons)
        line_.setContentsMargins(14, 9, 12, 9)
        self.setLayout(line_)
        appearance.changed.connect(self._dress)
        self.hide()

    def say(self, tone: Tone, title: str, sentence: str) -> None:
        """Show itself with these words."""
        self._tone = tone
        set_tone(self, tone)
        self._dress()
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.setAccessibleName(f"{title} {sentence}")
        self.show()

    def _dress(self) -> None:
        colour = getattr(self._appearance.look, self._tone or "secondary")
        self.sign.setPixmap(picture(TONE_ICONS[self._tone], colour, 18))
        self.title.setStyleSheet(f"color: {colour};")


def button(name: str, act: Callable[[], object], kind: str = "", tip: str = "") -> QPushButton:
    """A push button; `kind` is "", "primary", "danger", "quiet" or "link". An & in the name marks its key."""
    made = PushButton(name)
    made.setProperty("kind", kind)
    made.clicked.connect(lambda _checked=False: act())
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if tip:
        made.setToolTip(tip)
    return made
