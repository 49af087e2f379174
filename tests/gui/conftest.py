"""A desk of its own for every test, with its settings in a folder of the test's; nothing may outlive the test."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
import qasync
from keyring.backends import fail
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stressdesk.charts.look import LIGHT
from stressdesk.gui import theme
from stressdesk.gui.app import prepared
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.window import MainWindow
from stressdesk.resources import resource
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.model import Scenario

SAMPLE = "support-triage.stress.yaml"
PATIENCE_MS = 30_000


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """As in the window, no worker's thread ever frees a Qt object: its timers would stay behind and crash the next."""
    gc.disable()
    yield
    gc.collect()
    gc.freeze()  # what is left now is there for good: looking at it again took half a second a test
    gc.enable()


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    application = prepared(["test"])
    theme.apply(application, LIGHT)
    return application


class Patient(QtBot):
    """Waits longer than a busy machine takes; what comes sooner is not held up by that."""

    def waitUntil(  # noqa: N802 - as pytest-qt names it
        self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS
    ) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # noqa: N802 - as pytest-qt names it
        self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any
    ) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> Patient:
    return Patient(request)


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """The window's own kind of loop; an error in a task that nobody awaits fails the test."""
    made = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(made)
    errors: list[dict[str, Any]] = []
    made.set_exception_handler(lambda _loop, context: errors.append(context))
    yield made
    left = asyncio.all_tasks(made)
    for task in left:
        task.cancel()
    made.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    made.close()
    asyncio.set_event_loop(None)
    assert errors == []


@pytest.fixture
def run(loop: asyncio.AbstractEventLoop) -> Callable[[Awaitable[Any]], Any]:
    """Runs a coroutine on the window's loop to its end, a minute at most."""

    def to_the_end(work: Awaitable[Any]) -> Any:
        async def limited() -> Any:
            async with asyncio.timeout(60):
                return await work

        return loop.run_until_complete(limited())

    return to_the_end


@pytest.fixture
def no_wallet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a key store, and no key in the environment."""
    made = fail.Keyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.fixture
def sample() -> tuple[Scenario, Path]:
    """The first sample, and the folder its files lie in."""
    path = resource("samples", SAMPLE)
    return scenario_file.load(path), path.parent


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """A desk with nothing on it. After the test no thread, timer or window of it may be left."""
    before = {thread.ident for thread in threading.enumerate()}
    windows = set(qapp.topLevelWidgets())
    made = Desk(tmp_path / "settings.ini")
    yield made
    made.close()
    timers = [timer for timer in made.findChildren(QTimer) if timer.isActive() and not timer.isSingleShot()]
    made.deleteLater()
    left = [thread.name for thread in threading.enumerate() if thread.ident not in before and thread.is_alive()]
    assert timers == []
    assert [name for name in left if name.startswith(("thinking", "reading", "drawing"))] == []
    shown = [one for one in set(qapp.topLevelWidgets()) - windows if one.isVisible()]
    assert shown == []


@pytest.fixture
def open_desk(desk: Desk, sample: tuple[Scenario, Path]) -> Desk:
    """A desk with the first sample on it."""
    scenario, folder = sample
    desk.scenario.open(scenario, None, folder)
    return desk


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, loop: asyncio.AbstractEventLoop) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made._may_close = True
    made.close()
    made.deleteLater()


@pytest.fixture
def settle(desk: Desk, run: Callable[[Any], Any]) -> Callable[[], None]:
    """Waits until what was begun has ended."""

    async def ended() -> None:
        while desk.troubles._tasks:
            await asyncio.gather(*desk.troubles._tasks, return_exceptions=True)

    return lambda: run(ended())
