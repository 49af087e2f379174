"""Tables as plain text: to be pasted into a spreadsheet, or read out where a chart cannot be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.report.csv import FORMULA_STARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stressdesk.report.contents import Cell, Table

MOST_READ_ROWS = 12
SIGNS = ("+", "-", "\N{MINUS SIGN}")


def pasted(tables: Sequence[Table]) -> str:
    """The tables with tabs between columns, intervals and marks in columns of their own, a blank line between tables.

    What a spreadsheet would take for a formula starts with an apostrophe.
    """
    return "\n\n".join("\n".join("\t".join(map(entry, line)) for line in _lines(table)) for table in tables)


def spoken(tables: Sequence[Table]) -> str:
    """The tables in sentences: each row its name, then every number with what it is."""
    return " ".join(sentence for table in tables for sentence in _sentences(table))


def _lines(table: Table) -> Iterator[list[str]]:
    details = table.has_details
    marked = [any(row[at].origin is not None for row in table.rows) for at in range(len(table.columns))]
    titles: list[str] = []
    for column, has_interval, has_mark in zip(table.columns, details, marked, strict=True):
        titles += [column.title] + ["95 % interval"] * has_interval + ["from"] * has_mark
    yield titles
    for row in table.rows:
        line: list[str] = []
        for cell, has_interval, has_mark in zip(row, details, marked, strict=True):
            line += [cell.text] + [cell.detail] * has_interval + [cell.origin or ""] * has_mark
        yield line


def entry(text: str) -> str:
    """One cell in one line; what a spreadsheet would take for a formula starts with an apostrophe."""
    line = " ".join(text.split())
    is_number = line.startswith(SIGNS) and line[1:2].isdigit()
    return f"'{line}" if line.startswith(FORMULA_STARTS) and not is_number else line


def _sentences(table: Table) -> Iterator[str]:
    for row in table.rows[:MOST_READ_ROWS]:
        parts = [
            _said(column.title, cell) for column, cell in zip(table.columns[1:], row[1:], strict=True) if cell.text
        ]
        yield f"{row[0].text}: {', '.join(parts)}."
    if not table.rows and table.empty:
        yield table.empty
    if (more := len(table.rows) - MOST_READ_ROWS) > 0:
        yield f"And {more} more rows."


def _said(title: str, cell: Cell) -> str:
    interval = f" ({cell.detail})" if cell.detail else ""
    origin = f", {cell.origin}" if cell.origin and interval else ""
    return f"{title} {cell.text}{interval}{origin}".strip()
