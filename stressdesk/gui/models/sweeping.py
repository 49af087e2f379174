"""Unreachable objects are freed on the window's own thread, never on another.

Python frees cycles on whatever thread happens to allocate. A Qt object that is freed on a worker's thread leaves its
timers behind, and the next one that fires ends the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 300
WHOLE_EVERY = 200
"""Sweeps from one that looks at everything to the next: about a minute."""


class Sweeping(QObject):
    """Takes the work from Python, and gives it back when it ends."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sweeps = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._sweep)

    def begin(self) -> None:
        """From now on sweep often and little. What is there already stays for good and is not looked at again."""
        gc.collect()
        gc.freeze()
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def _sweep(self) -> None:
        self._sweeps += 1
        gc.collect(2 if self._sweeps % WHOLE_EVERY == 0 else 1)
