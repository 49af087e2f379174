"""Whole conversations in one row of a log: who said what, and which of it an earlier row has told already."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import msgspec

from stressdesk.errors import StressDeskError

USERS = frozenset(
    "user human prompter customer client visitor guest requester end_user end-user enduser person"  # noqa: SIM905
    " kunde kundin nutzer benutzer cliente usuario usuário utilisateur utilisatrice 用户 客户 ユーザー".split()
)
OTHERS = frozenset(
    "assistant gpt chatgpt bot chatbot ai model system developer tool function agent support operator service llm"  # noqa: SIM905
    " assistant_agent human_agent bing bard claude gemini".split()
)
_ROLES, _TEXTS = ("role", "from", "sender", "author", "speaker"), ("content", "value", "text", "parts")
_TIMES = ("timestamp", "created_at", "create_time", "time")
_UNWANTED = ("redacted", "toxic")


class Said(msgspec.Struct, frozen=True):
    """One message of a conversation: whose, its text if it has one, and all that the log has of it."""

    is_users: bool
    text: str | None
    fields: dict[str, Any]

    @property
    def time(self) -> Any:
        """When it was said, as the log writes it; None where it does not, as in WildChat for what users say."""
        return next((self.fields[name] for name in _TIMES if self.fields.get(name) is not None), None)


def listed(value: Any) -> list[Any] | None:
    """The list that a cell holds, also where it is written as JSON or as Python writes it; None for anything else."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = _from_json(value) or _from_python(value)
    return value if isinstance(value, list) else None


def _from_json(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.MsgspecError, RecursionError):
        return None


def _from_python(text: str) -> Any:
    """Tables saved by pandas hold lists so. Only literals are read; nothing in them is run."""
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def messages(found: Sequence[Any], *, of_users_alone: bool) -> list[Said]:
    """The messages in order. Where none says whose it is, all are the user's or, as in ShareGPT, every other one.

    Raises StressDeskError for something that is no message.
    """
    as_dicts = [{"content": one} if isinstance(one, str) else one for one in found]
    if not all(isinstance(one, dict) for one in as_dicts):
        raise StressDeskError("holds something that is no message", "")
    has_roles = any(role_of(one) is not None for one in as_dicts)
    return [
        Said(
            (role_of(one) or "user") in USERS if has_roles else of_users_alone or at % 2 == 0,
            next((text for key in _TEXTS if (text := text_of(one.get(key))) is not None), None),
            one,
        )
        for at, one in enumerate(as_dicts)
    ]


def role_of(message: dict[str, Any]) -> str | None:
    """Whose a message is, in small letters; None where it does not say."""
    value = next((message[key] for key in _ROLES if message.get(key) is not None), None)
    if isinstance(value, dict):
        value = value.get("role")
    return None if value is None else str(value).lower()


def text_of(content: Any) -> str | None:
    """A message's text; of one in parts, its text parts."""
    if isinstance(content, list):
        parts = [part.get("text", part.get("content")) if isinstance(part, dict) else part for part in content]
        content = "\n".join(part for part in parts if isinstance(part, str)) or None
    return content if isinstance(content, str) else None


def is_unwanted(marked: Any) -> bool:
    """Does the log mark this row or message as one that not everybody should read, as WildChat and LMSYS do?"""
    return isinstance(marked, dict) and any(is_true(marked.get(mark)) for mark in _UNWANTED)


def is_true(value: Any) -> bool:
    """True, also as a table writes it."""
    return str(value).lower() == "true"


class Histories:
    """Logs of requests have in each row all that was said before: tells what of a row is new.

    A row goes on with an earlier one of its session, or without sessions with one that ended in a user's message, if
    it begins with all of that. The same once more in a session, up to a user's message, is that message sent again.
    """

    def __init__(self) -> None:
        self._told: dict[tuple[str | None, int], list[str]] = {}

    def told(self, name: str | None, place: str, said: Sequence[Said]) -> tuple[str, int]:
        """The conversation's name, and how many of its messages earlier rows have told."""
        digests = list(accumulate(said, lambda before, one: hash((before, one.is_users, one.text)), initial=0))[1:]
        session, told = place if name is None else name, 0
        for end in range(len(said), 0, -1):
            is_open = name is not None or said[end - 1].is_users
            is_whole = end == len(said)
            if is_whole and (name is None or not said[-1].is_users):
                continue
            if is_open and (waiting := self._told.get((name, digests[end - 1]))):
                session, told = waiting.pop(), end - 1 if is_whole else end
                break
        if said and (name is not None or said[-1].is_users):
            self._told.setdefault((name, digests[-1]), []).append(session)
        return session, told
