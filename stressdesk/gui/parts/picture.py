"""A drawing on screen: made in a thread, shown as a picture, made anew for another size, look or screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.background import Background, Latest

if TYPE_CHECKING:
    from stressdesk.charts.look import Look
    from stressdesk.charts.picture import Picture

DELAY_MS = 40
SMALLEST = (120, 60)

Draw = Callable[["Look", float], "Picture"]
"""Called in the thread with a look of the right size and how many pixels there are to a point."""


class PictureView(QWidget):
    """Shows what a function draws. Drawn anew only while it can be seen; the last picture stays until then."""

    def __init__(self, appearance: Appearance, drawing: Background, *, least: QSize | None = None) -> None:
        super().__init__()
        self._appearance = appearance
        self._draw: Draw | None = None
        self._image: QImage | None = None
        self._is_due = False
        self._scale = 1.0
        self._latest = Latest(drawing, DELAY_MS, self)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self._raise)
        self.setMinimumSize(least or QSize(220, 200))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._ask)
        appearance.refined.connect(self._ask)

    @property
    def image(self) -> QImage | None:
        """The picture shown; None until the first is drawn."""
        return self._image

    def show_drawing(self, draw: Draw | None) -> None:
        """Show what this draws; None takes the picture away."""
        self._draw = draw
        if draw is None:
            self._latest.forget()
            self._image = None
            self.update()
        else:
            self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another size wants another drawing."""
        super().resizeEvent(event)
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: now it can be seen."""
        super().showEvent(event)
        if self._is_due:
            self._ask()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: put the last picture in place, as large as it was drawn."""
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.deviceIndependentSize()
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), self._image)

    def sizeHint(self) -> QSize:
        """Qt: a size to start from."""
        return QSize(420, 260).expandedTo(self.minimumSize())

    def _ask(self) -> None:
        if self._draw is None or self.width() < SMALLEST[0] or self.height() < SMALLEST[1]:
            return
        if not self.isVisible():
            self._is_due = True
            return
        self._is_due = False
        look = self._appearance.look.sized(self.width(), self.height())
        self._scale = max(self.devicePixelRatioF(), self._appearance.fineness)
        self._latest.ask(self._draw, look, self._scale)

    def _take(self, drawn: Picture) -> None:
        image = QImage(drawn.pixels, drawn.width, drawn.height, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(self._scale)
        self._image = image
        self.update()

    def _raise(self, error: object) -> None:
        assert isinstance(error, BaseException)
        raise error
