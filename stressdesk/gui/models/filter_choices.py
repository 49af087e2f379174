"""What the records of a run can be filtered by: its stages, personas, kinds of mess and of failure, and its checks."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.analysis.own_names import name_words
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.filtering import Filtering
from stressdesk.gui.models.record_columns import stage_words
from stressdesk.gui.models.run import RunModel
from stressdesk.journal.choosing import RecordFilter
from stressdesk.journal.kinds import KIND_WORDS
from stressdesk.journal.pages import Pages

MOST = 60


class Choice(msgspec.Struct, frozen=True):
    """One value to filter by, in words, and the filter that asks for it too."""

    words: str
    wanted: RecordFilter


class Group(msgspec.Struct, frozen=True):
    """The values of one kind."""

    name: str
    choices: tuple[Choice, ...]


class Values(msgspec.Struct, frozen=True):
    """What stands in a run file."""

    stages: list[str]
    personas: list[str]
    messes: list[str]
    kinds: list[str]


class FilterChoices(QObject):
    """Looks up what there is when asked to; `found` carries the groups."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, run: RunModel, filtering: Filtering, reading: Background) -> None:
        super().__init__()
        self._run = run
        self._filtering = filtering
        self._latest = Latest(reading, 0, self)
        self._latest.done.connect(lambda values: self.found.emit(self._groups(values)))
        self._latest.failed.connect(self.failed)

    def look_up(self) -> None:
        """Find out what the run has now."""
        if self._run.path is not None and self._run.header is not None:
            self._latest.ask(values_of, self._run.path)

    def choose(self, choice: Choice) -> None:
        """Ask for this value too."""
        self._filtering.want(choice.wanted)

    def _groups(self, values: Values) -> list[Group]:
        wanted = self._filtering.wanted
        checks = [row.check for row in self._run.summary.checks if row.failed] if self._run.summary else []
        later = Choice("Turn 2 and later", _with(wanted, turn=1, turn_and_later=True))
        groups = [
            Group("Stage", tuple(Choice(stage_words(one), _with(wanted, stage=one)) for one in values.stages)),
            Group("Persona", tuple(Choice(name_words(one), _with(wanted, persona=one)) for one in values.personas)),
            Group("Kind of mess", tuple(Choice(name_words(one), _with(wanted, mess=one)) for one in values.messes)),
            Group("Failed check", tuple(Choice(one, _with(wanted, check=one)) for one in checks)),
            Group(
                "Kind of failure",
                tuple(Choice(KIND_WORDS.get(one, one), _with(wanted, kind=one)) for one in values.kinds),
            ),
            Group("Put in on purpose", self._injected(wanted)),
            Group("Turn", (Choice("Turn 1", _with(wanted, turn=0, turn_and_later=False)), later)),
        ]
        return [Group(group.name, group.choices[:MOST]) for group in groups if group.choices]

    def _injected(self, wanted: RecordFilter) -> tuple[Choice, ...]:
        """Failures that were injected and those that were not, where the run had anything injected."""
        summary = self._run.summary
        if summary is None or not summary.facts.disturbance:
            return ()
        names = ((True, "Injected failures"), (False, "Failures by themselves"))
        return tuple(Choice(name, _with(wanted, injected=injected)) for injected, name in names)


def values_of(path: Path) -> Values:
    """What stands in a run file. Raises RunFileError."""
    pages = Pages(path)
    try:
        return Values(pages.values("stage"), pages.values("persona"), pages.values("mess"), pages.values("kind"))
    finally:
        pages.close()


def _with(wanted: RecordFilter, **changes: object) -> RecordFilter:
    return msgspec.structs.replace(wanted, **changes)
