"""The command line as a child process that answers a question with JSON: whatever needs the engine or LiteLLM."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from stressdesk.errors import StressDeskError
from stressdesk.resources import console_command

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 120.0
# No console window opens beside ours on Windows.
HIDDEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Program:
    """Starts `stressdesk COMMAND ... --json` and reads what it says; `keys` go into its environment only."""

    def __init__(self, keys: Mapping[str, str] | None = None) -> None:
        self.keys: Mapping[str, str] = keys if keys is not None else {}

    def environment(self) -> dict[str, str]:
        """The environment of a child: ours, and the keys that were given to the window."""
        return {**os.environ, **self.keys, "PYTHONUTF8": "1"}

    async def ask(self, arguments: Sequence[str], shape: type[Answer]) -> Answer:
        """The answer to one command as a value of `shape`. Raises StressDeskError with what the command said."""
        output = await self.output(arguments)
        try:
            return msgspec.json.decode(output, type=shape)
        except msgspec.MsgspecError as error:
            raise StressDeskError(
                f"`stressdesk {arguments[0]}` gave an answer that cannot be read: {error}", "Install StressDesk again."
            ) from error

    async def output(self, arguments: Sequence[str]) -> bytes:
        """What one command prints. Exit codes 0 and 1 are answers; anything else raises StressDeskError."""
        child = await asyncio.create_subprocess_exec(
            *console_command(),
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self.environment(),
            **_hidden(),
        )
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                output, complaint = await child.communicate()
        except TimeoutError as error:
            raise StressDeskError(
                f"`stressdesk {arguments[0]}` gave no answer within {PATIENCE_SECONDS:.0f} s.", "Try again."
            ) from error
        finally:
            if child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
        if child.returncode not in (0, 1):
            raise complained(complaint.decode(errors="replace"), f"`stressdesk {arguments[0]}` did not work.")
        return output


def complained(words: str, otherwise: str) -> StressDeskError:
    """What the command line wrote to standard error, as an error: its first paragraph and the indented hint below."""
    lines = [line.rstrip() for line in words.strip().splitlines() if line.strip()]
    if not lines:
        return StressDeskError(otherwise)
    lines[0] = lines[0].removeprefix("Error: ")
    message = [line for line in lines if not line.startswith("  ")]
    hint = [line.strip() for line in lines if line.startswith("  ")]
    return StressDeskError("\n".join(message) or otherwise, "\n".join(hint))


def _hidden() -> dict[str, Any]:
    return {"creationflags": HIDDEN} if HIDDEN else {}
