"""Says what in a file's plain values does not fit the scenario's declaration, all of it at once and in plain words.

msgspec decides (`msgspec.convert`); this module only explains, from the same declaration, when it has said no.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from stressdesk.errors import MAX_PROBLEMS
from stressdesk.scenario.keys import looks_like_key
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.places import Path, field_name
from stressdesk.scenario.scalars import resolved, shortened

_MISSING_HINTS = {
    "name": "Write `name:` and a short title.",
    "prompt": "Write `prompt:` with `text:`, `messages:` or `file:` under it.",
    "demo": "Write `demo:` and under it at least one `- text: what a user writes`.",
    "targets": "Write `targets:` and under it a name and a kind, such as `embedded: {kind: local}`.",
    "kind": "Write `kind:` with one of the kinds.",
}
_PATTERN_HINTS = {
    "^[A-Za-z_][A-Za-z0-9_]*$": "Use letters, digits and underscores only, and no digit first.",
    "^[a-z]{2}$": "Write the two small letters of the language, such as en or de.",
}
_PERCENT = 100

_EXPECTED: dict[type[inspect.Type], str] = {
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.StrType: "a text",
    inspect.BoolType: "true or false",
    inspect.VarTupleType: "a list",
}


class Misfit(msgspec.Struct, frozen=True):
    """One place that does not fit, why, and how to mend it."""

    path: Path
    message: str
    hint: str = ""


def misfits(plain: Any) -> list[Misfit]:
    """Everything that does not fit the declaration of a scenario, in the order of the declaration."""
    if plain is None:
        return [Misfit((), "the file is empty", "Write a scenario, or let `stressdesk new PROMPTFILE` write one.")]
    if not isinstance(plain, dict):
        hint = "Begin with lines such as `name: My scenario` and `prompt:`."
        return [Misfit((), f"a scenario is a group of named fields, here is {_found(plain)}", hint)]
    found = list(itertools.islice(_misfits(plain, _declaration(), ()), MAX_PROBLEMS + 1))
    return [*found[:MAX_PROBLEMS], Misfit((), "more mistakes follow", "Mend these first.")][: len(found)]


def _misfits(value: Any, wanted: inspect.Type, path: Path) -> Iterator[Misfit]:
    match wanted:
        case inspect.StructType():
            yield from _in_struct(value, wanted, path)
        case inspect.UnionType():
            yield from _in_union(value, wanted, path)
        case inspect.VarTupleType():
            yield from _in_list(value, wanted, path)
        case inspect.DictType():
            yield from _in_mapping(value, wanted, path)
        case inspect.LiteralType(values=choices):
            if value not in choices or isinstance(value, bool):
                yield Misfit(path, f"{_found(value)} is not a choice here", _nearest(value, list(choices)))
        case inspect.Metadata():
            yield from _misfits(value, wanted.type, path)
        case inspect.AnyType():
            pass
        case _:
            yield from _in_scalar(value, wanted, path)


def _in_struct(value: Any, wanted: inspect.StructType, path: Path) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield _wrong(value, wanted, path)
        return
    known = [field.encode_name for field in wanted.fields]
    tag_field = [wanted.tag_field] if wanted.tag_field else []
    for name in value:
        if name not in known and name not in tag_field:
            yield Misfit((*path, name), "there is no such field here", _field_hint(name, known))
    for field in wanted.fields:
        part = value.get(field.encode_name)
        # A required field that is named and left blank is told about as one that is not there.
        is_blank = part is None and field.required and field.name in _MISSING_HINTS
        if field.encode_name in value and not is_blank:
            yield from _misfits(part, field.type, (*path, field.encode_name))
        elif field.required:
            hint = _MISSING_HINTS.get(field.name, f"Write `{field.name}:` with {_expected(field.type)}.")
            yield Misfit((*path, field.name), "is missing", hint)


def _in_union(value: Any, wanted: inspect.UnionType, path: Path) -> Iterator[Misfit]:
    if value is None and any(isinstance(option, inspect.NoneType) for option in wanted.types):
        return
    options = [option for option in wanted.types if not isinstance(option, inspect.NoneType)]
    kinds = {option.tag: option for option in options if isinstance(option, inspect.StructType) and option.tag_field}
    if not kinds:
        yield from _misfits(value, options[0], path)
    elif not isinstance(value, dict):
        names = ", ".join(map(str, kinds))
        yield Misfit(
            path, f"a group of fields belongs here, not {_found(value)}", f"Write `kind:` with one of {names}."
        )
    elif "kind" not in value:
        yield Misfit((*path, "kind"), "is missing", _nearest(None, list(kinds)))
    elif isinstance(kind := value["kind"], str) and kind in kinds:
        yield from _in_struct(value, kinds[kind], path)
    else:
        yield Misfit((*path, "kind"), f"{_found(kind)} is not a kind known here", _nearest(kind, list(kinds)))


def _in_list(value: Any, wanted: inspect.VarTupleType, path: Path) -> Iterator[Misfit]:
    if not isinstance(value, list):
        yield _wrong(value, wanted, path)
        return
    for index, element in enumerate(value):
        yield from _misfits(element, wanted.item_type, (*path, index))
    if wanted.min_length is not None and len(value) < wanted.min_length:
        yield Misfit(path, "the list is empty", f"Write at least {wanted.min_length} under it, after a dash.")
    if wanted.max_length is not None and len(value) > wanted.max_length:
        yield Misfit(path, f"the list holds {len(value):,}", f"Keep at most {wanted.max_length:,}.")


def _in_mapping(value: Any, wanted: inspect.DictType, path: Path) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield _wrong(value, wanted, path)
        return
    for name, element in value.items():
        yield from _misfits(element, wanted.value_type, (*path, name))
    if wanted.min_length is not None and len(value) < wanted.min_length:
        yield Misfit(path, "is empty", _MISSING_HINTS.get(field_name(path), "Write at least one entry."))


def _in_scalar(value: Any, wanted: inspect.Type, path: Path) -> Iterator[Misfit]:
    if isinstance(wanted, inspect.BoolType) and isinstance(value, bool):
        return
    if isinstance(wanted, inspect.StrType) and isinstance(value, str):
        yield from _text_bounds(value, wanted, path)
    elif isinstance(wanted, inspect.IntType | inspect.FloatType) and _is_number(value, wanted):
        yield from _number_bounds(value, wanted, path)
    else:
        yield _wrong(value, wanted, path)


def _is_number(value: Any, wanted: inspect.IntType | inspect.FloatType) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(wanted, inspect.FloatType) or isinstance(value, int)


def _text_bounds(value: str, wanted: inspect.StrType, path: Path) -> Iterator[Misfit]:
    if wanted.min_length and len(value) < wanted.min_length:
        yield Misfit(path, "the text is empty", "Write something here.")
    elif wanted.max_length is not None and len(value) > wanted.max_length:
        yield Misfit(path, f"the text is {len(value):,} characters long", f"At most {wanted.max_length:,} fit.")
    elif wanted.pattern is not None and not re.search(wanted.pattern, value):
        hint = _PATTERN_HINTS.get(wanted.pattern, f"It must look like {wanted.pattern}.")
        yield Misfit(path, f"{_found(value)} cannot be used here", hint)


def _number_bounds(value: float, wanted: inspect.IntType | inspect.FloatType, path: Path) -> Iterator[Misfit]:
    fits = (
        (wanted.ge is None or value >= wanted.ge)
        and (wanted.gt is None or value > wanted.gt)
        and (wanted.le is None or value <= wanted.le)
        and (wanted.lt is None or value < wanted.lt)
    )
    if not fits:
        bounds = {"at least": wanted.ge, "more than": wanted.gt, "at most": wanted.le, "less than": wanted.lt}
        allowed = " and ".join(f"{word} {_written(bound)}" for word, bound in bounds.items() if bound is not None)
        example = f", such as {_share(value)}" if wanted.le == 1 and 1 < value <= _PERCENT else ""
        yield Misfit(path, f"{_written(value)} is out of bounds", f"Write a number that is {allowed}{example}.")


def _share(percent: float) -> str:
    return f"{percent / _PERCENT:g} for {percent:g} %"


def _in_digits(text: str, wanted: inspect.IntType | inspect.FloatType) -> str:
    """How to write a text where a number belongs."""
    if percent := re.fullmatch(r"\s*([0-9]{1,3}(?:\.[0-9]{1,9})?)\s*%\s*", text):
        return f"Write {_share(float(percent[1]))}." if wanted.le == 1 else f"Write {percent[1]} without the sign %."
    try:
        if _is_number(resolved(text), wanted):
            return f"Remove the quotes: {text}."
    except ValueError:
        pass  # Too large a number, or half a character: no number that could stand here without quotes either.
    return "Write digits only, with a point for decimals and without quotes or units, such as 10 or 2.5."


def _written(number: float) -> str:
    return f"{number:,}".removesuffix(".0")


def _wrong(value: Any, wanted: inspect.Type, path: Path) -> Misfit:
    hint = ""
    if isinstance(wanted, inspect.StrType) and isinstance(value, bool | int | float):
        # 1.10 has become 1.1 by now, so a fraction is not repeated.
        example = "" if isinstance(value, float) else f': "{str(value).lower()}"'
        hint = f"To make it a text, put quotes around it{example}."
    elif isinstance(wanted, inspect.StrType) and value is None:
        hint = 'Write a text; an empty one is "".'
    elif isinstance(wanted, inspect.VarTupleType):
        hint = "Write each on a line of its own after a dash, or all in square brackets: [a, b]."
    elif isinstance(wanted, inspect.IntType | inspect.FloatType) and isinstance(value, str):
        hint = _in_digits(value, wanted)
    elif isinstance(wanted, inspect.StructType):
        hint = f"Its fields are {', '.join(field.name for field in wanted.fields)}, each on an indented line."
    return Misfit(path, f"{_expected(wanted)} belongs here, not {_found(value)}", hint)


def _expected(wanted: inspect.Type) -> str:
    if isinstance(wanted, inspect.UnionType):
        return _expected(wanted.types[0])
    if isinstance(wanted, inspect.LiteralType):
        return f"one of {', '.join(map(str, wanted.values))}"
    return _EXPECTED.get(type(wanted), "a group of fields")


def _found(value: Any) -> str:
    if isinstance(value, str):
        return "something that looks like a key" if looks_like_key(value) else f'the text "{shortened(value, 40)}"'
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else str(value).lower()
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a group of fields"
    return f"the number {value}"


def _nearest(value: Any, choices: list[Any]) -> str:
    near = (
        difflib.get_close_matches(value[:60], [c for c in choices if isinstance(c, str)], 1)
        if isinstance(value, str)
        else []
    )
    listed = ", ".join(map(str, choices))
    return f"Did you mean {near[0]}? The choices are {listed}." if near else f"Choose one of {listed}."


def _field_hint(name: str, known: list[str]) -> str:
    if near := difflib.get_close_matches(name[:60], known, 1):
        return f"Did you mean `{near[0]}`?"
    if homes := _homes().get(name):
        return f"`{name}` belongs {' or '.join(homes)}."
    return f"The fields here are {', '.join(known)}."


@cache
def _declaration() -> inspect.Type:
    return inspect.type_info(Scenario)


@cache
def _homes() -> dict[str, list[str]]:
    """Where each field of the single parts of a scenario belongs: temperature under prompt.parameters."""
    found: dict[str, list[str]] = {}
    waiting: list[tuple[Path, inspect.Type]] = [((), _declaration())]
    while waiting:
        path, part = waiting.pop()
        for field in part.fields if isinstance(part, inspect.StructType) else ():
            found.setdefault(field.encode_name, []).append(
                f"under `{field_name(path)}`" if path else "at the left margin"
            )
            waiting.append(((*path, field.encode_name), field.type))
    return found
