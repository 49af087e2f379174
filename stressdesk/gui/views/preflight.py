"""The sheet before a run: what it asks for, in large numbers, what is in its way, and the button that starts it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from stressdesk.errors import Problem
from stressdesk.gui.icons import icon
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.setting_words import named_words
from stressdesk.gui.models.sheet import Remark, Sheet, page_of, sheet
from stressdesk.gui.models.wording import in_window
from stressdesk.gui.parts.focus import hand_over
from stressdesk.gui.parts.layouts import Card, clear, column, holding, row, scrolling
from stressdesk.gui.parts.notices import Banner, Empty, button
from stressdesk.gui.parts.quantity import Quantity
from stressdesk.gui.parts.words import Elided, set_tone, words
from stressdesk.gui.views.choices import Choices

MOST_PROBLEMS = 12
RESTING = "Nothing is sent until you press Run"


class PreflightSheet(QWidget):
    """Shows the scenario's sheet, kept up to date while it is looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: object = None
        self._problems_shown: object = None
        self.setProperty("kind", "page")
        self.run = button("Run", self._start, "primary", "Start the run (Ctrl+Return)")
        self.amounts = Card("Before you run", RESTING)
        self.trouble = Banner(desk.appearance)
        self.problems = Card("What is in the way of a run")
        self._list = QVBoxLayout()
        self.problems.body.addLayout(self._list)
        self.remarks = Card("Worth a look before you run")
        self._remark_list = QVBoxLayout()
        self.remarks.body.addLayout(self._remark_list)
        self._remarks_shown: object = None
        self.queries, self.tokens = Quantity("Queries", wraps=True), Quantity("Tokens", wraps=True)
        self.spend, self.time = Quantity("Spend", wraps=True), Quantity("Takes", wraps=True)
        self._stages = QGridLayout()
        self._notes = words("", "tertiary", wrap=True)
        self.probe = button("", self._ask_probe)
        self._probe_cost = words("", "tertiary", wrap=True)
        self._target = Elided("", "heading")
        self._mark = words("", "badge")
        self._sent_to = words("", wrap=True)
        self._prices = words("", "tertiary", wrap=True)
        self.nothing = Empty(
            "No scenario is open",
            "A run can be looked at without its scenario, but not repeated. The run file holds all of it.",
            ("Open the scenario of this run", desk.navigation.reopening.emit),
        )
        self._area = scrolling(holding(self._assembled()))
        self.setLayout(column(self.nothing, self._area))
        self._show_sheet(None)
        desk.ahead.changed.connect(self._show)
        desk.starting.changed.connect(self._show)
        desk.scenario.problems_changed.connect(self._show)
        desk.scenario.file_changed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        self._show()

    def _assembled(self) -> QVBoxLayout:
        amounts = self.amounts
        amounts.corner.addWidget(self.run)
        line_ = row(self.queries, self.tokens, self.spend, self.time, gap=16)
        for place in range(line_.count()):
            line_.setStretch(place, 1)
        amounts.body.addLayout(line_)
        asked = Card("What is asked")
        self._stages.setHorizontalSpacing(16)
        self._stages.setVerticalSpacing(6)
        self._stages.setColumnStretch(2, 1)
        asked.body.addLayout(self._stages)
        asked.body.addWidget(self._notes)
        offer = row(self.probe, self._probe_cost, gap=8)
        offer.setStretch(1, 1)
        self._probing = holding(offer)
        self._probing.hide()
        asked.body.addWidget(self._probing)
        asked.body.addStretch(1)
        who = Card("Who gets the texts")
        heading = row(self._target, self._mark, gap=8)
        heading.setStretch(0, 1)
        who.body.addLayout(heading)
        who.body.addWidget(self._sent_to)
        who.body.addWidget(self._prices)
        who.body.addStretch(1)
        self._pair = holding(row(asked, who, gap=16))
        asked.setSizePolicy(QSizePolicy.Policy.Ignored, asked.sizePolicy().verticalPolicy())
        who.setSizePolicy(QSizePolicy.Policy.Ignored, who.sizePolicy().verticalPolicy())
        whole = column(
            self.trouble, self.problems, self.remarks, amounts, self._pair, Choices(self._desk.scenario), None, gap=16
        )
        whole.setContentsMargins(24, 12, 24, 24)
        return whole

    def _start(self) -> None:
        self._desk.troubles.start(self._desk.starting.start(), "The run could not be started")

    def _ask_probe(self) -> None:
        self._desk.troubles.start(self._desk.ahead.probe(), "The queries could not be asked")

    def _show(self, *_: object) -> None:
        ahead, starting = self._desk.ahead, self._desk.starting
        found = self._desk.scenario.problems
        self.nothing.setVisible(self._desk.scenario.scenario is None)
        self._area.setVisible(self._desk.scenario.scenario is not None)
        look = self._desk.appearance.look
        self.run.setIcon(icon("play", look.surface, 16))
        self.run.setEnabled(self._desk.may_run)
        if self.hasFocus() and not ahead.is_probing:
            self.run.setFocus()
        error = starting.trouble or ahead.trouble
        if error is not None:
            self.trouble.say("bad", "This cannot be run", in_window(f"{error.message} {error.hint}".strip()))
        self.trouble.setVisible(error is not None)
        self._show_problems((*map(_remark, found), *self._desk.obstacles.blocking))
        # Of what cannot be run no numbers will come.
        is_coming = ahead.trouble is None and not self._desk.obstacles.blocking
        is_told = not found and (ahead.preflight is not None or is_coming)
        for one in (self.queries, self.tokens, self.spend, self.time):
            one.setVisible(is_told)
        if found:
            self._pair.hide()
        self.amounts.set_subtitle(self._state())
        if ahead.preflight is not self._shown:
            self._shown = ahead.preflight
            self._show_sheet(sheet(ahead.preflight) if ahead.preflight is not None else None)
        if ahead.is_probing:
            # Whoever presses twice to ask a few must not start the run by that, nor change its target.
            hand_over(self.probe, self)
        self.probe.setEnabled(self._desk.may_run and not ahead.is_probing)
        self._show_remarks()

    def _state(self) -> str:
        """What is going on, in a few words."""
        desk = self._desk
        if desk.starting.is_starting:
            return "Starting the engine…"
        if desk.ahead.is_probing:
            return "Asking a few queries…"
        if desk.scenario.problems or desk.obstacles.blocking or (desk.ahead.trouble and not desk.ahead.is_looking):
            return "Mend what stands above first"
        if desk.ahead.is_looking:
            return "Working out what this asks for…"
        return "Looking for the key of the target…" if desk.obstacles.is_looking else RESTING

    def _show_sheet(self, shown: Sheet | None) -> None:
        self._pair.setVisible(shown is not None and not self._desk.scenario.problems)
        if shown is None:
            for one in (self.queries, self.tokens, self.spend, self.time):
                one.say("…")
            self.run.setText(" Run")
            return
        for one, amount in (
            (self.queries, shown.queries),
            (self.tokens, shown.tokens),
            (self.spend, shown.spend),
            (self.time, shown.time),
        ):
            one.say(amount.figure, amount.detail)
        self.run.setText(f" {shown.button}")
        self._target.setText(shown.target)
        self._mark.setText(shown.provenance)
        set_tone(self._mark, "warn" if shown.provenance == "simulated" else "accent")
        self._sent_to.setText(shown.sent_to)
        self._prices.setText(shown.prices)
        self._notes.setText("\n".join(shown.notes))
        self._notes.setVisible(bool(shown.notes))
        self.probe.setText(shown.probe)
        self._probe_cost.setText(shown.probe_cost)
        self._probing.setVisible(bool(shown.probe))
        self._show_stages(shown)

    def _show_stages(self, shown: Sheet) -> None:
        while (place := self._stages.takeAt(0)) is not None:
            if (widget := place.widget()) is not None:
                widget.deleteLater()
        for at, (name, queries, when) in enumerate(shown.stages):
            number = words(queries)
            self._stages.addWidget(words(name), at, 0)
            self._stages.addWidget(number, at, 1, Qt.AlignmentFlag.AlignRight)
            self._stages.addWidget(Elided(when, "secondary"), at, 2)

    def _show_problems(self, found: tuple[Remark, ...]) -> None:
        self.problems.setVisible(bool(found))
        if found != self._problems_shown:
            self._problems_shown = found
            self._fill(self._list, found)

    def _show_remarks(self) -> None:
        ahead = self._desk.ahead
        of_limits = sheet(ahead.preflight).remarks if ahead.preflight is not None else ()
        found = () if self._desk.scenario.problems else (*self._desk.obstacles.doubtful, *of_limits)
        self.remarks.setVisible(bool(found))
        if found != self._remarks_shown:
            self._remarks_shown = found
            self._fill(self._remark_list, found)

    def _fill(self, place: QVBoxLayout, found: tuple[Remark, ...]) -> None:
        clear(place)
        for remark in found[:MOST_PROBLEMS]:
            place.addWidget(self._line(remark))
        if len(found) > MOST_PROBLEMS:
            place.addWidget(words(f"and {len(found) - MOST_PROBLEMS} more", "tertiary"))

    def _line(self, remark: Remark) -> QWidget:
        text = column(words(remark.words, wrap=True), gap=2)
        if remark.hint:
            text.addWidget(words(remark.hint, "tertiary", wrap=True))
        whole = row(gap=12)
        whole.addLayout(text, 1)
        whole.addWidget(button(f"Go to {remark.page}", partial(self._desk.navigation.go, remark.page)))
        return holding(whole)


def _remark(problem: Problem) -> Remark:
    return Remark(words=named_words(problem), hint=in_window(problem.hint), page=page_of(problem.field))
