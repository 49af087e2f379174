"""Messages a model wrote: one at a time to accept or reject, since nothing uses them before a person has."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.reviewing import Reviewing
from stressdesk.gui.parts.layouts import Card, column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.problem_note import ProblemNote
from stressdesk.gui.parts.words import line, plain, words
from stressdesk.traffic.tongues import LANGUAGE_NAMES

ABOUT = "Optional. Each is shown to you here before it becomes part of the traffic."


class WrittenCard(Card):
    """What waits for a verdict, what was asked of the model, and how many are part of the traffic."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Written by a model", ABOUT)
        self.reviewing = Reviewing(desk.scenario, desk.noting, self)
        self._desk = desk
        self.note = words("", "secondary", wrap=True)
        self.of, self.facts = words("", "tertiary", wrap=True), words("", "tertiary", wrap=True)
        self.text = words("", wrap=True)
        self.accept = button("Accept", partial(self.reviewing.judge, "accepted"), "primary")
        self.reject = button("Reject", partial(self.reviewing.judge, "rejected"))
        self.later = button("Later", self.reviewing.skip, "quiet")
        self.corner.addWidget(button("Look again", self.reviewing.look, "quiet", "Read the file beside the scenario"))
        self.shown = QFrame()
        self.shown.setProperty("kind", "well")
        inner = column(self.facts, self.of, self.text, row(self.accept, self.reject, self.later, None, gap=8), gap=6)
        inner.setContentsMargins(12, 10, 12, 10)
        self.shown.setLayout(inner)
        self.body.addWidget(self.note)
        self.body.addWidget(self.shown)
        self.body.addWidget(ProblemNote(desk.scenario, ("written",)))
        self.reviewing.changed.connect(self._show)
        self.reviewing.look()
        self._show()

    def _show(self) -> None:
        current = self.reviewing.current
        self.note.setText(self._told())
        self.shown.setVisible(current is not None)
        if current is not None:
            language = LANGUAGE_NAMES.get(current.language, current.language)
            facts = (current.persona.capitalize() or "Everybody", language, current.model)
            self.facts.setText(line(" \N{MIDDLE DOT} ".join(facts)))
            self.of.setText(line(f"Puts: {current.of}"))
            self.text.setText(plain(current.text))
            self.shown.setAccessibleName(line(f"Message to review: {current.text}"))

    def _told(self) -> str:
        if self.reviewing.trouble:
            return line(self.reviewing.trouble)
        counts = self.reviewing.counts
        if counts:
            return f"{counts['new']:,} to review, {counts['accepted']:,} accepted, {counts['rejected']:,} rejected."
        path = self._desk.scenario.path
        if path is None:
            return "Save the scenario first; what a model writes is kept beside it."
        return f"None yet. `stressdesk traffic write {path.name}` lets a model write some, within a budget."
