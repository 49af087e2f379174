"""How a run file is laid out: its tables, what one holds before the first record, and a record as a row."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import msgspec

from stressdesk.journal import interruptions, leases
from stressdesk.journal.liveness import name_writer

if TYPE_CHECKING:
    from stressdesk.journal.events import Header, Record

APPLICATION_ID = 0x5D72756E
VERSION = 1

SCHEMA = """
CREATE TABLE header (body BLOB NOT NULL);
CREATE TABLE ending (body BLOB NOT NULL);
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    stage TEXT NOT NULL, session INTEGER NOT NULL, turn INTEGER NOT NULL,
    persona TEXT NOT NULL, intent TEXT NOT NULL, language TEXT NOT NULL, mess TEXT NOT NULL,
    arrived REAL NOT NULL, sent REAL, first_token REAL, finished REAL,
    outcome TEXT NOT NULL, kind TEXT, failure TEXT, unsure INTEGER NOT NULL,
    input_tokens INTEGER, output_tokens INTEGER, cost_usd REAL, attempts INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (stage, session, turn)
);
"""
INSERT = "INSERT INTO record VALUES (NULL" + ", ?" * 20 + ")"


def begun(header: Header) -> bytes:
    """A whole run file without a record. Made in memory: a process killed meanwhile leaves no half of one."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        connection.executescript(leases.SCHEMA + interruptions.SCHEMA)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("INSERT INTO header VALUES (?)", (encoded(header, msgspec.json.Encoder()),))
        name_writer(connection)
        connection.commit()
        return connection.serialize()


def row(record: Record, encoder: msgspec.json.Encoder) -> tuple[object, ...]:
    """A record's values in the order of its table's columns."""
    usage = record.usage
    return (
        record.stage,
        record.session,
        record.turn,
        record.persona,
        _storable(record.intent),
        record.language,
        " ".join(record.mess),
        record.arrived,
        record.sent,
        record.first_token,
        record.finished,
        record.outcome,
        record.kind,
        record.failure,
        int(record.unsure),
        usage.input if usage else None,
        usage.output if usage else None,
        record.cost_usd,
        len(record.attempts),
        encoded(record, encoder),
    )


def encoded(event: msgspec.Struct, encoder: msgspec.json.Encoder) -> bytes:
    """An event as JSON, whatever its texts hold."""
    try:
        return encoder.encode(event)
    except UnicodeEncodeError:
        # A model's answer may hold half a surrogate pair, and so may a path that is no UTF-8; UTF-8 cannot carry it.
        # Everything else is kept as it was.
        return encoder.encode(_without_surrogates(msgspec.to_builtins(event)))


def _without_surrogates(value: object) -> object:
    match value:
        case str():
            return _storable(value)
        case dict():
            return {_storable(str(key)): _without_surrogates(part) for key, part in value.items()}
        case list() | tuple():
            return [_without_surrogates(part) for part in value]
        case _:
            return value


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
