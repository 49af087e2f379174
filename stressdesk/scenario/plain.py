"""A scenario as plain values (dicts, lists, texts, numbers), for files and for the header of a run, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import msgspec

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.fitting import Misfit, misfits
from stressdesk.scenario.model import VERSION, Scenario
from stressdesk.scenario.places import field_name
from stressdesk.scenario.upgrade import upgraded

_LARGEST_EXACT = 2**53


def plain(scenario: Scenario) -> dict[str, Any]:
    """The scenario as JSON-ready values: the version first, fields in declared order, defaults left out."""
    return {"stressdesk": VERSION, **brief(scenario)}


def restore(plain: Mapping[str, Any]) -> Scenario:
    """The scenario that `plain` values stand for; raises ScenarioError with every field that does not fit."""
    return restored(plain, lambda misfit: Problem(misfit.message, hint=misfit.hint, field=field_name(misfit.path)))


def restored(plain: Any, problem: Callable[[Misfit], Problem]) -> Scenario:
    """Like `restore`, for values of any shape; `problem` says where a misfit stands."""
    fields = upgraded(dict(plain)) if isinstance(plain, Mapping) else plain
    try:
        return msgspec.convert(fields, Scenario)
    except (msgspec.ValidationError, RecursionError) as error:
        found = misfits(fields) or [Misfit((), str(error))]
        raise ScenarioError([problem(misfit) for misfit in found]) from error


def brief(value: Any) -> Any:
    """Plain values without the fields that are as by default."""
    if isinstance(value, msgspec.Struct):
        kept = [field for field in _fields(type(value)) if not is_default(value, field)]
        return tag(value) | {field.name: brief(_short(value, field)) for field in kept}
    return _of_parts(value, brief)


def complete(value: Any) -> Any:
    """Plain values with every field, also those that are as by default."""
    if isinstance(value, msgspec.Struct):
        fields = _fields(type(value))
        return tag(value) | {field.name: complete(_short(value, field)) for field in fields}
    return _of_parts(value, complete)


def _of_parts(value: Any, of_part: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: of_part(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [of_part(part) for part in value]
    return value


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """What values of this kind have; finding it out for each of 10,000 demo inputs took most of a second."""
    return msgspec.structs.fields(kind)


def tag(value: msgspec.Struct) -> dict[str, Any]:
    """The field that tells which kind of value this is: {"kind": "local"}, or nothing."""
    config = value.__struct_config__
    return {config.tag_field: config.tag} if config.tag_field else {}


def is_default(value: msgspec.Struct, field: msgspec.structs.FieldInfo) -> bool:
    """Is this field as it would be if the file did not mention it?"""
    if field.default is not msgspec.NODEFAULT:
        return bool(getattr(value, field.name) == field.default)
    if field.default_factory is not msgspec.NODEFAULT:
        return bool(getattr(value, field.name) == field.default_factory())
    return False


def _short(value: msgspec.Struct, field: msgspec.structs.FieldInfo) -> Any:
    """The field's value; 10 for 10.0 where the declaration asks for a number and both are the same."""
    part = getattr(value, field.name)
    is_whole = isinstance(part, float) and part.is_integer() and abs(part) < _LARGEST_EXACT
    return int(part) if is_whole and field.type is not Any else part
