"""A screen of its own with the window on it, driven by keys and mouse as a person would; seen as pixels and files."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self

import pytest

NEEDED = ("Xvfb", "xdotool", "openbox", "import")
PATIENCE_SECONDS = 40.0
RETURN_SECONDS = 5.0
SIZE = "1440x900x24"
SAID, MOST_SAID = "said.txt", 2_000


def require_tools() -> None:
    """Skip, with the reason, where a tool that makes the screen is missing; the test set-up installs them."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")


class Desktop:
    """One virtual screen. `home` is an empty home folder; what the window remembers lies in it."""

    def __init__(self, home: Path, display: str, children: list[subprocess.Popen[bytes]]) -> None:
        self.home = home
        self.display = display
        self._children = children
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "WAYLAND"))
        } | {"DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": str(home)}

    @classmethod
    @contextlib.contextmanager
    def open(cls, home: Path) -> Iterator[Self]:
        """A screen with a window manager; everything started on it is ended."""
        reading, writing = os.pipe()
        arguments = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
        screen = subprocess.Popen(arguments, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        desktop = cls(home, display, [screen])
        try:
            desktop._start_manager()
            yield desktop
        finally:
            for child in reversed(desktop._children):
                child.terminate()
                try:
                    child.wait(10)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()

    def _start_manager(self) -> None:
        """Start the window manager and wait until it is there: without it no window ever has the keyboard.

        A screen that is just up now and then refuses its first program.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        manager = self.start(["openbox"])
        while not self._do("get_desktop", check=False).strip():
            if manager.poll() is not None:
                manager = self.start(["openbox"])
            if time.monotonic() > end:
                pytest.fail(f"no window manager came up; {self._state()}")
            time.sleep(0.05)

    def start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a program on the screen."""
        with (self.home / SAID).open("ab") as said:
            child = subprocess.Popen(command, env=self.environment, stdout=said, stderr=said, cwd=self.home)
        self._children.append(child)
        return child

    def start_window(self, *paths: Path) -> subprocess.Popen[bytes]:
        """Start StressDesk and wait until its window has the keyboard."""
        child = self.start([sys.executable, "-m", "stressdesk.gui.app", *map(str, paths)])
        self.wait(lambda: self.title() is not None, "no window came up")
        self._do("search", "--sync", "--onlyvisible", "--name", "StressDesk", "windowactivate", "--sync")
        return child

    def title(self) -> str | None:
        """The title of the active window, if it is ours."""
        found = self._do("getactivewindow", "getwindowname", check=False).strip()
        return found or None

    def windows(self) -> list[str]:
        """The titles of all windows of programs."""
        found = self._do("search", "--onlyvisible", "--name", "StressDesk", check=False).split()
        return [self._do("getwindowname", window, check=False).strip() for window in found]

    def keys(self, *keys: str) -> None:
        """Press keys one after the other, such as "ctrl+o" or "Return"."""
        for key in keys:
            self._do("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        """Type text into whatever has the keyboard."""
        self._do("type", "--delay", "4", text)

    def answer(self, title: str, name: str) -> None:
        """Type the name of a file into the dialog of this title, and leave it by Return.

        A name alone, in the folder the dialog begins in: while a whole path is typed, lists of what is in each folder
        on its way open late, and a Return may take one of those in place of what was typed.
        """
        self.wait(lambda: self.title() == title, f"no dialog called {title}")
        self.keys("ctrl+a")
        self.type(name)
        end = time.monotonic() + PATIENCE_SECONDS
        while self.title() == title:
            # A list of completions that opens late takes the first one for itself.
            self.keys("Return")
            again = time.monotonic() + RETURN_SECONDS
            while self.title() == title and time.monotonic() < again:
                time.sleep(0.05)
            if time.monotonic() > end:
                pytest.fail(f"the dialog called {title} stays")

    def click(self, x: int, y: int) -> None:
        """Click at a place of the screen."""
        self._do("mousemove", str(x), str(y), "click", "1")

    def picture(self, path: Path) -> None:
        """Take a picture of the whole screen."""
        subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=True, timeout=30)

    def wait(self, until: Callable[[], bool], otherwise: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for something to become true; fails the test with a picture of the screen where it does not."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                picture = self.home / "screen.png"
                self.picture(picture)
                pytest.fail(f"{otherwise}; the screen is in {picture}; {self._state()}")
            time.sleep(0.05)

    def _state(self) -> str:
        """What became of the programs on the screen and what they said, for the message of a failed test."""
        told = [f"{child.args[0]} {'is on' if child.poll() is None else f'ended with {child.poll()}'}"
                for child in self._children]  # fmt: skip
        said = self.home / SAID
        words = said.read_text(errors="replace")[-MOST_SAID:] if said.exists() else ""
        return f"{told}, windows {self.windows()}, they said {words!r}"

    def _do(self, *words: str, check: bool = True) -> str:
        finished = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, check=check, timeout=60
        )
        return finished.stdout if finished.returncode == 0 else ""


def kill(child: subprocess.Popen[bytes]) -> None:
    """End a process the hard way, as a crash would."""
    child.send_signal(signal.SIGKILL)
    child.wait()
