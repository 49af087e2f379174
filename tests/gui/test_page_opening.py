"""Opening a page for the first time takes no more of the window's thread at once than showing it again.

Both are measured in one process and in processor time, so that a busy machine slows both alike.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from gui.runs import until
from PySide6.QtCore import QObject, QTimer

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.opening import sample
from stressdesk.gui.panels import load_all
from stressdesk.gui.window import MainWindow

PAGES = ("Prompt", "Traffic", "Load and target", "Checks and goals", "Settings")
WINDOWS = 3
MOST_TIMES = 2.0
"""How many times as long as showing a page again the longest turn may take while it is made."""

Run = Callable[[Awaitable[Any]], Any]


class Turns(QObject):
    """The processor time that each turn of the window's loop took, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self._taken: list[float] = []
        self._last = time.thread_time()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now = time.thread_time()
        self._taken.append((now - self._last) * 1000)
        self._last = now

    async def longest(self, act: Callable[[], object], until_it_holds: Callable[[], object]) -> float:
        """The longest turn from the act until something holds and all is quiet."""
        await asyncio.sleep(0.05)
        self._taken.clear()
        act()
        await until(until_it_holds)
        await asyncio.sleep(0.1)
        return max(self._taken)


@pytest.fixture
def windows(run: Run, tmp_path: Path, qtbot: object) -> Any:
    """Makes windows with the sample scenario on them, and closes them in the end."""
    made: list[MainWindow] = []

    def open_one() -> MainWindow:
        desk = Desk(tmp_path / f"settings-{len(made)}.ini")
        window = MainWindow(desk)
        made.append(window)
        window.show()
        opened = sample("support-triage")
        desk.scenario.open(opened.scenario, None, opened.folder)
        return window

    load_all()
    yield open_one
    for window in made:
        window._may_close = True
        window.close()
        window.desk.close()
        window.deleteLater()


async def opened(window: MainWindow, turns: Turns, title: str) -> float:
    navigation = window.desk.navigation
    return await turns.longest(lambda: navigation.go(title), lambda: window._made(title).is_whole)


def test_a_page_is_made_in_steps_as_short_as_showing_it_again(windows: Callable[[], MainWindow], run: Run) -> None:
    turns = Turns()
    first: dict[str, list[float]] = {title: [] for title in PAGES}
    again: dict[str, list[float]] = {title: [] for title in PAGES}
    for _ in range(WINDOWS):
        window = windows()
        for times in (first, again):
            for title in PAGES:
                times[title].append(run(opened(window, turns, title)))
    said = {title: (round(min(first[title])), round(median(again[title]))) for title in PAGES}
    print("longest turn in ms, when first opened and when shown again:", said)  # noqa: T201 - with -s
    limit = MOST_TIMES * max(median(times) for times in again.values())
    assert max(min(times) for times in first.values()) <= limit

    window = windows()
    whole = run(turns.longest(lambda: window.panel("Prompt"), lambda: True))
    assert whole > limit, "this test would not notice a page that is made at once"
