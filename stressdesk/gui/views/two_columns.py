"""A page of cards in two columns, to set something on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import column, holding, row, scrolling
from stressdesk.gui.views.panel import Panel, Source


class TwoColumnPanel(Panel):
    """Both columns are equally wide and scroll together; cards are put into `left` and `right`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.left, self.right = column(gap=16), column(gap=16)
        self._sides = tuple(holding(column(side, None, gap=0)) for side in (self.left, self.right))
        columns = row(gap=16)
        for side in self._sides:
            columns.addWidget(side, 1)
        columns.setContentsMargins(24, 12, 24, 24)
        self._scrolled = scrolling(holding(columns))
        self.setLayout(column(self._scrolled, gap=0))

    def source(self) -> Source:
        """Nothing here comes from a run."""
        return "plan"

    def parts(self) -> tuple[QWidget, ...]:
        """Each column, and what scrolls them; what they lie on has the colours of the palette."""
        return (*self._sides, self._scrolled.verticalScrollBar())
