"""Lying bars with intervals, one a row: to be read, and to be clicked for what stands behind them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from stressdesk.charts.look import mixed
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.bars import Bar, Bars
from stressdesk.gui.parts.words import line, tooltip, words
from stressdesk.gui.theme import font

ROW, HEADING = 29, 24
BAR, TICK = 7, 9
GAP, INDENT = 12, 6
LABEL_SHARE = 0.36
HOVER_SHARE = 0.05
REACH = 2.5
"""Intervals are drawn as far as so many times the longest bar."""
KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Layout(NamedTuple):
    """Where the columns of a list stand, in pixels, and which values its bars run between."""

    label: int
    text: int
    interval: int
    share: int
    low: float
    high: float


class BarRow(QAbstractButton):
    """One bar. Clicked, or entered with the keyboard, if it leads anywhere."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.bar = Bar(label="", value=None)
        self._layout = Layout(0, 0, 0, 0, 0.0, 1.0)
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def put(self, bar: Bar, layout: Layout) -> None:
        """Show another bar."""
        if bar == self.bar and layout == self._layout:
            return
        self.bar, self._layout = bar, layout
        leads = bar.wanted is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if leads else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        said = ", ".join(part for part in (bar.text, bar.interval and f"95 % {bar.interval}", bar.share) if part)
        self.setAccessibleName(f"{line(bar.label, 80)}: {said}")
        self.setAccessibleDescription(line(bar.tip))
        hint = " Click to see these queries." if leads else ""
        self.setToolTip(tooltip(f"{bar.label}: {bar.tip}.{hint}".replace("..", ".")))
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: as wide as there is room."""
        return QSize(320, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter does what Space does."""
        if event.key() in KEYS and self.bar.wanted is not None:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw ground, name, bar and numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        look, place = self._appearance.look, self._layout
        right = self.width() - INDENT
        right = self._write(painter, self.bar.share, right, place.share, look.secondary)
        right = self._write(painter, self.bar.interval, right, place.interval, look.tertiary)
        strong = look.text if self.bar.is_sure else look.tertiary
        right = self._write(painter, self.bar.text, right, place.text, strong, weight=600 if self.bar.is_sure else 400)
        painter.setFont(font(13))
        painter.setPen(QColor(look.text))
        label = QRectF(INDENT, 0, place.label, self.height() - 1)
        shown = cut_at_word(self.bar.label, painter.fontMetrics(), place.label)
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        left = INDENT + place.label + GAP
        if self.bar.value is not None and right > left:
            self._paint_bar(painter, QRectF(left, (self.height() - 1 - BAR) / 2, right - left, BAR))

    def _paint_ground(self, painter: QPainter) -> None:
        look = self._appearance.look
        if self.bar.wanted is not None and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mixed(look.text, look.surface, HOVER_SHARE * (2 if self.isDown() else 1))))
            painter.drawRoundedRect(QRectF(0, 1, self.width(), self.height() - 2), 5, 5)
        painter.setPen(QPen(QColor(look.grid), 1))
        painter.drawLine(INDENT, self.height() - 1, self.width() - INDENT, self.height() - 1)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, self.height() - 2), 5, 5)

    def _write(self, painter: QPainter, text: str, right: int, width: int, colour: str, weight: int = 400) -> int:
        """Write a number with its right end at `right`; the right end of what stands before it."""
        if not width:
            return right
        painter.setFont(font(13, weight, tabular=True))
        painter.setPen(QColor(colour))
        place = QRectF(right - width, 0, width, self.height() - 1)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        return right - width - GAP

    def _paint_bar(self, painter: QPainter, track: QRectF) -> None:
        look, place, bar = self._appearance.look, self._layout, self.bar
        value = bar.value or 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.grid))
        painter.drawRoundedRect(track, BAR / 2, BAR / 2)

        def at(number: float) -> float:
            share = (number - place.low) / (place.high - place.low)
            return track.left() + track.width() * min(1.0, max(0.0, share))

        start, end = sorted((at(0.0), at(value)))
        colour = look.production if value >= 0 else look.good
        shape = QRectF(start, track.top(), max(end - start, 2.0), BAR)
        painter.setBrush(QColor(colour if bar.is_sure else look.pale(colour)))
        if not bar.is_sure:
            painter.setPen(QPen(QColor(colour), 1))
            shape.adjust(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, BAR / 2, BAR / 2)
        if bar.low is not None and bar.high is not None:
            painter.setPen(QPen(QColor(look.text), 1.2))
            middle = track.center().y()
            painter.drawLine(QRectF(at(bar.low), middle, 0, 0).topLeft(), QRectF(at(bar.high), middle, 0, 0).topLeft())
            for edge in (at(end) for end in (bar.low, bar.high) if place.low <= end <= place.high):
                tick = QRectF(edge, middle - TICK / 2, 0, TICK)
                painter.drawLine(tick.topLeft(), tick.bottomLeft())


