"""Demo inputs as cells of text: what an expectation looks like there, and lines from and for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from stressdesk.scenario.model import DemoInput
from stressdesk.scenario.prompt_source import strict_json

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_UNQUOTED = re.compile(r"[^\t\n]*")
_FIRST = ("text", "input", "message", "question", "what the user writes")
_SECOND = ("expect", "expected", "expectation", "answer", "what should come back")


def shown_expectation(value: Any) -> str:
    """An expectation as it stands in a cell; `expectation` makes the same value of it again."""
    if value is None:
        return ""
    if isinstance(value, str) and value and not _is_json(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def expectation(text: str, before: Any = None) -> Any:
    """What a cell stands for: a group, list or quoted text in JSON is that value, an empty cell none.

    A number stays a number where there was one `before`; elsewhere 0012 is a text.
    """
    if not text.strip():
        return None
    if _is_json(text) or (isinstance(before, bool | int | float) and _is_plain_value(text)):
        return strict_json(text)
    return text


def read_rows(text: str, variables: Sequence[str]) -> list[DemoInput]:
    """One demo input a line; after a tab its expectation, then values of variables. Empty lines are left out.

    A first line that names the columns says which variables they are.
    """
    rows = [row for row in _rows(_one_line_end(text)) if any(cell.strip() for cell in row)]
    names = list(variables)
    if len(rows) > 1 and len(rows[0]) > 1 and _is_heading(rows[0]):
        names = [name.strip(" {}") for name in rows[0][2:]]
        rows = rows[1:]
    return [_demo_input(row, names) for row in rows]


def lines_of(rows: Sequence[Sequence[str]]) -> str:
    """Cells as spreadsheets take them: tabs between, a line each, quotes where a cell holds a tab, line or quote."""
    lines = io.StringIO()
    # Before Python 3.13 a carriage return alone is not quoted, and would end the line.
    csv.writer(lines, csv.excel_tab, lineterminator="\n").writerows(map(_one_line_end, row) for row in rows)
    return lines.getvalue()


def _rows(text: str) -> Iterator[list[str]]:
    at, row = 0, []
    while at <= len(text):
        found = _QUOTED.match(text, at)
        # A spreadsheet quotes only what needs it; any other text in quotes was meant to have them.
        if found is None or not any(mark in found[1] for mark in '\t\n"'):
            found = _UNQUOTED.match(text, at)
            assert found is not None
            row.append(found[0])
        else:
            row.append(found[1].replace('""', '"'))
        at = found.end()
        if at >= len(text) or text[at] == "\n":
            yield row
            row = []
        at += 1


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _is_heading(row: Sequence[str]) -> bool:
    return row[0].strip().lower() in _FIRST and row[1].strip().lower() in _SECOND


def _demo_input(row: Sequence[str], names: Sequence[str]) -> DemoInput:
    values = {name: value for name, value in zip(names, row[2:], strict=False) if value}
    return DemoInput(text=row[0], expect=expectation(row[1]) if len(row) > 1 else None, variables=values)


def _is_json(text: str) -> bool:
    """Is this a group, list or quoted text in JSON?"""
    return text.lstrip()[:1] in ("{", "[", '"') and _parses(text)


def _is_plain_value(text: str) -> bool:
    return text.strip()[:1] not in ("{", "[", '"') and _parses(text)


def _parses(text: str) -> bool:
    try:
        strict_json(text)
    except (ValueError, RecursionError):
        return False
    return True
