"""A scenario that no longer depends on where it lies, so that a run file holds what the run was made from."""

from __future__ import annotations

from pathlib import Path

import msgspec

from stressdesk.scenario.model import Prompt, Scenario, Variable
from stressdesk.scenario.prompt_source import source
from stressdesk.scenario.reading import plain_text
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.targets import Local, TargetSpec
from stressdesk.scenario.variables import MAX_BYTES
from stressdesk.scenario.written import with_written


def whole(scenario: Scenario, folder: Path) -> Scenario:
    """The same scenario with the texts of its files inside; tables and models stay files, by their full paths.

    Raises ScenarioError.
    """
    return msgspec.structs.replace(
        with_written(scenario, folder),
        prompt=_prompt(scenario.prompt, folder),
        variables={name: _variable(variable, folder) for name, variable in scenario.variables.items()},
        targets={name: _target(target, folder) for name, target in scenario.targets.items()},
    )


def _prompt(prompt: Prompt, folder: Path) -> Prompt:
    parameters = Rendering(prompt, folder).parameters
    if prompt.file is None:
        return msgspec.structs.replace(prompt, parameters=parameters)
    found = source(prompt, folder)
    return msgspec.structs.replace(prompt, file=None, messages=found.messages, text=found.text, parameters=parameters)


def _variable(variable: Variable, folder: Path) -> Variable:
    if variable.csv is not None:
        return msgspec.structs.replace(variable, csv=str(folder / variable.csv))
    if variable.file is None:
        return variable
    return msgspec.structs.replace(variable, file=None, text=plain_text(folder / variable.file, MAX_BYTES))


def _target(target: TargetSpec, folder: Path) -> TargetSpec:
    if isinstance(target, Local) and target.model is not None:
        return msgspec.structs.replace(target, model=str(folder / Path(target.model).expanduser()))
    return target
