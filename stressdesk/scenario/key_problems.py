"""Finds keys and passwords that stand in a scenario: they belong in the environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stressdesk.errors import Problem
from stressdesk.scenario.keys import looks_like_key, names_a_secret
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.places import Path, field_name
from stressdesk.scenario.plain import brief
from stressdesk.scenario.targets import LiteLLM

_HINT = "Keys belong in the environment: put it there, and name the variable under `key_env:` of the target."


def key_problems(scenario: Scenario) -> Iterator[Problem]:
    """Every text that looks like a key, and every option named like one."""
    for path, name, value in _texts((), brief(scenario)):
        if looks_like_key(value):
            yield Problem("this looks like a key", hint=_HINT, field=field_name(path if name is None else path[:-1]))
    settings = {("prompt", "parameters", "extra"): scenario.prompt.parameters.extra}
    for name, spec in scenario.targets.items():
        if isinstance(spec, LiteLLM):
            settings["targets", name, "options"] = spec.options
    for start, options in settings.items():
        for path in _secret_names(start, options):
            yield Problem("keys and passwords are not kept in a scenario", hint=_HINT, field=field_name(path))


def _texts(path: Path, value: Any) -> Iterator[tuple[Path, str | None, str]]:
    """Every text at its path, and every name."""
    if isinstance(value, str):
        yield path, None, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield (*path, name), name, name
            yield from _texts((*path, name), part)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts((*path, index), part)


def _secret_names(path: Path, value: Any) -> Iterator[Path]:
    if isinstance(value, dict):
        for name, part in value.items():
            if names_a_secret(name):
                yield (*path, name)
            else:
                yield from _secret_names((*path, name), part)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _secret_names((*path, index), part)
