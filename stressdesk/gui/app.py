"""Starts the window: arguments, application, event loop. Nothing heavy is loaded before the window shows."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from stressdesk.gui import theme
from stressdesk.gui.instance import Instance
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.settings import log_file, settings_folder
from stressdesk.gui.models.sweeping import Sweeping
from stressdesk.gui.models.warming import warm
from stressdesk.gui.panels import load_all
from stressdesk.gui.system_look import SystemLook
from stressdesk.gui.window import MainWindow
from stressdesk.resources import resource
from stressdesk.targets.redaction import KeylessFormatter

# Threads that fold records and draw charts hand the interpreter over this often, so that the window never waits long.
SWITCH_SECONDS = 0.001
LOG_BYTES = 1_000_000
SETTLED_MS = 1_500
"""By then the first page has been shown, and there is time for what can wait."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, with the files named on the command line; returns when it is closed."""
    import qasync  # noqa: PLC0415 - 40 ms

    sys.setswitchinterval(SWITCH_SECONDS)
    given = list(sys.argv if arguments is None else ["stressdesk-window", *arguments])
    application = prepared(given)
    keep_log(log_file())
    system = SystemLook.of_session(application)
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    paths = [Path(one) for one in application.arguments()[1:] if not one.startswith("-")]
    instance = Instance(settings_folder())
    if instance.hand_over(paths):
        return 0
    instance.listen()
    desk = Desk()
    follow_system(system, desk)
    theme.apply(application, desk.appearance.look)
    window = MainWindow(desk)
    loop.set_exception_handler(lambda _loop, context: desk.troubles.tell(_error(context)))
    sys.excepthook = lambda _kind, error, _trace: desk.troubles.tell(error)
    window.show()
    instance.asked.connect(lambda later: _open(window, later))
    application.opened.connect(lambda path: _open(window, [path]))
    sweeping = Sweeping(desk)
    QTimer.singleShot(0, lambda: _begin(window, paths))
    QTimer.singleShot(SETTLED_MS, lambda: desk.troubles.start(settle(desk, sweeping)))
    closing = asyncio.Event()
    application.lastWindowClosed.connect(closing.set)
    with loop:
        loop.run_until_complete(closing.wait())
        desk.troubles.close()
        loop.run_until_complete(desk.troubles.settle())
        desk.close()
        sweeping.end()
        instance.close()
    return 0


def prepared(arguments: Sequence[str]) -> Application:
    """The application with its name and typeface."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QCoreApplication.setOrganizationName("StressDesk")
    QCoreApplication.setApplicationName("StressDesk")
    QGuiApplication.setDesktopFileName("stressdesk")
    existing = QApplication.instance()
    application = existing if isinstance(existing, Application) else Application(list(arguments))
    application.setQuitOnLastWindowClosed(False)
    application.setWindowIcon(QIcon(str(resource("icons", "app", "stressdesk.svg"))))
    theme.load_fonts()
    return application


class Application(QApplication):
    """The application; `opened` carries files that the desktop hands to it while it runs, as macOS does."""

    opened = Signal(object)

    def event(self, event: QEvent) -> bool:
        """Qt: take such files out of the stream of events."""
        if isinstance(event, QFileOpenEvent):
            self.opened.emit(Path(event.file()))
            return True
        return super().event(event)


def _begin(window: MainWindow, paths: Sequence[Path]) -> None:
    window.desk.troubles.start(window.recovery.look(), "Unsaved work could not be looked for")
    window.desk.unfinished.look()
    _open(window, paths)


async def settle(desk: Desk, sweeping: Sweeping) -> None:
    """Load in a thread what the first run needs, then leave all that is loaded out of every later sweep."""
    await desk.drawing.do(load_all)
    await desk.drawing.do(warm)
    sweeping.begin()


def _open(window: MainWindow, paths: Sequence[Path]) -> None:
    window.come_forward()
    for path in paths:
        window.files.open(path)


def follow_system(system: SystemLook, desk: Desk) -> None:
    """Be dark when the desktop is."""

    def tell() -> None:
        desk.appearance.system_changed(is_dark=system.is_dark)

    system.changed.connect(tell)
    tell()


def keep_log(path: Path) -> None:
    """Write warnings and bugs to a file of at most a megabyte; a folder that cannot be written is no reason to stop."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    writer.setFormatter(KeylessFormatter())
    logging.getLogger("stressdesk").addHandler(writer)


def _error(context: dict[str, object]) -> BaseException:
    error = context.get("exception")
    return error if isinstance(error, BaseException) else RuntimeError(str(context.get("message", "")))


if __name__ == "__main__":
    sys.exit(main())
