"""A scenario with the texts of its files inside, so that a run file holds everything the run was made from."""

from __future__ import annotations

from pathlib import Path

import msgspec

from stressdesk.scenario.model import Prompt, Scenario, Variable
from stressdesk.scenario.prompt_source import source
from stressdesk.scenario.reading import plain_text
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.variables import MAX_BYTES


def whole(scenario: Scenario, folder: Path) -> Scenario:
    """The same scenario without references to a prompt file or text files; tables stay files. Raises ScenarioError."""
    variables = {name: _variable(variable, folder) for name, variable in scenario.variables.items()}
    return msgspec.structs.replace(scenario, prompt=_prompt(scenario.prompt, folder), variables=variables)


def _prompt(prompt: Prompt, folder: Path) -> Prompt:
    parameters = Rendering(prompt, folder).parameters
    if prompt.file is None:
        return msgspec.structs.replace(prompt, parameters=parameters)
    found = source(prompt, folder)
    return msgspec.structs.replace(prompt, file=None, messages=found.messages, text=found.text, parameters=parameters)


def _variable(variable: Variable, folder: Path) -> Variable:
    if variable.file is None:
        return variable
    return msgspec.structs.replace(variable, file=None, text=plain_text(folder / variable.file, MAX_BYTES))
