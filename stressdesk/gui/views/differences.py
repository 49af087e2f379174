"""What differs between two runs one by one: queries that failed in one of them only, and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from stressdesk.gui.models.comparing import ComparingModel, flips_words
from stressdesk.gui.models.record_columns import RESULTS, stage_words
from stressdesk.gui.parts.layouts import Card, clear
from stressdesk.gui.parts.row_table import choose_rows
from stressdesk.gui.parts.words import line, tooltip, words

if TYPE_CHECKING:
    from stressdesk.analysis.compare import Comparison, Flip
    from stressdesk.gui.models.setting_words import SettingTold

MOST_FLIPS = 300
MOST_SETTINGS = 60
MOST_ROWS = 10
ROW_HEIGHT = 28
TITLES = ("Stage", "Session, turn", "Before", "After", "Message")
WIDTHS = (110, 100, 120, 120)


class FlipsCard(Card):
    """Queries that came out otherwise; one opened leads to its record in the later run."""

    def __init__(self, comparing: ComparingModel) -> None:
        super().__init__("Queries that came out otherwise")
        self._comparing = comparing
        self._flips: tuple[Flip, ...] = ()
        self.table = _FlipTable()
        self.table.cellDoubleClicked.connect(lambda place, _column: self._open(place))
        self.table.opened.connect(self._open)
        self.body.addWidget(self.table)

    def show_comparison(self, found: Comparison) -> None:
        """Show the queries that came out otherwise."""
        self._flips = found.flips[:MOST_FLIPS]
        more = f" The first {MOST_FLIPS:,} are listed." if len(found.flips) > MOST_FLIPS else ""
        self.set_subtitle(f"{flips_words(found)}{more}{' Enter shows the record.' if found.flips else ''}")
        self.table.setVisible(bool(self._flips))
        self.table.fill(self._flips)

    def _open(self, place: int) -> None:
        if 0 <= place < len(self._flips):
            self._comparing.open_flip(self._flips[place])


class SettingsCard(Card):
    """Fields of the two scenarios that are not the same."""

    def __init__(self) -> None:
        super().__init__("Settings that differ")
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)

    def show_settings(self, settings: list[SettingTold]) -> None:
        """Show the settings that differ."""
        clear(self._place)
        self.set_subtitle("" if settings else "None: both runs used the same scenario.")
        if not settings:
            return
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for at, share in enumerate((2, 3, 3)):
            grid.setColumnStretch(at, share)
        for at, title in enumerate(("Setting", "Before", "After")):
            grid.addWidget(words(title, "tertiary"), 0, at)
        for at, one in enumerate(settings[:MOST_SETTINGS], 1):
            grid.addWidget(words(one.name, "secondary", wrap=True), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(one.before, wrap=True), at, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(one.after, wrap=True), at, 2, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(grid)
        self._place.addWidget(holder)
        if len(settings) > MOST_SETTINGS:
            self._place.addWidget(words(f"and {len(settings) - MOST_SETTINGS:,} more", "tertiary"))


class _FlipTable(QTableWidget):
    """A few hundred lines at most, so that a table that holds its rows will do. `opened` with a line by Enter."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__(0, len(TITLES))
        self.setHorizontalHeaderLabels(TITLES)
        self.setAccessibleName("Queries that came out otherwise")
        choose_rows(self, ROW_HEIGHT)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for at, width in enumerate(WIDTHS):
            self.setColumnWidth(at, width)

    def fill(self, flips: tuple[Flip, ...]) -> None:
        """Show these queries."""
        self.setRowCount(len(flips))
        for place, flip in enumerate(flips):
            texts = (
                stage_words(flip.stage),
                f"{flip.session:,} · {flip.turn + 1}",
                RESULTS[flip.before],
                RESULTS[flip.after],
                line(flip.text),
            )
            for at, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setToolTip(tooltip(text))
                self.setItem(place, at, cell)
        rows = min(MOST_ROWS, max(1, len(flips)))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens a line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentRow())
        else:
            super().keyPressEvent(event)
