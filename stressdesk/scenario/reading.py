"""Reads a text file that may be anything at all: only regular files, only UTF-8, only up to a size.

Every file a scenario names comes through here, so a pipe, a device or a film in place of a text is
a message, not a hang.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from stressdesk.errors import Problem, ScenarioError

MEGABYTE = 1_000_000
BYTE_ORDER_MARK = "\ufeff"

_NO_SUCH_FILE = "there is no such file"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_REASONS = {
    errno.ENOENT: (_NO_SUCH_FILE, "Check its name and folder."),
    errno.ENOTDIR: ("there is no such file", "A part of its path is a file, not a folder."),
    errno.EACCES: ("this file may not be read", "Ask its owner for permission to read it, or copy it."),
    errno.EPERM: ("this file may not be read", "Ask its owner for permission to read it, or copy it."),
    errno.ELOOP: ("this is a link that leads back to itself", "Replace the link by the file it was meant for."),
    errno.ENAMETOOLONG: ("this name is too long for a file", "Write a file's name here, not a text."),
    errno.EISDIR: ("this is a folder, not a file", "Name the file inside it."),
    errno.ENXIO: ("this is not an ordinary file", "Save the text to an ordinary file first."),
}


def read_text(path: Path, max_bytes: int) -> str:
    """The text of an ordinary UTF-8 file, a byte order mark kept; raises ScenarioError with one problem."""
    raw = read_bytes(path, max_bytes)
    if raw.startswith(_UTF16_MARKS):
        raise refusal(path, "this text is stored as UTF-16", "Save it again with the encoding UTF-8.")
    if b"\0" in raw:
        raise refusal(path, "this is not a text file (it holds zero bytes)", "Name a plain text file.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = "Save the file again with the encoding UTF-8."
        raise refusal(path, f"byte {error.start + 1} is not UTF-8 text", hint, line=line) from error


def plain_text(path: Path, max_bytes: int) -> str:
    """Like `read_text`, without the byte order mark and with every line end written as a line feed."""
    text = read_text(path, max_bytes).removeprefix(BYTE_ORDER_MARK)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """The bytes of an ordinary file no longer than `max_bytes`; raises ScenarioError with one problem."""
    try:
        # Without O_NONBLOCK, opening a named pipe that nobody writes to waits for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    try:
        return _ordinary_bytes(descriptor, path, max_bytes)
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        os.close(descriptor)


def refusal(path: Path, message: str, hint: str, *, line: int | None = None) -> ScenarioError:
    """A ScenarioError that says one thing about one file."""
    return ScenarioError([Problem(message, hint=hint, file=str(path), line=line)])


def named_by(error: ScenarioError, field: str) -> ScenarioError:
    """The same error, about a file that this field of the scenario names (unless a problem names its own field)."""
    for problem in error.problems:
        problem.field = problem.field or field
        if problem.message == _NO_SUCH_FILE:
            problem.hint = "Check the name; a relative name is looked up beside the scenario."
    return error


def _ordinary_bytes(descriptor: int, path: Path, max_bytes: int) -> bytes:
    status = os.fstat(descriptor)
    if stat.S_ISDIR(status.st_mode):
        raise refusal(path, *_REASONS[errno.EISDIR])
    if not stat.S_ISREG(status.st_mode):
        raise refusal(path, *_REASONS[errno.ENXIO])
    if status.st_size > max_bytes:
        raise _too_long(path, max_bytes, status.st_size)
    # Files such as those under /proc say they hold 0 bytes and then go on and on: the size is looked at twice.
    chunks: list[bytes] = []
    left = max_bytes + 1
    while left > 0 and (chunk := os.read(descriptor, min(left, MEGABYTE))):
        chunks.append(chunk)
        left -= len(chunk)
    if left <= 0:
        raise _too_long(path, max_bytes, max_bytes + 1)
    return b"".join(chunks)


def _too_long(path: Path, max_bytes: int, found_bytes: int) -> ScenarioError:
    found = f"{found_bytes / MEGABYTE:,.1f} MB" if found_bytes > 1.1 * max_bytes else "longer"
    hint = "Keep only what this file is for, and move long texts or tables to files of their own."
    return refusal(
        path, f"this file is too long: at most {max_bytes / MEGABYTE:g} MB are read here, it is {found}", hint
    )


def _unreadable(path: Path, error: OSError | ValueError) -> ScenarioError:
    if isinstance(error, OSError) and error.errno in _REASONS:
        return refusal(path, *_REASONS[error.errno])
    if isinstance(error, OSError):
        return refusal(path, f"this file cannot be read ({error.strerror or error})", "Check the name and the disk.")
    return refusal(path, "this is not a file's name", "Write the name of a file beside the scenario.")
