"""Notices when somebody else changes the file of the scenario that is being worked on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.model import Scenario

# Editors write a file in several steps; and one that replaces it is not watched any more until it is there again.
SETTLING_MS = 300


class Disk(QObject):
    """`changed_outside` carries the scenario that the file holds now, `gone` says that there is no such file any more.

    `same_again` comes when the file was looked at and holds what is known here: whatever was asked of it is settled.

    Files that the scenario names (prompt, tables) are looked at again too, silently: only problems depend on them.
    """

    changed_outside = Signal(object)
    same_again = Signal()
    gone = Signal()

    def __init__(self, model: ScenarioModel, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._watcher = QFileSystemWatcher(self)
        self._latest = Latest(background, 0, self)
        self._latest.done.connect(self._compare)
        self._settling = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._settling.timeout.connect(self._look)
        self._watcher.fileChanged.connect(lambda _path: self._settling.start())
        self._watcher.directoryChanged.connect(self._look_for_new)
        model.file_changed.connect(self._watch)

    def _watch(self) -> None:
        files = _files(self._model)
        # Of a file that is gone only its folder tells that it is back.
        wanted = {str(path) for path in (*files, *(path.parent for path in files))}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if gone := list(watched - wanted):
            self._watcher.removePaths(gone)
        if new := [path for path in wanted - watched if Path(path).exists()]:
            self._watcher.addPaths(new)

    def _look_for_new(self) -> None:
        before = set(self._watcher.files())
        self._watch()
        if set(self._watcher.files()) - before:
            self._settling.start()

    def _look(self) -> None:
        self._watch()
        path = self._model.path
        self._model.look_again()
        if path is None:
            return
        if not path.is_file():
            self.gone.emit()
            return
        self._latest.ask(_read, path)

    def _compare(self, read: tuple[Path, Scenario | None]) -> None:
        path, found = read
        if path != self._model.path or found is None:
            return  # saved elsewhere meanwhile, the scenario has nothing to do with this file any more
        if found in (self._model.saved_scenario, self._model.scenario):
            self.same_again.emit()
        else:
            self.changed_outside.emit(found)


def _files(model: ScenarioModel) -> list[Path]:
    if model.scenario is None:
        return []
    named = [model.scenario.prompt.file, *(one.file or one.csv for one in model.scenario.variables.values())]
    own = [model.path] if model.path is not None else []
    return [*own, *(model.folder / name for name in named if name)]


def _read(path: Path) -> tuple[Path, Scenario | None]:
    return path, held(path)


def held(path: Path) -> Scenario | None:
    """The scenario in a file; None where there is none that can be read."""
    from stressdesk.scenario import file  # noqa: PLC0415 - YAML loads in the thread

    try:
        return file.parse(path.read_text(encoding="utf-8-sig"), path)
    except (StressDeskError, OSError, UnicodeError):
        return None  # half-way through being written, or no scenario any more: there is nothing to take over
