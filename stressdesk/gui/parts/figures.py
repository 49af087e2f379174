"""A number on a card of its own, and the small mark that says where a number came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.words import Elided, Tone, set_tone, tooltip, words

if TYPE_CHECKING:
    from stressdesk.report.contents import Card as Figure

MEANINGS = {
    "measured": "Measured: a real model answered real requests.",
    "simulated": "Simulated: the simulated target answered; no real model was asked.",
    "projected": "Projected: computed from a sample.",
    "assumed": "Assumed: typed in by hand.",
}
TONES: dict[str, Tone] = {"good": "good", "bad": "bad", "warn": "warn"}


class FigureCard(QFrame):
    """A title, a large number with a badge beside it, and quiet lines: interval, origin, what to compare it with."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.title = Elided("", "secondary")
        self.figure = words("", "figure")
        self.badge = words("", "badge")
        self.badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.interval = Elided("", "secondary")
        self.origin = words("", "tertiary")
        self.beside = Elided("", "secondary")
        number = row(self.figure, None, self.badge, gap=6)
        self.interval.setAccessibleName("95 % interval")
        # A line each: side by side there is no room for both in a narrow window.
        whole = column(self.title, number, self.interval, self.origin, self.beside, gap=2)
        whole.setContentsMargins(16, 11, 14, 12)
        self.setLayout(whole)

    def show_figure(self, figure: Figure) -> None:
        """Show another number."""
        interval, beside = (*figure.details, "", "")[:2]
        put(self.title, figure.title)
        put(self.figure, figure.figure)
        put(self.badge, figure.badge.removeprefix("goal "))
        self.badge.setVisible(bool(figure.badge))
        self.badge.setToolTip(tooltip(figure.badge.capitalize()) if figure.badge else "")
        set_tone(self.badge, TONES.get(figure.tone, ""))
        interval = interval or ("too few for an interval" if figure.origin else "")
        put(self.interval, interval.replace("\N{NO-BREAK SPACE}", " ").removeprefix("95 %: "))
        put(self.origin, figure.origin or "")
        put(self.beside, beside)
        said = f"{figure.title}: {figure.figure}, {figure.origin or ''}. {interval}. {beside}. {figure.badge}"
        self.setAccessibleName(said)
        self.setToolTip(tooltip(MEANINGS.get(figure.origin or "", "")) if figure.origin else "")


class Mark(QLabel):
    """Where the numbers beside it came from, in one word."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "key")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, origin: str | None) -> None:
        """Say another word, or nothing where numbers of several kinds stand together."""
        put(self, origin or "")
        self.setToolTip(MEANINGS.get(origin or "", ""))
        self.setVisible(bool(origin))


def put(label: QLabel, text: str) -> None:
    """Show a text, without a new layout where it is the same."""
    if label.text() != text:
        label.setText(text)
