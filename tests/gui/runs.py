"""Small and large runs on the simulated target, as the window starts them: real child processes, no network. And how to
wait on the window's loop for what comes of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.model import Scenario

SIMULATED = """
stressdesk: 1
name: Desk of simulated letters
prompt: {text: "Which desk?", parameters: {max_tokens: 20}}
demo: [{text: "I was charged twice this month.", expect: billing}]
checks: [{kind: equals}]
target: simulated
targets: {simulated: {kind: simulated, price_as: gpt-4o-mini}}
load: {scales: [10], live: 300, window_minutes: 60}
"""
MANY = 60_000
PATIENCE_SECONDS = 40


def simulated(live: int = 300) -> Scenario:
    """A scenario that asks the demo, `live` production queries and a scale of ten."""
    text = SIMULATED.replace("live: 300", f"live: {live}")
    return scenario_file.parse(text, Path("simulated.stress.yaml"))


def put_on(desk: Desk, tmp_path: Path, live: int = 300) -> Desk:
    """A desk with such a scenario on it, whose runs go into a folder of the test's."""
    desk.settings.put("runs_folder", str(tmp_path / "runs"))
    desk.scenario.open(simulated(live), None, tmp_path)
    return desk


async def question(window: QWidget) -> QMessageBox:
    """The question that a window asks, once it does."""
    shown: list[QMessageBox] = []

    def is_asked() -> bool:
        shown.extend(one for one in window.findChildren(QMessageBox) if one.isVisible())
        return bool(shown)

    await until(is_asked)
    return shown[0]


async def until(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait on the window's loop until something holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - whatever holds, not only what an event is set for
            await asyncio.sleep(0.02)
