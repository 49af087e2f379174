"""Gives the prompt's variables, other than the user's words, one value each for every session."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.model import Scenario, Variable
from stressdesk.scenario.places import field_name
from stressdesk.scenario.reading import MEGABYTE, named_by, plain_text, refusal

MAX_BYTES = 10 * MEGABYTE
MAX_ROWS = 200_000
SOURCES = ("text", "file", "values", "csv", "faker")

Rows = list[dict[str, str]]


class Variables:
    """Where each variable's values come from; files are read once. Raises ScenarioError with all that is wrong."""

    def __init__(self, scenario: Scenario, folder: Path) -> None:
        self._tables: dict[str, Rows] = {}
        self._columns: dict[str, tuple[str, str]] = {}
        self._draws: dict[str, Callable[[random.Random], str]] = {}
        problems: list[Problem] = []
        for name, variable in scenario.variables.items():
            try:
                self._prepare(name, variable, folder)
            except ScenarioError as error:
                problems.extend(error.problems)
        if problems:
            raise ScenarioError(problems)

    def draw(self, rng: random.Random) -> dict[str, str]:
        """One value for each variable, from `rng` alone; columns of the same table come from the same row."""
        rows = {table: rows[rng.randrange(len(rows))] for table, rows in self._tables.items()}
        drawn = {name: draw(rng) for name, draw in self._draws.items()}
        return drawn | {name: rows[table][column] for name, (table, column) in self._columns.items()}

    def _prepare(self, name: str, variable: Variable, folder: Path) -> None:
        match _source(name, variable):
            case "text":
                text = variable.text or ""
                self._draws[name] = lambda _: text
            case "values":
                self._draws[name] = lambda rng: rng.choice(variable.values)
            case "file":
                content = _read(name, "file", folder / str(variable.file))
                self._draws[name] = lambda _: content
            case "faker":
                # Faker takes 120 ms to load: only for scenarios that use it.
                from stressdesk.scenario.invented import invented  # noqa: PLC0415

                self._draws[name] = invented(str(variable.faker), variable.locale, _field(name))
            case _:
                self._prepare_table(name, variable, folder)

    def _prepare_table(self, name: str, variable: Variable, folder: Path) -> None:
        table = str(variable.csv)
        if table not in self._tables:
            text = _read(name, "csv", folder / table)
            self._tables[table] = rows(text, folder / table, _field(name, "csv"))
        column = variable.column
        names = list(self._tables[table][0])
        if column is None or column not in names:
            message = f"there is no column {column}" if column else "`column:` is missing"
            hint = f"The columns of {table} are {', '.join(names)[:300]}."
            raise ScenarioError([Problem(message, hint=hint, field=_field(name, "column"))])
        self._columns[name] = (table, column)


def rows(text: str, path: Path, field: str = "") -> Rows:
    """The rows of a CSV text with a line of names first; separated by comma, semicolon or tab, whichever is first met.

    Raises ScenarioError for a table without rows, with repeated names, or with rows of another length than the names.
    """
    import csv  # noqa: PLC0415 - few scenarios have tables

    separator = min(",;\t", key=lambda mark: (text.partition("\n")[0].find(mark) + 1) or len(text) + 1)
    found: Rows = []
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        names = next(reader, [])
        if not names or len(set(names)) != len(names) or "" in names:
            raise refusal(path, "the first line must name the columns, each once", "Write name,city,... first.", line=1)
        for row in reader:
            if row and len(row) != len(names):
                message = f"{len(row)} values stand here for {len(names)} columns"
                raise refusal(path, message, "Put quotes around a value with a comma.", line=reader.line_num)
            if row:
                found.append(dict(zip(names, row, strict=True)))
            if len(found) > MAX_ROWS:
                raise refusal(path, f"the table has more than {MAX_ROWS:,} rows", "Keep a sample of it.")
    except csv.Error as error:
        hint = "Look for a quote that is never closed."
        raise refusal(path, f"this is not a CSV table ({error})", hint, line=reader.line_num) from error
    except ScenarioError as error:
        error.problems[0].field = field
        raise
    if not found:
        raise ScenarioError([Problem("the table has no rows", hint="Add rows.", file=str(path), field=field)])
    return found


def _source(name: str, variable: Variable) -> str:
    given = [source for source in SOURCES if getattr(variable, source) not in (None, ())]
    if len(given) == 1:
        return given[0]
    message = f"has {' and '.join(given)} together" if given else "has no source of values"
    hint = f"Write exactly one of {', '.join(SOURCES)}."
    raise ScenarioError([Problem(message, hint=hint, field=_field(name))])


def _read(name: str, field: str, path: Path) -> str:
    try:
        return plain_text(path, MAX_BYTES)
    except ScenarioError as error:
        raise named_by(error, _field(name, field)) from error


def _field(name: str, *parts: str) -> str:
    return field_name(("variables", name, *parts))
