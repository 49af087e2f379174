"""What went wrong and is to be shown: our own errors with what to do, anything else as a bug of ours."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import ScenarioError, StressDeskError
from stressdesk.gui.models.wording import in_window, problem_words

LOG = logging.getLogger("stressdesk.gui")
MOST_PROBLEMS = 8


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to tell the user: what happened, in a few words, and what to do about it."""

    title: str
    words: str
    hint: str = ""


class Troubles(QObject):
    """Everything that goes wrong ends here, so that nothing is lost and nothing is told twice."""

    told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: set[asyncio.Task[Any]] = set()

    def tell(self, error: BaseException, title: str = "That did not work") -> None:
        """Show an error; one that is not ours is logged with its trace."""
        if not isinstance(error, StressDeskError):
            LOG.error("a bug", exc_info=error)
        self.told.emit(trouble(error, title))

    def start(self, work: Coroutine[Any, Any, Any], title: str = "That did not work") -> asyncio.Task[Any]:
        """Run a coroutine on the window's loop; what it raises is told."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)

        def ended(done: asyncio.Task[Any]) -> None:
            self._tasks.discard(done)
            if not done.cancelled() and (error := done.exception()) is not None:
                self.tell(error, title)

        task.add_done_callback(ended)
        return task

    def close(self) -> None:
        """Cancel what is still under way."""
        for task in tuple(self._tasks):
            task.cancel()

    async def settle(self) -> None:
        """Wait until what was cancelled has let go of its files and processes."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


def trouble(error: BaseException, title: str) -> Trouble:
    """An error in words."""
    if isinstance(error, ScenarioError):
        # What is in no file is mended in the window, under the names it has there.
        shown = [str(one) if one.file else problem_words(one) for one in error.problems[:MOST_PROBLEMS]]
        more = len(error.problems) - len(shown)
        words = "\n\n".join([*shown, *([f"and {more} more"] if more > 0 else [])])
        return Trouble(title=title, words=words)
    if isinstance(error, StressDeskError):
        return Trouble(title=title, words=in_window(error.message), hint=in_window(error.hint))
    return Trouble(
        title="StressDesk has a bug",
        words=f"{type(error).__name__}: {error}",
        hint="Your scenario and runs are safe. Settings shows where the log is; please report it.",
    )
