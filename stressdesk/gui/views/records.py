"""Every query, with its conversation and verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMenu, QSplitter

from stressdesk.errors import RunFileMissingError
from stressdesk.gui.icons import icon
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.filter_choices import FilterChoices
from stressdesk.gui.models.record_detail import RecordDetail
from stressdesk.gui.models.records import RecordsModel
from stressdesk.gui.parts.layouts import column, holding
from stressdesk.gui.parts.notices import Empty, button
from stressdesk.gui.parts.push_button import PushButton
from stressdesk.gui.parts.screen_only import screen_only
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.panel import Panel
from stressdesk.gui.views.record_detail import RecordPane
from stressdesk.gui.views.record_filters import FilterBar
from stressdesk.gui.views.record_table import RecordTable
from stressdesk.scenario.amounts import counted

SPLIT_AS = "records_split"


class RecordsPanel(Panel):
    """The table with what is looked for above it, and the record that is looked at beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.records = RecordsModel(desk.run, desk.filtering, desk.reading)
        self.looked = RecordDetail(desk.run, desk.scenario, desk.reading)
        self._number: int | None = None
        self._order = self.records.order
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self._whole = column(self.split, gap=12)
        self._whole.setStretch(0, 1)
        self._whole.setContentsMargins(24, 12, 24, 24)
        self.setLayout(self._whole)

    def _grow(self) -> Iterator[None]:
        desk = self.desk
        choices = FilterChoices(desk.run, desk.filtering, desk.reading)
        choices.failed.connect(self._tell)
        self.filters = FilterBar(desk.filtering, choices, desk.appearance)
        self._make_actions()
        self._whole.insertWidget(0, self.filters)
        yield
        self.table = RecordTable(self.records, desk.appearance, desk.settings)
        self.count = words("", "secondary")
        self.newer = button("", self.records.refresh, "quiet")
        self._nothing = Empty("Nothing matches", "No record of this run passes the filter.",
                              ("Show every record", desk.filtering.clear))  # fmt: skip
        self._gone = Empty("The run file is gone", "It was moved or deleted since this run was opened. Put it back, or "
                           "open another run.", ("Look again", self.records.refresh))  # fmt: skip
        self._lay_out()
        yield
        self.pane = RecordPane(desk, self.looked)
        yield
        self.split.addWidget(self.pane)
        self._share_width()
        yield
        self._connect()
        self._show()
        # The records may have been found while the page grew.
        self._choose_again()

    def _make_actions(self) -> None:
        self.columns = PushButton("Columns")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.columns.setMenu(self._menu)
        self.export = button("Export CSV…", self._ask_export, tip="Write the rows that pass the filter as a table")
        for one in (self.columns, self.export):
            self.filters.buttons.addWidget(screen_only(one))

    def _lay_out(self) -> None:
        foot = column(self.newer, self.count, gap=4)
        left = column(self.table, self._nothing, self._gone, foot, gap=6)
        for at in range(3):
            left.setStretch(at, 1)
        self.split.addWidget(holding(left))

    def _share_width(self) -> None:
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([600, 400])
        kept = self.desk.settings.octets(SPLIT_AS)
        if not kept.isEmpty():
            self.split.restoreState(kept)

    def _connect(self) -> None:
        desk = self.desk
        self.records.counted.connect(self._show)
        self.records.modelReset.connect(self._choose_again)
        self.records.failed.connect(desk.troubles.tell)
        self.looked.failed.connect(self._tell)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.opened.connect(self._open)
        self.filters.left.connect(self.table.setFocus)
        self.pane.closed.connect(self._close)
        self.split.splitterMoved.connect(self._keep_split)
        desk.run.changed.connect(self._show)
        desk.appearance.changed.connect(self._dress)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.table)
        back.setContext(Qt.ShortcutContext.WidgetShortcut)
        back.activated.connect(self._close)
        self._dress()

    def _dress(self) -> None:
        look = self.desk.appearance.look
        self.columns.setIcon(icon("columns-3", look.secondary, 15))
        self.export.setIcon(icon("download", look.secondary, 15))

    def _show(self) -> None:
        shown, all_of_them = self.records.rowCount(), max(self.desk.run.rows, self.records.rowCount())
        is_gone = self.records.is_gone
        is_empty = shown == 0 and all_of_them > 0 and not self.records.is_looking and not is_gone
        self._nothing.setVisible(is_empty)
        self._gone.setVisible(is_gone)
        self.table.setVisible(not is_empty and not is_gone)
        self.export.setEnabled(shown > 0 and not is_gone)
        self.newer.setVisible(self.records.newer > 0)
        self.newer.setText(f"Show {self.records.newer:,} newer")
        header = self.desk.run.header
        kind = f" · {header.provenance}" if header else ""
        of_all = f"{shown:,} of " if shown != all_of_them else ""
        self.count.setVisible(not is_gone)
        self.count.setText(
            "Looking…" if self.records.is_looking and shown == 0 else f"{of_all}{counted(all_of_them, 'query')}{kind}"
        )

    def _tell(self, error: Exception) -> None:
        """A file that is gone is said on the page, which finds so when it looks again."""
        if isinstance(error, RunFileMissingError):
            self.records.refresh()
        else:
            self.desk.troubles.tell(error)

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and current.row() < len(self.records.numbers):
            self._number = self.records.numbers[current.row()]
            if not self.pane.isHidden():
                self.looked.look_at(self._number)

    def _choose_again(self) -> None:
        """The record that was looked at stays so where it still matches; in another order the first one is."""
        # Who orders by latency wants the slowest, not the place of whatever was looked at.
        stays = self._number is not None and self.records.order == self._order
        self._order = self.records.order
        place = self.records.place_of(self._number) if stays and self._number is not None else None
        if place is None and self.records.rowCount():
            place = 0
        if place is None:
            self.looked.leave()
            return
        # The column that was ordered by stays where it was clicked.
        sideways = self.table.horizontalScrollBar()
        kept = sideways.value()
        self.table.setCurrentIndex(self.records.index(place, 0))
        self.table.scrollTo(self.records.index(place, 0))
        sideways.setValue(kept)

    def _open(self) -> None:
        self.pane.show()
        if self._number is not None:
            self.looked.look_at(self._number)

    def _close(self) -> None:
        self.pane.hide()
        self.table.setFocus()

    def _keep_split(self, *_: object) -> None:
        self.desk.settings.put(SPLIT_AS, bytes(self.split.saveState().data()))

    def _fill_menu(self) -> None:
        self._menu.clear()
        self.table.fill_columns_menu(self._menu)

    def _ask_export(self) -> None:
        run = self.desk.run.path
        assert run is not None
        asked = QFileDialog(self, "Export records", str(run.with_suffix(".records.csv")), "Tables (*.csv)")
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setDefaultSuffix("csv")
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.fileSelected.connect(lambda chosen: self.export_to(Path(chosen)))
        asked.open()

    def export_to(self, path: Path) -> None:
        """Write the rows that pass the filter, in the order shown."""
        self.desk.troubles.start(self._export(path), "The records could not be exported")

    async def _export(self, path: Path) -> None:
        count = await self.desk.exporting.do(self.records.exporting(path))
        self.desk.notices.say(f"{counted(count, 'record')} {'is' if count == 1 else 'are'} in {path.name}.")
