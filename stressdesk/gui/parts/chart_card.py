"""A chart on a card, which can be copied as a picture or as figures, and read out where it cannot be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QToolButton

from stressdesk.gui.icons import icon
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.parts.chart import ChartView
from stressdesk.gui.parts.layouts import Card
from stressdesk.gui.parts.screen_only import screen_only

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary
    from stressdesk.charts.look import Look
    from stressdesk.charts.picture import Picture

FINENESS = 2.0
BUTTON = 20
COPIED_SIZE = (720.0, 400.0)


class ChartCard(Card):
    """One chart under its title. `copied` says in words what was put on the clipboard."""

    copied = Signal(str)

    def __init__(
        self,
        name: str,
        titles: tuple[str, str],
        appearance: Appearance,
        drawing: Background,
        least: QSize | None = None,
    ) -> None:
        super().__init__(*titles)
        self._appearance = appearance
        self._summary: Summary | None = None
        self._figures = ""
        self._footer = ""
        self.chart = ChartView(name, appearance, drawing, least=least or QSize(300, 260))
        self.chart.setAccessibleName(f"Chart: {titles[0]}")
        self.body.addWidget(self.chart, 1)
        self._menu = QMenu(self)
        self._menu.addAction("Copy picture", self.copy_picture)
        self._menu.addAction("Copy figures", self.copy_figures)
        self._button = screen_only(QToolButton())
        self._button.setAccessibleName(f"Copy {titles[0]}")
        self._button.setToolTip("Copy this chart as a picture, or its figures for a spreadsheet")
        self._button.setMenu(self._menu)
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.setFixedSize(BUTTON, BUTTON)
        self.corner.addWidget(self._button)
        self._drawing = Latest(drawing, 0, self)
        self._drawing.done.connect(self._put_picture)
        self._drawing.failed.connect(self._raise)
        appearance.changed.connect(self._dress)
        self._dress()

    def show_chart(self, summary: Summary, figures: str, spoken: str, footer: str) -> None:
        """Show another summary; `figures` is what can be copied, `spoken` what is read out."""
        self._summary, self._figures, self._footer = summary, figures, footer
        self.chart.setAccessibleDescription(spoken)
        self.chart.show_summary(summary)

    def copy_figures(self) -> None:
        """Put the numbers behind the chart on the clipboard, with tabs between columns."""
        QGuiApplication.clipboard().setText(self._figures)
        self.copied.emit(f"Figures of “{self.heading.text()}” copied: paste them into a spreadsheet.")

    def copy_picture(self) -> None:
        """Draw the chart under its title, twice as fine, and put it on the clipboard."""
        if self._summary is not None:
            look = self._appearance.look.sized(*COPIED_SIZE)
            self._drawing.ask(_drawn, self.chart.name, self._summary, look, self._footer)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the same menu at the pointer."""
        self._menu.popup(event.globalPos())

    def _put_picture(self, drawn: Picture) -> None:
        image = QImage(drawn.pixels, drawn.width, drawn.height, QImage.Format.Format_RGBA8888).copy()
        QGuiApplication.clipboard().setImage(image)
        self.copied.emit(f"Picture of “{self.heading.text()}” copied.")

    def _dress(self) -> None:
        self._button.setIcon(icon("copy", self._appearance.look.tertiary, 16))

    def _raise(self, error: object) -> None:
        assert isinstance(error, BaseException)
        raise error


def _drawn(name: str, summary: Summary, look: Look, footer: str) -> Picture:
    from stressdesk.charts.picture import titled_picture  # noqa: PLC0415 - matplotlib loads here, in the thread

    return titled_picture(name, summary, look, FINENESS, footer)
