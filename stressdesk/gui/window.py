"""The main window: assembles sidebar, header and panels, and knows nothing of what they show."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QStackedWidget, QWidget

from stressdesk.gui.actions import Menus
from stressdesk.gui.deeds import deeds
from stressdesk.gui.dressing import Dressing
from stressdesk.gui.exports import Exports
from stressdesk.gui.files import Files
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.troubles import Trouble
from stressdesk.gui.panels import PANELS
from stressdesk.gui.parting import Parting
from stressdesk.gui.parts.asking import message_box
from stressdesk.gui.parts.dropping import dropped, take
from stressdesk.gui.parts.layouts import column, holding, row
from stressdesk.gui.parts.words import line, plain
from stressdesk.gui.recovery import Recovery
from stressdesk.gui.revisiting import Revisiting
from stressdesk.gui.views.header import Header
from stressdesk.gui.views.palette import CommandPalette
from stressdesk.gui.views.panel import Panel
from stressdesk.gui.views.questions import Questions
from stressdesk.gui.views.run_bar import RunBar
from stressdesk.gui.views.shortcuts import Shortcuts
from stressdesk.gui.views.sidebar import Sidebar
from stressdesk.gui.views.toast import Toast
from stressdesk.gui.views.welcome import Welcome

SIZE = (1280, 800)
SMALLEST = (1024, 640)
TITLE_BAR = 40
"""About what a desktop puts above a window; a first window must not reach below a laptop's screen of 1366 by 768."""


