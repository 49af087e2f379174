"""What may have been sent and billed beyond the records of a run file, written down before it is sent.

A row for each process that ever wrote the file: a bound on what it has sent, and what its records account for. What
lies between is under way, or was lost when the process was killed. Both change in the transaction that adds records, so
the sum over all rows bounds what a run has spent, over any number of kills, resumptions and processes.
"""

from __future__ import annotations

import math
import sqlite3
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from stressdesk.journal.events import Record

# Money is counted in whole picodollars, rounded up: sums of fractions would pass a limit by their rounding.
PICODOLLARS = 10**12
# The largest number SQLite stores, nine million dollars: a price that is wrong must not end a run.
MOST = 2**63 - 1

SCHEMA = """
CREATE TABLE IF NOT EXISTS lease (
    id INTEGER PRIMARY KEY,
    requests INTEGER NOT NULL, picodollars INTEGER NOT NULL,
    recorded_requests INTEGER NOT NULL, recorded_picodollars INTEGER NOT NULL
);
"""


class Sent(msgspec.Struct, frozen=True):
    """Requests, and what they may cost at most."""

    requests: int = 0
    picodollars: int = 0

    def __add__(self, other: Sent) -> Sent:
        """Both together."""
        return Sent(self.requests + other.requests, self.picodollars + other.picodollars)

    def __sub__(self, other: Sent) -> Sent:
        """What is left of it without the other."""
        return Sent(self.requests - other.requests, self.picodollars - other.picodollars)

    @property
    def usd(self) -> float:
        """The money in US dollars."""
        return self.picodollars / PICODOLLARS


def picodollars(usd: float) -> int:
    """US dollars as a whole number of picodollars, rounded up."""
    return math.ceil(usd * PICODOLLARS)


def accounted(record: Record) -> Sent:
    """What a record accounts for: each attempt at its cost, one that broke off at the most it may have cost."""
    spent = 0
    for one in record.attempts:
        cost = one.cost_usd if one.at_most_usd is None else one.at_most_usd
        if cost:
            spent += picodollars(cost)
    return Sent(len(record.attempts), spent)


def next_place(connection: sqlite3.Connection) -> int:
    """The place of the next process's row; makes the table in files of old."""
    connection.execute(SCHEMA)
    return int(connection.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM lease").fetchone()[0])


def keep(connection: sqlite3.Connection, place: int, bound: Sent, recorded: Sent) -> None:
    """Put one process's row, within the transaction that is open."""
    amounts = (bound.requests, bound.picodollars, recorded.requests, recorded.picodollars)
    row = (place, *(min(amount, MOST) for amount in amounts))
    connection.execute("INSERT OR REPLACE INTO lease VALUES (?, ?, ?, ?, ?)", row)


def unrecorded(connection: sqlite3.Connection) -> Sent:
    """What at most was sent and stands in no record; nothing in files without the table."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'lease'").fetchone():
        return Sent()
    rows = connection.execute("SELECT * FROM lease").fetchall()
    # Added up here: SQLite refuses a sum that is larger than its largest number.
    requests = sum(max(0, bound - recorded) for _, bound, _, recorded, _ in rows)
    return Sent(requests, sum(max(0, bound - recorded) for _, _, bound, _, recorded in rows))
