"""The demo inputs in a table: typed in place, pasted from a spreadsheet, put in order; the chosen one is rendered."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from stressdesk.gui.models.demo import PROBLEM, DemoTable
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.rendered import Rendered
from stressdesk.gui.models.scenario import LastEdit
from stressdesk.gui.parts.grid_cells import CellDelegate
from stressdesk.gui.parts.icon_button import IconButton
from stressdesk.gui.parts.layouts import Card, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import words
from stressdesk.scenario.amounts import counted

ROW_HEIGHT = 30
EXPECT_WIDTH = 120
VARIABLE_WIDTH = 130
LEAST_HEIGHT = 150
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class DemoView(QTableView):
    """The table with its keys; what they mean is up to whoever listens."""

    add_wanted = Signal()
    remove_wanted = Signal()
    duplicate_wanted = Signal()
    paste_wanted = Signal()
    copy_wanted = Signal()
    move_wanted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys for whole rows; the others type into a cell or walk through the table."""
        key, held = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held & CONTROL:
            self.add_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit(self.currentIndex())
        elif key == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif key == Qt.Key.Key_D and held & CONTROL:
            self.duplicate_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and held & ALT:
            self.move_wanted.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Qt: a cell was typed into; after Return the one below is next, or what is typed then would replace this."""
        super().closeEditor(editor, hint)
        at = self.currentIndex()
        below = at.siblingAtRow(at.row() + 1)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and below.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(below, flags.ClearAndSelect | flags.Rows)


class DemoCard(Card):
    """The table, its buttons, and what is wrong in the chosen row."""

    def __init__(self, desk: Desk, rendered: Rendered) -> None:
        super().__init__("Demo inputs", "The clean inputs shown on stage, and what should come back, if it is known.")
        self._desk, self._rendered = desk, rendered
        self.table = DemoTable(desk.scenario, self)
        self.view = DemoView()
        self._dress_view()
        self.note = words("", "problem", wrap=True)
        self.count = words("", "tertiary")
        look = desk.appearance
        self.add = button("Add", self._add, "", "Add a demo input (Ctrl+Return)")
        self.paste = button("Paste lines", self._paste, "quiet", "One a line, or cells of a spreadsheet (Ctrl+V)")
        self.duplicate = IconButton("copy-plus", "Duplicate the chosen rows (Ctrl+D)", self._duplicate, look)
        self.up = IconButton("arrow-up", "Move the chosen rows up (Alt+Up)", partial(self._move, -1), look)
        self.down = IconButton("arrow-down", "Move the chosen rows down (Alt+Down)", partial(self._move, 1), look)
        self.remove = IconButton("trash-2", "Remove the chosen rows (Delete)", self._remove, look)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.note)
        self.body.addLayout(
            row(self.add, self.paste, None, self.count, 4, self.duplicate, self.up, self.down, self.remove, gap=4)
        )
        self._connect()
        self._show()

    def rows(self) -> list[int]:
        """The chosen rows, in order."""
        return sorted({index.row() for index in self.view.selectionModel().selectedRows()})

    def choose(self, *rows: int) -> None:
        """Choose these rows, given in order, and show the first."""
        chosen = QItemSelection()
        # In stretches, of which Qt takes few far faster than many.
        for _, found in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
            stretch = [row for _, row in found]
            chosen.select(self.table.index(stretch[0], 0), self.table.index(stretch[-1], 0))
        selection = self.view.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        selection.select(chosen, flags.ClearAndSelect | flags.Rows)
        # The view's own way would ask the keyboard, and with Ctrl held take the choice back.
        selection.setCurrentIndex(self.table.index(rows[0], 0), flags.NoUpdate)
        self.view.scrollTo(self.table.index(rows[0], 0))

    def _dress_view(self) -> None:
        view = self.view
        view.setModel(self.table)
        view.setAccessibleName("Demo inputs")
        self._delegate = CellDelegate(self._desk.appearance, PROBLEM, view)
        self._delegate.another_wanted.connect(self._add)
        view.setItemDelegate(self._delegate)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        triggers = QAbstractItemView.EditTrigger
        view.setEditTriggers(triggers.DoubleClicked | triggers.AnyKeyPressed)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setMinimumHeight(LEAST_HEIGHT)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        numbers = view.verticalHeader()
        numbers.setDefaultSectionSize(ROW_HEIGHT)
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        names = view.horizontalHeader()
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        names.setHighlightSections(False)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._show_columns()

    def _connect(self) -> None:
        view = self.view
        view.add_wanted.connect(self._add)
        view.remove_wanted.connect(self._remove)
        view.duplicate_wanted.connect(self._duplicate)
        view.paste_wanted.connect(self._paste)
        view.copy_wanted.connect(self._copy)
        view.move_wanted.connect(self._move)
        view.selectionModel().currentRowChanged.connect(self._chosen)
        view.selectionModel().selectionChanged.connect(self._show)
        self._desk.scenario.problems_changed.connect(self._show)
        self._rendered.changed.connect(self._offer_columns)
        for signal in (self.table.rowsInserted, self.table.rowsRemoved, self.table.modelReset):
            signal.connect(self._show)
        self.table.modelReset.connect(self._show_again)
        self._offer_columns()

    def _offer_columns(self) -> None:
        if self._rendered.example is not None:
            self.table.want(self._rendered.example.missing)

    def _show_columns(self) -> None:
        names = self.view.horizontalHeader()
        names.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        names.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at in range(1, self.table.columnCount()):
            self.view.setColumnWidth(at, EXPECT_WIDTH if at == 1 else VARIABLE_WIDTH)

    def _show_again(self) -> None:
        self._show_columns()
        if self.table.rowCount():
            self.choose(min(self._rendered.row, self.table.rowCount() - 1))

    def _show(self, *_: object) -> None:
        rows, count = self.rows(), self.table.rowCount()
        for one in (self.duplicate, self.up, self.down, self.remove):
            one.setEnabled(bool(rows))
        self.count.setText(f"{count:,}" if len(rows) < 2 else f"{len(rows):,} of {count:,} chosen")  # noqa: PLR2004
        said = self.table.trouble(self.view.currentIndex().row())
        self.note.setText(said)
        self.note.setVisible(bool(said))

    def _chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._rendered.choose(now.row())

    def _add(self) -> None:
        rows = self.rows()
        at = self.table.add(rows[-1] + 1 if rows else None)
        if at < 0:
            self._desk.notices.say("There is no room for more demo inputs: 10,000 is the most")
            return
        self.choose(at)
        self.view.setFocus()
        self.view.edit(self.table.index(at, 0))

    def _remove(self) -> None:
        if rows := self.rows():
            self.table.remove(rows)
            if self.table.rowCount():
                self.choose(min(rows[0], self.table.rowCount() - 1))

    def _duplicate(self) -> None:
        rows = self.rows()
        at = self.table.duplicate(rows)
        if at >= 0:
            self.choose(*range(at, at + len(rows)))

    def _move(self, by: int) -> None:
        if rows := self.table.move(self.rows(), by):
            self.choose(*rows)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.table.copied(self.rows()))

    def _paste(self) -> None:
        rows = self.rows()
        at = rows[-1] + 1 if rows else self.table.rowCount()
        at -= sum(one < at for one in self.table.placeholders)
        taken, left = self.table.paste(QGuiApplication.clipboard().text(), at)
        if not taken:
            self._desk.notices.say("There is no text on the clipboard: copy lines or cells first" if not left else
                                   "There is no room for more demo inputs: 10,000 is the most")  # fmt: skip
            return
        self.choose(*range(at, at + taken))
        said = f"{counted(taken, 'demo input')} pasted"
        last = LastEdit(self._desk.scenario)
        said = f"{said}; {left:,} did not fit" if left else said
        self._desk.notices.say(said, "Undo", last.undo, can=last.is_last)
