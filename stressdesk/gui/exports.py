"""What leaves the window: reports, and pictures of its pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.exporting import FORMS, ReportForm, form_of, named, write_report
from stressdesk.gui.screenshot import screenshot
from stressdesk.journal.naming import slug
from stressdesk.report.write import beside


class Exports:
    """Asks where to, writes, and says so at the foot of the window. `shown` names the panel shown and its title."""

    def __init__(self, desk: Desk, window: QWidget, shown: Callable[[], tuple[QWidget, str]]) -> None:
        self._desk = desk
        self._window = window
        self._shown = shown

    def ask_report(self, form: ReportForm = FORMS[0], start: Path | None = None) -> None:
        """Let the user choose where a report goes, and in which format."""
        run = self._desk.run.path
        if run is None:
            return
        filters = [f"{one.words} (*{one.suffix})" for one in FORMS]
        start = start or beside(run, form.name)
        chosen, filter_ = QFileDialog.getSaveFileName(
            self._window, "Export report", str(start), ";;".join(filters), filters[FORMS.index(form)]
        )
        if not chosen:
            return
        picked = form_of(Path(chosen), FORMS[filters.index(filter_)] if filter_ in filters else form)
        path = named(Path(chosen), picked)
        if path != Path(chosen) and path.exists():
            self.ask_report(picked, path)  # the dialog has asked about replacing the name as typed, not this one
        else:
            self.write_report(path, picked)

    def fill_reports(self, menu: QMenu) -> None:
        """Fill a menu with the formats a report can have."""
        for form in FORMS:
            menu.addAction(f"{form.words}…", partial(self.ask_report, form)).setEnabled(
                self._desk.run.header is not None
            )

    def write_report(self, path: Path, form: ReportForm) -> None:
        """Write a report of the run that is shown."""
        run = self._desk.run.path
        if run is not None:
            self._desk.notices.say(f"Writing {path.name}…")
            self._desk.troubles.start(self._write_report(run, path, form), "The report was not written")

    def copy_screenshot(self) -> None:
        """Put a picture of the page on the clipboard."""
        self._desk.troubles.start(self._copy_screenshot(), "The picture was not made")

    def ask_screenshot(self, start: Path | None = None) -> None:
        """Let the user choose where a picture of the page goes."""
        _, title = self._shown()
        run = self._desk.run.path
        stem = run.stem if run is not None else slug(title)
        start = start or self._desk.settings.runs_folder / f"{stem}-{slug(title)}.png"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save screenshot", str(start), "Pictures (*.png)")
        if not chosen:
            return
        path = Path(chosen if chosen.casefold().endswith(".png") else f"{chosen}.png")
        if path != Path(chosen) and path.exists():
            self.ask_screenshot(path)  # the dialog has asked about the name as typed, not this one
        else:
            self.save_screenshot(path)

    def save_screenshot(self, path: Path) -> None:
        """Write a picture of the page."""
        self._desk.troubles.start(self._save_screenshot(path), "The picture was not saved")

    async def _write_report(self, run: Path, path: Path, form: ReportForm) -> None:
        await write_report(self._desk.program, run, form, path)
        self._desk.notices.say(f"Wrote {path.name}", "Open", partial(_open, path))

    async def _copy_screenshot(self) -> None:
        QGuiApplication.clipboard().setImage(await self._picture())
        self._desk.notices.say("Copied a picture of this page")

    async def _save_screenshot(self, path: Path) -> None:
        image = await self._picture()
        if not image.save(str(path)):
            raise StressDeskError(f"{path} cannot be written.", "Choose another folder.")
        self._desk.notices.say(f"Saved {path.name}", "Open", partial(_open, path))

    async def _picture(self) -> QImage:
        panel, title = self._shown()
        return await screenshot(self._desk, panel, title)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
