"""What it costs at each scale, a month, a good answer, and on other models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView

from stressdesk.gui.models.model_bills import CHEAPEST_FIRST, ModelBills
from stressdesk.gui.parts.beside import Beside
from stressdesk.gui.parts.figure_table import FigureTable
from stressdesk.gui.parts.figures import Mark
from stressdesk.gui.parts.layouts import Card, row
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.month import MonthCard
from stressdesk.gui.views.result_panel import GAP, ResultPanel, changed_text

if TYPE_CHECKING:
    from stressdesk.gui.models.results import Findings

HEIGHT = 270
SIDE = 9
TABLES = {
    "spend": ("Spend", "By scale, a query and a good answer, with 95 % intervals"),
    "tokens": ("Tokens", "What each stage took, retries included"),
}
SAME_TOKENS = "The same tokens at other prices: another model would answer at other lengths, and how well is not known."


class SpendPanel(ResultPanel):
    """What it costs at each scale, a month, and on other models."""

    def _grow(self) -> Iterator[None]:
        desk = self.desk
        self.month = MonthCard(desk.month)
        self.charts = {name: self.chart_card(name, QSize(300, HEIGHT)) for name in ("spend", "models")}
        self.tables = {name: FigureTable(desk.appearance) for name in TABLES}
        self._marks = {name: Mark() for name in TABLES}
        self._notes = {name: words("", "tertiary", wrap=True) for name in TABLES}
        yield
        self._content = ModelBills(desk.month, self)
        self.models = ModelTable(self._content)
        others = Card(
            "Other models on the same traffic", "At the queries a month chosen above; click a heading to sort"
        )
        others.body.addWidget(self.models)
        others.body.addWidget(words(SAME_TOKENS, "tertiary", wrap=True))
        yield
        both = row(gap=GAP)
        both.addWidget(self.charts["spend"], 11)
        both.addWidget(self._table_card("spend"), 10)
        self.add(self.month, Beside(both), others, self.charts["models"], self._table_card("tokens"))
        desk.month.changed.connect(self._content.follow)

    def _table_card(self, name: str) -> Card:
        card = Card(*TABLES[name])
        card.corner.addWidget(self._marks[name])
        card.body.addWidget(self.tables[name])
        card.body.addWidget(self._notes[name])
        card.body.addStretch(1)
        return card

    def _show(self, findings: Findings) -> Iterator[None]:
        self.show_charts(findings, *self.charts.values())
        self._content.follow()
        for name, shown in self.tables.items():
            yield
            table = findings.tables[name]
            shown.show_table(table)
            shown.setVisible(bool(table.rows))
            self._marks[name].say(table.origin)
            changed_text(self._notes[name], " ".join(table.notes) if table.rows else table.empty)


class ModelTable(QTableView):
    """The models as high as they are many; the page scrolls, not the table."""

    WEIGHTS = (26, 26, 28, 13, 9)

    def __init__(self, content: ModelBills) -> None:
        super().__init__()
        self.setModel(content)
        self.setAccessibleName("Other models on the same traffic")
        self.setProperty("kind", "figures")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        # Else names are broken at their dashes, and only the first part of each is seen.
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.sortByColumn(CHEAPEST_FIRST, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content.modelReset.connect(self._fit)
        content.headerDataChanged.connect(lambda *_: self._share_width())
        self._fit()

    def resizeEvent(self, event: object) -> None:
        """Qt: the columns share another width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._share_width()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave the wheel to the page."""
        event.ignore()

    def _share_width(self) -> None:
        """Numbers are never cut: where there is little room, the names of models give way."""
        columns = range(1, len(self.WEIGHTS))
        needed = [max(self._title_width(at), self.sizeHintForColumn(at)) for at in columns]
        width = self.viewport().width()
        wanted = [width * weight // sum(self.WEIGHTS) for weight in self.WEIGHTS[1:]]
        shared = [max(both) for both in zip(needed, wanted, strict=True)]
        if width - sum(shared) < width * self.WEIGHTS[0] // sum(self.WEIGHTS):
            shared = needed
        for at, pixels in zip(columns, shared, strict=True):
            self.setColumnWidth(at, pixels)
        self.setColumnWidth(0, width - sum(shared))

    def _title_width(self, column: int) -> int:
        # Qt's own hint keeps room for an arrow; ours is a part of the title.
        title = str(self.model().headerData(column, Qt.Orientation.Horizontal))
        return self.horizontalHeader().fontMetrics().horizontalAdvance(title) + 2 * SIDE

    def _fit(self) -> None:
        rows = self.model().rowCount()
        height = self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * height + 4)
        self._share_width()