class MainWindow(QMainWindow):
    """One window on one desk. Panels are made when they are first shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.dressing = Dressing(desk.appearance, self)
        self.files = Files(desk, self)
        self.exports = Exports(desk, self, self.shown)
        self.setWindowTitle("StressDesk")
        self.setAcceptDrops(True)
        self.header = Header(desk)
        self.sidebar = Sidebar(desk, PANELS)
        self.side = self.sidebar.scrolling()
        self.questions = Questions(desk.appearance)
        self.run_bar = RunBar(desk)
        self.welcome = Welcome(desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._entries = {entry.title: entry for entry in PANELS}
        self._panels: dict[str, Panel] = {}
        self._may_close = False
        whole = self._assembled()
        self.setCentralWidget(whole)
        self.toast = Toast(desk.notices, whole, self.run_bar)
        self.menus = Menus(self, deeds(self, PANELS))
        self.menus.add_inner("&File", "&Open…", "Open &recent", self.files.fill_recent)
        self.menus.add_inner("&File", "&Open…", "Open a s&ample", self.files.fill_samples)
        self.menus.add_inner("&File", "&Export report…", "Export report &as", self.exports.fill_reports)
        self.recovery = Recovery(desk, self.files, self.questions)
        self.revisiting = Revisiting(desk, self.questions)
        self.parting = Parting(desk, self)
        self._connect()
        for part in (self.menuBar(), self.side, self.header, self.questions, self.welcome, self.run_bar, self.toast):
            self.dressing.take(part)
        room = self.screen().availableSize() - QSize(0, TITLE_BAR)
        self.setMinimumSize(QSize(*SMALLEST).boundedTo(room))
        self.resize(QSize(*SIZE).boundedTo(room))
        self.restoreGeometry(desk.settings.octets("geometry"))
        self.menus.refresh()
        self.welcome.sample.setFocus()

    def panel(self, title: str) -> Panel:
        """The panel of this title, whole, even if it has not been shown before."""
        return self._made(title).whole()

    def _made(self, title: str) -> Panel:
        if title not in self._panels:
            made = self._entries[title].made(self.desk)
            self._panels[title] = made
            self._stack.addWidget(made)
            self.dressing.take(*made.parts())
            # Else Qt gives the focus to whatever is made first, in the middle of the page.
            made.setFocus()
        return self._panels[title]

    def shown(self) -> tuple[QWidget, str]:
        """What stands in the middle now, and its title."""
        if self.has_panel():
            return self.panel(self.desk.navigation.current), self.desk.navigation.current
        return self.welcome, "Welcome"

    def has_scenario(self) -> bool:
        """Is a scenario open?"""
        return self.desk.scenario.scenario is not None

    def has_run(self) -> bool:
        """Is a run shown that has anything to report?"""
        return self.desk.run.header is not None

    def has_panel(self) -> bool:
        """Is a panel shown, rather than the welcome?"""
        return bool(self.desk.navigation.current)

    def show_sheet(self) -> None:
        """Show what a run would ask for, or the run that is on."""
        self.desk.starting.again()
        self.desk.navigation.go("Run")

    def show_palette(self) -> None:
        """Let the user type a command."""
        self.menus.refresh()
        CommandPalette(self.menus.actions, self).open()

    def show_shortcuts(self) -> None:
        """Show all keys."""
        Shortcuts(self.menus.actions, self).open()

    def come_forward(self) -> None:
        """Be in front of all other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _assembled(self) -> QWidget:
        right = column(self.header, self.questions, gap=0)
        right.addWidget(self._stack, 1)
        foot = row(self.run_bar)
        foot.setContentsMargins(24, 0, 24, 8)
        right.addLayout(foot)
        inner = row(self.side, gap=0)
        inner.addLayout(right, 1)
        return holding(inner)

    def _connect(self) -> None:
        desk = self.desk
        desk.navigation.changed.connect(self._show_panel)
        desk.navigation.opening.connect(self.files.open)
        desk.navigation.reopening.connect(self.files.open_scenario_of_run)
        desk.troubles.told.connect(self._show_trouble)
        desk.run.failed.connect(self._show_failure)
        for signal in (
            desk.scenario.file_changed,
            desk.scenario.steps_changed,
            desk.run.opened,
            desk.run.changed,
            desk.starting.changed,
            desk.ahead.changed,
        ):
            signal.connect(self._refresh)
        self.welcome.open_wanted.connect(self.files.ask_open)
        self.welcome.sample_wanted.connect(self.files.open_sample)
        self.welcome.paste_wanted.connect(self.files.open_clipboard)
        self.welcome.recent_wanted.connect(self.files.open)
        self.header.save_wanted.connect(self.files.save)
        self.header.run_wanted.connect(self.show_sheet)
        self.header.report_wanted.connect(self.exports.ask_report)
        self.header.picture_wanted.connect(self.exports.copy_screenshot)

    def _show_panel(self, title: str) -> None:
        panel = self._made(title)
        self.dressing.before_show(panel, panel.parts())
        self._stack.setCurrentWidget(panel)
        self.header.show_section(self._entries[title].section)
        self._refresh()

    def _refresh(self) -> None:
        # A run that is looked at without its scenario names the window too.
        named = self.desk.scenario.scenario or self.desk.run.header
        mark = "*" if self.desk.scenario.is_dirty else ""
        self.setWindowTitle(f"{plain(named.name, 80)}{mark} — StressDesk" if named else "StressDesk")
        self.menus.refresh()

    def _show_trouble(self, trouble: Trouble) -> None:
        more = "\n\n".join(part for part in (trouble.words, trouble.hint) if part)
        box = message_box(self, QMessageBox.Icon.Warning, plain(trouble.title, 200), plain(more, 3_000))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _show_failure(self, error: BaseException) -> None:
        # What an engine of ours complains of stands on the page of runs already.
        if self.desk.run.process is None or self.desk.navigation.current != "Run":
            run = self.desk.run
            title = "The run ended with an error" if run.state == "complete" else "The run could not go on"
            if run.process is None and run.path is not None and run.header is None:
                title = f"{line(run.path.name, 80)} cannot be opened"
            self.desk.troubles.tell(error, title)

    async def _close_when_settled(self) -> None:
        """Close when every question is answered; any answer may be to stay."""
        if await self.files.may_leave() and await self.parting.may_leave():
            self._may_close = True
            self.close()

    def childEvent(self, event: QChildEvent) -> None:
        """Qt: a dialog or menu of this window is about to be shown."""
        super().childEvent(event)
        child = event.child()
        if event.type() == QEvent.Type.ChildPolished and isinstance(child, QWidget) and child.isWindow():
            self.dressing.dress(child)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what stands in a corner goes with it."""
        super().resizeEvent(event)
        self.toast.place()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: files and texts may be dropped anywhere."""
        take(event, dropped(event))

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: open what was dropped."""
        found = dropped(event)
        take(event, found)
        if found is not None and found.path is not None:
            if found.files > 1:
                self.desk.notices.say(f"Only one file at a time can be opened: {line(found.path.name)}")
            self.files.open(found.path)
        elif found is not None:
            self.files.open_pasted(found.text)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: ask what becomes of unsaved work, and of a run that is on."""
        if not self._may_close:
            event.ignore()
            self.desk.troubles.start(self._close_when_settled(), "The window stays open")
            return
        self.desk.drafts.forget()
        self.desk.settings.put("geometry", bytes(self.saveGeometry().data()))
        event.accept()
