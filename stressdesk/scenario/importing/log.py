"""Real logs and traces: what each user wrote, when, in which conversation and how long, from formats others use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec

from stressdesk.errors import StressDeskError
from stressdesk.scenario.amounts import counted
from stressdesk.scenario.importing.conversations import (
    USERS,
    Histories,
    is_true,
    is_unwanted,
    listed,
    messages,
    text_of,
)
from stressdesk.scenario.importing.log_columns import MARKED, Columns, chosen, column_names, guessed, value_of
from stressdesk.scenario.importing.log_rows import Row, rows
from stressdesk.scenario.importing.moments import AS_WRITTEN, moment

MOST_ENTRIES = 1_000_000
MOST_CHARACTERS = 20_000
_LOOKED_AT = 20
_LANGUAGES = {
    "english": "en", "chinese": "zh", "russian": "ru", "vietnamese": "vi", "japanese": "ja", "spanish": "es",
    "french": "fr", "german": "de", "portuguese": "pt", "italian": "it", "korean": "ko", "arabic": "ar", "hindi": "hi",
    "turkish": "tr", "polish": "pl", "dutch": "nl", "persian": "fa", "ukrainian": "uk", "indonesian": "id",
    "swedish": "sv", "czech": "cs", "hebrew": "he", "greek": "el", "hungarian": "hu", "romanian": "ro", "danish": "da",
    "finnish": "fi", "norwegian": "no", "thai": "th", "catalan": "ca", "bulgarian": "bg",
}  # fmt: skip


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One query of a log. Whatever it does not say is None; a text is cut at 20,000 characters."""

    seconds: float | None = None
    session: str | None = None
    text: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    language: str | None = None


class Guess(msgspec.Struct, frozen=True):
    """What a log's columns are called, and what they mean by their names: None where nothing is recognised."""

    names: tuple[str, ...]
    columns: Columns | None


def looked_at(path: Path) -> Guess:
    """What the first rows tell of a log's columns, however the rest of it reads. Raises StressDeskError."""
    first = _first(path)
    return Guess(tuple(column_names(first)), guessed(first))


