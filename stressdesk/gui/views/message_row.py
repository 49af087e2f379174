"""One message of the preview, painted: who writes, the marked text, the clean one if wanted, and the mess in chips."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stressdesk.analysis.own_names import name_title
from stressdesk.analysis.words import counted
from stressdesk.charts.look import Look, mixed
from stressdesk.gui import theme
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.preview import Message
from stressdesk.gui.parts.spans import Paragraphs, Span
from stressdesk.gui.parts.words import line
from stressdesk.traffic.session import ODD

SIDE, ABOVE, BELOW = 10, 9, 10
HEAD = 18
CHIP, CHIP_GAP, CHIP_SIDE = 18, 6, 7
NOTE = 18
NUMBER = 26
MARK_SHARE = 0.26
NOTHING = "(nothing at all)"
NO_CLEAN = "There is no clean text to this one."


class Showing(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown beside the message as written: the clean text under it, what it lost inside it."""

    dropped: bool = False
    clean: bool = False


class _Chip(msgspec.Struct, frozen=True):
    """A short word in a frame, and where the frame stands."""

    text: str
    is_odd: bool
    place: QRectF


class _Laid(msgspec.Struct, frozen=True, kw_only=True):
    """A message ready to be painted at one width."""

    head: float
    text: Paragraphs
    clean: Paragraphs | None
    note: str
    chips: tuple[_Chip, ...]
    height: float


class MessageRow(QStyledItemDelegate):
    """Paints the rows of a list of messages. Layouts are kept until `forget`, since painting asks for them often."""

    def __init__(self, appearance: Appearance, view: QListView) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._view = view
        self.showing = Showing()
        self._laid: dict[int, _Laid] = {}

    def forget(self) -> None:
        """Texts, width, colours or what is shown are others."""
        self._laid = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt: as wide as the list, as high as the text needs."""
        return QSize(self._width(), round(self._lay(index.data(Qt.ItemDataRole.UserRole)).height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: paint one message."""
        message: Message = index.data(Qt.ItemDataRole.UserRole)
        look, room = self._appearance.look, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, QColor(mixed(look.accent, look.surface, 0.08)))
        if index.row():
            painter.setPen(QColor(look.grid))
            painter.drawLine(QPointF(room.left() + SIDE, room.top()), QPointF(room.right() - SIDE, room.top()))
        painter.translate(room.left() + SIDE, room.top() + ABOVE)
        laid = self._lay(message)
        self._head(painter, message, look)
        _paint_chips(painter, laid.chips, look)
        painter.translate(0, laid.head)
        _paint_texts(painter, laid, look)
        painter.restore()

    def _head(self, painter: QPainter, message: Message, look: Look) -> None:
        painter.setFont(theme.font(12, 600))
        painter.setPen(QColor(look.secondary))
        painter.drawText(QPointF(0, 13), _writer(message))
        painter.setFont(theme.font(12))
        painter.setPen(QColor(look.tertiary))
        painter.drawText(QPointF(_writer_room(message) + 8, 13), _kind(message))
        room = QRectF(0, 0, self._inner(), HEAD)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(message.number))

    def _lay(self, message: Message) -> _Laid:
        if message.number not in self._laid:
            self._laid[message.number] = self._fresh(message)
        return self._laid[message.number]

    def _fresh(self, message: Message) -> _Laid:
        look, width = self._appearance.look, self._inner()
        text = Paragraphs(_spans(message, look, self.showing), theme.font(), width)
        left_out = message.marked.cut + text.left_out
        note = f"… and {counted(left_out, 'more character')}" if left_out else ""
        clean = None
        if self.showing.clean:
            words = f"Clean: {message.clean}" if message.clean else NO_CLEAN
            clean = Paragraphs([Span(words, look.tertiary)], theme.font(12), width, most_lines=6)
        chips = _chips(message, width)
        head = max([HEAD, *(chip.place.bottom() for chip in chips)]) + 3
        bottom = text.height + (NOTE if note else 0) + (clean.height + 4 if clean else 0)
        return _Laid(head=head, text=text, clean=clean, note=note, chips=chips, height=ABOVE + head + bottom + BELOW)

    def _width(self) -> int:
        return max(120, self._view.viewport().width())

    def _inner(self) -> float:
        return self._width() - 2 * SIDE


def _spans(message: Message, look: Look, showing: Showing) -> list[Span]:
    """The pieces of a message in the colours of their fates."""
    ground = mixed(look.accent, look.surface, MARK_SHARE)
    spans = []
    for piece in message.marked.pieces:
        if piece.fate == "same":
            spans.append(Span(piece.text, look.text))
        elif piece.fate == "added":
            spans.append(Span(piece.text, look.text, ground))
        elif showing.dropped:
            spans.append(Span(piece.text, look.bad, struck=True))
    return spans if any(span.text.strip() for span in spans) else [*spans, Span(NOTHING, look.tertiary)]


def _chips(message: Message, width: float) -> tuple[_Chip, ...]:
    """The kinds of mess in frames behind the writer's name, on as many lines as they need."""
    metrics = QFontMetricsF(theme.font(11, 500))
    left = _writer_room(message) + 8 + QFontMetricsF(theme.font(12)).horizontalAdvance(_kind(message)) + 12
    chips, top, end = [], 0.0, width - NUMBER
    for name in message.mess:
        text = name_title(line(name, 40))
        room = metrics.horizontalAdvance(text) + 2 * CHIP_SIDE
        if left + room > end and left:
            left, top, end = 0.0, top + CHIP + 4, width
        chips.append(_Chip(text, name in ODD, QRectF(left, top, room, CHIP)))
        left += room + CHIP_GAP
    return tuple(chips)


def _writer(message: Message) -> str:
    return name_title(line(message.persona, 40))


def _writer_room(message: Message) -> float:
    return QFontMetricsF(theme.font(12, 600)).horizontalAdvance(_writer(message))


def _kind(message: Message) -> str:
    return "follow-up" if message.is_follow_up else "first message"


def _paint_chips(painter: QPainter, chips: Sequence[_Chip], look: Look) -> None:
    painter.setFont(theme.font(11, 500))
    for chip in chips:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.bad_tint if chip.is_odd else mixed(look.text, look.surface, 0.06)))
        painter.drawRoundedRect(chip.place, CHIP / 2, CHIP / 2)
        painter.setPen(QColor(look.bad if chip.is_odd else look.secondary))
        painter.drawText(chip.place, Qt.AlignmentFlag.AlignCenter, chip.text)


def _paint_texts(painter: QPainter, laid: _Laid, look: Look) -> None:
    laid.text.paint(painter, QPointF(0, 0))
    below = laid.text.height
    if laid.note:
        painter.setFont(theme.font(12))
        painter.setPen(QColor(look.tertiary))
        painter.drawText(QPointF(0, below + 13), laid.note)
        below += NOTE
    if laid.clean is not None:
        laid.clean.paint(painter, QPointF(0, below + 4))
