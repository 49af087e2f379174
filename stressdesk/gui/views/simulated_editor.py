"""The fields of a simulated target: what is assumed of its speed, limits, errors and answers."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.fields import Field, line_field
from stressdesk.gui.parts.folds import Fold
from stressdesk.gui.parts.layouts import column, evenly, holding
from stressdesk.gui.parts.lists import ParsedText, lines_field, shares, shares_text
from stressdesk.gui.parts.numbers import number_field, optional_number_field
from stressdesk.scenario.places import Path as Place

PERCENT: dict[str, Any] = {"digits": 2, "suffix": " %", "factor": 100.0}
MOST = 1_000_000_000.0
LOOK_HERE = "something is wrong here"
FOLDED = (
    ("first_token_seconds", "token_seconds", "output_tokens", "slow_share", "slow_factor"),
    ("requests_per_minute", "tokens_per_minute", "queue", "context_tokens"),
    ("errors",),
    ("answers",),
)
"""What stands under each of the headings."""
ERRORS = (
    ("rate_limit", "Too many requests"),
    ("timeout", "Timeouts"),
    ("server", "Server errors"),
    ("rejected", "Refused requests"),
)


class SimulatedEditor(QWidget):
    """The three numbers that matter most, and everything else folded away by what it is about."""

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__()
        self._scenario = desk.scenario
        self._place = place
        self.fields: dict[str, QWidget] = {}
        first = evenly(
            self._number("Answers at a time", ("slots",), (1, MOST), digits=0),
            self._number("Errors", ("errors", "share"), (0, 100), **PERCENT),
            self._number("Wrong answers", ("answers", "base"), (0, 100), **PERCENT),
        )
        whole = column(first, gap=6)
        self.folds = [
            Fold("Speed", self._speed, desk.appearance),
            Fold("Limits", self._limits, desk.appearance),
            Fold("Kinds of errors", self._errors, desk.appearance),
            Fold("Right and wrong answers", self._answers, desk.appearance),
        ]
        for fold in self.folds:
            whole.addWidget(fold)
        self.setLayout(whole)
        self._scenario.problems_changed.connect(self._show_problems)
        self._show_problems()

    def _show_problems(self) -> None:
        """Say where something is wrong that is folded away."""
        for fold, names in zip(self.folds, FOLDED, strict=True):
            is_wrong = any(self._scenario.problem_at((*self._place, name)) for name in names)
            fold.sum_up(LOOK_HERE if is_wrong else "")

    def _speed(self) -> QWidget:
        spread = "0 is always the same; 0.8 is wide."
        seconds: dict[str, Any] = {"digits": 3, "suffix": " s"}
        milliseconds: dict[str, Any] = {"digits": 1, "suffix": " ms", "factor": 1_000.0}
        return self._rows(
            (
                self._number(
                    "First token, median",
                    ("first_token_seconds", "median"),
                    (0.001, 3_600),
                    "Half begin sooner.",
                    **seconds,
                ),
                self._number("Its spread", ("first_token_seconds", "sigma"), (0, 5), spread),
            ),
            (
                self._number(
                    "Each further token, median",
                    ("token_seconds", "median"),
                    (0.001, 60_000),
                    "Half come sooner.",
                    **milliseconds,
                ),
                self._number("Its spread", ("token_seconds", "sigma"), (0, 5), spread),
            ),
            (
                self._number(
                    "Tokens of an answer, median",
                    ("output_tokens", "median"),
                    (1, 1_000_000),
                    "Half are shorter; 100 are about 75 words.",
                    digits=0,
                ),
                self._number("Their spread", ("output_tokens", "sigma"), (0, 5), spread),
            ),
            (
                self._number("Unusually slow answers", ("slow_share",), (0, 100), **PERCENT),
                self._number("So many times slower", ("slow_factor",), (1, 1_000)),
            ),
        )

    def _limits(self) -> QWidget:
        return self._rows(
            (
                self._optional("Requests a minute", ("requests_per_minute",), "Empty: no limit."),
                self._optional("Tokens a minute", ("tokens_per_minute",), "Empty: no limit."),
            ),
            (
                self._optional("Requests waiting for a place", ("queue",), "Empty: any number.", least=0),
                self._number("Context, tokens", ("context_tokens",), (1, MOST), "Longer requests fail.", digits=0),
            ),
        )

    def _errors(self) -> QWidget:
        weight = "A weight: its part among the errors."
        boxes = [self._number(name, ("errors", kind), (0, 1e6), weight) for kind, name in ERRORS]
        return self._rows((boxes[0], boxes[1]), (boxes[2], boxes[3]))

    def _answers(self) -> QWidget:
        place = (*self._place, "answers")
        mess = ParsedText(self._scenario, (*place, "mess"), shares, shares_text, 3)
        named = "One a line, as in typos: 5 %. Added to the wrong answers above for queries with that mess."
        right = lines_field(self._scenario, (*place, "right"), 3)
        wrong = lines_field(self._scenario, (*place, "wrong"), 3)
        wording = line_field(self._scenario, (*place, "wording"), placeholder="{expect}")
        around = "{expect} stands for what is expected; empty: that alone, or in a sentence."
        return self._rows(
            (
                self._number("Wrong more often for other mess", ("answers", "other_mess"), (0, 100), **PERCENT),
                self._number("Wrong more often under full load", ("answers", "load"), (0, 100), **PERCENT),
            ),
            (self._field("Wrong more often by kind of mess", mess, ("answers", "mess"), named),),
            (
                self._field("Right answers", right, ("answers", "right"), "One a line; the expectation goes before."),
                self._field("Wrong answers", wrong, ("answers", "wrong"), "One a line."),
            ),
            (self._field("Words around an expectation", wording, ("answers", "wording"), around),),
        )

    def _rows(self, *rows: tuple[Field, ...]) -> QWidget:
        return holding(column(*[evenly(*fields) for fields in rows], gap=10))

    def _number(
        self, label: str, name: Place, limits: tuple[float, float], hint: str = "", **form: Any
    ) -> Field:  # fmt: skip
        return self._field(label, number_field(self._scenario, (*self._place, *name), limits, **form), name, hint)

    def _optional(self, label: str, name: Place, hint: str, *, least: float = 1) -> Field:
        box = optional_number_field(self._scenario, (*self._place, *name), (least, MOST), digits=0)
        return self._field(label, box, name, hint)

    def _field(self, label: str, control: QWidget, name: Place, hint: str = "") -> Field:
        control.setAccessibleName(label)
        self.fields[".".join(map(str, name))] = control
        return Field(self._scenario, label, control, (*self._place, *name), hint)
