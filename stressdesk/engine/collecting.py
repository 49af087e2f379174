"""What every process that asks queries does around its loop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from typing import TYPE_CHECKING

from stressdesk.errors import StressDeskError
from stressdesk.targets.redaction import all_keys, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator

    from stressdesk.engine.limits import Stop

log = logging.getLogger(__name__)

# Objects made since the last look, and looks at the young before one at the older: 28 times Python's default.
SELDOM = (20_000, 20, 50)


@contextlib.contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let Python look for cycles seldom: a query leaves none behind.

    Looking takes 4 % of a run's processor time, and every look is a delay that would be measured as the target's.
    """
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextlib.asynccontextmanager
async def beside(works: Iterable[Coroutine[object, object, None]], stop: Stop) -> AsyncIterator[None]:
    """Let these go on while the context lasts; a mistake of ours in one of them ends the run, gently."""

    def heed(task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("StressDesk has a bug: what goes on beside the run went wrong.", exc_info=error)
            stop.request(shown(f"StressDesk has a bug: {error!r}", all_keys(None)), is_fault=True)

    tasks = [asyncio.create_task(work) for work in works]
    for task in tasks:
        task.add_done_callback(heed)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


def first_of_ours(error: BaseException) -> BaseException:
    """The error to show of several at once: one of ours if there is one."""
    ours = error.subgroup(StressDeskError) if isinstance(error, BaseExceptionGroup) else None
    error = error if ours is None else ours
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
