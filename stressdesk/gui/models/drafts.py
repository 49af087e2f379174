"""Unsaved work, kept in a file of its own until it is saved, so that a crash loses at most a second of it."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import ScenarioError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.journal.liveness import is_running
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.plain import plain, restore

DELAY_MS = 800
SUFFIX = ".draft.json"


class Draft(msgspec.Struct, kw_only=True):
    """A scenario as it was being worked on.

    `sound` is its last state in which every value was allowed; empty where there was none since it was opened. `held`
    is what its file held as far as the window knew; empty for one in no file.
    """

    process: int
    path: str
    folder: str
    scenario: dict[str, Any]
    sound: dict[str, Any]
    held: dict[str, Any] = {}


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A draft whose window is gone: what it holds, and the file to delete when it is no longer wanted.

    `held` is what the scenario's own file is known to hold; None where nothing is.
    """

    file: Path
    scenario: Scenario
    held: Scenario | None
    path: Path | None
    folder: Path


class Drafts(QObject):
    """Writes this window's draft a moment after each edit, and finds those of windows that did not close properly."""

    failed = Signal(object)

    def __init__(
        self, model: ScenarioModel, background: Background, folder: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._folder = folder
        self.file = folder / f"{os.getpid()}-{secrets.token_hex(3)}{SUFFIX}"
        self._sound: dict[str, Any] = {}
        self._sound_of = 0
        self._held: dict[str, Any] = {}
        self._held_of: Scenario | None = None
        self._latest = Latest(background, DELAY_MS, self)
        self._latest.failed.connect(self.failed)
        model.changed.connect(self._changed)
        model.file_changed.connect(self._changed)

    def forget(self) -> None:
        """The work is saved, or not wanted any more."""
        self._latest.forget()
        with contextlib.suppress(OSError):
            self.file.unlink(missing_ok=True)

    def take_over(self, found: Found) -> None:
        """Go on with a draft that was found; in the thread, so that what is still being written does not undo it.

        Its file becomes this window's at one blow: the work is in a file at every moment.
        """
        with contextlib.suppress(OSError):
            found.file.replace(self.file)

    def _changed(self, *_: object) -> None:
        if self._model.is_dirty:
            model = self._model
            held = model.saved_scenario if model.path else None
            self._latest.ask(self._write, model.opening, model.now, held, model.path, model.folder)
        else:
            self.forget()

    def _write(self, opening: int, scenario: Scenario, held: Scenario | None, path: Path | None, folder: Path) -> None:
        values = plain(scenario)
        if opening != self._sound_of:  # a sound state of another scenario would be restored under this one's path
            self._sound, self._sound_of = {}, opening
        with contextlib.suppress(ScenarioError):
            restore(values)
            self._sound = values
        if held is not self._held_of:
            self._held, self._held_of = plain(held) if held is not None else {}, held
        draft = Draft(
            process=os.getpid(),
            path=str(path or ""),
            folder=str(folder.absolute()),
            scenario=values,
            sound=self._sound,
            held=self._held,
        )
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(".tmp")
        beside.write_bytes(msgspec.json.encode(draft))
        beside.replace(self.file)


def left_behind(folder: Path) -> list[Found]:
    """The drafts of windows that are gone, the newest first; files that are none are passed over."""
    files = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [found for file in files if (found := _found(file)) is not None]


def _found(file: Path) -> Found | None:
    try:
        draft = msgspec.json.decode(file.read_bytes(), type=Draft)
    except (OSError, msgspec.MsgspecError):
        return None
    if draft.process == os.getpid() or is_running(draft.process):
        return None
    for scenario in _restored(draft.scenario, draft.sound):
        path = Path(draft.path) if draft.path else None
        held = next(_restored(draft.held), None)
        return Found(file=file, scenario=scenario, held=held, path=path, folder=Path(draft.folder))
    return None


def _restored(*states: dict[str, Any]) -> Iterator[Scenario]:
    for values in states:
        with contextlib.suppress(ScenarioError):
            yield restore(values)
