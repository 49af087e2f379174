"""Who writes in production, how messily, and when, beside messages as they would then be written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.preview import PreviewModel
from stressdesk.gui.parts.layouts import Page, column, row, scrolling
from stressdesk.gui.views.arriving import ArrivingCard
from stressdesk.gui.views.conversations import ArrivalsCard, ConversationsCard, OddCard
from stressdesk.gui.views.mess import MessCard
from stressdesk.gui.views.panel import Panel
from stressdesk.gui.views.personas import LanguagesCard, PersonasCard
from stressdesk.gui.views.preview import PreviewCard

LEAST_LEFT, LEAST_RIGHT = 430, 400


class TrafficPanel(Panel):
    """Controls on the left, which scroll; on the right what they do, which always stays in sight."""

    TITLE = "Traffic"
    ICON = "users"
    SECTION = "Scenario"
    SHORTCUT = "Ctrl+2"
    NEEDS = "scenario"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.preview = PreviewModel(desk, self)
        self.personas = PersonasCard(desk)
        self.mess = MessCard(desk)
        self.odd = OddCard(desk)
        self.conversations = ConversationsCard(desk)
        self.arrivals = ArrivalsCard(desk)
        self.languages = LanguagesCard(desk)
        self.messages = PreviewCard(desk, self.preview)
        self.arriving = ArrivingCard(desk, self.preview)
        left = column(self.personas, self.mess, self.odd, self.conversations, self.arrivals, self.languages, None,
                      gap=16)  # fmt: skip
        left.setContentsMargins(24, 12, 8, 24)
        inner = Page()
        inner.setLayout(left)
        self.controls = scrolling(inner)
        self.controls.setMinimumWidth(LEAST_LEFT)
        self.messages.setMinimumWidth(LEAST_RIGHT)
        right = column(gap=16)
        right.setContentsMargins(6, 12, 24, 24)
        right.addWidget(self.messages, 1)
        right.addWidget(self.arriving)
        whole = row(gap=0)
        whole.addWidget(self.controls, 9)
        whole.addLayout(right, 10)
        self.setLayout(whole)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks, so the preview follows the scenario again."""
        super().showEvent(event)
        self.preview.want(wanted=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: nobody looks."""
        super().hideEvent(event)
        self.preview.want(wanted=False)
