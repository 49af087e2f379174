"""What makes an answer good, when to stop, and what ready means."""

from __future__ import annotations

from collections.abc import Iterator

from stressdesk.gui.models.checks import kind
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.judging import Judging
from stressdesk.gui.parts.focus import tab_after
from stressdesk.gui.parts.layouts import Card, added, clear, column
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.check_editor import CheckEditor
from stressdesk.gui.views.check_list import CheckList
from stressdesk.gui.views.goals import GoalsCard, LimitsCard
from stressdesk.gui.views.try_answer import TryCard
from stressdesk.gui.views.two_columns import TwoColumnPanel


class ChecksPanel(TwoColumnPanel):
    """The list of checks and the trial of them on the left, one check's fields and the goals on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.judging = Judging(desk.scenario, desk.thinking, self)
        self.editor: CheckEditor | None = None
        self._editing: tuple[int, type | None] = (-1, None)
        self._card = Card("Check")
        self._place = column()
        self._card.body.addLayout(self._place)

    def _grow(self) -> Iterator[None]:
        self.list = added(self.left, CheckList(self.desk, self.judging))
        yield
        self.right.addWidget(self._card)
        yield
        self.list.picked.connect(self._edit)
        self._edit(self.list.at)
        yield
        self.trying = added(self.left, TryCard(self.desk, self.judging))
        yield
        self.goals = added(self.right, GoalsCard(self.desk))
        yield
        self.limits = added(self.left, LimitsCard(self.desk))

    def _edit(self, at: int) -> None:
        scenario = self.desk.scenario.scenario
        specs = scenario.checks if scenario is not None else ()
        editing = (at, type(specs[at])) if 0 <= at < len(specs) else (-1, None)
        if editing == self._editing and self._place.count():
            return
        self._editing = editing
        clear(self._place)
        self.editor = None
        if editing[1] is None:
            self._card.heading.setText("Check")
            self._place.addWidget(words("The fields of the check picked on the left stand here.", "secondary"))
            return
        self._card.heading.setText(f"Check {at + 1}: {kind(specs[at]).title}")
        self.editor = CheckEditor(self.desk, at)
        self._place.addWidget(self.editor)
        tab_after(self.list.remove, self.editor)
