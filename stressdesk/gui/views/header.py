"""The line above every panel: what is open, what state it is in, and the next thing to do with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from stressdesk.gui.icons import icon
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.telling import has_other_goals, other_name
from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import Elided, explain, line, words
from stressdesk.gui.views.panel import Section
from stressdesk.scenario.amounts import counted

OTHER, EARLIER_GOALS = "Not the open scenario", "Judged by earlier goals"
RUN_AGAIN = "The goals under Checks and goals were changed since. Run again to be judged by them."


class Header(QWidget):
    """Shows the scenario's name and file, or the run's facts, and offers Save and Run, or the report."""

    run_wanted = Signal()
    save_wanted = Signal()
    report_wanted = Signal()
    picture_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._section: Section = "Scenario"
        self._title = Elided("", "title")
        self._title.setMinimumHeight(28)
        self._mark = words("", "badge", tone="warn")
        self._other = words("", "badge", tone="warn")
        self._facts = Elided("", "secondary")
        self._save = button("Save", self.save_wanted.emit)
        self._picture = button(
            " Copy picture", self.picture_wanted.emit, tip="Copy a picture of this page (Ctrl+Shift+P)"
        )
        self._report = button(" Export report", self.report_wanted.emit, "primary")
        self._run = button(" Run…", self.run_wanted.emit, "primary", "See what a run asks for, then start it (Ctrl+R)")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        heading = row(self._title, self._mark, self._other, None, gap=10)
        for badge in (self._mark, self._other):
            heading.setAlignment(badge, Qt.AlignmentFlag.AlignVCenter)
        whole = row(gap=8)
        whole.addLayout(column(heading, self._facts, gap=2), 1)
        for one in (self._save, self._picture, self._report, self._run):
            whole.addWidget(one)
        whole.setContentsMargins(24, 14, 24, 6)
        self.setLayout(whole)
        desk.scenario.file_changed.connect(self._show)
        desk.scenario.changed.connect(self._show)
        desk.run.opened.connect(self._show)
        desk.run.failed.connect(self._show)
        desk.run.summary_changed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        self._show()

    def show_section(self, section: Section) -> None:
        """Say what belongs to panels of this section."""
        self._section = section
        self._show()

    def _show(self, *_: object) -> None:
        is_results = self._section == "Results" and self._desk.run.has_results
        look = self._desk.appearance.look
        self._picture.setIcon(icon("camera", look.text, 16))
        self._report.setIcon(icon("download", look.surface, 16))
        self._run.setIcon(icon("play", look.surface, 16))
        self._report.setVisible(is_results)
        self._picture.setVisible(is_results)
        self._save.setVisible(not is_results and self._desk.scenario.scenario is not None)
        self._save.setEnabled(self._desk.scenario.is_dirty or self._desk.scenario.path is None)
        # The page of runs has a button of its own that starts one.
        is_elsewhere = not is_results and self._desk.navigation.current != "Run"
        self._run.setVisible(is_elsewhere and self._desk.scenario.scenario is not None)
        if is_results or (self._desk.scenario.scenario is None and self._desk.run.path is not None):
            self._show_run()
        else:
            self._show_scenario()

    def _show_scenario(self) -> None:
        self._other.hide()
        scenario, path = self._desk.scenario.scenario, self._desk.scenario.path
        self._title.setText(scenario.name if scenario else "StressDesk")
        self._mark.setText("Not saved")
        self._mark.setVisible(self._desk.scenario.is_dirty)
        place = str(path) if path else "in no file yet" if scenario else "Will your AI demo survive production?"
        self._facts.setText(place)

    def _show_run(self) -> None:
        run = self._desk.run
        facts = run.header
        scenario = self._desk.scenario.scenario
        is_other, is_earlier = bool(other_name(run, scenario)), has_other_goals(run, scenario)
        self._other.setText(OTHER if is_other else EARLIER_GOALS)
        explain(self._other, RUN_AGAIN if is_earlier else "")
        self._other.setVisible(is_other or is_earlier)
        self._title.setText(facts.name if facts else run.path.stem if run.path else "")
        self._mark.setVisible(facts is not None and facts.provenance == "simulated")
        self._mark.setText("Simulated answers")
        if facts is None:
            self._facts.setText(str(run.path or ""))
        else:
            target = facts.model or facts.target
            parts = (
                run.path.stem if run.path else "",
                "" if target == facts.provenance else line(target, 60),  # that is said of the queries
                f"{counted(run.done, 'query')} {facts.provenance}",
                f"seed {facts.seed}",
                facts.created[:16].replace("T", " "),
            )
            self._facts.setText(" · ".join(part for part in parts if part))
