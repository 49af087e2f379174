"""What went wrong at a target, told once from HTTP status and body: only here do foreign errors get our kinds."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from stressdesk.errors import FailureKind, TargetError
from stressdesk.targets.redaction import shown

_BY_STATUS: Mapping[int, FailureKind] = {
    401: "authentication",
    402: "quota",
    403: "authentication",
    404: "not_found",
    407: "authentication",
    408: "timeout",
    410: "not_found",
    429: "rate_limit",
    502: "overloaded",
    503: "overloaded",
    504: "timeout",
    522: "timeout",
    524: "timeout",
    529: "overloaded",
}
_REDIRECTS = range(300, 400)
_REFUSALS = range(400, 500)
_SERVER_ERRORS = range(500, 600)
# Statuses with which a provider may say: no credit, too long, or not with us. 200 stands for an error in mid-stream.
_TALKING = frozenset({200, 400, 402, 403, 413, 422, 429})

_QUOTA = re.compile(
    r"insufficient[_ ]quota|billing|credit balance|insufficient[_ ](?:balance|credits?|funds)|out of credits"
    r"|exceeded your (?:current )?quota|spend(?:ing)? limit",
    re.IGNORECASE,
)
# Gemini words its limits per minute like an empty account; a limit in time is one that waiting helps against.
_PER_TIME = re.compile(r"per (?:second|minute|hour|day)|retry in|try again in|_per_(?:minute|day)", re.IGNORECASE)
_OVERFLOW = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context length|context (?:window|size|length)"
    r"|prompt is too long|too many (?:input )?tokens|input token count|reduce the length",
    re.IGNORECASE,
)
_FILTERED = re.compile(
    r"content[_ ](?:filter|policy)|content management policy|responsibleai|safety (?:system|setting|polic)"
    r"|usage polic|moderation",
    re.IGNORECASE,
)
_RATE = re.compile(r"rate[_ ]?limit|too many requests|resource_exhausted", re.IGNORECASE)
_OVERLOADED = re.compile(r"overloaded|over capacity|service_?unavailable", re.IGNORECASE)
# With Gemini a wrong key is a bad request.
_WRONG_KEY = re.compile(r"api[_ ]key[_ ](?:not valid|invalid)|invalid api key", re.IGNORECASE)
_START_BYTES = 20_000
# What clients put behind a base_url; a redirect names the whole.
_QUERY_PATH = re.compile(r"(?:/chat/completions|/v1/messages|/models/[^/?]*)?/?(?:\?.*)?$")
_PLACE_CHARACTERS = 100
# msgspec's words.
_TRUNCATED = "Input data was truncated"
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    """What an error answer says: its machine-readable `code` (with its type), its words, and how long to wait."""

    code: str = ""
    words: str = ""
    retry_after_seconds: float | None = None


def complaint(body: str) -> Complaint:
    """Read an error body: OpenAI's shape, its relatives, HTML, or plain text; never raises."""
    try:
        return complaint_in(msgspec.json.decode(body.encode("utf-8", "replace")))
    except (msgspec.DecodeError, RecursionError):
        title = _TITLE.search(body) if "<" in body[:200] else None
        return Complaint(words=title.group(1) if title else body)


def complaint_in(value: Any) -> Complaint:
    """Read a decoded error object, however deep the provider has wrapped it."""
    for _ in range(4):
        if isinstance(value, list) and value:
            value = value[0]
        elif isinstance(value, dict) and isinstance(value.get("error"), dict | list | str):
            value = value["error"]
    if not isinstance(value, dict):
        return Complaint(words="" if value is None else str(value))
    code = " ".join(str(value[name]) for name in ("code", "type", "status") if value.get(name))
    words = next((str(value[name]) for name in ("message", "detail", "msg") if value.get(name)), "")
    return Complaint(code=code, words=words or str(value), retry_after_seconds=_delay(value.get("details")))


