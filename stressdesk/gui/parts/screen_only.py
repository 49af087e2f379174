"""What only makes sense on a screen, such as a hint to click: a picture of the page leaves it out."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QLabel, QWidget

MARK, OTHERWISE = "screen_only", "in_picture"
Marked = TypeVar("Marked", bound=QWidget)


def screen_only(widget: Marked) -> Marked:
    """Leave this out of pictures."""
    widget.setProperty(MARK, True)
    return widget


def in_pictures(label: QLabel, text: str) -> None:
    """Say this in pictures instead."""
    label.setProperty(OTHERWISE, text)
