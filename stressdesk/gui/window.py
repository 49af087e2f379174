"""The main window: assembles sidebar, header and panels, and knows nothing of what they show."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QStackedWidget

from stressdesk.gui import theme
from stressdesk.gui.actions import Deed, install, refresh
from stressdesk.gui.files import Files
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.troubles import Trouble
from stressdesk.gui.panels import PANELS
from stressdesk.gui.parts.layouts import column, holding, row
from stressdesk.gui.parts.words import plain
from stressdesk.gui.views.header import Header
from stressdesk.gui.views.panel import Panel
from stressdesk.gui.views.sidebar import Sidebar
from stressdesk.gui.views.welcome import Welcome

SIZE = (1280, 800)


class MainWindow(QMainWindow):
    """One window on one desk. Panels are made when they are first shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.files = Files(desk, self)
        self.setWindowTitle("StressDesk")
        self.setAcceptDrops(True)
        self.header = Header(desk)
        self.sidebar = Sidebar(desk, PANELS)
        self.welcome = Welcome(desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._panels: dict[str, Panel] = {}
        right = column(self.header, gap=0)
        right.addWidget(self._stack, 1)
        inner = row(self.sidebar, gap=0)
        inner.addLayout(right, 1)
        self.setCentralWidget(holding(inner))
        self.actions_ = install(self, self._deeds())
        self._connect()
        self.resize(*SIZE)
        self.restoreGeometry(desk.settings.octets("geometry"))

    def panel(self, title: str) -> Panel:
        """The panel of this title, made if it has not been shown before."""
        if title not in self._panels:
            made = next(panel for panel in PANELS if title == panel.TITLE)(self.desk)
            self._panels[title] = made
            self._stack.addWidget(made)
        return self._panels[title]

    def _connect(self) -> None:
        desk = self.desk
        desk.navigation.changed.connect(self._show_panel)
        desk.troubles.told.connect(self._show_trouble)
        desk.run.failed.connect(lambda error: desk.troubles.tell(error, "The run could not go on"))
        desk.appearance.changed.connect(self._dress)
        desk.scenario.file_changed.connect(self._show_title)
        desk.scenario.steps_changed.connect(self._refresh)
        self.welcome.open_wanted.connect(self.files.ask_open)
        self.welcome.sample_wanted.connect(self.files.open_sample)
        self.welcome.recent_wanted.connect(self.files.open)
        self.header.save_wanted.connect(self.files.save)
        self.header.run_wanted.connect(lambda: desk.navigation.go("Run"))

    def _deeds(self) -> list[Deed]:
        desk, files = self.desk, self.files
        has_scenario = lambda: desk.scenario.scenario is not None  # noqa: E731
        pages = [
            Deed(
                menu="&View", name=panel.TITLE, keys=panel.SHORTCUT,
                act=partial(desk.navigation.go, panel.TITLE),
                can=self.sidebar.buttons[panel.TITLE].isEnabled,
            )
            for panel in PANELS
        ]  # fmt: skip
        return [
            Deed(menu="&File", name="&Open…", keys="Ctrl+O", act=files.ask_open),
            Deed(menu="&File", name="Open the &sample", act=files.open_sample),
            Deed(menu="&File", name="&Save", keys="Ctrl+S", act=files.save, can=has_scenario, rule=True),
            Deed(menu="&File", name="Save &as…", keys="Ctrl+Shift+A", act=files.ask_save_as, can=has_scenario),
            Deed(menu="&File", name="&Quit", keys="Ctrl+Q", act=self.close, rule=True),
            Deed(
                menu="&Edit", name="&Undo", keys="Ctrl+Z", act=desk.scenario.undo,
                can=lambda: bool(desk.scenario.undo_words),
                words=lambda: f"&Undo {desk.scenario.undo_words}",
            ),
            Deed(
                menu="&Edit", name="&Redo", keys="Ctrl+Shift+Z", act=desk.scenario.redo,
                can=lambda: bool(desk.scenario.redo_words),
                words=lambda: f"&Redo {desk.scenario.redo_words}",
            ),
            Deed(menu="&Run", name="&Run…", keys="Ctrl+R", act=lambda: desk.navigation.go("Run"), can=has_scenario),
            *pages,
        ]  # fmt: skip

    def _show_panel(self, title: str) -> None:
        panel = self.panel(title)
        self._stack.setCurrentWidget(panel)
        self.header.show_section(panel.SECTION)

    def _show_title(self) -> None:
        scenario = self.desk.scenario.scenario
        mark = "*" if self.desk.scenario.is_dirty else ""
        self.setWindowTitle(f"{plain(scenario.name, 80)}{mark} — StressDesk" if scenario else "StressDesk")

    def _refresh(self) -> None:
        refresh(self.actions_)

    def _dress(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, self.desk.appearance.look)

    def _show_trouble(self, trouble: Trouble) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(plain(trouble.title, 200))
        box.setInformativeText(plain("\n\n".join(part for part in (trouble.words, trouble.hint) if part), 3_000))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: files may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: open what was dropped."""
        for url in event.mimeData().urls()[:1]:
            self.files.open(Path(url.toLocalFile()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: ask what becomes of unsaved work."""
        if not self.files.may_close():
            event.ignore()
            return
        self.desk.settings.put("geometry", bytes(self.saveGeometry().data()))
        event.accept()
