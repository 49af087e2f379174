"""The verdict across the top of the overview: what it is, why, and every goal on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from stressdesk.gui.icons import icon, picture
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.parts.figures import put
from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.push_button import PushButton
from stressdesk.gui.parts.screen_only import screen_only
from stressdesk.gui.parts.words import set_tone, words

if TYPE_CHECKING:
    from stressdesk.charts.look import Look
    from stressdesk.gui.models.results import Verdict
    from stressdesk.report.contents import Contents, GoalLine

SIGNS = {"good": "circle-check", "bad": "triangle-alert", "warn": "circle-help"}
STATES = {
    "met": ("check", "good", "met"),
    "missed": ("x", "bad", "missed"),
    "undecided": ("circle-help", "warn", "undecided"),
}


class VerdictBanner(QFrame):
    """A coloured line; unfolded, it lists the goals, met or missed, and what bears on the verdict."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._verdict: Verdict | None = None
        self._goals: tuple[GoalLine, ...] = ()
        self._reasons: tuple[str, ...] = ()
        self.sign = QLabel()
        self.title = words("", "heading")
        self.sentence = words("", wrap=True)
        self.unfold = screen_only(PushButton("Goals and reasons"))
        self.unfold.setProperty("kind", "quiet")
        self.unfold.setCheckable(True)
        self.unfold.setCursor(Qt.CursorShape.PointingHandCursor)
        self.unfold.toggled.connect(self._unfolded)
        first = row(self.sign, self.title, gap=10)
        first.addWidget(self.sentence, 1)
        first.addWidget(self.unfold)
        self.more = QWidget()
        self._grid = QGridLayout(self.more)
        self._grid.setContentsMargins(28, 0, 8, 4)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self.more.hide()
        whole = column(first, self.more, gap=6)
        whole.setContentsMargins(14, 7, 8, 7)
        self.setLayout(whole)
        appearance.changed.connect(self._dress)

    def say(self, verdict: Verdict, contents: Contents) -> None:
        """Show another verdict."""
        is_alike = (verdict, contents.goals, contents.reasons) == (self._verdict, self._goals, self._reasons)
        if is_alike:
            return
        self._verdict, self._goals, self._reasons = verdict, contents.goals, contents.reasons
        put(self.title, verdict.title)
        put(self.sentence, verdict.sentence)
        self.setAccessibleName(f"{verdict.title} {verdict.sentence}")
        self.unfold.setVisible(bool(self._goals or self._reasons))
        self._dress()

    def _dress(self) -> None:
        if self._verdict is None:
            return
        look = self._appearance.look
        tone = self._verdict.tone
        set_tone(self, tone)
        colour = getattr(look, tone)
        self.sign.setPixmap(picture(SIGNS[tone], colour, 18))
        self.title.setStyleSheet(f"color: {colour};")
        name = "chevron-down" if self.unfold.isChecked() else "chevron-right"
        self.unfold.setIcon(icon(name, look.secondary, 14))
        if self.unfold.isChecked():
            self._list(look)

    def _unfolded(self, is_open: bool) -> None:
        self.more.setVisible(is_open)
        self._dress()

    def _list(self, look: Look) -> None:
        while (place := self._grid.takeAt(0)) is not None:
            if (widget := place.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, goal in enumerate(self._goals):
            name, tone, state = STATES[goal.state]
            sign = QLabel()
            sign.setPixmap(picture(name, getattr(look, tone), 14))
            sign.setAccessibleName(state)
            origin = f", {goal.origin}" if goal.origin else ""
            said = f"{state}: {goal.reason.removesuffix('.')}{origin}."
            goal_words = words(goal.goal)
            goal_words.setStyleSheet("font-weight: 600;")
            self._grid.addWidget(sign, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(goal_words, at, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words(said[:1].upper() + said[1:], wrap=True), at, 2)
        for at, reason in enumerate(self._reasons, len(self._goals)):
            sign = QLabel()
            sign.setPixmap(picture("info", look.secondary, 14))
            self._grid.addWidget(sign, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words(reason, wrap=True), at, 1, 1, 2)
