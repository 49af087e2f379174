"""Cells of a table that is edited in place: one plain line to read, an editor of several lines to write."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QLocale, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from stressdesk.errors import Problem
from stressdesk.gui.icons import icon
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.wording import problem_words
from stressdesk.gui.parts.editor import Editor
from stressdesk.gui.parts.words import line, tooltip

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemDelegate.EndEditHint
LONGEST_SHOWN = 300
EDITOR_LINES = 3


class CellEditor(Editor):
    """Return keeps what was written, Shift+Return begins a line, Escape gives it up, Ctrl+Return goes on to another."""

    ended = Signal(Hint)
    another_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(1, EDITOR_LINES)
        self.setParent(parent)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the keys that end editing."""
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.ended.emit(Hint.NoHint)
            self.another_wanted.emit()
        elif is_return and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.ended.emit(Hint.SubmitModelCache)
        elif event.key() == Qt.Key.Key_Escape:
            self.ended.emit(Hint.RevertModelCache)
        else:
            super().keyPressEvent(event)


class CellDelegate(QStyledItemDelegate):
    """Shows texts as one line, marks cells with a problem, and makes the editors; `problem_role` gives the Problem."""

    another_wanted = Signal()

    def __init__(self, appearance: Appearance, problem_role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._problem_role = problem_role

    def displayText(self, value: Any, _locale: QLocale | QLocale.Language) -> str:
        """Qt: nothing but one plain line, however long or hostile the text."""
        return line(str(value), LONGEST_SHOWN)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: a sign before what has a problem."""
        super().initStyleOption(option, index)
        if index.data(self._problem_role) is not None:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icon("triangle-alert", self._appearance.look.bad, 14)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        """Qt: an editor inside the table."""
        editor = CellEditor(parent)
        editor.ended.connect(lambda hint: self._end(editor, hint))
        editor.another_wanted.connect(self.another_wanted)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Qt: what is edited."""
        if isinstance(editor, CellEditor):
            editor.put(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Qt: what was written."""
        if isinstance(editor, CellEditor):
            model.setData(index, editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Qt: the editor may be higher than its cell, never outside the table."""
        place = option.rect
        editor.setFixedWidth(place.width())
        table = editor.parentWidget()
        room = table.height() - editor.height() if table is not None else place.top()
        editor.move(place.left(), max(0, min(place.top(), room)))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Qt: the pointer rests on a cell: what is wrong there, or the whole of a text that is cut."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        problem = index.data(self._problem_role)
        text = str(index.data() or "")
        said = problem_words(problem) if isinstance(problem, Problem) else text
        QToolTip.showText(event.globalPos(), tooltip(said) if said else "", view)
        return True

    def _end(self, editor: CellEditor, hint: Hint) -> None:
        if hint != Hint.RevertModelCache:
            self.commitData.emit(editor)
        self.closeEditor.emit(editor, hint)