class Log:
    """A log or trace on disk: `columns` says how it is read, `entries` reads it from the start each time."""

    def __init__(self, path: Path, said: Mapping[str, str] | None = None) -> None:
        """Looks at the first rows; `said` names columns by meaning where the guess would be wrong, or `none`.

        Raises StressDeskError where nothing in it is recognised.
        """
        self.path = path
        first = _first(path)
        self.names = tuple(column_names(first))
        columns = chosen(guessed(first), first, said or {})
        if columns is None:
            names = ", ".join(self.names[:12])
            raise StressDeskError(
                f"{path.name} has no column of times, texts or lengths; its columns are {names[:300]}.",
                "Name them t_seconds, user_text, session_id, input_tokens, output_tokens.",
            )
        self.columns: Columns = columns
        self._left_out = 0

    def entries(self, most: int = MOST_ENTRIES) -> Iterator[Entry]:
        """Up to `most` queries in the file's order. Raises StressDeskError with the line of what is wrong."""
        self._left_out = 0
        roots: dict[str, str] = {}
        histories = Histories()
        found = (
            self._conversation(row, histories) if self.columns.turns else self._entries(row, roots)
            for row in rows(self.path)
        )
        return islice(chain.from_iterable(found), most)

    def left_out(self) -> str:
        """What the last reading left out, and why, as a sentence; "" for nothing."""
        if not self._left_out:
            return ""
        return f"Left out: {counted(self._left_out, 'conversation')} that the log marks as redacted or toxic."

    def _entries(self, row: Row, roots: dict[str, str]) -> Iterator[Entry]:
        columns = self.columns
        role = self._value(row, "role")
        if role is not None and "text" in columns.named and str(role).lower() not in USERS:
            return
        text = self._value(row, "text")
        if isinstance(text, dict | list):
            found = text_of(text)
            if found is None:
                why = f"{columns.named['text']} holds several values, no text"
                within = f"Name the text within it, such as {columns.named['text']}.text."
                remedy = within if isinstance(text, dict) else "Give the text a column of its own."
                raise self._wrong(row, why, remedy)
            text = found
        yield Entry(
            seconds=self._seconds(row, self._value(row, "time")),
            session=self._session(row, roots),
            text=None if text is None else str(text)[:MOST_CHARACTERS],
            input_tokens=self._count(row, "input tokens"),
            output_tokens=self._count(row, "output tokens"),
            language=_language(self._value(row, "language")),
        )

    def _conversation(self, row: Row, histories: Histories) -> Iterator[Entry]:
        """The user's own turns that no row before has told; one has the row's time, unless each has its own.

        None of a conversation that is marked, as WildChat and LMSYS do, as one that not everybody should read.
        """
        columns = self.columns
        found = listed(value_of(row.fields, columns.turns or ""))
        if found is None:
            raise self._wrong(row, f"{columns.turns} is no list", "Write conversations as JSON.")
        is_marked = is_true(self._value(row, MARKED)) or any(is_unwanted(part) for part in (row.fields, *found))
        if columns.leaves_out and is_marked:
            self._left_out += 1
            return
        try:
            said = messages(found, of_users_alone=columns.of_users_alone)
        except StressDeskError as problem:
            raise self._wrong(row, f"{columns.turns} {problem.message}") from problem
        name = self._value(row, "session")
        session, told = histories.told(None if name is None else str(name), row.place, said)
        when = self._value(row, "time")
        for one in said[told:]:
            if one.is_users and one.text is not None:
                yield Entry(
                    seconds=self._seconds(row, when if one.time is None else one.time),
                    session=session,
                    text=one.text[:MOST_CHARACTERS],
                    language=_language(one.fields.get("language", self._value(row, "language"))),
                )
                when = None

    def _session(self, row: Row, roots: dict[str, str]) -> str | None:
        own = self._value(row, "session")
        if own is None:
            return None
        parent = row.fields.get(self.columns.parent) if self.columns.parent else None
        root = roots.get(str(parent), str(own))
        if self.columns.parent:
            roots[str(own)] = root
        return root

    def _value(self, row: Row, meaning: str) -> Any:
        column = self.columns.named.get(meaning)
        # A column may be called "", as the numbers of rows are that pandas writes.
        value = None if column is None else value_of(row.fields, column)
        return None if value == "" else value

    def _count(self, row: Row, meaning: str) -> int | None:
        value = self._value(row, meaning)
        if value is None:
            return None
        try:
            return int(float(value))
        except (TypeError, ValueError, OverflowError) as problem:
            raise self._wrong(row, f"{self.columns.named[meaning]} is no number: {str(value)[:40]}") from problem

    def _seconds(self, row: Row, value: Any) -> float | None:
        if value is None or value == "":
            return None
        try:
            return moment(value, self.columns.seconds_per_unit)
        except (TypeError, ValueError, OverflowError, OSError) as problem:
            why = f"this is no time: {str(value)[:40]}"
            raise self._wrong(row, why, AS_WRITTEN) from problem

    def _wrong(self, row: Row, why: str, remedy: str = "") -> StressDeskError:
        read_as = f"It was read as {self.columns.words()}."
        return StressDeskError(f"{self.path.name}, {row.place}: {why}.", f"{remedy} {read_as}".strip())


def _first(path: Path) -> dict[str, Any]:
    """What the first rows have in each column that is not empty there. Raises StressDeskError where there is no row."""
    found: dict[str, Any] = {}
    is_empty = True
    try:
        for row in islice(rows(path), _LOOKED_AT):
            is_empty = False
            found = {**row.fields, **{name: value for name, value in found.items() if value not in (None, "", [])}}
    except StressDeskError:
        if is_empty:
            raise
    if is_empty:
        raise StressDeskError(f"{path.name} has no rows.", "Give a CSV file with a heading, or JSON lines.")
    return found


def _language(value: Any) -> str | None:
    """The ISO 639-1 code of a language as logs name it: a code, a locale or an English name; None for anything else."""
    plain = str(value).strip().lower() if isinstance(value, str) else ""
    if plain in _LANGUAGES:
        return _LANGUAGES[plain]
    code = plain.replace("_", "-").partition("-")[0]
    return code if len(code) == 2 and code.isalpha() else None  # noqa: PLR2004 ISO 639-1
