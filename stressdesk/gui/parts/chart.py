"""A chart on screen, drawn by the function that reports use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.background import Background
from stressdesk.gui.parts.picture import PictureView

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.look import Look
    from stressdesk.charts.picture import Picture


class ChartView(PictureView):
    """Shows one of the charts of a summary."""

    def __init__(self, name: str, appearance: Appearance, drawing: Background, *, least: QSize | None = None) -> None:
        super().__init__(appearance, drawing, least=least)
        self.name = name
        self._summary: Summary | None = None

    def show_summary(self, summary: Summary | None) -> None:
        """Show what is known now; None takes the chart away."""
        if summary is not self._summary:
            self._summary = summary
            self.show_drawing(None if summary is None else partial(_drawn, self.name, summary))


def _drawn(name: str, summary: Summary, look: Look, scale: float) -> Picture:
    from stressdesk.charts.picture import chart_picture  # noqa: PLC0415 - matplotlib loads here, in the thread

    return chart_picture(name, summary, look, scale)
