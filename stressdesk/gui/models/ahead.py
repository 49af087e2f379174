"""What a run of the scenario as it stands would ask for: looked up after every edit while somebody wants to know."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.background import Background
from stressdesk.gui.models.program import Program
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.settings import Settings
from stressdesk.gui.models.sheet import PROBED
from stressdesk.gui.models.snapshot import SNAPSHOTS, Source, snapshot
from stressdesk.gui.models.troubles import Troubles
from stressdesk.journal.ahead import Preflight, Probed
from stressdesk.scenario.model import Scenario

DELAY_MS = 250


class Ahead(QObject):
    """`preflight` is what the command line says; None until it has answered, and while the scenario has problems.

    `trouble` is set where it said that such a run cannot start. `is_looking`: the answer is still that of an earlier
    state of the scenario. `is_probing`: a few queries are being asked, and paid, so that it says more. `changed` after
    any of these, `edited` when the scenario is another.
    """

    changed = Signal()
    edited = Signal()

    def __init__(
        self, scenario: ScenarioModel, program: Program, background: Background, settings: Settings, troubles: Troubles
    ) -> None:
        super().__init__(scenario)
        self._scenario = scenario
        self._program = program
        self._background = background
        self._settings = settings
        self._troubles = troubles
        self.preflight: Preflight | None = None
        self.trouble: StressDeskError | None = None
        self.is_probing = False
        self._probed: Probed | None = None
        self._probed_of: tuple[object, ...] = ()
        self._is_wanted = False
        self._is_asking = False
        self._opening = scenario.opening
        self._answered: Scenario | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._begin)
        scenario.replaced.connect(self._forget)
        scenario.changed.connect(self._scenario_changed)
        scenario.problems_changed.connect(self._look)

    @property
    def source(self) -> Source:
        """The scenario as it stands; raises LookupError while there is none."""
        return Source(scenario=self._scenario.now, path=self._scenario.path, folder=self._scenario.folder)

    @property
    def is_looking(self) -> bool:
        """Is what is known that of another state of the scenario?"""
        return self._scenario.is_looking or (not self._scenario.problems and not self._is_answered)

    @property
    def is_startable(self) -> bool:
        """Can a run be started, and is it known of the very scenario that would be run?"""
        return (
            self._scenario.scenario is not None
            and not self._scenario.problems
            and not self.is_looking
            and self.trouble is None
            and self.preflight is not None
        )

    async def probe(self) -> None:
        """Ask a few queries, and pay them, so that what is said rests on answers. Raises StressDeskError."""
        if self.is_probing or not self.is_startable:
            return
        source = self.source
        self.is_probing = True
        self.changed.emit()
        try:
            ahead = await self._looked(source, ["--probe", str(PROBED), "--yes"])
        finally:
            self.is_probing = False
            self.changed.emit()
        if ahead.probe is not None:
            self._probed, self._probed_of = Probed(probe=ahead.probe, learnt=ahead.learnt), _subject(source.scenario)
        if self._scenario.scenario is source.scenario:
            self.preflight = ahead
        else:
            self._answered = None
        self._look()

    async def _looked(self, source: Source, more: list[str]) -> Preflight:
        path = await self._background.do(snapshot, source, self._settings.folder / SNAPSHOTS)
        runs = ["--runs", str(self._settings.runs_folder)]
        return await self._program.ask(["preflight", str(path), "--json", *runs, *more], Preflight)

    def _known_of(self, scenario: Scenario) -> list[str]:
        """What a probe has come to stays known until something else would be asked, or somebody else."""
        if self._probed is None or self._probed_of != _subject(scenario):
            return []
        return ["--probed", msgspec.json.encode(self._probed).decode()]

    def want(self, *, is_wanted: bool) -> None:
        """Whether anybody looks at this; nothing is asked while nobody does."""
        self._is_wanted = is_wanted
        if is_wanted:
            self._look()
        else:
            self._timer.stop()

    @property
    def _is_answered(self) -> bool:
        return self._answered is not None and self._answered is self._scenario.scenario

    def _forget(self) -> None:
        # After an edit, and where one is taken back, the numbers before it stand until the new ones are there; those of
        # another scenario do not.
        if self._opening != self._scenario.opening:
            self._opening = self._scenario.opening
            self.preflight = self.trouble = self._answered = None

    def _scenario_changed(self, *_: object) -> None:
        self.edited.emit()
        self._look()

    def _look(self) -> None:
        if self._scenario.problems:
            self.preflight = self.trouble = self._answered = None
        elif self._is_wanted and self._scenario.scenario is not None and not self._is_answered:
            self._timer.start()
        self.changed.emit()

    def _begin(self) -> None:
        if self._is_wanted and not self._is_asking and not self._scenario.problems:
            self._is_asking = True
            self._troubles.start(self._ask(self.source), "What a run asks for cannot be said")

    async def _ask(self, source: Source) -> None:
        preflight, trouble, opening = None, None, self._scenario.opening
        try:
            preflight = await self._looked(source, self._known_of(source.scenario))
        except StressDeskError as error:
            trouble = error
        finally:
            self._is_asking = False
        self._answered = source.scenario
        if not self._scenario.problems and opening == self._scenario.opening:
            self.preflight, self.trouble = preflight, trouble
        self._look()


def _subject(scenario: Scenario) -> tuple[object, ...]:
    """What the tokens of a query depend on."""
    target = scenario.targets.get(scenario.target)
    return (target, scenario.prompt, scenario.variables, scenario.demo, scenario.traffic)
