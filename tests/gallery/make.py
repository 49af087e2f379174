"""Pictures of every screen: empty, full, busy, failing and with long words, light and dark, small and large.

python tests/gallery/make.py [FOLDER]   (by default build/gallery)
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from itertools import islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec
import qasync
from gallery.wording import in_long_words
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog

from stressdesk.gui import theme
from stressdesk.gui.app import prepared
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.opening import sample
from stressdesk.gui.panels import PANELS
from stressdesk.gui.views.compare import ComparePanel
from stressdesk.gui.window import MainWindow
from stressdesk.journal.reader import RunFile
from stressdesk.journal.writer import Writer
from stressdesk.resources import console_command
from stressdesk.scenario.model import Scenario

SIZES = {"small": (1280, 800), "large": (1920, 1080)}
LOOKS = ("light", "dark")
TITLES = [panel.title for panel in PANELS]
SCENARIO_TITLES = [panel.title for panel in PANELS if panel.section == "Scenario"]
SETTLE_SECONDS = 0.25
MOST_SETTLES = 40
PART = 4_000


class Gallery:
    """Opens windows in one state after the other and keeps a picture of each page; `count` is how many there are."""

    def __init__(self, application: QApplication, folder: Path, scratch: Path) -> None:
        self.application = application
        self.folder = folder
        self.scratch = scratch
        self.count = 0
        self.blank: list[str] = []

    async def state(
        self,
        name: str,
        arrange: Callable[[MainWindow], Awaitable[None]],
        titles: list[str],
        variants: list[tuple[str, str]],
    ) -> None:
        """Picture the pages called `titles` (none: the welcome) in one state, in each variant of look and size."""
        for look, size in variants:
            desk = Desk(self.scratch / f"{name}-{look}-{size}" / "settings.ini")
            desk.settings.put("runs_folder", str(self.scratch / "runs"))
            desk.appearance.choose(look)
            theme.apply(self.application, desk.appearance.look)
            window = MainWindow(desk)
            window.resize(*SIZES[size])
            window.show()
            await arrange(window)
            for title in titles or [""]:
                if title:
                    desk.navigation.go(title)
                await settled(desk)
                self._keep(window, "-".join(part for part in (name, title, look, size) if part))
            window._may_close = True
            window.close()
            window.deleteLater()
            desk.close()

    def _keep(self, window: MainWindow, name: str) -> None:
        image = with_dialogs(window)
        path = self.folder / f"{name.replace(' ', '_').lower()}.png"
        image.save(str(path))
        colours = {image.pixel(x, y) for x in range(210, image.width(), 9) for y in range(90, image.height(), 9)}
        if len(colours) < 3:
            self.blank.append(name)
        self.count += 1


def with_dialogs(window: MainWindow) -> QImage:
    """The window as it stands on a screen, with its dialogs over it."""
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.children():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            centre = window.rect().center() - dialog.rect().center()
            painter.drawPixmap(QPoint(centre.x(), max(40, centre.y())), dialog.grab())
    painter.end()
    return picture.toImage()


async def settled(desk: Desk) -> None:
    """Return when nothing is being worked out or drawn any more."""
    await asyncio.sleep(SETTLE_SECONDS)
    for _ in range(MOST_SETTLES):
        for background in (desk.thinking, desk.reading, desk.drawing):
            await background.do(int)
        await asyncio.sleep(SETTLE_SECONDS / 5)
        is_reading = desk.run.state in ("opening", "starting")
        if not desk.scenario.is_looking and not is_reading and not desk.troubles._tasks:
            break
    await desk.drawing.do(int)
    await asyncio.sleep(SETTLE_SECONDS / 2)


def finished_run(folder: Path) -> Path:
    """A run of the bundled capacity plan: 10,000 queries, simulated."""
    path = folder / "capacity-plan-001.stressrun"
    command = [*console_command(), "run", "capacity-plan", "--run-file", str(path), "--report", "none"]
    # Its goals are missed, which is an answer and no error.
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
    if code not in (0, 1):
        raise RuntimeError(f"the run for the pictures ended with exit code {code}")
    return path


def growing_run(folder: Path, finished: Path) -> Writer:
    """The first records of a run in a file that is still being written: the writer is to be closed by the caller."""
    with RunFile(finished) as run_file:
        header = msgspec.structs.replace(run_file.header, run="growing")
        writer = Writer.create(folder / "capacity-plan-002.stressrun", header)
        for record in islice(run_file.records(), PART):
            writer.append(record)
    writer.flush()
    return writer


def broken(scenario: Scenario) -> Scenario:
    """The scenario with something wrong on every page."""
    return msgspec.structs.replace(
        scenario,
        prompt=msgspec.structs.replace(scenario.prompt, text="Answer {{question} about {{product}}.", messages=()),
        traffic=msgspec.structs.replace(scenario.traffic, off_topic=0.9, hostile=0.9),
        load=msgspec.structs.replace(scenario.load, window_minutes=-1.0, scales=(1_000, 10)),
        limits=msgspec.structs.replace(scenario.limits, minutes=-5.0),
        target="nobody",
    )


async def pictures(application: QApplication, folder: Path, scratch: Path) -> Gallery:
    """All of them."""
    gallery = Gallery(application, folder, scratch)
    (scratch / "runs").mkdir()
    finished = finished_run(scratch / "runs")
    every = [(look, size) for look in LOOKS for size in SIZES]
    two = [("light", "small"), ("dark", "large")]
    plan = sample("capacity-plan")

    async def nothing(_window: MainWindow) -> None: ...

    async def full(window: MainWindow) -> None:
        window.desk.scenario.open(plan.scenario, None, plan.folder)
        window.desk.run.open(finished)

    async def long(window: MainWindow) -> None:
        scenario = in_long_words(plan.scenario)
        window.desk.scenario.open(scenario, scratch / f"{scenario.name[:60]}.stress.yaml", plan.folder)
        window.desk.run.open(finished)

    async def failing(window: MainWindow) -> None:
        window.desk.scenario.open(broken(plan.scenario), None, plan.folder, is_saved=False)

    async def refused(window: MainWindow) -> None:
        path = scratch / "broken.stress.yaml"
        path.write_text("stressdesk: 1\nname: 3\ndemo: []\ntargets: {a: {kind: locl}}\n")
        window.files.open(path)

    async def commands(window: MainWindow) -> None:
        await full(window)
        window.desk.navigation.go("Overview")
        window.show_palette()

    await gallery.state("welcome", nothing, [], every)
    await gallery.state("empty", nothing, ["Compare", "Settings"], two)
    await gallery.state("full", full, TITLES, every)
    await gallery.state("long", long, SCENARIO_TITLES, two)
    await gallery.state("failing", failing, SCENARIO_TITLES, two)
    await gallery.state("refused", refused, [], two)
    await gallery.state("commands", commands, [], two)
    writer = growing_run(scratch / "runs", finished)

    async def busy(window: MainWindow) -> None:
        window.desk.scenario.open(plan.scenario, None, plan.folder)
        window.desk.run.open(writer.path)

    await gallery.state("busy", busy, ["Run", "Overview", "Records", "Latency"], two)
    writer.close(None)
    await gallery.state("cut_off", busy, ["Run", "Overview"], two)

    async def compared(window: MainWindow) -> None:
        await full(window)
        page = window.panel("Compare")
        assert isinstance(page, ComparePanel)
        page.whole()
        for path in (finished, writer.path):
            page.shelf.tick(path, is_ticked=True)

    await gallery.state("compared", compared, ["Compare"], two)
    return gallery


def main() -> int:
    """Make them, and say how many; 1 if one of them shows nothing."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/gallery")
    folder.mkdir(parents=True, exist_ok=True)
    application = prepared(["gallery"])
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    theme.load_fonts()
    with tempfile.TemporaryDirectory() as scratch, loop:
        gallery = loop.run_until_complete(pictures(application, folder, Path(scratch)))
    sys.stdout.write(f"{gallery.count} pictures in {folder}\n")
    if gallery.blank:
        sys.stdout.write(f"Blank: {', '.join(gallery.blank)}\n")
    return 1 if gallery.blank else 0


if __name__ == "__main__":
    sys.exit(main())
