"""Closing the window while a run is on: it goes on, it stops, or the window stays."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.run import RunModel
from stressdesk.gui.parts.asking import answered, message_box

PATIENCE_SECONDS = 8.0
KEEP = "Keep it running"
Roles = QMessageBox.ButtonRole


class Parting(QObject):
    """Asks once, and only about a run that this window started and that would end with it."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    async def may_leave(self) -> bool:
        """Settle what becomes of the run; False where the user wants to stay."""
        run = self._desk.run
        if not run.is_ours:
            return True
        asked = message_box(self._window, QMessageBox.Icon.Question)
        keep = asked.addButton(KEEP, Roles.AcceptRole)
        stop = asked.addButton("Stop the run", Roles.DestructiveRole)
        stay = asked.addButton("Cancel", Roles.RejectRole)
        asked.setDefaultButton(keep)
        asked.setEscapeButton(stay)
        chosen: list[object] = []

        def say() -> None:
            words = _words(run)
            asked.setText(words[0])
            asked.setInformativeText(words[1])
            keep.setText(KEEP if run.is_on else "Close the window")
            stop.setVisible(run.is_on)

        say()
        saying = run.changed.connect(say)
        # Kept at once: the dialog, and its buttons with it, may be gone when the answer is looked at.
        asked.buttonClicked.connect(lambda one: chosen.append("keep" if one is keep else "stop" if one is stop else ""))
        try:
            await answered(asked)
        finally:
            run.changed.disconnect(saying)
        if chosen == ["keep"]:
            run.leave()
            return True
        if chosen == ["stop"]:
            await self._stopped()
            return True
        return False

    async def _stopped(self) -> None:
        """Stop gently and wait a little; an engine that takes longer ends by itself when its window is gone."""
        run = self._desk.run
        if not run.is_on:  # it ended while its window asked
            return
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = QProgressDialog("Answers under way may still come…", "Stop at once", 0, 0, self._window)
        waiting.setWindowTitle("Stopping the run")
        waiting.setMinimumDuration(0)
        waiting.setAutoClose(False)
        waiting.setAutoReset(False)
        waiting.canceled.connect(run.stop)
        watching = run.changed.connect(lambda: _settle(over, run.is_on))
        run.stop()
        waiting.show()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await over
        except TimeoutError:
            run.stop()
        finally:
            run.changed.disconnect(watching)
            waiting.canceled.disconnect(run.stop)
            waiting.close()
            waiting.deleteLater()


def _words(run: RunModel) -> tuple[str, str]:
    """What is asked, which may no longer be what it was when the question came up."""
    done = f"{run.done:,} of {run.planned:,} queries are done"
    if not run.is_on:
        return "The run has ended meanwhile. Close the window?", f"{done}, and its file is kept."
    hint = (
        "A run that goes on without its window can be watched again when StressDesk is next opened; one that is "
        "stopped can be resumed."
    )
    return "A run is still on. What shall become of it?", f"{done}. {hint}"


def _settle(over: asyncio.Future[None], is_on: bool) -> None:
    if not is_on and not over.done():
        over.set_result(None)
