"""What the columns of a foreign log mean, guessed from their names, so that the guess can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from stressdesk.errors import StressDeskError

_NAMES: dict[str, tuple[str, ...]] = {
    "time": (
        "t_seconds", "arrived", "arrived_seconds", "arrival_time", "timestamp", "time", "t", "created_at", "created",
        "start_time", "datetime", "date", "ts", "received_at", "received", "sent_at", "when",
    ),
    "session": (
        "session_id", "session", "conversation_id", "conversation_hash", "thread_id", "chat_id", "conv_id", "conv",
        "ticket_id", "dialog_id", "user_id", "user",
    ),
    "text": (
        "user_text", "text", "prompt", "user_message", "message", "question", "query", "user_input", "input",
        "utterance", "instruction", "request", "content", "body",
    ),
    "input tokens": ("input_tokens", "input_length", "contexttokens", "request_tokens", "prompt_tokens", "in"),
    "output tokens": (
        "output_tokens", "output_length", "generatedtokens", "response_tokens", "completion_tokens", "out",
    ),
    "role": ("role", "from", "speaker", "author"),
    "language": ("language", "lang", "locale"),
}  # fmt: skip
_CONVERSATIONS = {
    "conversations": "ShareGPT conversations",
    "conversation": "WildChat conversations",
    "messages": "OpenAI messages",
    "turns": "turns of conversations",
}
_WORDY = 2
_DEEPEST = 4

MEANINGS = tuple(_NAMES)
"""What a column can mean."""

NONE = "none"
"""Given in place of a column's name: no column has this meaning."""


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """The format a file looks like, and which of its columns is what; `turns` holds whole conversations."""

    format: str
    named: dict[str, str]
    turns: str | None = None
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
        elif meaning == "text" and isinstance(value_of(fields, column), list):
            turns = column
        else:
            named[meaning] = column
            turns = None if meaning == "text" else turns
    if not turns and not set(named) & {"time", "text", "input tokens"}:
        return None
    if guess is None:
        return Columns(format="a table", named=named, turns=turns)
    return msgspec.structs.replace(guess, named=named, turns=turns)


def column_names(fields: dict[str, Any], deepest: int = _DEEPEST) -> Iterator[str]:
    """What the columns of a row can be called: `text`, or `data.text` for what stands within another."""
    for name, value in fields.items():
        yield name
        if isinstance(value, dict) and deepest > 1:
            yield from (f"{name}.{within}" for within in column_names(value, deepest - 1))


def value_of(fields: dict[str, Any], name: str) -> Any:
    """What a row has in a column; `data.text` looks into `data` unless a column itself is called so."""
    if name in fields or "." not in name:
        return fields.get(name)
    found: Any = fields
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def guessed(fields: dict[str, Any]) -> Columns | None:
    """What the columns mean, going by the first row; None where there is neither a time, a text nor a length."""
    by_name = {_plain(name): name for name in fields}
    named = {}
    for meaning, names in _NAMES.items():
        found = next((by_name[name] for name in names if name in by_name and _may_be(fields[by_name[name]])), None)
        if found is not None:
            named[meaning] = found
    turns = next(
        (by_name[name] for name in _CONVERSATIONS if name in by_name and isinstance(fields[by_name[name]], list)), None
    )
    if turns:
        named.pop("text", None)
        named.pop("role", None)
    elif "text" not in named and (longest := _wordiest(fields, named.values())):
        named["text"] = longest
    if not turns and not set(named) & {"time", "text", "input tokens"}:
        return None
    is_mooncake = {"timestamp", "input_length", "hash_ids"} <= by_name.keys() and not (
        {"session_id", "chat_id"} & by_name.keys()
    )
    return Columns(
        format=_CONVERSATIONS[_plain(turns)] if turns else _format(by_name.keys(), is_mooncake=is_mooncake),
        named=named,
        turns=turns,
        parent=by_name.get("parent_chat_id"),
        # Mooncake counts milliseconds, every other trace with such names seconds.
        seconds_per_unit=0.001 if is_mooncake else 1.0,
    )


def _format(names: Iterable[str], *, is_mooncake: bool) -> str:
    present = set(names)
    if is_mooncake:
        return "Mooncake trace, times in milliseconds"
    if {"contexttokens", "generatedtokens"} <= present:
        return "Azure trace"
    if {"request_tokens", "response_tokens"} <= present:
        return "BurstGPT trace"
    if "parent_chat_id" in present:
        return "Bailian trace"
    return "StressDesk's minimal format" if "t_seconds" in present else "a table"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def _may_be(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _wordiest(fields: dict[str, Any], taken: Iterable[str]) -> str | None:
    """The column with the most words in the first row, if it has several and means nothing else."""
    free = {name: len(value.split()) for name, value in fields.items() if isinstance(value, str)}
    for name in taken:
        free.pop(name, None)
    best = max(free, key=lambda name: free[name], default=None)
    return best if best is not None and free[best] > _WORDY else None
