"""All models of one window, made in order and closed in reverse; panels are given this and take what they need."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.ahead import Ahead
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.background import Background
from stressdesk.gui.models.disk import Disk
from stressdesk.gui.models.drafts import Drafts
from stressdesk.gui.models.filtering import Filtering
from stressdesk.gui.models.keys import Keys
from stressdesk.gui.models.month import MonthModel
from stressdesk.gui.models.navigation import Navigation
from stressdesk.gui.models.notices import Notices
from stressdesk.gui.models.obstacles import Obstacles
from stressdesk.gui.models.program import Program
from stressdesk.gui.models.results import ResultsModel
from stressdesk.gui.models.run import RunModel
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.settings import Settings
from stressdesk.gui.models.starting import Starting
from stressdesk.gui.models.troubles import Troubles
from stressdesk.gui.models.unfinished import Unfinished


class Desk(QObject):
    """What a window works with. `thinking` is the thread for short work, `reading` for run files, `drawing` for charts,
    `learning` for logs, `exporting` for tables of records, which would hold up the reading of a run for seconds,
    `noting` for notes on runs and verdicts on written messages, which are kept even if the window closes.

    `settings` is the file they are kept in; by default the user's own.
    """

    def __init__(self, settings: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.thinking = Background("thinking")
        self.reading = Background("reading")
        self.drawing = Background("drawing")
        self.learning = Background("learning")
        self.exporting = Background("exporting")
        self.noting = Background("noting", is_finished=True)
        self.settings = Settings(settings, self)
        self.appearance = Appearance(self.settings, self)
        self.troubles = Troubles(self)
        self.notices = Notices(self)
        self.navigation = Navigation(self)
        self.scenario = ScenarioModel(self.thinking, self)
        self.scenario.steps_changed.connect(self.notices.aged)
        self.keys = Keys(self.scenario, self.settings, self.thinking, self)
        self.keys.failed.connect(self._tell_of_key)
        self.program = Program(self.keys.given)
        self.disk = Disk(self.scenario, self.thinking, self)
        self.drafts = Drafts(self.scenario, self.thinking, self.settings.folder / "drafts", self)
        self.run = RunModel(self.reading, self)
        self.ahead = Ahead(self.scenario, self.program, self.thinking, self.settings, self.troubles)
        self.obstacles = Obstacles(self.scenario, self.keys, self.thinking)
        self.obstacles.changed.connect(self.ahead.changed)
        self.starting = Starting(self.ahead, self.run, self.keys, self.settings, self.thinking)
        self.unfinished = Unfinished(self.settings, self.run, self.thinking)
        self.filtering = Filtering(self)
        self.run.opened.connect(self.filtering.clear)
        self.results = ResultsModel(self.run, self.drawing, self)
        self.month = MonthModel(self.results, self)

    @property
    def may_run(self) -> bool:
        """Is all known of the run that somebody could start now, and nothing in its way?"""
        return self.ahead.is_startable and self.obstacles.is_clear and not self.starting.is_starting

    def _tell_of_key(self, error: StressDeskError) -> None:
        self.troubles.tell(error, "The key store did not take part")

    def close(self) -> None:
        """End what is under way in this window; a run is not touched."""
        self.troubles.close()
        self.run.close()
        self.keys.close()
        for background in (self.exporting, self.learning, self.drawing, self.reading, self.thinking, self.noting):
            background.close()
        self.settings.save()
