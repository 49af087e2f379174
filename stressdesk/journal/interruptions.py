"""What befell a run beside its queries: requests that no record shows, and times in which its program stood still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.journal.leases import Sent

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

SCHEMA = "CREATE TABLE IF NOT EXISTS gap (at REAL NOT NULL, seconds REAL NOT NULL);"


class Gap(msgspec.Struct, frozen=True):
    """The program stood still for `seconds` from run time `at` on: the computer slept, or somebody stopped it."""

    at: float
    seconds: float


class Interruptions(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that interrupted a run. `lost` is what at most was sent and stands in no record: it was under way when
    a process was killed. None while a process still writes the file, since then it is under way and not lost.
    """

    lost: Sent | None = None
    gaps: tuple[Gap, ...] = ()


def keep_gaps(connection: sqlite3.Connection, gaps: Iterable[Gap]) -> None:
    """Add gaps, within the transaction that is open."""
    connection.executemany("INSERT INTO gap VALUES (?, ?)", [(gap.at, gap.seconds) for gap in gaps])


def kept_gaps(connection: sqlite3.Connection) -> tuple[Gap, ...]:
    """The gaps in the order they came; none in files without the table."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'gap'").fetchone():
        return ()
    return tuple(Gap(*row) for row in connection.execute("SELECT at, seconds FROM gap ORDER BY rowid"))
