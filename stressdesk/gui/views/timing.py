"""Where the time of one query went, as a bar with the seconds of each part in words beside its colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from stressdesk.analysis import words as numbers
from stressdesk.charts.look import Look
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.record_detail import Span
from stressdesk.gui.parts.layouts import clear, row
from stressdesk.gui.parts.words import words
from stressdesk.journal.events import Provenance

HEIGHT = 14
LEAST = 2.0
SWATCH = 10
# Patterns as well as colours: nobody has to tell two greys apart.
PATTERNS = {
    "waited to be sent": Qt.BrushStyle.Dense5Pattern,
    "held back by rate limits": Qt.BrushStyle.DiagCrossPattern,
    "earlier requests and pauses": Qt.BrushStyle.BDiagPattern,
}


def _brush(name: str, look: Look) -> QBrush:
    colours = {
        "waited to be sent": look.demo,
        "held back by rate limits": look.demo,
        "earlier requests and pauses": look.bad,
        "waited for an answer": look.bad,
        "first token": look.pale(look.production),
        "streaming": look.production,
    }
    return QBrush(QColor(colours[name]), PATTERNS.get(name, Qt.BrushStyle.SolidPattern))


def _fill(painter: QPainter, part: QRectF, name: str, look: Look) -> None:
    painter.fillRect(part, _brush(name, look))
    if name == "first token" and part.width() > LEAST:
        # Pale, it would hardly be seen against the card.
        painter.setPen(QColor(look.production))
        painter.drawRect(part.adjusted(0.5, 0.5, -0.5, -0.5))


class TimingBar(QWidget):
    """The bar alone."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._spans: Sequence[Span] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Show where this time went."""
        self._spans = spans
        said = ", ".join(f"{numbers.seconds(span.seconds)} {span.name}" for span in spans)
        self.setAccessibleName(f"Time: {said}" if spans else "No time was spent")
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: as wide as there is room."""
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw the parts to scale, none thinner than can be seen."""
        total = sum(span.seconds for span in self._spans)
        if total <= 0:
            return
        painter = QPainter(self)
        room = self.width() - LEAST * len(self._spans)
        left = 0.0
        for span in self._spans:
            width = LEAST + room * span.seconds / total
            part = QRectF(left, 0, max(1.0, width - 1), HEIGHT)
            painter.fillRect(part, QColor(self._appearance.look.grid))
            _fill(painter, part, span.name, self._appearance.look)
            left += width


class _Swatch(QWidget):
    """A small square in the colour and pattern of a part."""

    def __init__(self, name: str, appearance: Appearance) -> None:
        super().__init__()
        self._name = name
        self._appearance = appearance
        self.setFixedSize(SWATCH, SWATCH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: fill it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._appearance.look.grid))
        _fill(painter, QRectF(self.rect()), self._name, self._appearance.look)


class Timing(QWidget):
    """The bar and under it each part in words."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.bar = TimingBar(appearance)
        self._legend = QVBoxLayout()
        self._legend.setSpacing(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.bar)
        whole.addLayout(self._legend)

    def show_spans(self, spans: Sequence[Span], provenance: Provenance, injected_seconds: float = 0.0) -> None:
        """Show where this time went, whether it was measured or simulated, and how much of it was put in on purpose."""
        self.bar.show_spans(spans)
        self.bar.setVisible(bool(spans))
        clear(self._legend)
        for span in spans:
            name = words(span.name[:1].upper() + span.name[1:], "secondary")
            line = row(_Swatch(span.name, self._appearance), name, None, words(numbers.seconds(span.seconds)), gap=8)
            self._legend.addLayout(line)
        total = sum(span.seconds for span in spans)
        meant = f"{numbers.seconds(total)} from the moment the user meant to ask, {provenance}"
        if injected_seconds:
            meant += f"; {numbers.seconds(injected_seconds)} of it injected"
        said = meant if spans else "Never sent."
        self._legend.addWidget(words(said, "tertiary", wrap=True))
