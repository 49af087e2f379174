"""What it costs at each scale, a month, a good answer, and on other models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView

from stressdesk.gui.models.model_bills import CHEAPEST_FIRST, ModelBills
from stressdesk.gui.parts.figure_table import FigureTable
from stressdesk.gui.parts.figures import Mark
from stressdesk.gui.parts.layouts import Card, holding, row
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.month import MonthCard
from stressdesk.gui.views.result_panel import GAP, ResultPanel, changed_text

if TYPE_CHECKING:
    from stressdesk.gui.models.results import Findings

HEIGHT = 270
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
        self.add(self.month, holding(both), others, self.charts["models"], self._table_card("tokens"))
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
        self._fit()

    def resizeEvent(self, event: object) -> None:
        """Qt: the columns share another width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        width = self.viewport().width()
        for column, weight in enumerate(self.WEIGHTS):
            self.setColumnWidth(column, width * weight // sum(self.WEIGHTS))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave the wheel to the page."""
        event.ignore()

    def _fit(self) -> None:
        rows = self.model().rowCount()
        height = self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * height + 4)
