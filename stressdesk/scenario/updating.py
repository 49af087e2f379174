"""A scenario with one value changed, as a new value; nothing is checked, so that half-typed values can be shown."""

from __future__ import annotations

from typing import Any

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.scenario.places import Path

ABSENT: Any = msgspec.UNSET
"""Given as the value of a mapping's entry: take the entry out."""


def value_at(scenario: Scenario, path: Path) -> Any:
    """The part of a scenario at a path such as ("demo", 3, "text"). Raises LookupError where there is none."""
    part: Any = scenario
    for step in path:
        if isinstance(part, msgspec.Struct):
            if step not in part.__struct_fields__:
                raise LookupError(step)
            part = getattr(part, str(step))
        else:
            part = part[step]
    return part


def with_value(scenario: Scenario, path: Path, value: Any) -> Scenario:
    """The scenario with `value` at `path`; all parts beside the path are the very same objects.

    A mapping's entry may be new, and with ABSENT it goes. Raises LookupError where the path leads nowhere.
    """
    changed: Scenario = _changed(scenario, path, value)
    return changed


def _changed(part: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(part, msgspec.Struct):
        if step not in part.__struct_fields__:
            raise LookupError(step)
        return msgspec.structs.replace(part, **{str(step): _changed(getattr(part, str(step)), rest, value)})
    if isinstance(part, dict):
        if value is ABSENT and not rest:
            return {name: one for name, one in part.items() if name != step}
        return {**part, step: _changed(part[step] if rest else None, rest, value)}
    if not isinstance(step, int) or not 0 <= step < len(part):
        raise LookupError(step)
    return (*part[:step], _changed(part[step], rest, value), *part[step + 1 :])
