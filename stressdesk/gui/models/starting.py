"""Starts and goes on with runs, and says which face the page of runs shows."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.ahead import Ahead
from stressdesk.gui.models.background import Background
from stressdesk.gui.models.keys import Keys, needed_by
from stressdesk.gui.models.obstacles import required_by
from stressdesk.gui.models.process import EngineProcess
from stressdesk.gui.models.program import Program
from stressdesk.gui.models.run import RunModel
from stressdesk.gui.models.settings import Settings
from stressdesk.gui.models.snapshot import SNAPSHOTS, Source, snapshot
from stressdesk.journal.naming import next_path
from stressdesk.journal.reasons import is_used_up
from stressdesk.scenario.targets import LiteLLM

ORDERED = ("--obey-input", "--yes", "--report", "none")

WITHOUT_KEY = "Enter {} under Settings and resume again, or set it and start StressDesk again."

Face = Literal["sheet", "course", "ended"]


class Begun(msgspec.Struct, frozen=True):
    """A run that an engine has been started for."""

    path: Path
    process: EngineProcess


class Starting(QObject):
    """`changed` when a run is being started or could not be; `trouble` says why not."""

    changed = Signal()

    def __init__(self, ahead: Ahead, run: RunModel, keys: Keys, settings: Settings, background: Background) -> None:
        super().__init__(run)
        self._ahead = ahead
        self._run = run
        self._keys = keys
        self._program = Program(keys.given)
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
        if is_used_up(reason):
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
        environment = self._program.environment()
        work = self._background.do(_started, self._ahead.source, folder, self._settings.runs_folder, environment)
        await self._begin(work)

    async def resume(self, path: Path) -> None:
        """Go on with a run that was stopped or cut off."""
        if self._run.is_on or self.is_starting:
            return
        await self._begin(self._gone_on(path))
        if self.trouble is not None and self._run.path != path:
            trouble = self.trouble
            self._run.open(path)
            self.trouble = trouble
            self.changed.emit()

    async def _gone_on(self, path: Path) -> Begun:
        # Another scenario may be open, or none, and what that one needs is not what the run needs.
        needed, required = await self._background.do(_keys_of, path)
        await self._keys.looked_up(needed)
        for variable in required:
            if self._keys.where(variable) == "nowhere":
                raise StressDeskError("The key of its target is missing.", WITHOUT_KEY.format(variable))
        return await self._background.do(_resumed, path, self._program.environment())

    async def _begin(self, work: Awaitable[Begun]) -> None:
        self.trouble, self.is_starting = None, True
        self.changed.emit()
        try:
            begun = await work
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
    scenario = snapshot(source, snapshots)
    path = next_path(runs, source.scenario.name)
    return Begun(path, EngineProcess([str(scenario), "--run-file", str(path), *ORDERED], environment))


def _keys_of(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The variables that hold the keys of a run's targets, and those without which it cannot be gone on with."""
    from stressdesk.journal.reader import RunFile  # noqa: PLC0415 - sqlite is not needed before
    from stressdesk.scenario.file import restore  # noqa: PLC0415 - loads YAML

    try:
        with RunFile(path) as run_file:
            scenario = restore(run_file.header.scenario)
            target = scenario.targets.get(run_file.header.target)
    except StressDeskError:
        return (), ()  # the engine says what is wrong with it
    return needed_by(scenario), required_by(target) if isinstance(target, LiteLLM) else ()


def _resumed(path: Path, environment: Mapping[str, str]) -> Begun:
    return Begun(path, EngineProcess(["--resume", str(path), *ORDERED], environment))
