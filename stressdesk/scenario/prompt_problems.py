"""What can be wrong with a prompt, its variables and its demo inputs."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.places import field_name
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.variables import Variables

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME_HINT = "Use letters, digits and underscores only, and no digit first."
_TRIED = 20
"""Demo inputs the prompt is tried with: enough to meet every branch a prompt has, and quick for 10,000 of them."""


def prompt_problems(scenario: Scenario, folder: Path) -> list[Problem]:
    """What keeps the prompt from being rendered for every demo input."""
    found = list(_name_problems(scenario))
    rendering = variables = None
    try:
        rendering = Rendering(scenario.prompt, folder)
    except ScenarioError as error:
        found.extend(error.problems)
    try:
        variables = Variables(scenario, folder)
    except ScenarioError as error:
        found.extend(error.problems)
    if rendering is not None:
        found.extend(_missing_values(scenario, rendering))
    if rendering is not None and variables is not None and not found:
        found.extend(_rendering_problems(scenario, rendering, variables))
    return found


def _name_problems(scenario: Scenario) -> Iterator[Problem]:
    words = scenario.prompt.input
    if not _NAME.fullmatch(words):
        yield Problem("this is no name", hint=_NAME_HINT, field="prompt.input")
    named: list[tuple[tuple[str | int, ...], str]] = [(("variables", name), name) for name in scenario.variables]
    for index, one in enumerate(scenario.demo):
        named += [(("demo", index, "variables", name), name) for name in one.variables]
    for path, name in named:
        if not _NAME.fullmatch(name):
            yield Problem("this name cannot be used in a prompt", hint=_NAME_HINT, field=field_name(path))
        elif name == words:
            hint = "Remove it, or name another variable under `prompt: input:`."
            yield Problem("this is the variable of the user's words", hint=hint, field=field_name(path))


def _missing_values(scenario: Scenario, rendering: Rendering) -> Iterator[Problem]:
    needed = rendering.variables - rendering.optional - {scenario.prompt.input} - set(scenario.variables)
    for name in sorted(needed):
        lacking = [index for index, one in enumerate(scenario.demo) if name not in one.variables]
        if not lacking:
            continue
        if len(lacking) < len(scenario.demo):
            hint = f"Add `{name}:` under `variables:` of this demo input, as the others have it."
            yield Problem(f"the prompt's variable `{name}` has no value", hint=hint, field=f"demo[{lacking[0]}]")
            continue
        hint = f"Give it values under `variables:`, or, if it is what the user writes, write `prompt: input: {name}`."
        yield Problem(f"the prompt's variable `{name}` has no value", hint=hint, field="variables")


def _rendering_problems(scenario: Scenario, rendering: Rendering, variables: Variables) -> list[Problem]:
    drawn = variables.draw(random.Random(scenario.seed))
    for one in scenario.demo[:_TRIED]:
        try:
            rendering.messages(drawn | one.variables, one.text)
        except ScenarioError as error:
            return list(error.problems)
    return []
