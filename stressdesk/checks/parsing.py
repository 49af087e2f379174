"""Reading JSON that a model wrote: strictly, or from inside a Markdown fence or words; in bounded time and depth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final, NoReturn

import msgspec

from stressdesk.checks.wording import shown
from stressdesk.scenario.amounts import counted

MOST_CHARACTERS: Final = 2_000_000
MOST_DIGITS: Final = 4_000
_MOST_STARTS: Final = 20
_LARGEST: Final = int("1" + "0" * MOST_DIGITS)

_FENCE = re.compile(r"```[^\n`]{0,40}\n(.*?)```", re.DOTALL)
_START = re.compile(r"[{\[]")


class NotJson(Exception):  # noqa: N818 - says what the answer is, and is always caught in this package
    """The text cannot be read as JSON; the message says why. `undecided`: it may be, but reading was given up."""

    def __init__(self, reason: str, *, undecided: bool = False) -> None:
        super().__init__(reason)
        self.undecided = undecided


class Reading(msgspec.Struct, frozen=True):
    """A JSON value and where it stood: `place` is "" for the whole answer."""

    value: Any
    place: str = ""


def read_json(text: str, *, fenced: bool = False) -> Reading:
    """The JSON value a text holds; raises NotJson.

    Strict means RFC 8259: no NaN, no comments, no trailing commas. A key that appears twice is refused too, as readers
    disagree which one counts. With `fenced`, the first Markdown fence that holds JSON will do, and else the longest
    JSON object or array among words. Integers of more than 4,000 digits are read as 10^4000 or its negative.
    """
    if len(text) > MOST_CHARACTERS:
        length = counted(len(text), "character")
        raise NotJson(f"the answer has {length}; JSON is read up to {MOST_CHARACTERS:,}", undecided=True)
    try:
        return Reading(_strict(text))
    except NotJson:
        if not fenced:
            raise
        found = _in_fence(text) or _among_words(text)
        if found is None:
            raise
        return found


def _strict(text: str) -> Any:
    if not text.strip():
        raise NotJson("not JSON: the answer is empty")
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise NotJson(_where(text, error)) from None
    except RecursionError:
        raise NotJson("not usable JSON: it is nested too deeply to be read") from None


def _where(text: str, error: json.JSONDecodeError) -> str:
    if "```" in text:
        return f"not JSON alone: there is a Markdown fence or text around it: {shown(text)}"
    if error.pos == len(text) - len(text.lstrip()):
        return f"not JSON: it starts with {shown(text)}"
    problem = error.msg[:1].lower() + error.msg[1:]
    if error.msg == "Extra data":
        problem = "more text follows the JSON value"
    if error.pos >= len(text.rstrip()):
        return f"not JSON: it breaks off after {shown(text.rstrip()[-40:], 40)} ({problem})"
    return f"not JSON: {problem} at character {error.pos + 1:,}: {shown(text[error.pos : error.pos + 200], 40)}"


def _in_fence(text: str) -> Reading | None:
    for number, match in enumerate(_FENCE.finditer(text)):
        if number == _MOST_STARTS:
            break
        try:
            return Reading(_strict(match.group(1)), "inside a Markdown fence")
        except NotJson:
            continue
    return None


def _among_words(text: str) -> Reading | None:
    best: Reading | None = None
    longest, position = 0, 0
    for _ in range(_MOST_STARTS):
        match = _START.search(text, position)
        if match is None:
            break
        position = match.end()
        try:
            value, end = _DECODER.raw_decode(text, match.start())
        except (NotJson, json.JSONDecodeError, RecursionError):
            continue
        position = end
        if end - match.start() > longest:
            best, longest = Reading(value, "among other words"), end - match.start()
    return best


def _constant(name: str) -> NoReturn:
    raise NotJson(f"not JSON: {name} is not allowed")


def _integer(digits: str) -> int:
    # Python refuses to read longer ones, and its time to do so grows with the square.
    if len(digits) > MOST_DIGITS:
        return -_LARGEST if digits.startswith("-") else _LARGEST
    return int(digits)


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotJson(f"not usable JSON: the key {shown(key)} appears twice")
        found[key] = value
    return found


_DECODER = json.JSONDecoder(parse_constant=_constant, parse_int=_integer, object_pairs_hook=_object)


def comparable(value: Any) -> Any:
    """The value in a form that `==` and `hash` compare as JSON does: 1 equals 1.0, but not true; key order is nothing.

    Raises RecursionError for values nested too deeply.
    """
    if isinstance(value, dict):
        return ("object", frozenset((key, comparable(part)) for key, part in value.items()))
    if isinstance(value, list | tuple):
        return ("array", tuple(comparable(part) for part in value))
    return ("boolean", value) if isinstance(value, bool) else value
