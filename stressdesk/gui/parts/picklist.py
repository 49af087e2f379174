"""A list to pick one row from: a title with a badge, a line on what it is, and a line on how it fares."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from stressdesk.charts.look import Look
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.parts.words import Tone, line, tooltip

ROW = Qt.ItemDataRole.UserRole
EDGE = 10
LINE = 18


class PickRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row. `note` and `badge` are coloured by `tone`."""

    title: str
    detail: str = ""
    badge: str = ""
    note: str = ""
    tone: Tone = ""

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return 1 + bool(self.detail) + bool(self.note)

    @property
    def read_out(self) -> str:
        """All of it, for screen readers and tooltips."""
        return ". ".join(part for part in (self.title, self.badge, self.detail, self.note) if part)


class PickList(QListWidget):
    """Shows rows and tells which one the user picked. Alt with an arrow asks to move it, Delete to take it away."""

    picked = Signal(int)
    move_wanted = Signal(int, int)
    removal_wanted = Signal(int)

    def __init__(self, appearance: Appearance, name: str, *, most_height: int = 0) -> None:
        super().__init__()
        self._most_height = most_height
        self._rows: list[PickRow] = []
        self.setAccessibleName(name)
        self.setProperty("kind", "picklist")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Painter(appearance, self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.currentRowChanged.connect(self._current_changed)
        appearance.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[PickRow], current: int) -> None:
        """Show these rows, one of them picked; nothing is told."""
        stays = self.currentRow() == current and not self._is_seen()
        self.currentRowChanged.disconnect(self._current_changed)
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        while self.count() < len(rows):
            self.addItem(QListWidgetItem())
        for at, row in enumerate(rows):
            if at >= len(self._rows) or self._rows[at] != row or self.item(at).data(ROW) is None:
                self._fill(self.item(at), row)
        self._rows = list(rows)
        self.setCurrentRow(current)
        self.currentRowChanged.connect(self._current_changed)
        self._fit()
        if not stays and 0 <= current < self.count():
            # Rows above may have grown by what is said of them.
            self.scrollToItem(self.item(current))

    def _is_seen(self) -> bool:
        item = self.currentItem()
        return item is not None and self.viewport().rect().contains(self.visualItemRect(item))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys of our own before the list's."""
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        at = self.currentRow()
        if way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(at, way)
        elif event.key() == Qt.Key.Key_Delete and at >= 0:
            self.removal_wanted.emit(at)
        else:
            super().keyPressEvent(event)

    def _current_changed(self, at: int) -> None:
        if at >= 0:
            self.picked.emit(at)

    def _fill(self, place: QListWidgetItem, row: PickRow) -> None:
        place.setData(ROW, row)
        place.setText(line(row.title))  # never drawn: typed letters are looked for in it
        place.setData(Qt.ItemDataRole.AccessibleTextRole, line(row.read_out))
        place.setToolTip(tooltip(row.read_out))
        place.setSizeHint(QSize(100, row.lines * LINE + 2 * EDGE - 4))

    def _fit(self) -> None:
        height = sum(self.item(at).sizeHint().height() for at in range(self.count())) + 4
        self.setFixedHeight(min(height, self._most_height) if self._most_height else height)


class _Painter(QStyledItemDelegate):
    """Draws a row in the colours of the look in use."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: draw one row."""
        shown = index.data(ROW)
        if not isinstance(shown, PickRow):
            return
        look = self._appearance.look
        place: QRect = option.rect.adjusted(1, 1, -1, -1)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, place, look, state)
        inside = place.adjusted(EDGE, EDGE - 4, -EDGE, 0)
        first = QRect(inside.left(), inside.top(), inside.width(), LINE)
        first.setRight(_draw_badge(painter, first, shown, look) - 8)
        _draw_line(painter, first, shown.title, look.text, QFont.Weight.DemiBold)
        for text, colour in ((shown.detail, look.secondary), (shown.note, _colour(look, shown.tone))):
            if text:
                inside.translate(0, LINE)
                _draw_line(painter, QRect(inside.left(), inside.top(), inside.width(), LINE), text, colour, None)
        painter.restore()


def _draw_ground(painter: QPainter, place: QRect, look: Look, state: QStyle.StateFlag) -> None:
    is_picked = bool(state & QStyle.StateFlag.State_Selected)
    painter.setPen(Qt.PenStyle.NoPen)
    if is_picked:
        painter.setBrush(QColor(look.accent_tint))
        painter.drawRoundedRect(place, 7, 7)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(look.grid))
        painter.drawRoundedRect(place, 7, 7)
    if is_picked and state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(look.accent))
        painter.drawRoundedRect(place, 7, 7)


def _draw_badge(painter: QPainter, place: QRect, shown: PickRow, look: Look) -> int:
    """Draws the badge at the right end; returns where it begins."""
    if not shown.badge:
        return place.right()
    font = painter.font()
    font.setPixelSize(11)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    text = line(shown.badge, 40)
    width = painter.fontMetrics().horizontalAdvance(text) + 16
    box = QRect(place.right() - width, place.top(), width, LINE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(getattr(look, f"{shown.tone}_tint") if shown.tone else look.grid))
    painter.drawRoundedRect(box, 9, 9)
    painter.setPen(QColor(_colour(look, shown.tone)))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return box.left()


def _draw_line(painter: QPainter, place: QRect, text: str, colour: str, weight: QFont.Weight | None) -> None:
    font = painter.font()
    font.setPixelSize(12 if weight is None else 13)
    font.setWeight(QFont.Weight.Normal if weight is None else weight)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(line(text), Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _colour(look: Look, tone: Tone) -> str:
    return str(getattr(look, tone)) if tone else look.secondary
