"""What the columns of a foreign log mean, guessed from their names, so that the guess can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from stressdesk.errors import StressDeskError
from stressdesk.scenario.importing.conversations import OTHERS, USERS, listed, role_of
from stressdesk.scenario.importing.moments import is_date

_NAMES: dict[str, tuple[str, ...]] = {
    "time": (
        "t_seconds", "arrived", "arrived_seconds", "arrival_time", "timestamp", "time", "t", "created_at", "created",
        "start_time", "datetime", "date", "ts", "received_at", "received", "sent_at", "sent", "when", "create_time",
        "start_time_unix_nano", "inference_time",
    ),
    "session": (
        "session_id", "session", "conversation_id", "conversation_hash", "thread_id", "chat_id", "conv_id", "conv",
        "ticket_id", "dialog_id", "gen_ai_conversation_id", "conversation", "thread", "user_id", "user",
    ),
    "text": (
        "user_text", "text", "prompt", "user_message", "message", "question", "query", "user_input", "input",
        "utterance", "instruction", "request", "content", "body",
    ),
    "input tokens": ("input_tokens", "input_length", "context_tokens", "request_tokens", "prompt_tokens", "in"),
    "output tokens": (
        "output_tokens", "output_length", "generated_tokens", "response_tokens", "completion_tokens", "out",
    ),
    "role": ("role", "from", "speaker", "author", "sender", "sender_type", "author_type"),
    "language": ("language", "lang", "locale"),
    "marked": ("toxic", "redacted"),
}  # fmt: skip
_CONVERSATIONS = {
    "conversations": "ShareGPT conversations",
    "conversation": "WildChat or LMSYS conversations",
    "messages": "OpenAI messages",
    "turns": "turns of conversations",
    "chat_messages": "messages of conversations",
    "items": "ShareGPT conversations",
    "dialog": "conversations",
    "dialogue": "conversations",
    "input": "OpenAI requests",
    "gen_ai_input_messages": "OpenTelemetry spans",
}
_SURE = ("conversations", "conversation", "messages", "turns", "chat_messages", "gen_ai_input_messages")
_OF_CONVERSATIONS = ("time", "session", "language", "marked")
_PERHAPS_ROLES = ("from", "sender", "author")
"""Columns of these names have as often people's names or addresses in them."""
_OF_USERS_ALONE = ("turns",)
_WORDY = 2
_DEEPEST = 4
_LEAST_WITHIN = 4
"""Shorter names within another column, such as `in` or `ts`, are too many things to be guessed at."""

MARKED = "marked"
"""What the log marks as redacted or toxic; conversations marked so are left out unless no column means it."""

MEANINGS = tuple(_NAMES)
"""What a column can mean."""

NONE = "none"
"""Given in place of a column's name: no column has this meaning."""


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """The format a file looks like, and which of its columns is what; `turns` holds whole conversations.

    `of_users_alone`: where their messages do not say whose they are, all are the user's. `leaves_out` those that the
    log marks as redacted or toxic.
    """

    format: str
    named: dict[str, str]
    turns: str | None = None
    of_users_alone: bool = False
    leaves_out: bool = True
    parent: str | None = None
    seconds_per_unit: float = 1.0

    def words(self) -> str:
        """The guess as one line for a person to check."""
        pairs = [f"{meaning} from {column}" for meaning, column in self.named.items()]
        if self.turns:
            pairs.append(f"texts from {self.turns}")
        return f"{self.format}: {', '.join(pairs)}" if pairs else self.format


def chosen(guess: Columns | None, fields: dict[str, Any], said: Mapping[str, str]) -> Columns | None:
    """The guess with what a person said otherwise: columns by meaning, or `none`. Raises StressDeskError."""
    named = dict(guess.named) if guess else {}
    turns = guess.turns if guess else None
    for meaning, column in said.items():
        if meaning not in MEANINGS:
            raise StressDeskError(f"No column can mean {meaning[:40]!r}.", f"Meanings are {', '.join(MEANINGS)}.")
        if column == NONE:
            named.pop(meaning, None)
        elif column not in (names := list(column_names(fields))):
            known = ", ".join(names[:12])
            raise StressDeskError(f"There is no column {column[:60]!r}.", f"The columns are {known[:300]}.")
        elif meaning == "text" and listed(value_of(fields, column)) is not None:
            turns = column
        else:
            named[meaning] = column
            turns = None if meaning == "text" else turns
    if not turns and not set(named) & {"time", "text", "input tokens"}:
        return None
    leaves_out = said.get(MARKED) != NONE
    if guess is None:
        return Columns(format="a table", named=named, turns=turns, leaves_out=leaves_out)
    return msgspec.structs.replace(guess, named=named, turns=turns, leaves_out=leaves_out)


def column_names(fields: dict[str, Any]) -> Iterator[str]:
    """What the columns of a row can be called: `text`, or `data.text` for what stands within another."""
    return (place.name for place in _places(fields))


