"""Runs of earlier windows: one that still goes on, and one that was cut off, offered under the header."""

from __future__ import annotations

from functools import partial

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.unfinished import Found
from stressdesk.gui.parts.words import line
from stressdesk.gui.views.questions import Questions

GOING, CUT_OFF = "run going on", "run cut off"


class Revisiting:
    """Asks whether they are to be watched, opened or gone on with; a run that is dismissed is not told of again."""

    def __init__(self, desk: Desk, questions: Questions) -> None:
        self._desk = desk
        self._questions = questions
        desk.unfinished.changed.connect(self._show)
        desk.run.opened.connect(desk.unfinished.look)

    def _show(self) -> None:
        found = {one.is_on: one for one in self._desk.unfinished.found}
        for is_on, topic, ask in ((True, GOING, self._ask_watch), (False, CUT_OFF, self._ask_open)):
            if is_on in found:
                ask(found[is_on])
            else:
                self._questions.drop(topic)

    def _ask_watch(self, found: Found) -> None:
        words = ("A run is still going.", f"“{line(found.name, 60)}”: {_so_far(found)} so far.")
        answers = [
            ("Watch it", partial(self._open, found)),
            ("Not now", partial(self._desk.unfinished.dismiss, found.path)),
        ]
        self._questions.ask(GOING, "accent", words, answers)

    def _ask_open(self, found: Found) -> None:
        words = ("A run was cut off.", f"“{line(found.name, 60)}”: {_so_far(found)} are recorded.")
        answers = [
            ("Resume", partial(self._resume, found)),
            ("Open it", partial(self._open, found)),
            ("Dismiss", partial(self._desk.unfinished.dismiss, found.path)),
        ]
        self._questions.ask(CUT_OFF, "warn", words, answers)

    def _open(self, found: Found) -> None:
        self._desk.run.open(found.path)
        self._desk.navigation.go("Run")

    def _resume(self, found: Found) -> None:
        self._desk.troubles.start(self._desk.starting.resume(found.path), "The run could not be resumed")
        self._desk.navigation.go("Run")


def _so_far(found: Found) -> str:
    return f"{found.done:,} of {found.planned:,} queries"
