"""Who writes a run file at this moment, if anybody still does, and how to ask them to stop."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import sys
from pathlib import Path
from urllib.parse import quote

OURS = b"stressdesk"
# Windows: the right to ask whether a process has ended, and what it says while it has not.
QUERY_LIMITED_INFORMATION = 0x1000
STILL_ACTIVE = 259


def writing_process(path: Path) -> int | None:
    """The number of the living process that writes this run file; None where there is none."""
    try:
        address = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=1)) as connection:
            (process,) = connection.execute("SELECT process FROM writer").fetchone() or (None,)
    except sqlite3.Error:
        return None
    return int(process) if process is not None and is_running(int(process)) else None


def stop_writing(path: Path) -> bool:
    """Ask the process that writes a run file to end the run gently; False where there is none of ours."""
    process = writing_process(path)
    if process is None or not _is_ours(process):
        return False
    with contextlib.suppress(OSError):
        os.kill(process, signal.SIGTERM)
        return True
    return False


def is_running(process: int) -> bool:
    """Is there a process of this number?"""
    if sys.platform == "win32":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_dead(process)


def _is_dead(process: int) -> bool:
    """Has it ended, and only its parent has not noticed yet?"""
    try:
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[0] == b"Z"
    except (OSError, IndexError):
        return False


def _is_ours(process: int) -> bool:
    """Is it StressDesk and not another program that was given the number since? Only Linux tells."""
    try:
        return OURS in Path(f"/proc/{process}/cmdline").read_bytes().lower()
    except OSError:
        return not Path("/proc/self").exists()


def _is_running_on_windows(process: int) -> bool:
    import ctypes  # noqa: PLC0415 - only there

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    opened = kernel.OpenProcess(QUERY_LIMITED_INFORMATION, False, process)
    if not opened:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(opened, ctypes.byref(code))
    kernel.CloseHandle(opened)
    return code.value == STILL_ACTIVE