def value_of(fields: dict[str, Any], name: str) -> Any:
    """What a row has in a column; `data.text` looks into `data` unless a column itself is called so."""
    if name in fields or "." not in name:
        return fields.get(name)
    for point in re.finditer(r"\.", name):
        within = fields.get(name[: point.start()])
        if isinstance(within, dict) and (found := value_of(within, name[point.end() :])) is not None:
            return found
    return None


def guessed(fields: dict[str, Any]) -> Columns | None:
    """What the columns mean, going by the first rows; None where there is neither a time, a text nor a length.

    Names of the row itself go before those within another column.
    """
    places = list(_places(fields))
    outer = {place.plain: place for place in reversed(places) if not place.is_within}
    inner = {place.plain: place for place in reversed(places) if place.is_within and len(place.plain) >= _LEAST_WITHIN}
    recognised = {}
    for meaning, names in _NAMES.items():
        run_together = [name.replace("_", "") for name in names]
        known = (part[name] for part in (outer, inner) for name in (*names, *run_together) if name in part)
        if (found := next((place for place in known if _may_mean(meaning, place)), None)) is not None:
            recognised[meaning] = found
    turns = _conversation(outer)
    text = recognised.get("text")
    if turns is None and (text is None or text.is_within):
        turns = _conversation(inner)
    named = {meaning: place.name for meaning, place in recognised.items()}
    if turns is None and "text" not in named and (longest := _wordiest(fields, named.values())):
        named["text"] = longest
    if "time" not in named and (
        dated := next((one for one in places if one.name not in named.values() and is_date(one.value)), None)
    ):
        named["time"] = dated.name
    if turns is None:
        named.pop(MARKED, None)
    else:
        named = {meaning: name for meaning, name in named.items() if meaning in _OF_CONVERSATIONS}
    if not turns and not set(named) & {"time", "text", "input tokens"}:
        return None
    # RAGPulse has the same names, seconds, and blocks by kind; every other trace counts seconds too.
    is_mooncake = {"timestamp", "input_length", "hash_ids"} <= outer.keys() and (
        isinstance(outer["hash_ids"].value, list) and "chat_id" not in outer
    )
    return Columns(
        format=_CONVERSATIONS[turns.plain] if turns else _format(outer, is_mooncake=is_mooncake),
        named=named,
        turns=turns.name if turns else None,
        of_users_alone=turns is not None and turns.plain in _OF_USERS_ALONE,
        parent=outer["parent_chat_id"].name if "parent_chat_id" in outer else None,
        seconds_per_unit=0.001 if is_mooncake else 1.0,
    )


class _Place(msgspec.Struct, frozen=True):
    """A column, as it is called from outside, as it may be recognised, and what the first rows have there."""

    name: str
    plain: str
    is_within: bool
    value: Any


def _places(fields: dict[str, Any], before: str = "", deepest: int = _DEEPEST) -> Iterator[_Place]:
    for name, value in fields.items():
        yield _Place(f"{before}{name}", _plain(name), bool(before), value)
        if isinstance(value, dict) and deepest > 1:
            yield from _places(value, f"{before}{name}.", deepest - 1)


def _may_mean(meaning: str, place: _Place) -> bool:
    value = place.value
    if meaning == MARKED:
        return isinstance(value, bool | str)
    if meaning == "session" and isinstance(value, str):
        return len(value.split()) <= _WORDY
    if meaning == "role" and place.plain in _PERHAPS_ROLES:
        return isinstance(value, str) and value.strip().lower() in USERS | OTHERS
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _conversation(places: Mapping[str, _Place]) -> _Place | None:
    known = (places[name] for name in _CONVERSATIONS if name in places)
    return next(filter(_is_conversation, known), None)


def _is_conversation(place: _Place) -> bool:
    """Does it hold messages? Names that may be anything only where the first says whose it is."""
    value = place.value
    if isinstance(value, str) and re.match(r"\s*\[\s*[{\"']", value):
        value = listed(value) or [{}]
    if not isinstance(value, list):
        return False
    return place.plain in _SURE or bool(value and isinstance(value[0], dict) and role_of(value[0]))


def _format(names: Iterable[str], *, is_mooncake: bool) -> str:
    present = set(names)
    if is_mooncake:
        return "Mooncake trace, times in milliseconds"
    if {"context_tokens", "generated_tokens"} <= present:
        return "Azure trace"
    if {"request_tokens", "response_tokens"} <= present:
        return "BurstGPT trace"
    if "parent_chat_id" in present:
        return "Bailian trace"
    return "StressDesk's minimal format" if "t_seconds" in present else "a table"


def _plain(name: str) -> str:
    """In small letters, its words joined by one line: `userMessage` and "User message" are both user_message."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^a-z0-9]+", "_", apart.lower()).strip("_")


def _wordiest(fields: dict[str, Any], taken: Iterable[str]) -> str | None:
    """The column with the most words in the first row, if it has several and means nothing else."""
    free = {name: len(value.split()) for name, value in fields.items() if isinstance(value, str)}
    for name in taken:
        free.pop(name, None)
    best = max(free, key=lambda name: free[name], default=None)
    return best if best is not None and free[best] > _WORDY else None
