"""When a run stops early, and what ready means, each number optional and all of them in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stressdesk.analysis.stopping import stop_words
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.goals import GOALS, LIMITS, Amount, goal_doubts, ready_words
from stressdesk.gui.parts.fields import Field
from stressdesk.gui.parts.layouts import Card, evenly
from stressdesk.gui.parts.numbers import number_field, optional_number_field
from stressdesk.gui.parts.words import words

OF_LAST = "Of the last queries"
MENDED = "When a run ends can be said when the fields marked above are mended."
MOST_QUERIES = 10_000_000_000


class GoalsCard(Card):
    """All six goals, the queries of a month, and what they come to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("What ready means", "Settled before the run; a goal left empty is not judged.")
        self._desk = desk
        self.fields: dict[str, QWidget] = {}
        fields = [_field(desk, self.fields, "goals", amount) for amount in GOALS]
        for at in range(0, len(fields), 2):
            self.body.addLayout(evenly(*fields[at : at + 2]))
        month = optional_number_field(desk.scenario, ("queries_per_month",), (1, MOST_QUERIES), digits=0)
        month.setAccessibleName("Queries a month")
        self.fields["queries_per_month"] = month
        hint = "What is projected to a month rests on this."
        self.body.addWidget(Field(desk.scenario, "Queries a month", month, ("queries_per_month",), hint))
        well = Card()
        well.setProperty("kind", "well")
        self.sentence = words("", wrap=True)
        self.doubts = words("", "problem", wrap=True)
        well.body.addWidget(self.sentence)
        well.body.addWidget(self.doubts)
        self.body.addWidget(well)
        desk.scenario.changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        scenario = self._desk.scenario.scenario
        if scenario is not None:
            self.sentence.setText(ready_words(scenario))
            doubts = goal_doubts(scenario)
            self.doubts.setText(doubts)
            self.doubts.setVisible(bool(doubts))


class LimitsCard(Card):
    """The limits, and when a run ends."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("When to stop early", "Whatever happens, a run asks no more than this.")
        self._desk = desk
        self.fields: dict[str, QWidget] = {}
        *amounts, failure_rate = _fields(desk, self.fields)
        self.body.addLayout(evenly(*amounts))
        self._of_last = _of_last(desk, self.fields)
        self.body.addLayout(evenly(failure_rate, self._of_last))
        self.sentence = words("", "secondary", wrap=True)
        self.body.addWidget(self.sentence)
        desk.scenario.changed.connect(self._show)
        desk.scenario.problems_changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        scenario = self._desk.scenario.scenario
        if scenario is not None:
            is_wrong = self._desk.scenario.problem_at(("limits",)) is not None
            self.sentence.setText(MENDED if is_wrong else stop_words(scenario.limits))
            self._of_last.setEnabled(scenario.limits.failure_rate is not None)


def _fields(desk: Desk, kept: dict[str, QWidget]) -> Sequence[Field]:
    return [_field(desk, kept, "limits", amount) for amount in LIMITS]


def _of_last(desk: Desk, kept: dict[str, QWidget]) -> Field:
    place = ("limits", "failure_rate_of_last")
    control = number_field(desk.scenario, place, (1, 100_000), digits=0)
    control.setAccessibleName(OF_LAST)
    kept["failure_rate_of_last"] = control
    return Field(desk.scenario, OF_LAST, control, place, "Looked at as each query ends.")


def _field(desk: Desk, kept: dict[str, QWidget], part: str, amount: Amount) -> Field:
    place = (part, amount.name)
    control = optional_number_field(
        desk.scenario, place, amount.limits, digits=amount.digits, suffix=amount.suffix, factor=amount.factor
    )
    control.setAccessibleName(amount.label)
    kept[amount.name] = control
    return Field(desk.scenario, amount.label, control, place, amount.hint)
