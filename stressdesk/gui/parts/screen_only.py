"""What a picture of a page shows otherwise: a hint to click is left out, a list that scrolls is whole."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QLabel, QWidget

MARK, OTHERWISE, WHOLE = "screen_only", "in_picture", "whole_in_picture"
Marked = TypeVar("Marked", bound=QWidget)


def screen_only(widget: Marked) -> Marked:
    """Leave this out of pictures."""
    widget.setProperty(MARK, True)
    return widget


def in_pictures(label: QLabel, text: str) -> None:
    """Say this in pictures instead."""
    label.setProperty(OTHERWISE, text)


def whole_in_pictures(rows: Marked) -> Marked:
    """Show all rows of this list in pictures, and its card no higher than they are."""
    rows.setProperty(WHOLE, True)
    return rows
