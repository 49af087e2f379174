"""Which records a table shows and in what order, as SQL over the run file's columns and texts.

Texts stand inside each record's JSON; functions written here read them, since SQLite's own know no capital letters
beyond A to Z and copy the whole record for every look.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from stressdesk.journal.events import Record, Verdict
from stressdesk.journal.kinds import TOO_SLOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EVERY_ROW = "1"
LONGEST_ORDERED = 200


class RecordFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a record must have to be wanted; None asks for nothing, and all that is asked must hold.

    `turn` counts from 0; with `turn_and_later` those after it are wanted too. `result` "failing" is any of prompt
    failure, system failure and people who gave up. `check` is one that failed the answer, `mess` one of the kinds
    applied, `kind` is the kind of system failure, `injected` whether a failure was put in on purpose. Each of `words`
    stands somewhere in input, answer or reason, whatever its capitals.
    """

    stage: str | None = None
    persona: str | None = None
    mess: str | None = None
    check: str | None = None
    session: int | None = None
    turn: int | None = None
    turn_and_later: bool = False
    intent: str | None = None
    result: Literal["failing", "prompt", "system", "gave_up", "unsure", "good"] | None = None
    kind: str | None = None
    injected: bool | None = None
    words: str = ""


class Condition(msgspec.Struct, frozen=True):
    """The part of a query behind WHERE, and the values its question marks stand for."""

    sql: str
    values: tuple[Any, ...]


class Texts(msgspec.Struct):
    """The words of a record, and what the checks said of it."""

    clean: str
    text: str
    answer: str = ""
    reason: str = ""
    verdicts: tuple[Verdict, ...] = ()


RESULTS: Mapping[str, str] = {
    "failing": "failure IS NOT NULL",
    "prompt": "failure = 'prompt'",
    "system": "failure = 'system'",
    "gave_up": "failure = 'gave_up'",
    "unsure": "outcome = 'answered' AND failure IS NULL AND unsure",
    "good": "outcome = 'answered' AND failure IS NULL AND NOT unsure",
}
_WORST_FIRST = "CASE failure WHEN 'prompt' THEN 0 WHEN 'system' THEN 1 WHEN 'gave_up' THEN 2 ELSE 3 + unsure END"
_ASKED_FIRST = "CASE outcome WHEN 'cancelled' THEN 1 WHEN 'dropped' THEN 2 ELSE 0 END"
_HAS_REASON = "failure IS NOT NULL OR unsure OR outcome != 'answered'"
# The column `sent` is the first request's; the time to the first token counts from the one that was answered.
_LAST_SENT = "CASE WHEN attempts > 1 THEN json_extract(CAST(body AS TEXT), '$.attempts[#-1].sent') ELSE sent END"

ORDERS: Mapping[str, tuple[str, ...]] = {
    "number": ("id",),
    "stage": ("stage",),
    "session": ("session", "turn"),
    "persona": ("persona",),
    "intent": ("intent",),
    "language": ("language",),
    "mess": ("NULLIF(mess, '')",),
    "result": (_ASKED_FIRST, _WORST_FIRST),
    "why": (f"CASE WHEN {_HAS_REASON} THEN text_of(body, 'why') END",),
    "message": ("text_of(body, 'text')",),
    "clean": ("text_of(body, 'clean')",),
    "answer": ("text_of(body, 'answer')",),
    "arrived": ("arrived",),
    "latency": ("CASE outcome WHEN 'answered' THEN finished - arrived END",),
    "ttft": (f"first_token - {_LAST_SENT}",),
    "tokens": ("input_tokens + output_tokens",),
    "cost": ("cost_usd",),
    "attempts": ("attempts",),
}


def condition(wanted: RecordFilter) -> Condition:
    """The filter as SQL."""
    parts: list[tuple[str, tuple[Any, ...]]] = [
        (f"{name} = ?", (getattr(wanted, name),))
        for name in ("stage", "persona", "session", "intent")
        if getattr(wanted, name) is not None
    ]
    if wanted.turn is not None:
        parts.append((f"turn {'>=' if wanted.turn_and_later else '='} ?", (wanted.turn,)))
    if wanted.kind == TOO_SLOW:
        parts.append(("outcome = 'answered' AND failure = 'system'", ()))
    elif wanted.kind is not None:
        parts.append(("kind = ? AND failure IS NOT NULL", (wanted.kind,)))
    if wanted.injected is not None:
        parts.append((f"failure IS NOT NULL AND {'' if wanted.injected else 'NOT '}was_injected(body, '')", ()))
    if wanted.mess is not None:
        parts.append(("instr(' ' || mess || ' ', ' ' || ? || ' ') > 0", (wanted.mess,)))
    if wanted.result is not None:
        parts.append((RESULTS[wanted.result], ()))
    if wanted.check is not None:
        parts.append(("failure IS NOT NULL AND failed_by(body, ?)", (wanted.check,)))
    if wanted.words.split():
        parts.append(("says(body, ?)", (wanted.words.encode("utf-8", "replace").decode(),)))
    sql = " AND ".join(part for part, _ in parts) or EVERY_ROW
    return Condition(sql, tuple(value for _, values in parts for value in values))


def functions() -> Mapping[str, Callable[[bytes, str], Any]]:
    """The functions the SQL of this module calls, by name; each takes a record's body and one text."""
    return {"text_of": _text_of, "failed_by": _failed_by, "says": _says, "was_injected": _was_injected}


_TEXTS = msgspec.json.Decoder(Texts)
_RECORD = msgspec.json.Decoder(Record)
# Decoding one text out of a record takes a third of the time that all of them take.
_ONE = {
    name: msgspec.json.Decoder(msgspec.defstruct(name.title(), [(name, str, "")]))
    for name in ("clean", "text", "answer")
}


def _text_of(body: bytes, name: str) -> str | None:
    """One of a record's texts to order by, without capitals; None where it has none. "why" is what failed it."""
    if name != "why":
        return str(getattr(_ONE[name].decode(body), name))[:LONGEST_ORDERED].casefold() or None
    texts = _TEXTS.decode(body)
    failed = next((one for one in texts.verdicts if one.judgement == "fail"), None) or next(
        (one for one in texts.verdicts if one.judgement == "unsure"), None
    )
    said = f"{failed.check} {failed.reason}" if failed else texts.reason
    return said[:LONGEST_ORDERED].casefold() or None


def _failed_by(body: bytes, check: str) -> bool:
    return any(one.check == check and one.judgement == "fail" for one in _TEXTS.decode(body).verdicts)


def _was_injected(body: bytes, _: str) -> bool:
    # A quote inside a text is written with a backslash, so that only a field can look like this.
    return b'"fault":"' in body and _RECORD.decode(body).injected_fault is not None


def _says(body: bytes, words: str) -> bool:
    wanted = _wanted(words)
    lower = body.lower()
    if any(octets not in lower for _, octets in wanted if octets):
        return False
    texts = _TEXTS.decode(body)
    said = "\n".join((texts.clean, texts.text, texts.answer, texts.reason, *(one.reason for one in texts.verdicts)))
    said = said.lower()
    return all(word in said for word, _ in wanted)


@lru_cache(maxsize=8)
def _wanted(words: str) -> tuple[tuple[str, bytes], ...]:
    """Each word, and how it must stand in the JSON as it was written; b"" where that is not plain to see."""
    found = words.lower().split()
    return tuple((word, word.encode() if word.isascii() and _stands_as_it_is(word) else b"") for word in found)


def _stands_as_it_is(word: str) -> bool:
    return word.isprintable() and '"' not in word and "\\" not in word
