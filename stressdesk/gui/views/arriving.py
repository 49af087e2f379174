"""When planned queries arrive, drawn for one scale, with the peak and the mean in numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QSizePolicy

from stressdesk.analysis.words import count, counted
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.preview import PreviewModel
from stressdesk.gui.parts.fields import Choice
from stressdesk.gui.parts.layouts import Card
from stressdesk.gui.parts.picture import PictureView
from stressdesk.gui.parts.words import words

if TYPE_CHECKING:
    from stressdesk.charts.look import Look
    from stressdesk.charts.picture import Picture
    from stressdesk.traffic.outlook import Bustle

LEAST = QSize(260, 100)
HEIGHT = 138


class ArrivingCard(Card):
    """A chart of the arrivals of one of the scenario's scales."""

    def __init__(self, desk: Desk, preview: PreviewModel) -> None:
        super().__init__("Arrivals", "Planning when queries arrive…")
        # Where there is room left below the messages, more of it would only be blank.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._desk = desk
        self._preview = preview
        self.scale = Choice([])
        self.scale.setAccessibleName("Number of queries whose arrivals are shown")
        self.scale.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.corner.addWidget(self.scale)
        self.chart = PictureView(desk.appearance, desk.drawing, least=LEAST)
        self.chart.setFixedHeight(HEIGHT)
        self.chart.setAccessibleName("Planned arrivals over the window")
        self.body.addWidget(self.chart)
        self.closed = words("", "tertiary", wrap=True)
        self.body.addWidget(self.closed)
        self.scale.activated.connect(self._choose)
        preview.arrivals_changed.connect(self._show)
        desk.scenario.changed.connect(self._show_scales)
        self._show_scales()
        if preview.bustle is not None:
            self._show()

    def _choose(self, at: int) -> None:
        self._preview.show_scale(self.scale.itemData(at))

    def _show_scales(self, *_: object) -> None:
        scenario = self._desk.scenario.scenario
        if scenario is None:
            return
        scales = self._preview.scales
        if [self.scale.itemData(at) for at in range(self.scale.count())] != list(scales):
            self.scale.clear()
            for one in scales:
                self.scale.addItem(counted(one, "query"), one)
        self.scale.setCurrentIndex(max(0, self.scale.findData(self._preview.scale)))
        load = scenario.load
        self.closed.setText(f"The loop is closed: each of {counted(load.users, 'user')} writes again only after an "
                            "answer, so a run follows the answers and not this plan.")  # fmt: skip
        self.closed.setVisible(load.loop == "closed" and self._preview.bustle is not None)

    def _show(self) -> None:
        bustle = self._preview.bustle
        self._show_scales()
        self.chart.show_drawing(None if bustle is None else partial(_drawn, bustle))
        self.set_subtitle(_in_numbers(bustle) if bustle else "No arrivals can be planned yet.")
        self.chart.setAccessibleDescription(self.subtitle.text())


def _in_numbers(bustle: Bustle) -> str:
    """Peak, mean and totals; planned, since nothing has arrived."""
    return (
        f"Planned: peak {_per_minute(bustle.peak_per_minute)} a minute, mean {_per_minute(bustle.mean_per_minute)}; "
        f"{counted(bustle.queries, 'query')} in {counted(bustle.sessions, 'conversation')}."
    )


def _per_minute(number: float) -> str:
    return count(round(number)) if number >= 10 else f"{number:.2g}"  # noqa: PLR2004 - two figures are enough below


def _drawn(bustle: Bustle, look: Look, scale: float) -> Picture:
    from stressdesk.charts.arrivals import draw_arrivals  # noqa: PLC0415 - matplotlib loads here, in the thread
    from stressdesk.charts.picture import picture  # noqa: PLC0415 - as above

    return picture(draw_arrivals(bustle, look), scale)