class BarList(QWidget):
    """Bars under their headings; `chosen` carries what a click on one asks for. At most `most` are shown."""

    chosen = Signal(object)

    def __init__(self, appearance: Appearance, most: int = 50) -> None:
        super().__init__()
        self._appearance = appearance
        self._most = most
        self._shown: Bars | None = None
        self.rows: list[BarRow] = []
        self._headings = _Headings(appearance, self)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.empty = words("", "secondary", wrap=True)
        self.note = words("", "tertiary", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._headings)
        whole.addLayout(self._list)
        whole.addWidget(self.empty)
        whole.addSpacing(4)
        whole.addWidget(self.note)
        whole.addStretch(1)
        appearance.changed.connect(self.update)

    def show_bars(self, bars: Bars) -> None:
        """Show these bars in the rows there are, with more rows or fewer as needed."""
        if bars == self._shown:
            return
        self._shown = bars
        shown = bars.rows[: self._most]
        while len(self.rows) < len(shown):
            row = BarRow(self._appearance, self)
            row.clicked.connect(lambda _checked=False, row=row: self._choose(row))
            self.rows.append(row)
            self._list.addWidget(row)
        self._place()
        for row, _ in zip(self.rows, shown, strict=False):
            row.show()
        for row in self.rows[len(shown) :]:
            row.hide()
        self._headings.setVisible(bool(shown))
        self.empty.setText(bars.empty)
        self.empty.setVisible(not shown)
        more = len(bars.rows) - len(shown)
        self.note.setText(f"and {more} more" if more > 0 else bars.note)
        self.note.setVisible(bool(self.note.text()))

    def resizeEvent(self, event: object) -> None:
        """Qt: the columns share another width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place()

    def _place(self) -> None:
        if self._shown is None:
            return
        shown = self._shown.rows[: self._most]
        layout = placed(shown, self._shown.headings, self.width())
        self._headings.put(self._shown.headings, layout)
        for row, bar in zip(self.rows, shown, strict=False):
            row.put(bar, layout)

    def _choose(self, row: BarRow) -> None:
        if row.bar.wanted is not None:
            self.chosen.emit(row.bar.wanted)


class _Headings(QWidget):
    """The names of the columns."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._names = ("", "", "", "")
        self._layout = Layout(0, 0, 0, 0, 0.0, 1.0)
        self.setFixedHeight(HEADING)

    def put(self, names: tuple[str, str, str, str], layout: Layout) -> None:
        """Show other names at other places."""
        if (names, layout) != (self._names, self._layout):
            self._names, self._layout = names, layout
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: write them, and a line under them."""
        painter = QPainter(self)
        look, place = self._appearance.look, self._layout
        painter.setFont(font(12, 500))
        painter.setPen(QColor(look.secondary))
        first, value, interval, share = self._names
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(INDENT, 0, place.label, HEADING - 2), middle | Qt.AlignmentFlag.AlignLeft, first)
        right = self.width() - INDENT
        for name, width in ((share, place.share), (interval, place.interval)):
            if width:
                painter.drawText(
                    QRectF(right - width, 0, width, HEADING - 2), middle | Qt.AlignmentFlag.AlignRight, name
                )
                right -= width + GAP
        left = INDENT + place.label + GAP
        painter.drawText(QRectF(left, 0, right - left, HEADING - 2), middle | Qt.AlignmentFlag.AlignLeft, value)
        painter.setPen(QPen(QColor(look.border), 1))
        painter.drawLine(INDENT, HEADING - 1, self.width() - INDENT, HEADING - 1)


def cut_at_word(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text with an ellipsis where it does not fit, after a whole word if one ends near enough."""
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    if shown == text or not shown.endswith("…"):
        return shown
    kept = shown[:-1]
    whole = kept if text[len(kept) :].startswith(" ") else kept.rpartition(" ")[0]
    return f"{whole.rstrip(' ,;:')}…" if len(whole) > len(kept) / 3 else shown


def placed(bars: tuple[Bar, ...], headings: tuple[str, str, str, str], width: int) -> Layout:
    """Columns as wide as their widest entry, names at most a third of the width, and bars between the extremes."""
    plain, strong = QFontMetrics(font(13, tabular=True)), QFontMetrics(font(13, 600, tabular=True))

    def widest(metrics: QFontMetrics, texts: list[str]) -> int:
        return max((metrics.horizontalAdvance(text) + 1 for text in texts if text), default=0)

    share = widest(plain, [bar.share for bar in bars] and [*(bar.share for bar in bars), headings[3]])
    interval = widest(plain, [bar.interval for bar in bars])
    text = widest(strong, [bar.text for bar in bars])
    label = min(widest(plain, [bar.label for bar in bars]), round(LABEL_SHARE * width))
    values = [bar.value for bar in bars if bar.value is not None]
    ends = [end for bar in bars for end in (bar.value, bar.low, bar.high) if end is not None]
    # One group of three queries has an interval as wide as the axis: it runs off, so that the others can be told apart.
    most = REACH * max([0.0, *map(abs, values)]) or max([0.0, *map(abs, ends)])
    low, high = max(-most, min([0.0, *ends])), min(most, max([0.0, *ends]))
    return Layout(label, text, interval, share, low, high if high > low else low + 1.0)
