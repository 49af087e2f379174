"""Test connection: one demo input put to the target in use, and what came back or what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from stressdesk.gui.icons import icon, picture
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.facts import TargetFacts
from stressdesk.gui.models.snapshot import SNAPSHOTS
from stressdesk.gui.models.trial import Trials
from stressdesk.gui.parts.focus import reveal, take_turns
from stressdesk.gui.parts.layouts import Card, column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import plain, words
from stressdesk.scenario.targets import LiteLLM, Local

ANSWER_LINES = 5
LINE_PIXELS = 18
KEY_HINT = "Paste it into its field above and press Keep, or set the variable and start StressDesk again."


class TrialCard(Card):
    """Asks once, shows answer, time, tokens and cost, or the reason and what to do.

    `key_wanted` carries the variable of a key that is missing.
    """

    key_wanted = Signal(str)

    def __init__(self, desk: Desk, facts: TargetFacts) -> None:
        super().__init__("Test connection", "Puts the first demo input to the target, once.")
        self._desk = desk
        self._facts = facts
        self.trials = Trials(desk.scenario, desk.keys, desk.program, desk.thinking, desk.settings.folder / SNAPSHOTS)
        self.test = button("Test connection", self._test)
        self.cancel = button("Cancel", self.trials.cancel, "quiet")
        self.before = words("", "secondary", wrap=True)
        self._sign = words()
        self.title = words("", "heading", wrap=True)
        self.facts = words("", "secondary", wrap=True)
        self.hint = words("", wrap=True)
        self.answer = QPlainTextEdit()
        self.answer.setReadOnly(True)
        self.answer.setAccessibleName("The answer")
        self.answer.setFixedHeight(ANSWER_LINES * LINE_PIXELS)
        head = row(self._sign, gap=8)
        head.addWidget(self.title, 1)
        first = row(self.test, self.cancel, gap=10)
        first.addWidget(self.before, 1)
        self.body.addLayout(first)
        self.body.addLayout(column(head, self.facts, self.hint, self.answer, gap=6))
        self.trials.changed.connect(self._changed)
        facts.changed.connect(self._show)
        desk.scenario.changed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        self._show()

    def _test(self) -> None:
        self._desk.troubles.start(self.trials.ask())

    def _changed(self) -> None:
        self._show()
        if self.trials.state in ("answered", "failed"):
            reveal(self)
        if self.trials.lacks:
            self.key_wanted.emit(self.trials.lacks)

    def _show(self, *_: object) -> None:
        trials, look = self.trials, self._desk.appearance.look
        is_asking = trials.state == "asking"
        self.test.setIcon(icon("plug", look.text, 16))
        take_turns(self.test, self.cancel, is_busy=is_asking)
        self.before.setText(self._words())
        outcome = trials.outcome if not trials.is_stale else None
        for part in (self._sign, self.title, self.facts, self.hint, self.answer):
            part.setVisible(outcome is not None)
        if outcome is None:
            return
        is_good = trials.state == "answered"
        self._sign.setPixmap(picture("circle-check" if is_good else "circle-x", look.good if is_good else look.bad, 18))
        self.title.setText(plain(outcome.title, 600))
        self.facts.setText(plain(outcome.facts, 300))
        self.facts.setVisible(bool(outcome.facts))
        self.hint.setText(KEY_HINT if trials.lacks else plain(outcome.hint, 600))
        self.hint.setVisible(bool(outcome.hint))
        self.answer.setPlainText(plain(outcome.answer))
        self.answer.setVisible(bool(outcome.answer))
        self.setAccessibleDescription(plain(f"{outcome.title} {self.hint.text()}", 600))

    def _words(self) -> str:
        scenario = self._desk.scenario.scenario
        spec = scenario.targets.get(scenario.target) if scenario else None
        if self.trials.state == "asking":
            if isinstance(spec, Local):
                return "Starting the model and asking… the first time takes some seconds."
            return "Asking…"
        if isinstance(spec, LiteLLM):
            return self._facts.known.one_query
        return "Free, on this machine." if isinstance(spec, Local) else "Nothing is sent: the answer is simulated."
