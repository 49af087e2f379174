"""The run bar: at the foot of every page but its own, so that a run is never out of sight while it is on."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QProgressBar

from stressdesk.gui.icons import icon
from stressdesk.gui.models import telling
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.layouts import row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import Elided, line

BAR_STEPS = 1_000
BAR_WIDTH = 160
LONGEST_NAME = 40


class RunBar(QFrame):
    """How far the run is, in one line, and the way back to it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "card")
        self.setAccessibleName("Run under way")
        self.line = Elided("")
        self.bar = QProgressBar()
        self.bar.setRange(0, BAR_STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(BAR_WIDTH)
        self.bar.setAccessibleName("Queries done of those planned")
        self.watch = button("Watch", lambda: desk.navigation.go("Run"))
        self.stop = button(" Stop", desk.run.stop, "danger")
        whole = row(self.bar, self.line, self.watch, self.stop, gap=12)
        whole.setStretch(1, 1)
        whole.setContentsMargins(14, 6, 10, 6)
        self.setLayout(whole)
        desk.run.changed.connect(self._show)
        desk.scenario.changed.connect(self._show)
        desk.navigation.changed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        run = self._desk.run
        is_wanted = run.is_on and self._desk.navigation.current != "Run"
        self.setVisible(is_wanted)
        if not is_wanted:
            return
        other = line(telling.other_name(run, self._desk.scenario.scenario), LONGEST_NAME)
        self.line.setText(" · ".join(part for part in (other, telling.in_one_line(run)) if part))
        self.bar.setValue(BAR_STEPS * run.done // run.planned if run.planned else 0)
        self.stop.setText(" Stop at once" if run.state == "stopping" else " Stop")
        self.stop.setIcon(icon("circle-stop", self._desk.appearance.look.bad, 16))
