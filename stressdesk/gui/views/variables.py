"""The prompt's other variables: where each gets its values, and which have none yet."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QVBoxLayout

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.rendered import Rendered
from stressdesk.gui.models.sources import SourceRow, source_rows
from stressdesk.gui.parts.layouts import Card
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.variable import Lacking, VariableBlock

MOST_SHOWN = 60


class VariablesCard(Card):
    """One row a variable; those without a value come first, with a way to give them one."""

    def __init__(self, desk: Desk, rendered: Rendered) -> None:
        super().__init__("Variables", "Where {{variables}} other than the user's words get their values.")
        self._desk, self._rendered = desk, rendered
        self._empty = words(
            "The prompt has no other variables. Write {{name}} into it to add one.", "tertiary", wrap=True
        )
        self._more = words("", "tertiary", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addWidget(self._empty)
        self.body.addLayout(self._list)
        self.body.addWidget(self._more)
        self.shown: dict[SourceRow, VariableBlock | Lacking] = {}
        desk.scenario.changed.connect(self._show)
        rendered.changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        scenario, example = self._desk.scenario.scenario, self._rendered.example
        if scenario is None:
            return
        is_read = example is not None and not (example.problems and not example.used)
        used = example.used if example is not None and is_read else None
        rows = source_rows(scenario, used, example.missing if example else frozenset())
        self._empty.setVisible(not rows)
        self._more.setVisible(len(rows) > MOST_SHOWN)
        self._more.setText(f"{len(rows) - MOST_SHOWN} more variables are not shown here.")
        self._arrange(rows[:MOST_SHOWN])

    def _arrange(self, rows: tuple[SourceRow, ...]) -> None:
        if tuple(self.shown) == rows:
            return
        focused = QApplication.focusWidget()
        name = next((row.name for row, block in self.shown.items() if focused and block.isAncestorOf(focused)), "")
        for row, gone in list(self.shown.items()):
            self._list.removeWidget(gone)
            if row not in rows:
                gone.hide()
                gone.deleteLater()
                del self.shown[row]
        kept = self.shown
        self.shown = {row: kept.get(row) or self._made(row) for row in rows}
        for block in self.shown.values():
            self._list.addWidget(block)
        for row, block in self.shown.items():
            # Whoever chose another source or gave a value goes on with it.
            if row.name == name and row not in kept and isinstance(block, VariableBlock):
                block.field.control.setFocus()

    def _made(self, row: SourceRow) -> VariableBlock | Lacking:
        if row.kind is None:
            return Lacking(self._desk.scenario, row.name)
        return VariableBlock(self._desk, row)
