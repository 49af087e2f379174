"""What the scenario's traffic would look like: twenty messages, what a thousand consist of, and when they arrive.

Everything is planned in threads, from the scenario and a seed, without asking anybody; only the newest plan counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import ScenarioError, StressDeskError
from stressdesk.gui.models.background import Latest
from stressdesk.gui.models.differences import Marked, marked
from stressdesk.gui.models.wording import problem_words
from stressdesk.scenario.clusters import cut
from stressdesk.scenario.model import Scenario

if TYPE_CHECKING:
    from stressdesk.gui.models.desk import Desk
    from stressdesk.traffic.outlook import Bustle, Composition

EXAMPLES = 20
MESSAGES = 1_000
LARGEST_SCALE = 20_000
"""Queries whose arrivals are worked out, in about a second; those of larger scales look the same, only higher."""
PARTS = 60
SHOWN_CHARACTERS = 700
MOST_CHARACTERS = 10_000_000
"""Written to find out what messages consist of; where demo inputs are very long, fewer messages are counted."""
DELAY_MS = 150
MOST_PROBLEMS = 3
UNEXPLAINED = "The scenario does not hold together as it stands."


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One planned message to read: `clean` is what was meant, `marked` what is written, both cut for display."""

    number: int
    persona: str
    is_follow_up: bool
    intent: str
    mess: tuple[str, ...]
    clean: str
    marked: Marked


class PreviewModel(QObject):
    """Keeps a preview of the scenario on the desk while `is_wanted`.

    `messages_changed`, `composition_changed` and `arrivals_changed` come when there is something new to show;
    `trouble` is then "", or why there is nothing.
    """

    messages_changed = Signal()
    composition_changed = Signal()
    arrivals_changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = desk.scenario
        self._troubles = desk.troubles
        self.messages: tuple[Message, ...] = ()
        self.composition: Composition | None = None
        self.bustle: Bustle | None = None
        self.trouble = ""
        self.scale = 0
        self.offset = 0
        self.is_wanted = False
        self._shown: Scenario | None = None
        self._missed: BaseException | None = None
        self._doubtful: BaseException | None = None
        self._writing = Latest(desk.thinking, DELAY_MS, self)
        self._counting = Latest(desk.thinking, DELAY_MS + 100, self)
        self._timing = Latest(desk.drawing, DELAY_MS, self)
        self._writing.done.connect(self._take_messages)
        self._counting.done.connect(self._take_composition)
        self._timing.done.connect(self._take_bustle)
        self._writing.failed.connect(self._miss_messages)
        self._counting.failed.connect(self._miss_composition)
        self._timing.failed.connect(self._miss_bustle)
        self._model.changed.connect(self._refresh)
        self._model.problems_changed.connect(self._take_problems)

    @property
    def scales(self) -> tuple[int, ...]:
        """The numbers of queries whose arrivals can be shown."""
        scenario = self._model.scenario
        given = scenario.load.scales if scenario is not None else ()
        return tuple(sorted({MESSAGES, *(one for one in given if 1 < one <= LARGEST_SCALE)}))

    @property
    def is_waiting(self) -> bool:
        """Is something still being worked out?"""
        return self._writing.is_waiting or self._counting.is_waiting or self._timing.is_waiting

    def want(self, *, wanted: bool) -> None:
        """Begin to keep the preview up to date, or stop while nobody looks."""
        self.is_wanted = wanted
        self._refresh()

    def show_others(self) -> None:
        """Other twenty messages, of another seed; the scenario's own seed stays."""
        self.offset += 1
        self._write()

    def show_scale(self, queries: int) -> None:
        """Arrivals of so many queries."""
        if queries != self.scale:
            self.scale = queries
            self._time()

    def _refresh(self, *_: object) -> None:
        scenario, before = self._model.scenario, self._shown
        if not self.is_wanted or scenario is None or scenario is before:
            return
        self._shown = scenario
        if self.scale not in self.scales:
            self.scale = MESSAGES
        self._write()
        self._counting.ask(_counted, scenario, self._model.folder)
        if before is None or scenario.load is not before.load or scenario.traffic is not before.traffic or (
            scenario.seed != before.seed
        ):  # fmt: skip
            self._time()

    def _write(self) -> None:
        if self._shown is not None:
            self._writing.ask(_written, self._shown, self.offset, self._model.folder)

    def _time(self) -> None:
        if self._shown is not None:
            self._timing.ask(_timed, self._shown, self.scale, self._model.folder)

    def _take_messages(self, messages: tuple[Message, ...]) -> None:
        self.messages, self.trouble, self._missed = messages, "", None
        self.messages_changed.emit()

    def _take_composition(self, composition: Composition | None) -> None:
        self.composition = composition
        self.composition_changed.emit()

    def _take_bustle(self, bustle: Bustle | None) -> None:
        self.bustle = bustle
        self.arrivals_changed.emit()

    def _miss_messages(self, error: BaseException) -> None:
        """What is wrong with the scenario is said in place of the messages."""
        self.messages = ()
        self._missed = error
        self._doubt(error)
        self._say_trouble()

    def _miss_composition(self, error: BaseException) -> None:
        if not self.trouble:
            self._doubt(error)
        self._take_composition(None)

    def _miss_bustle(self, error: BaseException) -> None:
        self._doubt(error)
        self._take_bustle(None)

    def _doubt(self, error: BaseException) -> None:
        """A half-typed scenario may go wrong anywhere; where nothing is wrong with it, the mistake is ours."""
        if not isinstance(error, StressDeskError):
            self._doubtful = error
        if not self._model.is_looking:
            self._judge()

    def _judge(self) -> None:
        """The problems of the scenario are known: is there one to blame?"""
        doubtful, self._doubtful = self._doubtful, None
        if doubtful is not None and not self._model.problems:
            self._troubles.tell(doubtful)

    def _take_problems(self) -> None:
        self._judge()
        if self._missed is not None and not isinstance(self._missed, StressDeskError):
            self._say_trouble()

    def _say_trouble(self) -> None:
        assert self._missed is not None
        self.trouble = _words(self._missed, [problem_words(problem) for problem in self._model.problems])
        self.messages_changed.emit()


