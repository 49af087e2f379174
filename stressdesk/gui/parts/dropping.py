"""What was dragged here from another program: a file, or a text that was selected there."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


class Dropped(msgspec.Struct, frozen=True):
    """One of the two: the first file and how many there are, or a text."""

    path: Path | None = None
    files: int = 0
    text: str = ""


def dropped(event: QDropEvent) -> Dropped | None:
    """What can be opened of what is dragged; a link to a place elsewhere cannot, nor what comes from this window."""
    if event.source() is not None:
        return None
    carried = event.mimeData()
    paths = [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
    if paths:
        return Dropped(path=paths[0], files=len(paths))
    text = "" if carried.hasUrls() else carried.text()
    return Dropped(text=text) if text.strip() else None


def take(event: QDropEvent, found: Dropped | None) -> None:
    """Accept a copy of what was found, since a move would take it from the other program; or leave it to others."""
    if found is None:
        event.ignore()
    else:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
