"""Runs that no window watches: one that still goes on, and one that was cut off before its end."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from stressdesk.errors import RunFileError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.run import RunModel
from stressdesk.gui.models.settings import Settings
from stressdesk.journal.naming import newest
from stressdesk.journal.reasons import ORPHANED

MOST_LOOKED_AT = 100
AGAIN_MS = 3_000
MOST_DISMISSED = 200
DISMISSED = "dismissed_runs"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A run without an end: its file, its scenario's name, and how far it has come."""

    path: Path
    name: str
    done: int
    planned: int
    is_on: bool


class Unfinished(QObject):
    """Looks into the folder of runs when told to, and again and again while a run in it goes on.

    `changed` when something else was found than before.

    `found` are the newest run that is still being written and the newest that was cut off, if there are any.
    """

    changed = Signal()

    def __init__(self, settings: Settings, run: RunModel, background: Background) -> None:
        super().__init__(run)
        self._settings = settings
        self._run = run
        self.found: tuple[Found, ...] = ()
        self._latest = Latest(background, 0, self)
        self._latest.done.connect(self._take)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.look)

    def look(self) -> None:
        """Look now, in a thread."""
        self._latest.ask(unfinished, self._settings.runs_folder, frozenset(self._dismissed))

    def dismiss(self, path: Path) -> None:
        """Never tell of this file again."""
        kept = [one for one in self._dismissed if one != str(path)]
        self._settings.put(DISMISSED, "\n".join([str(path), *kept[: MOST_DISMISSED - 1]]))
        self._take(tuple(one for one in self.found if one.path != path))

    @property
    def _dismissed(self) -> list[str]:
        return [one for one in self._settings.text(DISMISSED).split("\n") if one]

    def _take(self, found: tuple[Found, ...]) -> None:
        shown = self._run.path.absolute() if self._run.path is not None else None
        others = tuple(one for one in found if one.path.absolute() != shown)
        if any(one.is_on for one in others):
            self._again.start()
        else:
            self._again.stop()
        if others != self.found:
            self.found = others
            self.changed.emit()


def unfinished(folder: Path, passed_over: frozenset[str]) -> tuple[Found, ...]:
    """The newest run in `folder` that is still written, then the newest that was cut off."""
    found: dict[bool, Found] = {}
    for path in newest(folder, MOST_LOOKED_AT):
        if str(path) in passed_over:
            continue
        with contextlib.suppress(RunFileError):
            one = _looked_at(path)
            if one is not None:
                found.setdefault(one.is_on, one)
    return tuple(found[is_on] for is_on in (True, False) if is_on in found)


def _looked_at(path: Path) -> Found | None:
    from stressdesk.journal.liveness import writing_process  # noqa: PLC0415 - sqlite is not needed before
    from stressdesk.journal.reader import RunFile  # noqa: PLC0415

    is_on = writing_process(path) is not None
    with RunFile(path) as run_file:
        ending = run_file.ending
        if ending is not None and ending.reason != ORPHANED:
            return None
        header = run_file.header
        return Found(
            path=path,
            name=header.name,
            done=sum(stage.records for stage in run_file.standing().values()),
            planned=sum(plan.queries for plan in header.stages),
            is_on=is_on and ending is None,
        )
