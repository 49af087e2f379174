"""The checks in order, with what each demands and how the answer that is tried fares."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from stressdesk.checks.demands import demand
from stressdesk.gui.icons import icon
from stressdesk.gui.models import checks
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.judging import Judging
from stressdesk.gui.parts.layouts import Card, column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.picklist import PickList, PickRow
from stressdesk.gui.parts.words import Tone, words
from stressdesk.journal.events import Verdict
from stressdesk.scenario.checks import CheckSpec

TONES: dict[str, Tone] = {"pass": "good", "fail": "bad", "unsure": "warn"}
DIALOG = (560, 620)


class CheckList(Card):
    """Adds, moves, copies and removes checks; `picked` tells which one is to be edited, -1 for none."""

    picked = Signal(int)

    def __init__(self, desk: Desk, judging: Judging) -> None:
        super().__init__("Checks", "An answer is good when every check passes.")
        self._desk = desk
        self._judging = judging
        self.add = button("Add a check", self._ask, "primary")
        self.corner.addWidget(self.add)
        self.list = PickList(desk.appearance, "Checks", most_height=420)
        self.empty = words("No checks yet: wrong answers do not count as failures. Add one.", "secondary", wrap=True)
        self.up = button("Up", lambda: self._move(self.at, -1), tip="Alt+Up")
        self.down = button("Down", lambda: self._move(self.at, 1), tip="Alt+Down")
        self.copy = button("Duplicate", self._copy)
        self.remove = button("Remove", lambda: self._remove(self.at), "danger", "Delete")
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list)
        self.body.addLayout(row(self.up, self.down, self.copy, None, self.remove))
        self.list.picked.connect(self.picked)
        self.list.picked.connect(self._show_buttons)
        self.list.move_wanted.connect(self._move)
        self.list.removal_wanted.connect(self._remove)
        desk.scenario.changed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        judging.changed.connect(self._show)
        self._show()

    @property
    def at(self) -> int:
        """Which check is picked; -1 for none."""
        return self.list.currentRow()

    @property
    def _specs(self) -> tuple[CheckSpec, ...]:
        scenario = self._desk.scenario.scenario
        return scenario.checks if scenario is not None else ()

    def _show(self, *_: object) -> None:
        self._show_at(max(self.at, 0))

    def _show_at(self, at: int) -> None:
        look = self._desk.appearance.look
        self.add.setIcon(icon("plus", look.surface, 16))
        self.up.setIcon(icon("arrow-up", look.text, 16))
        self.down.setIcon(icon("arrow-down", look.text, 16))
        specs = self._specs
        picked = min(at, len(specs) - 1)
        self.list.show_rows(_rows(specs, self._judging.verdicts), picked)
        self.list.setVisible(bool(specs))
        self.empty.setVisible(not specs)
        self._show_buttons()
        self.picked.emit(picked)

    def _show_buttons(self, *_: object) -> None:
        last = len(self._specs) - 1
        self.up.setEnabled(self.at > 0)
        self.down.setEnabled(0 <= self.at < last)
        self.copy.setEnabled(self.at >= 0)
        self.remove.setEnabled(self.at >= 0)

    def _ask(self) -> None:
        dialog = KindDialog(self._desk, self)
        dialog.chosen.connect(self.add_kind)
        dialog.open()

    def add_kind(self, kind: checks.Kind) -> None:
        """Put a check of this kind at the end, to be edited."""
        spec = kind.start(self._desk.scenario.now)
        self._put((*self._specs, spec), f"new check: {kind.title}", len(self._specs))

    def _move(self, at: int, way: int) -> None:
        after = checks.moved(self._specs, at, way)
        if after is not self._specs:
            self._put(after, "order of checks", at + way)

    def _copy(self) -> None:
        self._put(checks.with_copy(self._specs, self.at), "copy of a check", self.at + 1)

    def _remove(self, at: int) -> None:
        if 0 <= at < len(self._specs):
            self._put(checks.without(self._specs, at), "removal of a check", at)

    def _put(self, specs: tuple[CheckSpec, ...], what: str, at: int) -> None:
        self._desk.scenario.edit(("checks",), specs, what)
        self._show_at(at)


class KindDialog(QDialog):
    """All kinds of checks with what each is about; `chosen` carries the one picked."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add a check")
        self.setModal(True)
        self.resize(*DIALOG)
        self.list = PickList(desk.appearance, "Kinds of checks")
        self.list.show_rows([PickRow(title=one.title, detail=one.sentence) for one in checks.KINDS], 0)
        self.list.setMinimumHeight(200)
        self.list.setMaximumHeight(16_777_215)
        self.list.itemActivated.connect(self._choose)
        self.add = button("Add", self._choose, "primary")
        self.add.setDefault(True)
        cancel = button("Cancel", self.reject)
        cancel.setAutoDefault(False)
        foot = row(None, cancel, self.add)
        self.setLayout(column(words("Add a check", "title"), self.list, foot, gap=10, margin=20))
        self.list.setFocus()
        self.finished.connect(self.deleteLater)

    def _choose(self, *_: object) -> None:
        if self.isVisible():
            self.accept()
            self.chosen.emit(checks.KINDS[self.list.currentRow()])


def _rows(specs: Sequence[CheckSpec], verdicts: Sequence[Verdict]) -> list[PickRow]:
    return [_row(at, spec, verdicts[at] if len(verdicts) == len(specs) else None) for at, spec in enumerate(specs)]


def _row(at: int, spec: CheckSpec, verdict: Verdict | None) -> PickRow:
    about = checks.kind(spec)
    name = spec.name.strip()
    title = f"{at + 1}. {name} · {about.title}" if name else f"{at + 1}. {about.title}"
    if verdict is None:
        return PickRow(title=title, detail=demand(spec))
    return PickRow(
        title=title,
        detail=demand(spec),
        badge=verdict.judgement,
        note=verdict.reason[:1].upper() + verdict.reason[1:],
        tone=TONES[verdict.judgement],
    )
