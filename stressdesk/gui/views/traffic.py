"""Who writes in production, how messily, and when, beside messages as they would then be written."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.preview import PreviewModel
from stressdesk.gui.parts.focus import tab_through
from stressdesk.gui.parts.layouts import Page, added, column, holding, row, scrolling
from stressdesk.gui.views.arrivals import ArrivalsCard
from stressdesk.gui.views.arriving import ArrivingCard
from stressdesk.gui.views.conversations import ConversationsCard, OddCard
from stressdesk.gui.views.learning import LearningCard
from stressdesk.gui.views.mess import MessCard
from stressdesk.gui.views.panel import Panel, Source
from stressdesk.gui.views.personas import LanguagesCard, PersonasCard
from stressdesk.gui.views.preview import PreviewCard
from stressdesk.gui.views.wordings import WordingsCard
from stressdesk.gui.views.written import WrittenCard

LEAST_LEFT, LEAST_RIGHT = 440, 430
LEAST_WIDTH = 900
LEAST_HEIGHT = 190
ABOVE = 0.44
"""What part of the page's height the messages have at most where they stand above the controls."""
UNLIMITED = 16_777_215


class TrafficPanel(Panel):
    """Controls on the left, which scroll; what they do stays in sight: on the right, or where that is narrow, above."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.preview = PreviewModel(desk, self)
        self.messages = PreviewCard(desk, self.preview)
        self._who, self._how, self._what = (column(gap=16) for _ in range(3))
        self._groups = tuple(holding(group) for group in (self._who, self._how, self._what))
        self._left = column(*self._groups, None, gap=16)
        self._left.setContentsMargins(24, 12, 8, 24)
        inner = Page()
        inner.setLayout(self._left)
        self.controls = scrolling(inner)
        self.controls.setMinimumWidth(LEAST_LEFT)
        self._beside = column(gap=16)
        self._beside.addWidget(self.messages, 1)
        self._beside.addStretch()  # takes only what is left where the messages have all the room they need
        self.seen = holding(self._beside)
        self._whole = row(gap=0)
        self._whole.addWidget(self.controls, 9)
        self._whole.addWidget(self.seen, 10)
        self.setLayout(self._whole)
        self.arriving: ArrivingCard | None = None
        self.arrivals: ArrivalsCard | None = None
        self._is_wide = False
        self._place(is_wide=True)

    def source(self) -> Source:
        """Nothing here comes from a run."""
        return "plan"

    def parts(self) -> tuple[QWidget, ...]:
        """Five, since the page is larger than any other; what they lie on has the colours of the palette."""
        return (*self._groups, self.seen, self.controls.verticalScrollBar())

    def _grow(self) -> Iterator[None]:
        self.learning = added(self._who, LearningCard(self.desk))
        yield
        self.personas = PersonasCard(self.desk)
        yield
        self._who.addWidget(self.personas)
        yield
        self.personas.grow_networks()
        yield
        self.mess = added(self._how, MessCard(self.desk))
        yield
        self.arriving = ArrivingCard(self.desk, self.preview)
        self._place_arriving()
        yield
        self.odd = added(self._how, OddCard(self.desk))
        yield
        self.conversations = added(self._how, ConversationsCard(self.desk))
        yield
        self.arrivals = added(self._what, ArrivalsCard(self.desk))
        self._place_arriving()
        yield
        self.languages = added(self._what, LanguagesCard(self.desk))
        yield
        self.wordings = added(self._what, WordingsCard(self.desk))
        yield
        self.written = added(self._what, WrittenCard(self.desk))

    def _ready(self) -> None:
        self._order()

    def _order(self) -> None:
        """Let the tab key go as the eye does; what is seen was made first, to be there at once."""
        tab_through(*((self.controls, self.seen) if self._is_wide else (self.seen, self.controls)))
        if not self._is_wide and self.arrivals is not None and self.arriving is not None:
            tab_through(self.arrivals, self.arriving)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: two columns where there is room for them."""
        super().resizeEvent(event)
        self._place(is_wide=event.size().width() >= LEAST_WIDTH)
        self.seen.setMaximumHeight(UNLIMITED if self._is_wide else round(ABOVE * event.size().height()))

    def _place(self, *, is_wide: bool) -> None:
        """Put what is seen beside the controls, or where that is too narrow, above them."""
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        ways = QBoxLayout.Direction
        self._whole.setDirection(ways.LeftToRight if is_wide else ways.BottomToTop)
        self.seen.setContentsMargins(*((6, 12, 24, 24) if is_wide else (24, 12, 20, 4)))
        self.seen.setMinimumWidth(LEAST_RIGHT if is_wide else 0)
        self.messages.setMinimumHeight(0 if is_wide else LEAST_HEIGHT)
        self._place_arriving()
        if self.is_whole:
            self._order()

    def _place_arriving(self) -> None:
        """Put the chart of arrivals under the messages, or where there is no room for both, below its pattern."""
        if self.arriving is None:
            return
        if self._is_wide:
            self._beside.insertWidget(1, self.arriving)
        elif self.arrivals is None:
            self._what.addWidget(self.arriving)
        else:
            self._what.removeWidget(self.arriving)
            self._what.insertWidget(self._what.indexOf(self.arrivals) + 1, self.arriving)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks, so the preview follows the scenario again."""
        super().showEvent(event)
        self.preview.want(wanted=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: nobody looks."""
        super().hideEvent(event)
        self.preview.want(wanted=False)
