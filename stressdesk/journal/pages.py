"""Records as a table shows them: chosen and ordered in SQL, fetched a page at a time, long texts cut short.

Row numbers are those of the file: 1 for the first record written. Everything here may be interrupted from another
thread, and then raises GaveWay.
"""

from __future__ import annotations

import contextlib
import sqlite3
from array import array
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from stressdesk.journal.choosing import EVERY_ROW, ORDERS, condition, functions
from stressdesk.journal.connecting import connect
from stressdesk.journal.events import Judgement, Outcome, Record, Usage, Verdict
from stressdesk.journal.reader import RunFile, explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from stressdesk.journal.choosing import RecordFilter
    from stressdesk.journal.events import Header

CHUNK = 256
LONGEST_SHOWN = 300
LONGEST_REASON = 300

Result = Literal["good", "prompt", "system", "gave_up", "unsure", "cancelled", "dropped"]


class GaveWay(Exception):  # noqa: N818 - nothing went wrong: something newer was wanted
    """What was being read is no longer wanted."""


class Order(msgspec.Struct, frozen=True):
    """By which column rows are ordered; equal ones, and those without a value, as they were recorded."""

    column: str = "number"
    descending: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One record as a line of a table. `why` is (check, reason) of what decided the result; texts are cut."""

    number: int
    stage: str
    session: int
    turn: int
    persona: str
    intent: str
    language: str
    mess: tuple[str, ...]
    result: Result
    kind: str | None
    why: tuple[str, str]
    clean: str
    message: str
    answer: str
    arrived: float
    latency_seconds: float | None
    ttft_seconds: float | None
    usage: Usage | None
    cost_usd: float | None
    attempts: int


class Pages:
    """The records of one run file for a table; lives in one thread, but for `interrupt`. Raises RunFileError."""

    def __init__(self, path: Path) -> None:
        with RunFile(path) as run_file:
            self.header: Header = run_file.header
        self.path = path
        with explained(path):
            self._connection = connect(path)
        self._decoder = msgspec.json.Decoder(Record)
        for name, function in functions().items():
            self._connection.create_function(name, 2, function, deterministic=True)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def interrupt(self) -> None:
        """Give up what is being read; may be called from any thread."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed already
            self._connection.interrupt()

    def last(self) -> int:
        """The number of the last row there is; 0 without any."""
        ((last,),) = self._all("SELECT MAX(id) FROM record", ())
        return int(last or 0)

    def numbers(self, wanted: RecordFilter, order: Order, after: int = 0) -> array[int]:
        """The row numbers of all wanted records in this order; with `after`, of those recorded after that row."""
        where = condition(wanted)
        if where.sql == EVERY_ROW and order.column == "number":
            return self._all_numbers(order, after)
        direction = "DESC" if order.descending else "ASC"
        terms = [f"{term} {direction} NULLS LAST" for term in ORDERS[order.column]]
        query = f"SELECT id FROM record WHERE {where.sql} AND id > ? ORDER BY {', '.join(terms)}, id"  # noqa: S608 - ours
        return array("q", [number for (number,) in self._all(query, (*where.values, after))])

    def rows(self, numbers: Iterable[int]) -> list[Row]:
        """These records as lines, in the order given."""
        return [row(number, record) for number, record in self.records(numbers)]

    def records(self, numbers: Iterable[int]) -> Iterator[tuple[int, Record]]:
        """These records whole, in the order given, with their row numbers."""
        wanted = list(numbers)
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            query = f"SELECT id, body FROM record WHERE id IN ({', '.join('?' * len(chunk))})"  # noqa: S608 - no values
            bodies = dict(self._all(query, tuple(chunk)))
            with explained(self.path):
                yield from [(number, self._decoder.decode(bodies[number])) for number in chunk if number in bodies]

    def session(self, stage: str, session: int) -> list[tuple[int, Record]]:
        """The recorded turns of one session in order, with their row numbers."""
        query = "SELECT id, body FROM record WHERE stage = ? AND session = ? ORDER BY turn"
        found = self._all(query, (stage, session))
        with explained(self.path):
            return [(number, self._decoder.decode(body)) for number, body in found]

    def values(self, column: Literal["stage", "persona", "intent", "mess", "kind"]) -> list[str]:
        """What stands in one column, each once, in order; for mess, each kind."""
        found = self._all(f"SELECT DISTINCT {column} FROM record WHERE {column} IS NOT NULL ORDER BY 1", ())  # noqa: S608 - one of five names
        texts = [str(text) for (text,) in found]
        return sorted({kind for text in texts for kind in text.split()}) if column == "mess" else texts

    def _all_numbers(self, order: Order, after: int) -> array[int]:
        ((count, last),) = self._all("SELECT COUNT(*), MAX(id) FROM record", ())
        found: Sequence[int] = range(after + 1, (last or 0) + 1)
        if count != (last or 0):  # a file somebody has taken rows out of
            found = [number for (number,) in self._all("SELECT id FROM record WHERE id > ? ORDER BY id", (after,))]
        return array("q", reversed(found) if order.descending else found)

    def _all(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with explained(self.path):
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.OperationalError as error:
                if "interrupted" in str(error):
                    raise GaveWay from error
                raise


def row(number: int, record: Record) -> Row:
    """A record as a line."""
    sent = record.attempts[-1].sent if record.attempts else record.sent
    return Row(
        number=number,
        stage=record.stage,
        session=record.session,
        turn=record.turn,
        persona=record.persona,
        intent=record.intent,
        language=record.language,
        mess=record.mess,
        result=result(record),
        kind=record.kind,
        why=why(record),
        clean=record.clean[:LONGEST_SHOWN],
        message=record.text[:LONGEST_SHOWN],
        answer=record.answer[:LONGEST_SHOWN],
        arrived=record.arrived,
        latency_seconds=_between(record.arrived, record.finished) if record.outcome == "answered" else None,
        ttft_seconds=_between(sent, record.first_token),
        usage=record.usage,
        cost_usd=record.cost_usd,
        attempts=len(record.attempts),
    )


def result(record: Record) -> Result:
    """What came of a query in one word."""
    if record.failure is not None:
        return record.failure
    never: dict[Outcome, Result] = {"cancelled": "cancelled", "dropped": "dropped"}
    return never.get(record.outcome) or ("unsure" if record.unsure else "good")


def why(record: Record) -> tuple[str, str]:
    """(check, reason) of the first verdict that decided the result, or ("", reason) where none did."""
    wanted: Judgement = "fail" if record.failure is not None else "unsure"
    is_decided = record.outcome == "answered" and (record.failure is not None or record.unsure)
    decisive = next((one for one in record.verdicts if is_decided and _decides(one, wanted, record)), None)
    if decisive is not None:
        return decisive.check, decisive.reason[:LONGEST_REASON]
    return "", record.reason[:LONGEST_REASON]


def _decides(verdict: Verdict, wanted: Judgement, record: Record) -> bool:
    # A wrong answer is wrong by its content, whatever its speed.
    return verdict.judgement == wanted and (record.failure != "prompt" or verdict.about == "content")


def _between(start: float | None, end: float | None) -> float | None:
    return None if start is None or end is None else end - start
