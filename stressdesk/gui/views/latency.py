"""How long people wait: percentiles, over time, and under load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from stressdesk.gui.parts.figure_table import FigureTable
from stressdesk.gui.parts.figures import Mark
from stressdesk.gui.parts.layouts import Card, holding, row
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.result_panel import GAP, ResultPanel, changed_text

if TYPE_CHECKING:
    from stressdesk.gui.models.results import Findings

HEIGHT = 270
TABLES = {
    "waiting": (
        "Percentiles, stage by stage",
        "First token and the target alone count from sending; the whole answer from when the user meant to ask",
    ),
    "retries": (
        "With retries and without",
        "What users felt once retries had done their work, beside what the provider did, request by request",
    ),
    "load": ("By queries under way", "What became of queries by how many were under way when they were sent"),
}


class LatencyPanel(ResultPanel):
    """How long people wait, over time and under load."""

    def _grow(self) -> Iterator[None]:
        self.charts = {name: self.chart_card(name, QSize(320, HEIGHT)) for name in ("latency", "load", "waiting")}
        yield
        self.timeline = self.chart_card("timeline", QSize(320, HEIGHT + 40))
        self.tables = {name: FigureTable(self.desk.appearance) for name in TABLES}
        self._marks = {name: Mark() for name in TABLES}
        self._notes = {name: words("", "tertiary", wrap=True) for name in TABLES}
        yield
        cards = {name: self._table_card(name) for name in TABLES}
        both = row(gap=GAP)
        both.addWidget(self.charts["waiting"], 1)
        both.addWidget(self.charts["load"], 1)
        self.add(self.charts["latency"], holding(both), cards["waiting"], cards["retries"])
        self.add(self.timeline, cards["load"])

    def _table_card(self, name: str) -> Card:
        card = Card(*TABLES[name])
        card.corner.addWidget(self._marks[name])
        card.body.addWidget(self.tables[name])
        card.body.addWidget(self._notes[name])
        return card

    def _show(self, findings: Findings) -> Iterator[None]:
        self.show_charts(findings, *self.charts.values(), self.timeline)
        for name, shown in self.tables.items():
            yield
            table = findings.tables[name]
            shown.show_table(table)
            shown.setVisible(bool(table.rows))
            self._marks[name].say(table.origin)
            changed_text(self._notes[name], " ".join(table.notes) if table.rows else table.empty)
