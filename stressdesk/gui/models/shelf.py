"""Every run in the folders of runs, newest first; verdicts are worked out one by one while somebody looks."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QFile,
    QFileSystemWatcher,
    QModelIndex,
    QPersistentModelIndex,
    QStandardPaths,
    Qt,
    QTimer,
    Signal,
)

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.background import Every, Latest
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.run_files import Judged, Listed, judged, listed
from stressdesk.gui.models.shelf_columns import FAILED, MEANS, NOTE, NUMBERS, RUN, TITLES, VERDICT, cell_words
from stressdesk.journal.liveness import writing_process
from stressdesk.journal.notes import write_note

BESIDE = "runs"
FOLDER_DELAY_MS = 300
COMPARED = 2
"""So many runs are held against each other."""

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class ShelfModel(QAbstractTableModel):
    """The runs of the scenario at hand, or of all. `ticked` are those chosen to be compared, at most two.

    `listed` when the list is another, `ticks_changed`, and `failed` with an error.
    """

    listed = Signal()
    ticks_changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._settings, self._run, self._scenario = desk.settings, desk.run, desk.scenario
        self._known: dict[Path, Listed] = {}
        self._judged: dict[Path, Judged] = {}
        self._folders: list[str] = []
        self._at_hand: Listed | None = None
        self._is_watched = False
        self._has_looked = False
        self.shows_all = False
        self.runs: list[Listed] = []
        self.ticked: list[Path] = []
        self._listing = Latest(desk.reading, 0, self)
        self._listing.done.connect(self._take_list)
        self._listing.failed.connect(self.failed)
        self._judging = Latest(desk.reading, 0, self)
        self._judging.done.connect(self._take_verdict)
        self._judging.failed.connect(self._take_failure)
        self._noting = Every(desk.noting, self)
        self._noting.done.connect(lambda _done: self.refresh())
        self._noting.failed.connect(self.failed)
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self, singleShot=True, interval=FOLDER_DELAY_MS)
        self._settling.timeout.connect(self.refresh)
        self._watcher.directoryChanged.connect(lambda _folder: self._settle())
        desk.run.opened.connect(self._run_opened)
        desk.scenario.file_changed.connect(self._scenario_changed)
        desk.settings.changed.connect(self._setting_changed)

    def watch(self, *, is_watched: bool) -> None:
        """Keep the list and its verdicts up to date, or leave them be while nobody looks."""
        self._is_watched = is_watched
        if is_watched:
            self.refresh()

    def refresh(self) -> None:
        """Read the folders of runs again."""
        if not self._is_watched:
            return
        folders = self._folders = self._wanted_folders()
        watched = set(self._watcher.directories())
        if gone := sorted(watched.difference(folders)):
            self._watcher.removePaths(gone)
        if new := [one for one in folders if one not in watched and Path(one).is_dir()]:
            self._watcher.addPaths(new)
        self._listing.ask(listed, [Path(one) for one in folders], dict(self._known))

    def _wanted_folders(self) -> list[str]:
        """That of the run that is shown, the folder of runs, and where the command line leaves those of a scenario."""
        # The first first: one that two of them lead to is then known by the path it was opened by.
        folders = [self._shown.parent] if self._shown is not None else []
        folders.append(self._settings.runs_folder.absolute())
        if self._scenario.path is not None:
            folders.append(self._scenario.path.absolute().parent / BESIDE)
        return list(dict.fromkeys(map(str, folders)))

    @property
    def _shown(self) -> Path | None:
        """The file of the run that is shown."""
        return self._run.path.absolute() if self._run.path is not None else None

    @property
    def is_looking(self) -> bool:
        """Are the folders being read, or have they not been yet?"""
        return self._listing.is_waiting or not self._has_looked

    @property
    def hidden(self) -> int:
        """How many runs of other scenarios are not shown."""
        return len(self._known) - len(self.runs)

    def show_all(self, *, shows_all: bool) -> None:
        """Show the runs of all scenarios, or of the one at hand."""
        self.shows_all = shows_all
        self._choose()

    def at(self, place: int) -> Listed | None:
        """The run in a line of the table."""
        return self.runs[place] if 0 <= place < len(self.runs) else None

    def discard(self, path: Path) -> None:
        """Move a run file to the trash. Raises StressDeskError where that is not possible or not wise."""
        if writing_process(path) is not None:
            raise StressDeskError(f"{path.name} is still being written.", "Stop the run first.")
        if path == self._shown:
            raise StressDeskError(f"{path.name} is the run that is shown.", "Open another run first.")
        if not _moved_to_trash(path):
            raise StressDeskError(f"{path} cannot be moved to the trash.", "Delete the file in your file manager.")
        self.ticked = [one for one in self.ticked if one != path]
        self.ticks_changed.emit()
        self.refresh()

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt: how many runs are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.runs)

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt: how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt: the titles of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return TITLES[section]
        if role == Role.TextAlignmentRole:
            return _alignment(section)
        return MEANS.get(section) if role == Role.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: runs can be ticked, notes be written."""
        found = super().flags(index)
        listed_run = self.at(index.row())
        if listed_run is None or listed_run.run.problem:
            return found
        if index.column() == RUN:
            return found | Qt.ItemFlag.ItemIsUserCheckable
        return found | Qt.ItemFlag.ItemIsEditable if index.column() == NOTE else found

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: what stands in a cell; the Listed for UserRole."""
        found = self.at(index.row())
        if found is None:
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return cell_words(found, self.judged(found), index.column(), is_tip=role == Role.ToolTipRole)
        if role == Role.CheckStateRole and index.column() == RUN and not found.run.problem:
            return Qt.CheckState.Checked if found.run.path in self.ticked else Qt.CheckState.Unchecked
        if role == Role.EditRole and index.column() == NOTE:
            return found.run.note
        return {Role.UserRole: found, Role.TextAlignmentRole: _alignment(index.column())}.get(Role(role))

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: a tick was set or a note written."""
        found = self.at(index.row())
        if found is None:
            return False
        if role == Role.CheckStateRole and index.column() == RUN:
            self.tick(found.run.path, is_ticked=Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Role.EditRole and index.column() == NOTE and str(value) != found.run.note:
            self._noting.ask(write_note, found.run.path, str(value))
            return True
        return False

    def tick(self, path: Path, *, is_ticked: bool) -> None:
        """Choose a run to be compared, or not; of three the one chosen first is let go."""
        others = [one for one in self.ticked if one != path]
        self.ticked = [*others, path][-COMPARED:] if is_ticked else others
        if self.runs:
            self.dataChanged.emit(self.index(0, RUN), self.index(len(self.runs) - 1, RUN))
        self.ticks_changed.emit()

    def judged(self, found: Listed) -> Judged | None:
        """The verdict on a run; None while it is not known."""
        known = self._judged.get(found.run.path)
        return known if known is not None and known.mark == found.mark else None

    def _run_opened(self) -> None:
        self._choose()
        self.refresh()

    def _scenario_changed(self) -> None:
        self._choose()
        if self._wanted_folders() != self._folders:
            self.refresh()

    def _settle(self) -> None:
        # Not begun anew at each change: a folder in which much is written would never be read.
        if not self._settling.isActive():
            self._settling.start()

    def _setting_changed(self, name: str) -> None:
        if name == "runs_folder":
            self.refresh()

    def _take_list(self, found: Sequence[Listed]) -> None:
        self._has_looked = True
        self._known = {one.run.path: one for one in found}
        ticked = [path for path in self.ticked if path in self._known]
        is_one_gone, self.ticked = ticked != self.ticked, ticked
        self._choose()
        if is_one_gone:
            self.ticks_changed.emit()

    def _choose(self) -> None:
        names = {self._scenario.scenario.name} if self._scenario.scenario else set()
        shown_run = self._known.get(self._shown) if self._shown is not None else None
        if shown_run is not None and shown_run.run.header is not None:
            names.add(shown_run.run.header.name)
        shown = [
            one
            for one in self._known.values()
            if self.shows_all or not names or one.run.header is None or one.run.header.name in names
        ]
        if shown != self.runs:
            self.beginResetModel()
            self.runs = shown
            self.endResetModel()
        self.listed.emit()
        self._judge_next()

    def _judge_next(self) -> None:
        if self._judging.is_waiting or not self._is_watched:
            return
        waiting = [one for one in self.runs if one.run.header and not one.is_written and self.judged(one) is None]
        if waiting:
            self._at_hand = waiting[0]
            self._judging.ask(judged, self._at_hand.run.path, self._at_hand.mark)

    def _take_verdict(self, verdict: Judged) -> None:
        self._judged[verdict.path] = verdict
        if self.runs:
            self.dataChanged.emit(self.index(0, FAILED), self.index(len(self.runs) - 1, VERDICT))
        self._judge_next()

    def _take_failure(self, error: Exception) -> None:
        """One run that cannot be judged keeps no other from its verdict."""
        assert self._at_hand is not None
        self._take_verdict(Judged(self._at_hand.run.path, self._at_hand.mark, headline=str(error)))
        self.failed.emit(error)


def _moved_to_trash(path: Path) -> bool:
    # Qt makes the trash, but not the folder it belongs into, which a new user account lacks.
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    with contextlib.suppress(OSError):
        Path(home).mkdir(parents=True, exist_ok=True)
    return QFile(str(path)).moveToTrash()


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return Qt.AlignmentFlag.AlignVCenter | side
