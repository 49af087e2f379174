"""Learning traffic from a log: which column means what, what comes of it, and putting it into the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.analysis.own_names import name_title
from stressdesk.analysis.words import counted
from stressdesk.errors import StressDeskError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.moving import reference

if TYPE_CHECKING:
    from stressdesk.scenario.importing.log_columns import Columns
    from stressdesk.traffic.learnt import Learnt

NONE = "none"
DELAY_MS = 150
MOST_MESS = 8
MEANINGS = (
    ("text", "What users wrote"),
    ("time", "When it arrived"),
    ("session", "Which conversation"),
    ("role", "Who wrote"),
    ("language", "Language"),
    ("input tokens", "Input tokens"),
    ("marked", "Left out if marked"),
)
"""What can be chosen, in order, and its name for a person."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What was learnt, as it is shown: sentences, and the mess that is least as usual."""

    learnt: Learnt
    scenario: Scenario
    names: tuple[str, ...]
    columns: dict[str, str]
    format: str
    notes: tuple[str, ...]
    mess: tuple[str, ...]
    masking: str
    lacks: tuple[str, ...]


class Unread(msgspec.Struct, frozen=True):
    """Why a log could not be learnt from as it was chosen to be read, and the columns there are to choose from."""

    trouble: StressDeskError
    names: tuple[str, ...]
    columns: dict[str, str]


class LearningModel(QObject):
    """Reads one log again whenever a choice changes; `changed` comes when there is something else to show.

    `shown` is what was learnt, None while it is not known; `trouble` is why the log cannot be read as chosen. `names`
    are the columns there are to choose from, known as soon as a row can be read.
    """

    changed = Signal()

    def __init__(
        self, scenario: ScenarioModel, background: Background, path: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.mask = True
        self.said: dict[str, str] = {}
        self.shown: Shown | None = None
        self.trouble: StressDeskError | None = None
        self.names: tuple[str, ...] = ()
        self.columns: dict[str, str] = {}
        self._scenario = scenario
        self._looking = Latest(background, DELAY_MS, self)
        self._looking.done.connect(self._take)
        self._looking.failed.connect(self._fail)

    @property
    def is_looking(self) -> bool:
        """Is an answer still to come?"""
        return self._looking.is_waiting

    def look(self) -> None:
        """Learn from the log as it is chosen to be read now."""
        scenario, folder = self._scenario.now, self._scenario.folder
        self._looking.ask(_learn, self.path, dict(self.said), self.mask, scenario, folder)
        self.changed.emit()

    def say(self, meaning: str, column: str) -> None:
        """Another column has this meaning, or with `none` no column."""
        self.said[meaning] = column
        self.look()

    def set_mask(self, *, mask: bool) -> None:
        """Mask personal data in the examples, or keep it."""
        self.mask = mask
        self.look()

    def apply(self) -> None:
        """Put what was learnt into the scenario, as one step to undo; what else was edited meanwhile stays."""
        if self.shown is not None:
            after = self.shown.learnt.put_into(self._scenario.now)
            self._scenario.edit((), after, f"learning from {self.path.name[:40]}")

    def replay(self) -> None:
        """Let the scenario send the log again as it is, as one step to undo."""
        from stressdesk.scenario.traffic import Replay  # noqa: PLC0415

        made = Replay(file=reference(self.path, self._scenario.folder), columns=dict(self.said), mask=self.mask)
        self._scenario.edit(("traffic", "replay"), made, f"replay of {self.path.name[:40]}")

    def _take(self, found: Shown | Unread) -> None:
        self.shown, self.trouble = (found, None) if isinstance(found, Shown) else (None, found.trouble)
        self.names, self.columns = found.names, found.columns
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        raise error


def stop_replay(model: ScenarioModel) -> None:
    """Let the scenario write its own traffic again."""
    model.edit(("traffic", "replay"), None, "end of the replay")


def _learn(path: Path, said: Mapping[str, str], mask: bool, scenario: Scenario, folder: Path) -> Shown | Unread:
    """What the log says, or why it cannot be read so: then another column may be chosen."""
    try:
        return _learnt(path, said, mask, scenario, folder)
    except StressDeskError as trouble:
        return _unread(path, said, trouble)


def _unread(path: Path, said: Mapping[str, str], trouble: StressDeskError) -> Unread:
    from stressdesk.scenario.importing.log import looked_at  # noqa: PLC0415 - numpy loads here, in the thread

    try:
        guess = looked_at(path)
    except StressDeskError:
        return Unread(trouble, (), {})
    return Unread(trouble, guess.names, {**(_named(guess.columns) if guess.columns else {}), **said})


def _named(columns: Columns) -> dict[str, str]:
    return {**columns.named, **({"text": columns.turns} if columns.turns else {})}


def _learnt(path: Path, said: Mapping[str, str], mask: bool, scenario: Scenario, folder: Path) -> Shown:
    from stressdesk.scenario.importing.log import Log  # noqa: PLC0415 - numpy loads here, in the thread
    from stressdesk.traffic.learnt import Wishes, learnt  # noqa: PLC0415 - as above
    from stressdesk.traffic.learnt_words import asked_words, masking_words  # noqa: PLC0415 - as above

    log = Log(path, said)
    found = learnt(log, scenario, folder, Wishes(mask=mask, seed=scenario.seed))
    asked = asked_words(found)
    return Shown(
        learnt=found,
        scenario=scenario,
        names=log.names,
        columns=_named(log.columns),
        format=f"{counted(found.messages, 'message')}, read as {log.columns.format}",
        notes=(*found.notes, *([asked] if asked else [])),
        mess=_mess_words(found),
        masking=masking_words(found),
        lacks=found.lacks,
    )


def _mess_words(found: Learnt) -> tuple[str, ...]:
    """The kinds of mess that are least as usual, with their counts and intervals."""
    from stressdesk.analysis.rates import wilson  # noqa: PLC0415 - numpy loads here, in the thread
    from stressdesk.analysis.words import percent, percent_range  # noqa: PLC0415 - as above

    lines = []
    for one in sorted(found.mess, key=lambda one: -abs(one.aim - one.usual))[:MOST_MESS]:
        share = wilson(one.shown / one.of, one.of)
        lines.append(
            f"{name_title(one.name)}: {one.shown:,} of {one.of:,} ({percent_range(share.low, share.high)}); "
            f"usual {percent(one.usual)}, now {percent(one.aim)}"
        )
    return tuple(lines)
