"""Starts and goes on with runs, and says which face the page of runs shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.ahead import Ahead
from stressdesk.gui.models.background import Background
from stressdesk.gui.models.process import EngineProcess
from stressdesk.gui.models.program import Program
from stressdesk.gui.models.run import RunModel
from stressdesk.gui.models.settings import Settings
from stressdesk.gui.models.snapshot import SNAPSHOTS, Source, snapshot

ORDERED = ("--obey-input", "--yes", "--report", "none")

# Limits that a run keeps when it is gone on with; the engine would stop it at once. See stressdesk/engine/sending.py.
USED_UP = ("the spend limit of", "requests was reached")

Face = Literal["sheet", "course", "ended"]


class Begun(msgspec.Struct, frozen=True):
    """A run that an engine has been started for."""

    path: Path
    process: EngineProcess


class Starting(QObject):
    """`changed` when a run is being started or could not be; `trouble` says why not."""

    changed = Signal()

    def __init__(
        self, ahead: Ahead, run: RunModel, program: Program, settings: Settings, background: Background
    ) -> None:
        super().__init__(run)
        self._ahead = ahead
        self._run = run
        self._program = program
        self._settings = settings
        self._background = background
        self.trouble: StressDeskError | None = None
        self.is_starting = False
        self._is_anew = False
        run.opened.connect(self._opened)
        ahead.edited.connect(self.again)

    @property
    def face(self) -> Face:
        """What the page of runs shows: the sheet before a run, the run on its course, or how it ended."""
        run = self._run
        if run.is_on or (self.is_starting and run.was_on and not self._is_anew):
            return "course"
        is_over = run.was_on or run.state in ("stopped", "cut_off", "failed")
        return "ended" if is_over and not self._is_anew else "sheet"

    @property
    def left_over(self) -> int:
        """How many queries going on with the run would still ask."""
        return max(0, self._run.planned - self._run.done)

    @property
    def is_resumable(self) -> bool:
        """Can the run that is shown be gone on with, and would that ask anything?"""
        reason = self._run.ending.reason if self._run.ending else ""
        if any(words in reason for words in USED_UP):
            return False
        return self._run.state in ("cut_off", "stopped") and self.left_over > 0 and not self.is_starting

    def again(self) -> None:
        """Show the sheet instead of the run that has ended."""
        if not self._run.is_on:
            self._is_anew = True
            self.changed.emit()

    async def start(self) -> None:
        """Run the scenario as it stands, into a new file; a run that is under way stays as it is."""
        if self._run.is_on or self.is_starting:
            return
        folder = self._settings.folder / SNAPSHOTS
        await self._begin(_started, self._ahead.source, folder, self._settings.runs_folder, self._program.environment())

    async def resume(self, path: Path) -> None:
        """Go on with a run that was stopped or cut off."""
        if self._run.is_on or self.is_starting:
            return
        await self._begin(_resumed, path, self._program.environment())

    async def _begin(self, work: object, *arguments: object) -> None:
        assert callable(work)
        self.trouble, self.is_starting = None, True
        self.changed.emit()
        try:
            begun = await self._background.do(work, *arguments)
            self._run.watch(begun.path, begun.process)
        except StressDeskError as error:
            self.trouble = error
        finally:
            self.is_starting = False
            self.changed.emit()

    def _opened(self) -> None:
        self._is_anew = False
        self.trouble = None


def _started(source: Source, snapshots: Path, runs: Path, environment: Mapping[str, str]) -> Begun:
    from stressdesk.journal.shelf import next_path  # noqa: PLC0415 - sqlite is not needed before

    scenario = snapshot(source, snapshots)
    path = next_path(runs, source.scenario.name)
    return Begun(path, EngineProcess([str(scenario), "--run-file", str(path), *ORDERED], environment))


def _resumed(path: Path, environment: Mapping[str, str]) -> Begun:
    return Begun(path, EngineProcess(["--resume", str(path), *ORDERED], environment))
