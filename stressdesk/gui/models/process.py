"""The engine as a child process: begun, asked to stop, let go, and looked at now and then. It outlives the window."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from typing import IO

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.program import HIDDEN, complained
from stressdesk.resources import console_command

MOST_COMPLAINT = 20_000
BUG = "Traceback (most recent call last)"


class EngineProcess:
    """One `stressdesk run` that obeys lines on its standard input. Raises StressDeskError where it cannot be started.

    Its words go to a file of its own rather than a pipe, so that it can go on when the window has closed.
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self._words: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the child may write to it
        try:
            self._child = subprocess.Popen(
                [*console_command(), "run", *arguments],
                stdin=subprocess.PIPE,
                stdout=self._words,
                stderr=self._words,
                env=dict(environment),
                start_new_session=True,
                creationflags=HIDDEN,
            )
        except OSError as error:
            self._words.close()
            raise StressDeskError(
                f"The engine cannot be started: {error.strerror or error}.", "Install StressDesk again."
            ) from error

    @property
    def number(self) -> int:
        """The process's number."""
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._child.poll()

    def stop(self) -> None:
        """Ask it to finish what is under way; asked again, to stop at once."""
        self._say("stop")

    def let_go(self) -> None:
        """Let it go on when this window has closed."""
        self._say("detach")
        self._close_input()

    def complaint(self) -> StressDeskError:
        """What it said before it ended, as an error."""
        code = self.exit_code
        if self._words.closed or code is None or code < 0:
            return StressDeskError(f"It was killed (signal {-code})." if code else "It said nothing of why.")
        self._words.seek(0, 2)
        self._words.seek(max(0, self._words.tell() - MOST_COMPLAINT))
        words = self._words.read().decode(errors="replace")
        return complaint(words, f"The engine ended unexpectedly (exit code {code}).")

    def close(self) -> None:
        """Let go of what was opened for it. One that was not let go before takes that as the order to stop."""
        self._close_input()
        self._words.close()
        if self.exit_code is None:
            # Somebody has to take note of its end, or a dead process stays on the system's list.
            threading.Thread(target=self._child.wait, name="engine", daemon=True).start()

    def _say(self, word: str) -> None:
        if self._child.stdin is None:
            return
        with contextlib.suppress(OSError, ValueError):
            self._child.stdin.write(f"{word}\n".encode())
            self._child.stdin.flush()

    def _close_input(self) -> None:
        if self._child.stdin is not None:
            with contextlib.suppress(OSError):
                self._child.stdin.close()


def complaint(words: str, otherwise: str) -> StressDeskError:
    """The error among the engine's words: what stands after the sheet and the progress, up to the end."""
    if BUG in words:
        lines = [line for line in words.strip().splitlines() if line.strip()]
        error = next((line for line in reversed(lines[:-1]) if not line.startswith(" ")), "")
        return StressDeskError(f"The engine has a bug: {error}", "What was recorded is safe. Please report it.")
    last = words.rstrip().rpartition("\n\n")[2].splitlines()
    while last and last[0].startswith("  "):
        last.pop(0)
    return complained("\n".join(last), otherwise)
