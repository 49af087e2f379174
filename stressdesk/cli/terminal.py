"""Text on a terminal: what came from a model or a file is shown harmless, in columns, and never longer than a line."""

from __future__ import annotations

import shutil
import sys
import textwrap
import unicodedata
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

# Control, format (bidirectional overrides among them), surrogate, private, unassigned, line and paragraph separators.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Joiners that emoji and several scripts need between their letters.
JOINERS = frozenset("\u200c\u200d")


def harmless(text: str, limit: int = 0) -> str:
    """One line of text that cannot move the cursor, colour or reorder anything; cut at `limit` characters if given."""
    shown = text[: limit * 4] if limit else text
    line = "".join(_shown(character) for character in shown)
    line = " ".join(line.split())
    return f"{line[: limit - 1]}…" if limit and len(line) > limit else line


def width() -> int:
    """Columns to write in: the terminal's, between 60 and 110."""
    return max(60, min(110, shutil.get_terminal_size((100, 24)).columns))


def say(text: str = "", *, error: bool = False, bold: bool = False, colour: str | None = None) -> None:
    """Write a line, or several, to standard output (or error), coloured only on a terminal."""
    click.secho(text, err=error, bold=bold, fg=colour)


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


def is_terminal(*, error: bool = True) -> bool:
    """Whether standard error (or output) is a terminal a person looks at."""
    return (sys.stderr if error else sys.stdout).isatty()


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    if character in JOINERS or unicodedata.category(character) not in INVISIBLE:
        return character
    return "\N{REPLACEMENT CHARACTER}"


def _cells(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)
