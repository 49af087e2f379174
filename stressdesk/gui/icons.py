"""Icons: bundled line drawings (Lucide, ISC licence) in any colour and size."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from stressdesk.resources import resource

DRAWN_AT = 3
"""Pixels drawn for each pixel of the nominal size, enough for screens of any density in use."""


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """One of resources/icons, such as "play", in a #rrggbb colour."""
    return QIcon(picture(name, colour, size))


@lru_cache(maxsize=256)
def picture(name: str, colour: str, size: int = 18) -> QPixmap:
    """The same as a picture for labels."""
    drawing = _drawing(name).replace(b"currentColor", colour.encode())
    pixels = QPixmap(size * DRAWN_AT, size * DRAWN_AT)
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, size * DRAWN_AT, size * DRAWN_AT))
    painter.end()
    pixels.setDevicePixelRatio(DRAWN_AT)
    return pixels


@lru_cache(maxsize=256)
def _drawing(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()


@lru_cache(maxsize=256)
def spaced(drawn: QIcon, size: int, gap: int) -> QIcon:
    """The icon with so many pixels of nothing at its right."""
    pixels = drawn.pixmap(QSize(size, size), DRAWN_AT)
    ratio = pixels.devicePixelRatio()
    wider = QPixmap(pixels.width() + round(gap * ratio), pixels.height())
    wider.fill(Qt.GlobalColor.transparent)
    wider.setDevicePixelRatio(ratio)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, pixels)
    painter.end()
    return QIcon(wider)
