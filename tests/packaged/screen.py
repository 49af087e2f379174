"""A screen nobody sees, with a window manager, and hands on its keyboard."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

START_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A running X server; `display` is its name, as in the variable DISPLAY."""

    display: str

    def window(self, title: str, *, seconds: float = 60) -> str:
        """The number of the window whose title holds these words, once it shows."""
        return self._tool("search", "--sync", "--onlyvisible", "--name", title, seconds=seconds).split()[0]

    def press(self, window: str, *keys: str) -> None:
        self._tool("windowactivate", "--sync", window)
        for key in keys:
            self._tool("key", "--clearmodifiers", key)

    def _tool(self, *words: str, seconds: float = 20) -> str:
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, timeout=seconds, check=True
        )
        return done.stdout


@contextlib.contextmanager
def screen() -> Iterator[Screen]:
    """A screen of 1280 by 800 as long as the context lasts."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    manager = None
    try:
        with os.fdopen(reading) as announced:
            display = f":{announced.readline().strip()}"  # written when it takes clients
        manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL)
        yield Screen(display=display)
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait(START_SECONDS)
