"""A number on a card of its own, and the small mark that says where a number came from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.words import Elided, Tone, explain, plain, set_tone, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stressdesk.report.contents import Card as Figure

MEANINGS = {
    "measured": "Measured: a real model answered real requests.",
    "simulated": "Simulated: the simulated target answered; no real model was asked.",
    "projected": "Projected: computed from a sample.",
    "assumed": "Assumed: typed in by hand.",
}
TERMS = {"p95 latency": "p95: 95 of 100 answers came within this time, counted from when each message arrived."}
TONES: dict[str, Tone] = {"good": "good", "bad": "bad", "warn": "warn"}


class FigureCard(QFrame):
    """A title, a large number with a badge beside it, and quiet lines: interval, origin, what to compare it with."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.title = words("", "secondary")
        self.figure = words("", "figure")
        self.badge = words("", "badge")
        self.badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.interval = words("", "secondary")
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
        explain(self.badge, figure.badge.capitalize())
        set_tone(self.badge, TONES.get(figure.tone, ""))
        interval = interval or ("too few for an interval" if figure.origin else "")
        put(self.interval, interval.replace("\N{NO-BREAK SPACE}", " ").removeprefix("95 %: "))
        put(self.origin, figure.origin or "")
        put(self.beside, beside)
        said = f"{figure.title}: {figure.figure}, {figure.origin or ''}. {interval}. {beside}. {figure.badge}"
        self.setAccessibleName(said)
        term = next((meaning for name, meaning in TERMS.items() if figure.title.startswith(name)), "")
        meant = " ".join(filter(None, (term, MEANINGS.get(figure.origin or "", ""))))
        explain(self, meant)


class FigureCards(QWidget):
    """Numbers side by side, in as many rows as it takes to cut no number and no interval."""

    GAP = 12

    def __init__(self, count: int) -> None:
        super().__init__()
        self.cards = [FigureCard() for _ in range(count)]
        self._rows = [row(gap=self.GAP) for _ in self.cards]
        self._across = 0
        self.setLayout(column(*self._rows, gap=self.GAP))
        self._arrange(count)

    def show_figures(self, figures: Iterable[Figure]) -> None:
        """Show other numbers, one on each card."""
        for card, figure in zip(self.cards, figures, strict=True):
            card.show_figure(figure)

    def minimumSizeHint(self) -> QSize:
        """Qt: as narrow as one card, since the others can stand under it."""
        return QSize(max(_least(card) for card in self.cards), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Qt: there is more or less room, or a card needs more or less of it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            # As evenly as can be: five stand as three and two, never as four and one.
            evenly = [math.ceil(len(self.cards) / rows) for rows in range(1, len(self.cards) + 1)]
            self._arrange(next(filter(self._fits, evenly), 1))
        return super().event(event)

    def _fits(self, across: int) -> bool:
        needed = [sum(map(_least, cards)) + self.GAP * (len(cards) - 1) for cards in _rows(self.cards, across)]
        return max(needed) <= self.width()

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for place, cards in zip(self._rows, _rows(self.cards, across), strict=False):
            for card in cards:
                place.addWidget(card)


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
    """Show a text as `words` would, without a new layout where it is the same."""
    shown = plain(text)
    if label.text() != shown:
        label.setText(shown)


def _least(card: FigureCard) -> int:
    return card.minimumSizeHint().width()


def _rows(cards: list[FigureCard], across: int) -> list[list[FigureCard]]:
    return [cards[start : start + across] for start in range(0, len(cards), across)]
