"""A scenario as plain values (dicts, lists, texts, numbers), for files and for the header of a run, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.fitting import Misfit, misfits
from stressdesk.scenario.model import VERSION, Scenario
from stressdesk.scenario.places import field_name
from stressdesk.scenario.upgrade import upgraded


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
    except msgspec.ValidationError as error:
        found = misfits(fields) or [Misfit((), str(error))]
        raise ScenarioError([problem(misfit) for misfit in found]) from error


def brief(value: Any) -> Any:
    """Plain values without the fields that are as by default."""
    if isinstance(value, msgspec.Struct):
        fields = msgspec.structs.fields(value)
        kept = {field.name: getattr(value, field.name) for field in fields if not is_default(value, field)}
        return tag(value) | {name: brief(part) for name, part in kept.items()}
    if isinstance(value, Mapping):
        return {name: brief(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [brief(part) for part in value]
    return value


def complete(value: Any) -> Any:
    """Plain values with every field, also those that are as by default."""
    if isinstance(value, msgspec.Struct):
        return tag(value) | {name: complete(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        return {name: complete(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [complete(part) for part in value]
    return value


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
