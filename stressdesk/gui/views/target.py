"""Who answers: the scenario's targets, of which one is asked, and the fields of that one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from stressdesk.gui.icons import icon
from stressdesk.gui.models import target
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.facts import TargetFacts
from stressdesk.gui.parts.focus import tab_after
from stressdesk.gui.parts.layouts import Card, clear, column, holding, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.picklist import PickList, PickRow
from stressdesk.gui.parts.undo import leave_undo
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.target_editor import TargetEditor
from stressdesk.scenario.model import Scenario


class TargetCard(Card):
    """The list of targets; choosing one makes it the one that is asked."""

    def __init__(self, desk: Desk, facts: TargetFacts) -> None:
        super().__init__("Target", "Who answers. The one chosen here is asked in tests and runs.")
        self._desk = desk
        self._facts = facts
        self._editing: tuple[str, str] = ("", "")
        self.add = button("Add", lambda: None)
        self.add.setMenu(self._kinds())
        self.corner.addWidget(self.add)
        self.list = PickList(desk.appearance, "Targets", most_height=250)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the target")
        leave_undo(self.name)
        self.name_problem = words("", "problem", wrap=True)
        self.problem = words("", "problem", wrap=True)
        self.copy = button("Duplicate", self._duplicate)
        self.remove = button("Remove", self._remove, "danger")
        label = words("Name", "secondary")
        label.setBuddy(self.name)
        naming = row(self.name, self.copy, self.remove)
        self._naming = holding(column(label, naming, self.name_problem, gap=4))
        self._place = column()
        self.editor: TargetEditor | None = None
        for part in (self.list, self.problem, self._naming, self._place):
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)
        self.list.picked.connect(self._pick)
        self.list.removal_wanted.connect(lambda _at: self._remove())
        self.name.textEdited.connect(self._show_name_problem)
        self.name.editingFinished.connect(self._rename)
        desk.scenario.changed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        desk.scenario.problems_changed.connect(self._show_problem)
        self._show_problem()
        if desk.scenario.scenario is not None:
            self._show()

    def _kinds(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for sort in target.SORTS:
            action = menu.addAction(sort.title, partial(self._add, sort.kind))
            action.setToolTip(sort.sentence)
        return menu

    def _show(self, *_: object) -> None:
        scenario = self._desk.scenario.now
        names = list(scenario.targets)
        rows = [_row(scenario, name) for name in names]
        self.list.show_rows(rows, names.index(scenario.target) if scenario.target in names else -1)
        self.add.setIcon(icon("plus", self._desk.appearance.look.text, 16))
        self.remove.setEnabled(len(names) > 1)
        if not self.name.hasFocus() or self.name.text() not in names:
            self.name.setText(scenario.target)
        self._show_name_problem()
        spec = scenario.targets.get(scenario.target)
        self._naming.setVisible(spec is not None)
        editing = (scenario.target, target.kind_of(spec)) if spec is not None else ("", "")
        if editing != self._editing:
            self._editing = editing
            clear(self._place)
            self.editor = TargetEditor(self._desk, scenario.target, self._facts) if spec is not None else None
            if self.editor is not None:
                self._place.addWidget(self.editor)
                tab_after(self.remove, self.editor)

    def ask_for_key(self, variable: str) -> None:
        """Show the field for a key that is missing, ready to type."""
        if self.editor is not None and self.editor.keys is not None:
            self.editor.keys.ask_for(variable)

    def _show_problem(self) -> None:
        found = self._desk.scenario.problem_at(("target",))
        self.problem.setText(f"{found.message[:1].upper()}{found.message[1:]}. Choose one of these." if found else "")
        self.problem.setVisible(found is not None)

    def _show_name_problem(self, *_: object) -> None:
        scenario = self._desk.scenario.now
        problem = target.name_problem(scenario, scenario.target, self.name.text())
        self.name_problem.setText(problem)
        self.name_problem.setVisible(bool(problem))

    def _pick(self, at: int) -> None:
        name = list(self._desk.scenario.now.targets)[at]
        self._desk.scenario.edit(("target",), name, f"choice of target {name}")

    def _add(self, kind: target.Kind) -> None:
        self._put(target.added(self._desk.scenario.now, kind), "new target")
        self.name.setFocus()
        self.name.selectAll()

    def _duplicate(self) -> None:
        scenario = self._desk.scenario.now
        self._put(target.duplicated(scenario, scenario.target), f"copy of target {scenario.target}")

    def _remove(self) -> None:
        scenario = self._desk.scenario.now
        if len(scenario.targets) > 1:
            self._put(target.removed(scenario, scenario.target), f"removal of target {scenario.target}")

    def _rename(self) -> None:
        scenario = self._desk.scenario.now
        after = target.renamed(scenario, scenario.target, self.name.text())
        if after is not scenario:
            self._put(after, "name of target")
        self.name.setText(self._desk.scenario.now.target)
        self._show_name_problem()

    def _put(self, scenario: Scenario, what: str) -> None:
        self._desk.scenario.edit((), scenario, what)


def _row(scenario: Scenario, name: str) -> PickRow:
    spec = scenario.targets[name]
    return PickRow(title=name, detail=target.described(spec), badge=target.sort_of(spec).title)
