"""Twenty messages as users would write them, with what the mess did to each marked against the clean text."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QListView, QStackedWidget

from stressdesk.analysis.own_names import name_title, name_words
from stressdesk.analysis.words import count, percent
from stressdesk.gui.icons import icon
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.preview import Message, PreviewModel
from stressdesk.gui.parts.layouts import Card, column, holding, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.screen_only import whole_in_pictures
from stressdesk.gui.parts.words import Elided, explain, line, tooltip, words
from stressdesk.gui.views.message_row import NO_CLEAN, MessageRow, Showing
from stressdesk.traffic.outlook import Composition

Index = QModelIndex | QPersistentModelIndex
WAITING = "Writing messages, and counting what a thousand consist of…"
MOST_KINDS = 8


class Messages(QAbstractListModel):
    """The messages as rows; a row says in words what the picture of it shows."""

    def __init__(self) -> None:
        super().__init__()
        self._messages: tuple[Message, ...] = ()

    def show(self, messages: tuple[Message, ...]) -> None:
        """Show other messages."""
        self.beginResetModel()
        self._messages = messages
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """Qt: how many rows there are."""
        return len(self._messages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a row's message for who paints it, and words for all others."""
        message = self._messages[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return message
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"Clean: {message.clean}") if message.clean else NO_CLEAN
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            mess = ", ".join(name_words(name) for name in message.mess)
            kind = ", follow-up" if message.is_follow_up else ""
            text = line(message.marked.text, 400)
            return f"{message.number}, {name_title(message.persona)}{kind}: {text}. Mess: {mess or 'none'}."
        return None


class MessageList(QListView):
    """The rows, each as high as its text; Ctrl+C copies the text of the one that is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.rows = Messages()
        self.painter_ = MessageRow(desk.appearance, self)
        self.setModel(self.rows)
        self.setItemDelegate(self.painter_)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("Twenty messages as users would write them")
        self.verticalScrollBar().setSingleStep(16)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy)
        desk.appearance.changed.connect(self.lay_again)

    def lay_again(self) -> None:
        """Rows are of other heights, or in other colours."""
        self.painter_.forget()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def copy(self) -> None:
        """Put the text of the chosen message on the clipboard."""
        message = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        if isinstance(message, Message):
            QApplication.clipboard().setText(message.marked.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width breaks lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.lay_again()


class PreviewCard(Card):
    """The list, what a thousand such messages consist of, and ways to see others, and the clean text."""

    def __init__(self, desk: Desk, preview: PreviewModel) -> None:
        super().__init__("Twenty messages as users would write them", WAITING)
        self._desk = desk
        self._preview = preview
        self.others = button("Other twenty", preview.show_others, "",
                             "Twenty messages of another seed; the scenario's own stays as it is")  # fmt: skip
        self.corner.addWidget(self.others)
        self.show_dropped = QCheckBox("Show what was left out")
        self.show_clean = QCheckBox("Show clean text")
        for one in (self.show_dropped, self.show_clean):
            one.toggled.connect(self._choose)
        self.list = whole_in_pictures(MessageList(desk))
        self.trouble = words("", "secondary", wrap=True)
        self._missing = holding(column(words("No messages can be planned yet", "heading"), self.trouble, None, gap=6))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._missing)
        marks = Elided("Tinted: not in the clean text", "tertiary")
        marks.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line_ = row(self.show_clean, self.show_dropped, gap=16)
        line_.addWidget(marks, 1)
        self.body.addLayout(line_)
        self.body.addWidget(self._stack, 1)
        preview.messages_changed.connect(self._show)
        preview.composition_changed.connect(self._show_composition)
        desk.appearance.changed.connect(self._dress)
        self._dress()
        self._show()
        self._show_composition()

    def _choose(self, _ticked: bool = False) -> None:
        self.list.painter_.showing = Showing(dropped=self.show_dropped.isChecked(), clean=self.show_clean.isChecked())
        self.list.lay_again()

    def _show(self) -> None:
        place, chosen = self.list.verticalScrollBar().value(), self.list.currentIndex().row()
        self.list.painter_.forget()
        self.list.rows.show(self._preview.messages)
        self.trouble.setText(self._preview.trouble)
        self._stack.setCurrentWidget(self._missing if self._preview.trouble else self.list)
        # A slider is being dragged while messages change: the one that is read must not jump away.
        self.list.setCurrentIndex(self.list.rows.index(chosen, 0))
        self.list.executeDelayedItemsLayout()
        self.list.verticalScrollBar().setValue(place)

    def _show_composition(self) -> None:
        found = self._preview.composition
        self.set_subtitle(_summed_up(found) if found else "" if self._preview.trouble else WAITING)
        explain(self.subtitle, _frequent(found) if found else "")

    def _dress(self) -> None:
        self.others.setIcon(icon("refresh-cw", self._desk.appearance.look.secondary, 14))


def _summed_up(found: Composition) -> str:
    """What a thousand messages consist of; planned, since nobody has written them."""
    share = partial(_of, found.messages)
    odd = ", ".join(f"{share(number)} {name_words(name)}" for name, number in found.odd.items() if number)
    return (
        f"Planned, of {count(found.messages)} messages: {share(found.messy)} with mess, "
        f"{share(found.follow_ups)} follow-ups{', ' + odd if odd else ''}."
    )


def _frequent(found: Composition) -> str:
    """The kinds of mess that come up most."""
    first = list(found.kinds.items())[:MOST_KINDS]
    listed = ", ".join(f"{name_words(name)} {_of(found.messages, number)}" for name, number in first)
    return f"Most frequent: {listed}." if listed else "No mess at all."


def _of(whole: int, part: int) -> str:
    return percent(part / whole, 0) if whole else "none"
