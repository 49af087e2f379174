"""Everything the window can do, found by typing some of its letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from stressdesk.gui.parts.layouts import column

WIDTH, HEIGHT = 520, 380
AT = 90
KEYS = Qt.ItemDataRole.UserRole + 1
KEYS_MARGIN = 12

Index = QModelIndex | QPersistentModelIndex


class CommandRow(QStyledItemDelegate):
    """A command, and at the other end of its row the keys that do the same."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: draw a row."""
        super().paint(painter, option, index)
        if keys := index.data(KEYS):
            painter.save()
            painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
            place = option.rect.adjusted(0, 0, -KEYS_MARGIN, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
            painter.restore()


class CommandPalette(QDialog):
    """A line to type into and the commands it fits; Enter does the first one, arrows choose another."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Commands")
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._actions = [action for action in actions if action.isEnabled() and shown_name(action)]
        self.line = QLineEdit()
        self.line.setPlaceholderText("Type a command")
        self.line.setAccessibleName("Command")
        self.list = QListWidget()
        self.list.setAccessibleName("Commands that fit")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(CommandRow(self.list))
        sheet = QFrame()
        sheet.setProperty("kind", "card")
        sheet.setLayout(column(self.line, self.list, gap=8, margin=10))
        self.setLayout(column(sheet))
        self.line.textChanged.connect(self._show)
        self.line.returnPressed.connect(self._choose)
        self.list.itemClicked.connect(lambda _row: self._choose())
        self.line.installEventFilter(self)
        self.setGeometry(
            parent.mapToGlobal(parent.rect().topLeft()).x() + (parent.width() - WIDTH) // 2,
            parent.mapToGlobal(parent.rect().topLeft()).y() + AT,
            WIDTH,
            HEIGHT,
        )
        self._show("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: arrows in the line move through the list."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    def _show(self, text: str) -> None:
        self.list.clear()
        for action in fitting(text, self._actions):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            entry = QListWidgetItem(shown_name(action))
            entry.setData(Qt.ItemDataRole.UserRole, action)
            entry.setData(KEYS, keys)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (entry.text(), keys))))
            self.list.addItem(entry)
        if not self.list.count():
            nothing = QListWidgetItem("No command has these letters")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)

    def _choose(self) -> None:
        entry = self.list.currentItem()
        self.accept()
        action = entry.data(Qt.ItemDataRole.UserRole) if entry is not None else None
        if isinstance(action, QAction):
            action.trigger()


def shown_name(action: QAction) -> str:
    """The action's name without the mark of its key."""
    return action.text().replace("&", "").removesuffix("…")


def fitting(text: str, actions: Sequence[QAction]) -> list[QAction]:
    """The actions whose names hold the letters typed, in order; those that hold them together come first."""
    wanted = text.casefold().replace(" ", "")
    ranked = [
        (rank, at) for at, action in enumerate(actions) if (rank := _rank(wanted, shown_name(action))) is not None
    ]
    return [actions[at] for _, at in sorted(ranked)]


def _rank(wanted: str, name: str) -> int | None:
    letters = name.casefold()
    together = letters.replace(" ", "").find(wanted)
    if together >= 0:
        return together
    at = -1
    for letter in wanted:
        at = letters.find(letter, at + 1)
        if at < 0:
            return None
    return len(letters) + at
