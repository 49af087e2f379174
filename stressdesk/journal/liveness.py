"""Who writes a run file at this moment, if anybody still does, and how to ask them to stop."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import sys
from pathlib import Path

from stressdesk.journal.connecting import address

SCHEMA = "CREATE TABLE writer (process INTEGER NOT NULL, began TEXT NOT NULL)"
OURS = b"stressdesk"
# Places in what Linux tells of a process, counted from behind its name.
STATE, STARTED = 0, 19
# Windows: the right to ask whether a process has ended, and what it says while it has not.
QUERY_LIMITED_INFORMATION = 0x1000
STILL_ACTIVE = 259


def writing_process(path: Path) -> int | None:
    """The number of the living process that writes this run file; None where there is none."""
    try:
        with contextlib.closing(sqlite3.connect(address(path, "mode=ro"), uri=True, timeout=1)) as connection:
            return writer_of(connection)
    except sqlite3.Error:
        return None


def writer_of(connection: sqlite3.Connection) -> int | None:
    """The number of the living process that an open run file names as its writer; None where there is none."""
    # All columns: files of old have the number alone.
    process, *began = connection.execute("SELECT * FROM writer").fetchone() or (None,)
    if process is None or not is_running(process):
        return None
    now = beginning(process)
    if began and began[0] and now:
        return int(process) if began[0] == now else None
    return int(process) if _is_ours(process) else None


def name_writer(connection: sqlite3.Connection) -> None:
    """Put this process down as the one that writes an open run file."""
    connection.execute("DROP TABLE IF EXISTS writer")
    connection.execute(SCHEMA)
    connection.execute("INSERT INTO writer VALUES (?, ?)", (os.getpid(), beginning(os.getpid())))


def beginning(process: int) -> str:
    """When a process began, and since which start of the machine that counts; empty where nobody tells.

    Numbers are given again, soon within a container and after each start of the machine.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {_facts(process)[STARTED]}"
    except (OSError, IndexError):
        return ""


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
        return _facts(process)[STATE] == "Z"
    except (OSError, IndexError):
        return False


def _facts(process: int) -> list[str]:
    # Behind the program's name, which may hold spaces and brackets.
    return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].decode().split()


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
