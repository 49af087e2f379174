"""A feed of failing answers: why, who asked, what was asked and what came back. One click leads to the record."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.failing import RECORD, Failing, circumstances, kind, reason
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.parts.words import direction, line, tooltip
from stressdesk.gui.theme import font
from stressdesk.journal.events import Record

ROW = 64
MARGIN = 8
LINE = 18
STRIPE = 3
LONGEST = 300
ALIGNED = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute


class FailureLines(QStyledItemDelegate):
    """Paints a failing query on three lines, each cut where there is no room; nothing in it is taken for markup."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt: all rows are equally high."""
        return QSize(200, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: draw one row."""
        record = index.data(RECORD)
        if not isinstance(record, Record):
            return
        look = self._appearance.look
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(place, QColor(look.accent_tint))
        colour = {"prompt": look.production, "system": look.bad}.get(record.failure or "", look.tertiary)
        painter.fillRect(QRect(place.left(), place.top() + MARGIN, STRIPE, ROW - 2 * MARGIN), QColor(colour))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), QColor(look.grid))
        inside = place.adjusted(MARGIN + STRIPE, 5, -MARGIN, 0)
        who = line(circumstances(record), LONGEST)
        rows = (
            ((kind(record), colour, 600), (line(reason(record), LONGEST), look.text, 500), (who, look.tertiary, 400)),
            (("Asked", look.tertiary, 400), (line(record.text, LONGEST) or "(nothing)", look.text, 400)),
            (("Answer", look.tertiary, 400), (line(record.answer, LONGEST) or "(none)", look.secondary, 400)),
        )
        for at, parts in enumerate(rows):
            self._paint_line(painter, inside.adjusted(0, at * LINE, 0, 0), parts)
        painter.restore()

    def _paint_line(self, painter: QPainter, place: QRect, parts: tuple[tuple[str, str, int], ...]) -> None:
        left, right = place.left(), place.right()
        for at, (text, colour, weight) in enumerate(parts):
            painter.setFont(font(12, weight))
            painter.setPen(QColor(colour))
            metrics = painter.fontMetrics()
            is_label = at == 0
            room = right - left
            if len(parts) == 3 and at == 1:  # noqa: PLR2004 - the reason leaves room for who asked
                room = room * 3 // 5
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
            width = metrics.horizontalAdvance(shown)
            painter.setLayoutDirection(direction(shown))
            painter.drawText(QRect(left, place.top(), max(width, room), LINE), ALIGNED, shown)
            left += max(width + 10, 52 if is_label and len(parts) == 2 else 0)  # noqa: PLR2004 - columns line up


class Feed(QListView):
    """The newest failing answers; a click, or Return, shows one among the records."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.failing = Failing(self)
        self.setModel(self.failing)
        self.setItemDelegate(FailureLines(desk.appearance, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Newest failing answers")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)
        self.entered.connect(self._explain)

    def refresh(self) -> int:
        """Show what has failed since; not under the mouse, where a row that moves is missed. Says how many wait."""
        if self.underMouse() and self._desk.run.is_on:
            return self.failing.fresh(self._desk.run.failures)
        self.failing.show_failures(self._desk.run.failures)
        return 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Return chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        record = self.failing.record(index.row())
        self._desk.filtering.want(RecordFilter(stage=record.stage, session=record.session, turn=record.turn))
        self._desk.navigation.go("Records")

    def _explain(self, index: QModelIndex) -> None:
        self.setToolTip(tooltip(reason(self.failing.record(index.row()))))
