"""Rows of a foreign log or trace, read one by one: CSV, JSON lines, or one JSON list. Nothing in it is ever run."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import msgspec

from stressdesk.errors import StressDeskError

MOST_LINE_CHARACTERS = 8_000_000
MOST_LIST_BYTES = 256_000_000
"""A JSON list has to be read as a whole; JSON lines are read one at a time and have no limit."""
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
"""How files begin that gzip, zip, bzip2, xz and zstd have packed."""
_WRAPPERS = ("data", "rows", "records", "results", "logs", "entries")
"""What interfaces call the list that they put their rows into."""
_SAVE_AGAIN = "Save it again with the encoding UTF-8."
_VALUE = re.compile(r"[-+]?\d+\.\d+|\d{4}-\d\d-\d\d[T ].*")
"""What stands in a column of times and never over one."""


class Row(msgspec.Struct, frozen=True):
    """One row: where it begins (the line, or in a list the entry's number) and its fields as they stand."""

    place: str
    fields: dict[str, Any]


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file in order. Raises StressDeskError with the line of what cannot be read."""
    try:
        _refuse_unreadable(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            start = file.read(4_096).lstrip()
            file.seek(0)
            if start.startswith("["):
                yield from _listed(path)
            elif start.startswith("{"):
                yield from _wrapped(path, file) or _lines(path, file)
            else:
                yield from _table(path, file, _separator(start.splitlines()[0] if start else ""))
    except OSError as problem:
        raise StressDeskError(f"{path.name} cannot be read: {problem.strerror}.", "Check the path.") from problem
    except UnicodeDecodeError as problem:
        raise StressDeskError(f"{path.name}, line {_foreign_line(path)} is not UTF-8 text.", _SAVE_AGAIN) from problem


def _refuse_unreadable(path: Path) -> None:
    """Spreadsheets save "Unicode text" so; its every second byte is a zero."""
    with path.open("rb") as file:
        start = file.read(4_096)
    if start.startswith(_PACKED):
        raise StressDeskError(f"{path.name} is compressed.", "Unpack it first.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
        raise StressDeskError(f"{path.name} is stored as UTF-16, or is no text file.", _SAVE_AGAIN)


def _foreign_line(path: Path) -> int:
    """The first line that is no UTF-8: text is decoded well ahead of the row that is being read."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def _wrapped(path: Path, file: TextIO) -> list[Row]:
    """The rows of a file that is one object: a conversation itself, or the list of rows in it, as `{"data": [...]}`."""
    first, second = file.readline(MOST_LINE_CHARACTERS), file.readline(MOST_LINE_CHARACTERS)
    file.seek(0)
    if (second.strip() and first.rstrip().endswith("}")) or path.stat().st_size > MOST_LIST_BYTES:
        return []
    try:
        whole = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        return []
    wrapped: list[Any] = next((whole[name] for name in _WRAPPERS if isinstance(whole.get(name), list)), [])
    if wrapped and all(isinstance(entry, dict) for entry in wrapped):
        return [Row(f"entry {number}", entry) for number, entry in enumerate(wrapped, start=1)]
    return [Row("line 1", whole)]


def _lines(path: Path, file: TextIO) -> Iterator[Row]:
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    number = 0
    while line := file.readline(MOST_LINE_CHARACTERS):
        number += 1
        if len(line) == MOST_LINE_CHARACTERS:
            raise _unreadable(path, f"line {number}", f"is longer than {MOST_LINE_CHARACTERS:,} characters")
        if not line.strip():
            continue
        try:
            yield Row(f"line {number}", decode(line))
        except (msgspec.MsgspecError, RecursionError) as problem:
            if number == 1 and line.strip() == "{":
                raise _unreadable(path, "line 1", "begins an object over several lines; one row a line is read") from (
                    problem
                )
            raise _unreadable(path, f"line {number}", f"is no JSON object ({problem})") from problem


def _listed(path: Path) -> Iterator[Row]:
    if path.stat().st_size > MOST_LIST_BYTES:
        limit = f"is one JSON list of more than {MOST_LIST_BYTES // 1_000_000} MB"
        raise StressDeskError(f"{path.name} {limit}.", "Write one JSON object a line: such a file may be of any size.")
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        found = msgspec.json.decode(content, type=list[msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError) as problem:
        raise _unreadable(path, _line_of(problem, content), f"is no JSON ({problem})") from problem
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    for number, entry in enumerate(found, start=1):
        try:
            yield Row(f"entry {number}", decode(entry))
        except (msgspec.MsgspecError, RecursionError) as problem:
            raise _unreadable(path, f"entry {number}", f"is no JSON object ({problem})") from problem


def _line_of(problem: Exception, content: bytes) -> str:
    _, _, offset = str(problem).rpartition("(byte ")
    digits = offset.rstrip(")")
    if not digits.isdigit():
        return "the list"
    lines_before = content.count(b"\n", 0, int(digits))
    return f"line {lines_before + 1}"


def _table(path: Path, file: TextIO, separator: str) -> Iterator[Row]:
    table = csv.reader(file, delimiter=separator, strict=True)
    lines = _wide(table)
    number = 1
    try:
        names = [name.strip() for name in next(lines, [])]
        if not names:
            raise StressDeskError(f"{path.name} is empty.", "Give a CSV file with a heading, or JSON lines.")
        if value := next(filter(_VALUE.fullmatch, names), ""):
            raise StressDeskError(
                f"{path.name} has no heading: its first line holds {value[:40]}.",
                "Put the columns' names above it, such as t_seconds,user_text,session_id.",
            )
        number = table.line_num + 1
        for cells in lines:
            if cells and len(cells) != len(names):
                raise _unreadable(path, f"line {number}", f"has {len(cells)} cells, the heading {len(names)}")
            if cells:
                yield Row(f"line {number}", dict(zip(names, cells, strict=True)))
            number = table.line_num + 1
    except csv.Error as problem:
        raise _unreadable(path, f"line {number}", f"cannot be read ({problem})") from problem


def _wide(table: Iterator[list[str]]) -> Iterator[list[str]]:
    """Rows whose cells may be as long as StressDesk's own records; the limit is all readers', so it is put back."""
    while True:
        usual = csv.field_size_limit(MOST_LINE_CHARACTERS)
        try:
            cells = next(table, None)
        finally:
            csv.field_size_limit(usual)
        if cells is None:
            return
        yield cells


def _separator(heading: str) -> str:
    return max((",", ";", "\t", "|"), key=heading.count)


def _unreadable(path: Path, place: str, why: str) -> StressDeskError:
    return StressDeskError(f"{path.name}, {place} {why}.", "Mend or remove it; nothing after it was read.")
