"""Work that would hold up the window, done in threads; of many requests for one thing only the newest counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

Result = TypeVar("Result")


class Returning(QObject):
    """Brings what a thread has done to the thread this was made on."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._tell)

    def _tell(self, tell: Callable[[], None]) -> None:
        tell()


class Background:
    """One thread that does what it is given, in order. A slow piece of work delays only what waits behind it.

    What is still queued at the end is forgotten, or where `is_finished` done: only what takes no time, such as notes.

    `returning` outlives whoever asks: a widget may be taken down at the very moment its picture is done, and a signal
    of its own would then be emitted out of half an object.
    """

    def __init__(self, name: str, *, is_finished: bool = False) -> None:
        self._is_finished = is_finished
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._forgettable: set[Future[Any]] = set()
        self.returning = Returning()
        self.is_open = True

    def start(self, work: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Queue a piece of work; its result is to be fetched from the future."""
        future = self._pool.submit(work, *arguments)
        if not self._is_finished:
            self._forgettable.add(future)
            future.add_done_callback(self._forgettable.discard)
        return future

    def finish(self, work: Callable[[], object]) -> None:
        """Queue a piece of work that is done at the end too, such as letting go of a file."""
        self._pool.submit(work)

    async def do(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Wait for a piece of work without holding up the window; raises what it raises."""
        return await asyncio.wrap_future(self.start(work, *arguments))

    def close(self) -> None:
        """Let what is being done finish, forget or do what waits, and end the thread."""
        self.is_open = False
        for future in tuple(self._forgettable):
            future.cancel()
        self._pool.shutdown(wait=True)


class Every(QObject):
    """Does everything it is asked, in order: of writes, none is forgotten for a newer one.

    `done` carries what the work returned, `failed` what it raised; both come on the window's thread.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background

    def ask(self, work: Callable[..., Any], *arguments: Any) -> None:
        """Do `work(*arguments)` when what was asked for before is done."""
        if self._background.is_open:
            self._background.start(work, *arguments).add_done_callback(self._hand_over)

    def _hand_over(self, done: Future[Any]) -> None:
        """Called on the worker's thread, as below."""
        if not done.cancelled():
            self._background.returning.arrived.emit(partial(self._tell, done))

    def _tell(self, done: Future[Any]) -> None:
        if not isValid(self):
            return
        if (error := done.exception()) is not None:
            self.failed.emit(error)
        else:
            self.done.emit(done.result())


class Latest(QObject):
    """Asks for one thing again and again and tells only the newest answer.

    `done` carries what the work returned, `failed` what it raised; both come on the window's thread. A request waits
    `delay_ms` for a newer one, so that typing and dragging do not start work at every step.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, background: Background, delay_ms: int = 0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._wanted: tuple[Callable[..., Any], tuple[Any, ...]] | None = None
        self._number = 0
        self._is_busy = False
        self._timer = QTimer(self, singleShot=True, interval=delay_ms)
        self._timer.timeout.connect(self._begin)

    @property
    def is_waiting(self) -> bool:
        """Is an answer still to come?"""
        return self._is_busy or self._wanted is not None

    def ask(self, work: Callable[..., Any], *arguments: Any) -> None:
        """Want `work(*arguments)`; an earlier request without an answer is forgotten."""
        self._wanted = (work, arguments)
        self._number += 1
        if not self._is_busy:
            self._timer.start()

    def forget(self) -> None:
        """Want nothing any more."""
        self._wanted = None
        self._number += 1
        self._timer.stop()

    def _begin(self) -> None:
        if self._wanted is None or self._is_busy or not self._background.is_open:
            return
        work, arguments = self._wanted
        self._wanted = None
        self._is_busy = True
        number = self._number
        future = self._background.start(work, *arguments)
        future.add_done_callback(lambda done: self._hand_over(number, done))

    def _hand_over(self, number: int, done: Future[Any]) -> None:
        """Called on the worker's thread: the answer crosses over to the window's."""
        if done.cancelled():
            return
        error = done.exception()
        tell = partial(self._tell, number, None if error else done.result(), error)
        self._background.returning.arrived.emit(tell)

    def _tell(self, number: int, result: object, error: object) -> None:
        if not isValid(self):
            return  # it was taken down meanwhile, and nobody is left to be told
        self._is_busy = False
        if self._wanted is not None:
            self._timer.start()
        if number != self._number:
            return
        if error is not None:
            self.failed.emit(error)
        else:
            self.done.emit(result)
