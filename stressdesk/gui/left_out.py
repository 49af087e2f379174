"""A page without what only makes sense on a screen, for as long as a picture is taken of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QGraphicsOpacityEffect, QLabel, QWidget

from stressdesk.gui.parts.layouts import within
from stressdesk.gui.parts.screen_only import MARK, OTHERWISE


@contextmanager
def left_out(page: QWidget) -> Iterator[None]:
    """What is marked is not drawn, and its place stays empty.

    It is never hidden, which would take the keyboard from it.
    """
    labels = [
        (one, one.text(), text) for one in within(page) if isinstance(one, QLabel) and (text := one.property(OTHERWISE))
    ]
    marked = [one for one in within(page) if one.property(MARK)]
    for one in marked:
        effect = QGraphicsOpacityEffect(one)
        effect.setOpacity(0)
        one.setGraphicsEffect(effect)
    for label, _, text in labels:
        label.setText(text)
    try:
        yield
    finally:
        for one in marked:
            one.setGraphicsEffect(None)  # type: ignore[arg-type]
        for label, before, _ in labels:
            label.setText(before)
