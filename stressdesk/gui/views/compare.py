"""Every run of this scenario, and two side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QMessageBox

from stressdesk.errors import StressDeskError
from stressdesk.gui.icons import icon
from stressdesk.gui.models.comparing import ComparingModel
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.shelf import COMPARED, ShelfModel
from stressdesk.gui.parts.asking import message_box
from stressdesk.gui.parts.layouts import Card, added, column, holding, scrolling
from stressdesk.gui.parts.notices import Empty, button
from stressdesk.gui.parts.screen_only import screen_only
from stressdesk.gui.parts.words import plain, words
from stressdesk.gui.views.comparison import ComparisonView
from stressdesk.gui.views.panel import Panel, Source
from stressdesk.gui.views.run_table import RunTable
from stressdesk.scenario.clusters import cut

LONGEST_NAME = 100


class ComparePanel(Panel):
    """The list of runs above, and below it what changed between the two that are ticked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shelf = ShelfModel(desk)
        self.comparing = ComparingModel(desk.run, desk.filtering, desk.navigation, desk.reading)
        self._parts = column(gap=16)
        page = column(self._parts, None, gap=0)
        page.setContentsMargins(24, 12, 24, 24)
        self.setLayout(column(scrolling(holding(page))))

    def source(self) -> Source:
        """Whichever runs are listed and compared."""
        return "runs"

    def _grow(self) -> Iterator[None]:
        desk = self.desk
        self.table = RunTable(self.shelf, desk.appearance)
        self.all = QCheckBox("All scenarios")
        self.hint = words("", "tertiary")
        self.open = button("Open", self._open, tip="Show this run (Enter)")
        self.delete = button("Delete…", self._ask_delete, "danger", "Move this run to the trash (Del)")
        self._others = Empty("No runs of this scenario yet", "Runs of other scenarios are there.",
                             ("Show all scenarios", partial(self.all.setChecked, True)))  # fmt: skip
        self._empty = Empty("No runs yet", "Every run is kept as a file and listed here. Start one on the Run page.",
                            ("Run…", partial(desk.navigation.go, "Run")))  # fmt: skip
        self._looking = words("Looking for runs…", "tertiary")
        self._lay_out()
        yield
        self.view = added(self._parts, ComparisonView(desk, self.comparing))
        self._connect()
        self._dress()
        # The runs may have been found while the page grew.
        self._choose_first()
        self._show()

    def _lay_out(self) -> None:
        card = Card("Runs")
        for one in (self.hint, self.all, self.open, self.delete):
            card.corner.addWidget(screen_only(one))
        card.body.addWidget(self.table)
        card.body.addWidget(self._looking)
        card.body.addWidget(self._empty)
        card.body.addWidget(self._others)
        self._card = added(self._parts, card)

    def _connect(self) -> None:
        desk = self.desk
        self.shelf.listed.connect(self._show)
        self.shelf.ticks_changed.connect(self._compare)
        self.shelf.failed.connect(desk.troubles.tell)
        self.shelf.modelReset.connect(self._choose_first)
        self.comparing.failed.connect(desk.troubles.tell)
        self.all.toggled.connect(lambda ticked: self.shelf.show_all(shows_all=ticked))
        self.table.opened.connect(self._open)
        self.table.removal_wanted.connect(self._ask_delete)
        self.table.selectionModel().currentRowChanged.connect(self._show_buttons)
        desk.run.changed.connect(self._run_changed)
        desk.appearance.changed.connect(self._dress)
        self._state = desk.run.state

    def _dress(self) -> None:
        look = self.desk.appearance.look
        self.open.setIcon(icon("folder-open", look.secondary, 15))
        self.delete.setIcon(icon("trash-2", look.bad, 15))

    def _run_changed(self) -> None:
        """A run that ends is another line in the list, or the same line with its end."""
        if self.desk.run.state != self._state:
            self._state = self.desk.run.state
            self.shelf.refresh()

    def _show(self) -> None:
        has_runs = self.shelf.rowCount() > 0
        self.table.setVisible(has_runs)
        hidden, is_looking = self.shelf.hidden, self.shelf.is_looking
        self._looking.setVisible(not has_runs and not hidden and is_looking)
        self._empty.setVisible(not has_runs and not hidden and not is_looking)
        self._others.setVisible(not has_runs and hidden > 0)
        self._show_buttons()
        self.all.setText(f"All scenarios ({hidden:,} more)" if hidden else "All scenarios")
        self.all.setVisible(bool(hidden) or self.all.isChecked())
        self.hint.setVisible(has_runs and len(self.shelf.ticked) < COMPARED)
        self.hint.setText(self._next_step())

    def _next_step(self) -> str:
        if self.shelf.rowCount() < COMPARED:
            return "Another run, and the two can be compared"
        return "Tick another run" if self.shelf.ticked else "Tick two runs to compare them"

    def _show_buttons(self, *_: object) -> None:
        chosen = self.table.chosen()
        for one in (self.open, self.delete):
            one.setVisible(self.shelf.rowCount() > 0)
        self.open.setEnabled(chosen is not None and not chosen.run.problem)
        self.delete.setEnabled(chosen is not None)

    def _choose_first(self) -> None:
        if self.shelf.rowCount() and not self.table.currentIndex().isValid():
            chosen = self.shelf.index(0, 0)
            self.table.selectionModel().setCurrentIndex(chosen, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.table.selectRow(0)

    def _compare(self) -> None:
        if len(self.shelf.ticked) == COMPARED:
            self.comparing.compare(*self.shelf.ticked)
        else:
            self.comparing.leave()
        self._show()

    def _open(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None and not chosen.run.problem:
            self.desk.run.open(chosen.run.path)
            self.desk.settings.add_recent(chosen.run.path)
            self.desk.navigation.go("Overview")

    def _ask_delete(self) -> None:
        chosen = self.table.chosen()
        if chosen is None:
            return
        text = f"Move {_named(chosen.run.path)} to the trash?"
        more = "Its records, verdict and note go with it. You can take it back out of the trash."
        box = message_box(self, QMessageBox.Icon.Question, text, more)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        yes = box.addButton("Move to the trash", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        yes.clicked.connect(lambda _checked=False: self._delete(chosen.run.path))
        self.question = box
        box.open()

    def _delete(self, path: Path) -> None:
        try:
            self.shelf.discard(path)
        except StressDeskError as error:
            self.desk.troubles.tell(error, "The run could not be deleted")
        else:
            self.desk.notices.say(f"{path.name} is in the trash.")

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        super().showEvent(event)
        self.shelf.watch(is_watched=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: nobody looks any more."""
        super().hideEvent(event)
        self.shelf.watch(is_watched=False)


def _named(path: Path) -> str:
    """The name of a run's file: of a long one the middle is left out, as the end tells runs of a scenario apart."""
    name = plain(path.name)
    return name if len(name) <= LONGEST_NAME else f"{cut(name, LONGEST_NAME // 2)}…{name[-LONGEST_NAME // 2 :]}"
