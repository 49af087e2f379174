"""Text on a terminal: what came from a model or a file is shown harmless, in columns, and never longer than a line."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import textwrap
import unicodedata
from typing import TYPE_CHECKING, TextIO

import click

from stressdesk.errors import StressDeskError
from stressdesk.scenario.clusters import cut, is_visible

if TYPE_CHECKING:
    from collections.abc import Sequence

USUAL_COLUMNS = 80


def harmless(text: str, limit: int = 0) -> str:
    """One line of text that cannot move the cursor, colour or reorder anything; cut at `limit` characters if given."""
    shown = cut(text, limit * 4) if limit else text
    line = "".join(_shown(character) for character in shown)
    line = " ".join(line.split())
    return f"{cut(line, limit - 1)}…" if limit and len(line) > limit else line


def width() -> int:
    """Columns to write in: the terminal's, between 60 and 110."""
    return max(60, min(110, shutil.get_terminal_size((100, 24)).columns))


def say(text: str | bytes = "", *, error: bool = False, end: bool = True) -> None:
    """Write a line, or several, to standard output (or error), coloured only on a terminal.

    That nobody reads it any more is no error, and neither is whatever befalls standard error. Raises StressDeskError
    where standard output cannot be written for another reason, such as a full disk.
    """
    try:
        click.echo(text, err=error, nl=end)
    except OSError as problem:
        stream = sys.stderr if error else sys.stdout
        is_unread = isinstance(problem, BrokenPipeError) or _is_closed_terminal(stream, problem)
        _silence(stream)
        if not error and not is_unread:
            raise StressDeskError(
                f"Standard output cannot be written: {problem.strerror}.", "Check where it is redirected to."
            ) from problem


def wrapped(text: str, indent: str = "  ") -> str:
    """A paragraph wrapped to the width, every line after `indent`."""
    return textwrap.fill(text, width(), initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = (), indent: str = "  ") -> str:
    """Rows in columns two spaces apart; those whose index stands in `right` are right-aligned."""
    if not rows:
        return ""
    widths = [max(_cells(row[index]) for row in rows) for index in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            " " * (widths[index] - _cells(cell)) + cell
            if index in right
            else cell + " " * (widths[index] - _cells(cell))
            for index, cell in enumerate(row)
        ]
        lines.append((indent + "  ".join(cells)).rstrip())
    return "\n".join(lines)


def is_terminal() -> bool:
    """Whether standard error is a terminal a person looks at."""
    return sys.stderr is not None and sys.stderr.isatty()


def can_be_asked() -> bool:
    """Whether somebody sees a question on standard error and can answer it on standard input."""
    return is_terminal() and sys.stdin is not None and sys.stdin.isatty()


def terminal_columns() -> int:
    """Columns of the terminal that standard error goes to; 80 where it does not say."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or USUAL_COLUMNS
    except (OSError, ValueError):
        return USUAL_COLUMNS


def _is_closed_terminal(stream: TextIO, problem: OSError) -> bool:
    # One that is closed no longer says that it is a terminal, only that it is no file.
    return problem.errno == errno.EIO and stat.S_ISCHR(os.fstat(stream.fileno()).st_mode)


def _silence(stream: TextIO) -> None:
    # What the stream still holds would be tried again, in vain, when the program ends.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    return character if is_visible(character) else "\N{REPLACEMENT CHARACTER}"


def _cells(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)