def _written(scenario: Scenario, offset: int, folder: Path) -> tuple[Message, ...]:
    from stressdesk.traffic.outlook import examples  # noqa: PLC0415 - word lists load here, in the thread
    from stressdesk.traffic.worded import REWORDED  # noqa: PLC0415 - as above

    found = examples(scenario, EXAMPLES, seed=scenario.seed + offset, folder=folder)
    return tuple(
        Message(
            number=number,
            persona=one.persona,
            is_follow_up=one.turn.index > 0,
            intent=one.turn.intent,
            mess=one.turn.mess,
            clean=cut(one.turn.clean, SHOWN_CHARACTERS),
            # Between a request and other words for it, in another language too, no word is the same.
            marked=marked(
                one.turn.text if REWORDED.intersection(one.turn.mess) else one.turn.clean,
                one.turn.text,
                SHOWN_CHARACTERS,
            ),
        )
        for number, one in enumerate(found, 1)
    )


def _counted(scenario: Scenario, folder: Path) -> Composition:
    from stressdesk.traffic.outlook import composition  # noqa: PLC0415 - as above

    longest = max((len(demo.text) for demo in scenario.demo), default=0)
    messages = max(EXAMPLES, min(MESSAGES, MOST_CHARACTERS // max(1, longest)))
    return composition(scenario, messages, seed=scenario.seed, folder=folder)


def _timed(scenario: Scenario, queries: int, folder: Path) -> Bustle:
    from stressdesk.traffic.outlook import bustle  # noqa: PLC0415 - as above
    from stressdesk.traffic.plan import timetable  # noqa: PLC0415

    return bustle(timetable(scenario, queries, seed=scenario.seed, folder=folder), PARTS)


def _words(error: BaseException, known: list[str]) -> str:
    if isinstance(error, ScenarioError):
        known = [problem_words(problem) for problem in error.problems]
    elif isinstance(error, StressDeskError):
        known = [f"{error.message} {error.hint}".strip()]
    more = len(known) - MOST_PROBLEMS
    return "\n".join([*known[:MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else [])]) or UNEXPLAINED
