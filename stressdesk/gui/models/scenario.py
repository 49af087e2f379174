"""The scenario being worked on: one frozen value, every edit an undo step, and what is wrong with it as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import Problem
from stressdesk.gui.models.background import Background, Latest
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.places import Path as Place
from stressdesk.scenario.places import field_name, is_within
from stressdesk.scenario.updating import value_at, with_value

PROBLEMS_DELAY_MS = 120
MOST_STEPS = 500


class Step(msgspec.Struct, frozen=True):
    """One edit that can be taken back: the scenario before it, and what it was in words."""

    before: Scenario
    after: Scenario
    words: str
    place: Place


class ScenarioModel(QObject):
    """Holds the scenario; None until one is opened.

    `changed` carries the scenario before and after; `replaced` comes before it where that is not an edit but another
    scenario or another state, so that nothing half typed stays on screen. `problems_changed` comes when the list of
    problems is new, and `file_changed` when path or dirty mark are. `folder` is where the scenario's own files are
    looked up; `opening` counts how often one was opened, so that slow work can tell whether the scenario it began with
    is still the one.
    """

    changed = Signal(object, object)
    replaced = Signal()
    problems_changed = Signal()
    file_changed = Signal()
    steps_changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scenario: Scenario | None = None
        self.path: Path | None = None
        self.folder = Path()
        self.opening = 0
        self.problems: tuple[Problem, ...] = ()
        self._saved: Scenario | None = None
        self._passed_over: Scenario | None = None
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._open_place: Place | None = None
        self._looking = Latest(background, PROBLEMS_DELAY_MS, self)
        self._looking.done.connect(self._take_problems)

    def open(self, scenario: Scenario, path: Path | None, folder: Path, *, is_saved: bool = True) -> None:
        """Work on another scenario; `path` is None for one that is in no file yet."""
        before = self.scenario
        self.opening += 1
        self.path, self.folder = path, folder
        self.scenario = scenario
        self._saved = scenario if is_saved else None
        self._passed_over = None
        self._done, self._undone, self._open_place = [], [], None
        self.replaced.emit()
        self.changed.emit(before, scenario)
        self.steps_changed.emit()
        self.file_changed.emit()
        self._look()

    @property
    def now(self) -> Scenario:
        """The scenario; raises LookupError while there is none."""
        if self.scenario is None:
            raise LookupError("no scenario is open")
        return self.scenario

    @property
    def is_dirty(self) -> bool:
        """Does the file not hold what is shown?"""
        return self.scenario is not None and self.scenario is not self._saved and self.scenario != self._saved

    @property
    def saved_scenario(self) -> Scenario | None:
        """What the file holds; None where the scenario is in no file."""
        return self._saved

    def knows(self, held: Scenario | None) -> None:
        """Of work that is restored: what its file was known to hold."""
        self._saved = held
        self.file_changed.emit()

    def may_replace(self, found: Scenario | None) -> bool:
        """Is what the scenario's file holds known here? Of a file without a scenario, saving itself takes care."""
        return found is None or found in (self._saved, self._passed_over, self.scenario)

    def value(self, place: Place) -> Any:
        """The value at a place such as ("load", "window_minutes"). Raises LookupError."""
        return value_at(self.now, place)

    def edit(self, place: Place, value: Any, words: str = "", *, goes_on: bool = False) -> None:
        """Change one value. With `goes_on`, successive edits of one place are one step to undo, until `settle`."""
        before = self.now
        if place and value_at_or_none(before, place) == value and type(value_at_or_none(before, place)) is type(value):
            return
        after = with_value(before, place, value)
        step = Step(before, after, words or f"change of {field_name(place)}", place)
        if goes_on and self._open_place == place and self._done:
            step = Step(self._done.pop().before, after, step.words, place)
        self._open_place = place if goes_on else None
        self._done = [*self._done[-MOST_STEPS:], step]
        self._undone = []
        self._show(before, after)

    def settle(self) -> None:
        """The next edit is a step of its own: a word is finished, or the field was left."""
        self._open_place = None

    @property
    def undo_words(self) -> str:
        """What undo would take back, or ""."""
        return self._done[-1].words if self._done else ""

    @property
    def redo_words(self) -> str:
        """What redo would do again, or ""."""
        return self._undone[-1].words if self._undone else ""

    @property
    def last_step(self) -> Step | None:
        """What undo would take back."""
        return self._done[-1] if self._done else None

    def can_undo(self) -> bool:
        """Is there an edit to take back?"""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Was an edit taken back?"""
        return bool(self._undone)

    def undo(self) -> None:
        """Take the last edit back."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._open_place = None
            self.replaced.emit()
            self._show(step.after, step.before)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._open_place = None
            self.replaced.emit()
            self._show(step.before, step.after)

    def saved(self, path: Path, written: Scenario | None = None) -> None:
        """The scenario is in this file as it is now, or as it was when it was written."""
        self.path, self.folder = path, path.parent
        self._saved = self.scenario if written is None else written
        self.file_changed.emit()
        self._look()

    def reload(self, scenario: Scenario) -> None:
        """Take over what the file holds now; undo leads back."""
        before = self.now
        self._saved = scenario
        self._done = [*self._done[-MOST_STEPS:], Step(before, scenario, "reloading the file", ())]
        self._undone, self._open_place = [], None
        self.replaced.emit()
        self._show(before, scenario)
        self.file_changed.emit()

    def differs(self, found: Scenario | None = None) -> None:
        """The file no longer holds what is shown, but `found`, which is not wanted: it is unsaved from now on."""
        self._saved, self._passed_over = None, found
        self.file_changed.emit()

    def problem_at(self, place: Place | str) -> Problem | None:
        """The first problem at a place or inside it."""
        name = place if isinstance(place, str) else field_name(place)
        return next((one for one in self.problems if is_within(one.field, name)), None)

    def look_again(self) -> None:
        """Files the scenario names may have changed: find out what is wrong now."""
        self._look()

    @property
    def is_looking(self) -> bool:
        """Are the problems those of an earlier state still?"""
        return self._looking.is_waiting

    def _show(self, before: Scenario, after: Scenario) -> None:
        was_dirty = self.is_dirty
        self.scenario = after
        self.changed.emit(before, after)
        self.steps_changed.emit()
        if was_dirty != self.is_dirty:
            self.file_changed.emit()
        self._look()

    def _look(self) -> None:
        if self.scenario is not None:
            self._looking.ask(_problems, self.scenario, self.folder)

    def _take_problems(self, found: Sequence[Problem]) -> None:
        self.problems = tuple(found)
        self.problems_changed.emit()


class LastEdit:
    """The edit just made, which news of it offers to take back for as long as no other has followed."""

    def __init__(self, model: ScenarioModel) -> None:
        self._model = model
        self._step = model.last_step

    def is_last(self) -> bool:
        """Has nothing been edited or taken back since?"""
        return self._step is not None and self._model.last_step is self._step

    def undo(self) -> None:
        """Take it back, and never another one."""
        if self.is_last():
            self._model.undo()


def value_at_or_none(scenario: Scenario, place: Place) -> Any:
    """The value at a place, or None where there is none."""
    try:
        return value_at(scenario, place)
    except LookupError:
        return None


def _problems(scenario: Scenario, folder: Path) -> list[Problem]:
    from stressdesk.checks.readiness import everything_wrong  # noqa: PLC0415 - loads jsonschema and word lists

    return everything_wrong(scenario, folder)