def _delay(details: Any) -> float | None:
    """Google's RetryInfo (google/rpc/error_details.proto), such as {"retryDelay": "3.5s"}."""
    each = details if isinstance(details, list) else ()
    found = [one["retryDelay"] for one in each if isinstance(one, dict) and "retryDelay" in one]
    return _number(str(found[0]).removesuffix("s")) if found else None


def kind_of(status: int, told: Complaint) -> FailureKind:
    """The kind of failure an HTTP status and its complaint amount to; status 200 is an error told in mid-stream."""
    text = f"{told.code} {told.words}"
    if status in _TALKING:
        told_kind = _told(status, text)
        if told_kind is not None:
            return told_kind
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status in _SERVER_ERRORS:
        return "server"
    if status in _REDIRECTS:
        return "not_found"
    if status == 200:  # noqa: PLR2004 - HTTP's own number
        return "server"
    return "bad_request" if status in _REFUSALS else "bad_answer"


def _told(status: int, text: str) -> FailureKind | None:
    midway = status == 200  # noqa: PLR2004 - HTTP's own number, as are those below
    rules: tuple[tuple[bool, re.Pattern[str], FailureKind], ...] = (
        (not _PER_TIME.search(text), _QUOTA, "quota"),
        (status != 429, _OVERFLOW, "context_overflow"),  # noqa: PLR2004
        (True, _FILTERED, "content_filter"),
        (status == 400, _WRONG_KEY, "authentication"),  # noqa: PLR2004
        (midway, _RATE, "rate_limit"),
        (midway, _OVERLOADED, "overloaded"),
    )
    return next((kind for applies, words, kind in rules if applies and words.search(text)), None)


def failure(status: int, told: Complaint, headers: Mapping[str, str], keys: Iterable[str] = ()) -> TargetError:
    """The error for an HTTP answer that is not 200, in words fit to be kept."""
    if status in _REDIRECTS:
        told = Complaint(words=_redirect(headers.get("location") or ""))
    words = shown(told.words, keys)
    message = f"The server answered {status}" + (f": {words}" if words else ".")
    asked_for = retry_after_seconds(headers)
    wait = told.retry_after_seconds if asked_for is None else asked_for
    return TargetError(kind_of(status, told), message, retry_after_seconds=wait)


def _redirect(place: str) -> str:
    """What to do about a redirect; none is followed, since the other server would get the key."""
    short = place if len(place) <= _PLACE_CHARACTERS else f"{place[:_PLACE_CHARACTERS]}\u2026"
    words = f"it redirects to {short or 'another address'}, where no key is sent"
    if short != place or "//" not in place:
        return f"{words}; set base_url to the new address"
    return f"{words}; set base_url to {_QUERY_PATH.sub('', place)}"


def broken(told: Complaint, partial: str, keys: Iterable[str] = ()) -> TargetError:
    """The error for an error object in the middle of a stream; one it gives no reason for has cut the stream."""
    kind = kind_of(200, told)
    if kind == "server" and partial:
        kind = "cut_stream"
    return TargetError(kind, f"The server broke off: {shown(told.words, keys)}", partial=partial)


def no_answer(body: bytes | bytearray, trouble: str) -> str:
    """What to say of a body that is no model's answer, and why it is none."""
    text = body[:_START_BYTES].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        title = _TITLE.search(text)
        called = f" ({title.group(1).strip()})" if title else ""
        return f"The server sent a web page instead of an answer{called}: is the address right, or must one sign in?"
    if trouble == _TRUNCATED:
        return "The answer breaks off: its JSON has no end."
    return f"What the server sent is not a model's answer: {trouble}"


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """How long the server asks to wait: `Retry-After-Ms`, or `Retry-After` in seconds or as an HTTP date.

    A date is counted from the answer's own `Date` header: both come from the server's clock, so ours is not needed.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    milliseconds = _number(lower.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    after = lower.get("retry-after", "").strip()
    seconds = _number(after)
    return seconds if seconds is not None else _seconds_between(lower.get("date", ""), after)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _seconds_between(start: str, end: str) -> float | None:
    try:
        return max(0.0, (parsedate_to_datetime(end) - parsedate_to_datetime(start)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
