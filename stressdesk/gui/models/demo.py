"""The demo inputs as a table: every change is an edit of the scenario, so that undo reaches each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from stressdesk.errors import Problem
from stressdesk.gui.models.cells import expectation, lines_of, read_rows, shown_expectation
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.wording import problem_words
from stressdesk.scenario.amounts import counted
from stressdesk.scenario.doubts import PLACEHOLDER_START
from stressdesk.scenario.model import DemoInput, Scenario
from stressdesk.scenario.updating import ABSENT, with_value
from stressdesk.scenario.wordings import reworded, without_orphans

PROBLEM = int(Qt.ItemDataRole.UserRole) + 1
MOST_ROWS = 10_000
LONGEST_EDITED = 10_000
"""Characters: a longer text would hold up the editor at every key."""
FIXED = ("What the user writes", "Expected")

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class DemoTable(QAbstractTableModel):
    """Columns: the text, the expectation, and one for each variable that demo inputs bring along.

    The role PROBLEM gives the Problem of a cell, if it has one.
    """

    def __init__(self, model: ScenarioModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._rows: tuple[DemoInput, ...] = ()
        self._wanted: frozenset[str] = frozenset()
        self.variables: tuple[str, ...] = ()
        self._problems: dict[tuple[int, int], Problem] = {}
        model.changed.connect(self._follow)
        model.problems_changed.connect(self._take_problems)
        if model.scenario is not None:
            self._rows = model.scenario.demo
            self.variables = self._names()
            self._take_problems()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt: one row a demo input."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Qt: text, expectation, variables."""
        return 0 if parent.isValid() else len(FIXED) + len(self.variables)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: what the columns hold, the same as a tooltip since long names are cut; rows are counted from 1."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        names = (*FIXED, *(f"{{{{{name}}}}}" for name in self.variables))
        return names[section] if section < len(names) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: the text of a cell as it is edited; whoever shows it makes it one plain line."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(index.row(), index.column())
        if role == PROBLEM:
            return self._problems.get((index.row(), index.column()))
        return None

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        one = self._rows[row]
        if column == 0:
            return one.text
        if column == 1:
            return shown_expectation(one.expect)
        return one.variables.get(self.variables[column - len(FIXED)], "")

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: everything can be edited but what is too long for it."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_short = len(self.text(index.row(), index.column())) <= LONGEST_EDITED
        return flags | Qt.ItemFlag.ItemIsEditable if is_short else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt: put an edited cell into the scenario."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.row() >= len(self._rows):
            return False
        row, column, text = index.row(), index.column(), str(value)
        if text == self.text(row, column):
            return True
        if column == 0:
            self._rename(row, text)
        elif column == 1:
            expected = expectation(text, self._rows[row].expect)
            self._model.edit(("demo", row, "expect"), expected, "change of an expectation")
        else:
            name = self.variables[column - len(FIXED)]
            self._model.edit(("demo", row, "variables", name), text or ABSENT, f"change of {name[:40]}")
        return True

    def want(self, names: Iterable[str]) -> None:
        """Also offer columns for these variables, which no source gives a value."""
        if frozenset(names) != self._wanted:
            self._wanted = frozenset(names)
            self._show_columns()

    def add(self, at: int | None = None) -> int:
        """Put an empty demo input in, by default at the end; the answer is its row, or -1 where there is no room."""
        return self._insert([DemoInput(text="")], at, "adding of a demo input") if len(self._rows) < MOST_ROWS else -1

    def duplicate(self, rows: Sequence[int]) -> int:
        """Put copies behind the last of these rows; the answer is the first copy's row, or -1."""
        chosen = [self._rows[row] for row in sorted(set(rows))]
        if not chosen or len(self._rows) + len(chosen) > MOST_ROWS:
            return -1
        return self._insert(chosen, max(rows) + 1, "duplicating of demo inputs")

    @property
    def placeholders(self) -> tuple[int, ...]:
        """The rows that only say that something is to be written there."""
        return tuple(at for at, one in enumerate(self._rows) if one.text.startswith(PLACEHOLDER_START))

    def paste(self, text: str, at: int | None = None) -> tuple[int, int]:
        """Put the lines of a text or a spreadsheet's cells in; how many were taken, and how many did not fit.

        They take the place of placeholders, which are not counted in `at`.
        """
        own = [one for one in self._rows if not one.text.startswith(PLACEHOLDER_START)]
        room = MOST_ROWS - len(own)
        pasted = read_rows(text, self.variables)
        if pasted and room:
            place = len(own) if at is None else at
            told = f"pasting of {counted(min(len(pasted), room), 'demo input')}"
            self._model.edit(("demo",), (*own[:place], *pasted[:room], *own[place:]), told)
        return min(len(pasted), room), max(0, len(pasted) - room)

    def remove(self, rows: Sequence[int]) -> None:
        """Take demo inputs out."""
        gone = set(rows)
        if gone:
            kept = tuple(one for row, one in enumerate(self._rows) if row not in gone)
            told = "removal of demo inputs" if len(gone) > 1 else "removal of a demo input"
            left = with_value(self._model.now, ("demo",), kept)
            mended = without_orphans(left)
            if mended is left:
                self._model.edit(("demo",), kept, told)
            else:
                self._model.edit((), mended, told)

    def move(self, rows: Sequence[int], by: int) -> list[int]:
        """Move demo inputs one up (-1) or down (1) together; the answer is where they are then."""
        chosen = sorted(set(rows))
        if not chosen or chosen[0] + by < 0 or chosen[-1] + by >= len(self._rows):
            return chosen
        listed = list(self._rows)
        for row in chosen if by < 0 else reversed(chosen):
            listed.insert(row + by, listed.pop(row))
        self._model.edit(("demo",), tuple(listed), "moving of demo inputs")
        return [row + by for row in chosen]

    def copied(self, rows: Sequence[int]) -> str:
        """The rows as a spreadsheet takes them."""
        columns = range(self.columnCount())
        return lines_of([[self.text(row, column) for column in columns] for row in sorted(set(rows))])

    def trouble(self, row: int) -> str:
        """What is wrong in a row, or else in the first that has a problem, in words; "" where nothing is."""
        if not self._rows:
            return "There is no demo input yet. Add one, or paste some lines."
        found = min((place for place in self._problems if place[0] == row), default=min(self._problems, default=None))
        return f"Row {found[0] + 1:,}: {problem_words(self._problems[found])}" if found else ""

    def _rename(self, row: int, text: str) -> None:
        """Change what is written in a row; its wordings in other languages stay its own, in the same step."""
        changed = with_value(self._model.now, ("demo", row, "text"), text)
        mended = reworded(changed, self._rows[row].text, text)
        place = ("demo", row, "text") if mended is changed else ()
        self._model.edit(place, mended if not place else text, "change of a demo input")

    def _insert(self, new: Sequence[DemoInput], at: int | None, words: str) -> int:
        place = len(self._rows) if at is None else at
        self._model.edit(("demo",), (*self._rows[:place], *new, *self._rows[place:]), words)
        return place

    def _names(self) -> tuple[str, ...]:
        given = {name for one in self._rows if one.variables for name in one.variables}
        return tuple(sorted(given | self._wanted))

    def _follow(self, before: Scenario | None, after: Scenario) -> None:
        if before is None or before.demo is not self._rows:
            self._start_again(after.demo)
        elif before.demo is not after.demo:
            self._change(after.demo)
            self._show_columns()

    def _start_again(self, rows: tuple[DemoInput, ...]) -> None:
        self.beginResetModel()
        self._rows, self._problems = rows, {}
        self.variables = self._names()
        self.endResetModel()

    def _change(self, new: tuple[DemoInput, ...]) -> None:
        """Tell of the rows that are others, gone or new, so that selection and scroll position stay."""
        old = self._rows
        start = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one is not other),
                     min(len(old), len(new)))  # fmt: skip
        rest = min(len(old), len(new)) - start
        end = next((at for at in range(rest) if old[-1 - at] is not new[-1 - at]), rest)
        gone, come = len(old) - start - end, len(new) - start - end
        both = min(gone, come)
        self._rows = (*new[: start + both], *old[start + both :])
        if both:
            self.dataChanged.emit(self.index(start, 0), self.index(start + both - 1, self.columnCount() - 1))
        if gone > both:
            self.beginRemoveRows(ROOT, start + both, start + gone - 1)
            self._rows = new
            self.endRemoveRows()
        elif come > both:
            self.beginInsertRows(ROOT, start + both, start + come - 1)
            self._rows = new
            self.endInsertRows()
        self._rows = new

    def _show_columns(self) -> None:
        if self._names() != self.variables:
            self._start_again(self._rows)
            self._take_problems()

    def _take_problems(self) -> None:
        found: dict[tuple[int, int], Problem] = {}
        for problem in self._model.problems:
            row, column = place_in_table(problem.field, self.variables)
            if row >= 0:
                found.setdefault((row, column), problem)
        rows = {row for row, _ in found.keys() | self._problems.keys()}
        self._problems = found
        for row in rows:
            if row < len(self._rows):
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))


def place_in_table(field: str, variables: Sequence[str]) -> tuple[int, int]:
    """Row and column of a field such as demo[3].expect; the row is -1 for fields that are elsewhere."""
    if not field.startswith("demo["):
        return -1, -1
    number, _, rest = field.removeprefix("demo[").partition("]")
    if not number.isdecimal():
        return -1, -1
    parts = rest.lstrip(".").split(".")
    if parts[0] == "expect":
        return int(number), 1
    if parts[0] == "variables" and parts[-1] in variables:
        return int(number), len(FIXED) + variables.index(parts[-1])
    return int(number), 0
