"""Two runs being compared: read once, worked out in a thread, the older one first unless they were swapped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from stressdesk.analysis.words import listing
from stressdesk.errors import RunFileMissingError, ScenarioError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.filtering import Filtering, RecordFilter
from stressdesk.gui.models.navigation import Navigation
from stressdesk.gui.models.record_columns import stage_words
from stressdesk.gui.models.run import RunModel
from stressdesk.gui.models.run_files import Mark, mark_of, unknown_scenario
from stressdesk.journal.reader import RunFile

if TYPE_CHECKING:
    from stressdesk.analysis.asked import Side
    from stressdesk.analysis.compare import Comparison, Flip
    from stressdesk.gui.models.setting_words import SettingTold

MOST_KEPT = 3


class Compared:
    """The two run files, what changed between them, and what was set differently."""

    def __init__(self, before: Path, after: Path, comparison: Comparison, settings: list[SettingTold]) -> None:
        self.before, self.after, self.comparison, self.settings = before, after, comparison, settings


class ComparingModel(QObject):
    """`changed` when another comparison is there, is being worked out, or none is wanted; `failed` with an error.

    `gone` says which file was moved or deleted meanwhile: that is for the page to say, and no error.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, run: RunModel, filtering: Filtering, navigation: Navigation, reading: Background) -> None:
        super().__init__()
        self._run, self._filtering, self._navigation = run, filtering, navigation
        self._sides = _Sides()
        self._latest = Latest(reading, 0, self)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self._take_error)
        self.compared: Compared | None = None
        self.gone = ""

    @property
    def is_working(self) -> bool:
        """Is a comparison being worked out?"""
        return self._latest.is_waiting

    def compare(self, one: Path, other: Path) -> None:
        """Compare two runs, the older one first."""
        self._latest.ask(self._sides.compared, one, other)
        self.changed.emit()

    def swap(self) -> None:
        """Look at the change the other way round."""
        if self.compared is not None:
            self._latest.ask(self._sides.in_order, self.compared.after, self.compared.before)
            self.changed.emit()

    def leave(self) -> None:
        """Compare nothing."""
        self._latest.forget()
        self._take(None)

    def open_flip(self, flip: Flip) -> None:
        """Show the query in the later run, on the page of records."""
        assert self.compared is not None
        if self._run.path != self.compared.after:
            self._run.open(self.compared.after)
        self._filtering.want(RecordFilter(stage=flip.stage, session=flip.session, turn=flip.turn))
        self._navigation.go("Records")

    def _take(self, compared: Any) -> None:
        self.compared, self.gone = compared, ""
        self.changed.emit()

    def _take_error(self, error: object) -> None:
        self._take(None)
        if isinstance(error, RunFileMissingError):
            self.gone = error.message
            self.changed.emit()
        else:
            self.failed.emit(error)


def flips_words(found: Comparison) -> str:
    """How many queries came out otherwise, of the stages whose queries can be compared, and which cannot be."""
    alike = [stage_words(stage.name) for stage in found.stages if stage.paired is not None]
    other = [stage_words(stage.name) for stage in found.stages if stage.paired is None]
    asked = "asked different words; with the same seed, traffic and demo inputs they would not"
    if not alike:
        return f"Single queries cannot be matched, since the two runs {asked}."
    newly = sum(flip.is_newly_failing for flip in found.flips)
    counts = f"{newly:,} newly failing, {len(found.flips) - newly:,} no longer failing"
    said = counts if found.flips else "None: every query failed in both runs or in neither"
    if not other:
        return f"{said}."
    return f"{said} ({', '.join(alike)}). Those of {listing(other)} cannot be matched, since the two runs {asked}."


class _Sides:
    """Runs read for comparing, the last three kept as long as their files stay as they were; lives in a thread."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[Mark, Side]] = {}

    def compared(self, one: Path, other: Path) -> Compared:
        """Two runs, the older one first. Raises RunFileError."""
        older_first = sorted((one, other), key=lambda path: self._side(path).header.created)
        return self.in_order(*older_first)

    def in_order(self, before: Path, after: Path) -> Compared:
        """Two runs in this order. Raises RunFileError."""
        from stressdesk.analysis.compare import compare  # noqa: PLC0415 - loads numpy, in the thread
        from stressdesk.gui.models.setting_words import differing  # noqa: PLC0415 - loads YAML

        one, other = self._side(before), self._side(after)
        return Compared(before, after, compare(one, other), differing(one.header, other.header))

    def _side(self, path: Path) -> Side:
        from stressdesk.analysis.asked import side  # noqa: PLC0415 - loads numpy, in the thread

        mark = mark_of(path)
        known = self._kept.pop(path, None)
        if known is None or known[0] != mark:
            try:
                with RunFile(path) as run_file:
                    known = (mark, side(run_file))
            except ScenarioError as error:
                raise unknown_scenario(path, error) from error
        self._kept[path] = known
        while len(self._kept) > MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        return known[1]
