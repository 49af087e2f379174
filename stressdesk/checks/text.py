"""Whether an answer's words are the ones that should stand there: one-of, equals, contains, regex, length."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from stressdesk.checks.check import Exchange
from stressdesk.checks.finding import Finder, Finding, failed, passed, unsure
from stressdesk.checks.numerals import names_number, number
from stressdesk.checks.parsing import NotJson, comparable, read_json
from stressdesk.checks.patterns import MOST_CHARACTERS, SEARCH_SECONDS, OutOfTime, Pattern, TooLong
from stressdesk.checks.wording import listed, quoted, shown
from stressdesk.scenario.amounts import counted
from stressdesk.scenario.checks import Contains, Equals, Length, NotContains, OneOf, Regex

_STOPS = (".", "。", "．")  # noqa: RUF001 - the full stops of Chinese and Japanese
_WRAPPING = " \"'`*_“”‘’«»„()[]"  # noqa: RUF001 - quotes of several languages
_NOTHING_EXPECTED = unsure("what should come back is not known for this query")


def one_of(spec: OneOf) -> Finder:
    """The whole answer is one of a set of labels."""
    labels = {settled(value, ignore_case=spec.ignore_case): shown(value, 30) for value in spec.values}
    passes = {label: passed(f"the answer is {name}") for label, name in labels.items()}
    choices = listed(spec.values)

    def find(exchange: Exchange) -> Finding:
        found = passes.get(settled(exchange.answer, ignore_case=spec.ignore_case))
        if found is not None:
            return found
        wrapped = labels.get(settled(_unwrapped(exchange.answer), ignore_case=spec.ignore_case))
        if wrapped is not None:
            return failed(f"{shown(exchange.answer)} wraps {wrapped} in quotes or other signs")
        return failed(f"{_said(exchange.answer)} is not one of {choices}")

    return find


def equals(spec: Equals) -> Finder:
    """The whole answer is one text, number or JSON value."""

    def find(exchange: Exchange) -> Finding:
        wanted = exchange.expect if spec.value is None else spec.value
        if wanted is None:
            return _NOTHING_EXPECTED
        is_equal = _equal(exchange.answer, wanted, exact=spec.exact)
        if is_equal:
            return passed(f"the answer is {shown(_text(wanted))}")
        return failed(f"{_said(exchange.answer)} is not {shown(_text(wanted), 40)}")

    return find


def contains(spec: Contains) -> Finder:
    """The answer contains all, or any, of some texts."""
    given = ((spec.value,) if spec.value is not None else ()) + spec.values
    always = _Sought(given, spec) if given else None

    def find(exchange: Exchange) -> Finding:
        if always is not None:
            return always.find(exchange.answer)
        expected = _expected_parts(exchange.expect)
        if expected is None:
            return unsure("what is expected here is a mapping or a nested list, not a text to look for")
        return _Sought(expected, spec).find(exchange.answer) if expected else _NOTHING_EXPECTED

    return find


class _Sought:
    """Texts and numbers to look for in answers, made ready once."""

    def __init__(self, parts: tuple[Any, ...], spec: Contains) -> None:
        self._spec = spec
        self._names = [_text(part) for part in parts]
        self._needles = [_needle(part, ignore_case=spec.ignore_case) for part in parts]
        self._all_there = passed(f"the answer contains {quoted(self._names)}")

    def find(self, text: str) -> Finding:
        answer = spaced(text, ignore_case=self._spec.ignore_case)
        there = [_holds(answer, needle) for needle in self._needles]
        if self._spec.any and any(there):
            return passed(f"the answer contains {shown(self._names[there.index(True)])}")
        if all(there):
            return self._all_there
        if self._spec.any and len(self._names) > 1:
            return failed(f"the answer does not contain any of {quoted(self._names)}")
        missing = [name for name, holds in zip(self._names, there, strict=True) if not holds]
        return failed(f"the answer does not contain {quoted(missing)}")


def not_contains(spec: NotContains) -> Finder:
    """The answer contains none of some texts."""
    banned = [(spaced(value, ignore_case=spec.ignore_case), value) for value in spec.values]
    clear = passed(f"the answer contains none of {quoted(spec.values)}")

    def find(exchange: Exchange) -> Finding:
        answer = spaced(exchange.answer, ignore_case=spec.ignore_case)
        found = [value for needle, value in banned if needle in answer]
        return failed(f"the answer contains {quoted(found)}") if found else clear

    return find


def regex(spec: Regex, search_seconds: float = SEARCH_SECONDS) -> Finder:
    """A pattern is found, or is absent; raises patterns.BadPattern."""
    pattern = Pattern(spec.pattern, ignore_case=spec.ignore_case, search_seconds=search_seconds)
    name = shown(spec.pattern, 40)

    def find(exchange: Exchange) -> Finding:
        try:
            match = pattern.search(exchange.answer)
        except OutOfTime:
            return unsure(f"searching for the pattern {name} took longer than {search_seconds:.2g} s and was given up")
        except TooLong:
            length = counted(len(exchange.answer), "character")
            return unsure(f"the answer has {length}; patterns are searched for in up to {MOST_CHARACTERS:,}")
        if match is None:
            return (passed if spec.absent else failed)(f"the pattern {name} is not found")
        return (failed if spec.absent else passed)(f"the pattern {name} is found: {shown(match)}")

    return find


def length(spec: Length) -> Finder:
    """The answer, without outer white space, has so many characters and words (parted by white space)."""

    def find(exchange: Exchange) -> Finding:
        answer = exchange.answer.strip()
        characters, words = len(answer), len(answer.split())
        has = f"the answer has {counted(characters, 'character')} and {counted(words, 'word')}"
        broken = [
            *_outside(characters, spec.min_chars, spec.max_chars, "character"),
            *_outside(words, spec.min_words, spec.max_words, "word"),
        ]
        return failed(f"{has}; {' and '.join(broken)}") if broken else passed(has)

    return find


def _outside(number: int, least: int, most: int | None, noun: str) -> list[str]:
    if number < least:
        return [f"at least {counted(least, noun)} needed"]
    if most is not None and number > most:
        return [f"at most {counted(most, noun)} allowed"]
    return []


def settled(text: str, *, ignore_case: bool) -> str:
    """The text for comparing as a whole: NFC, single spaces, without one final full stop, perhaps casefolded."""
    plain = spaced(text, ignore_case=ignore_case)
    return plain[:-1].rstrip() if plain.endswith(_STOPS) and len(plain) > 1 else plain


def spaced(text: str, *, ignore_case: bool) -> str:
    """The text for looking into: NFC, white space collapsed, perhaps casefolded."""
    return _composed(" ".join(text.split()), ignore_case=ignore_case)


def _composed(text: str, *, ignore_case: bool) -> str:
    if text.isascii():
        return text.lower() if ignore_case else text
    composed = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", composed.casefold()) if ignore_case else composed


def _equal(answer: str, wanted: Any, *, exact: bool) -> bool:
    if isinstance(wanted, dict | list | tuple):
        return _equal_json(answer, wanted)
    if _whole(answer, exact=exact) == _whole(_text(wanted), exact=exact):
        return True
    if exact or isinstance(wanted, str):
        return False
    said = number(settled(answer, ignore_case=True))
    return said is not None and said == number(wanted)


def _whole(text: str, *, exact: bool) -> str:
    plain = _composed(text.strip(), ignore_case=not exact)
    return plain if exact or not plain.endswith(_STOPS) or len(plain) == 1 else plain[:-1].rstrip()


def _equal_json(answer: str, wanted: Any) -> bool:
    try:
        return bool(comparable(read_json(answer).value) == comparable(wanted))
    except (NotJson, RecursionError):
        return False


def _text(value: Any) -> str:
    """A scalar as an answer would say it; anything else as its notation."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _expected_parts(expect: Any) -> tuple[Any, ...] | None:
    """What an expectation asks to be contained; () where nothing, None where it is no text."""
    parts = tuple(expect) if isinstance(expect, list | tuple) else (expect,)
    if isinstance(expect, dict) or any(isinstance(part, dict | list | tuple) for part in parts):
        return None
    return tuple(part for part in parts if part is not None and part != "")


def _needle(part: Any, *, ignore_case: bool) -> Decimal | str:
    """What to look for: the number where it is one, else the text."""
    wanted = number(part)
    return wanted if wanted is not None and not isinstance(part, str) else spaced(_text(part), ignore_case=ignore_case)


def _holds(answer: str, needle: Decimal | str) -> bool:
    return names_number(answer, needle) if isinstance(needle, Decimal) else needle in answer


def _unwrapped(answer: str) -> str:
    return answer.strip().rstrip("。.").strip(_WRAPPING) if len(answer) < MOST_CHARACTERS else answer


def _said(answer: str) -> str:
    return shown(answer) if answer.strip() else "an empty answer"
