"""Brings the plain values of an older scenario file up to this version, one visible step a version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.model import VERSION

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: tuple[Step, ...] = ()
"""STEPS[n-1] turns the fields of version n into those of version n+1; so far there is only one version."""


def upgraded(plain: dict[str, Any], steps: Sequence[Step] = STEPS, newest: int = VERSION) -> dict[str, Any]:
    """The fields as version `newest` has them; a file that names no version is of version 1.

    Raises ScenarioError for a version that is no number from 1 to `newest`.
    """
    version = plain.get("stressdesk", 1)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        message = "the version of a scenario file is a whole number"
        raise ScenarioError([Problem(message, hint=f"Write `stressdesk: {newest}`.", field="stressdesk")])
    if version > newest:
        message = f"written by a newer StressDesk (version {version}; this one reads up to {newest})"
        raise ScenarioError([Problem(message, hint="Update StressDesk.", field="stressdesk")])
    for step in steps[version - 1 : newest - 1]:
        plain = step(dict(plain))
    return {**plain, "stressdesk": newest}
