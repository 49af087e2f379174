"""The scenario argument: a file, or the name of a bundled sample."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from stressdesk.errors import Problem, RunError, ScenarioError, StressDeskError
from stressdesk.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click
    from click.shell_completion import CompletionItem

    from stressdesk.scenario.model import Scenario

SUFFIX = ".stress.yaml"


def scenario_path(name: str) -> Path:
    """The file a person means: one that exists, with or without its suffix, or a sample such as support-triage."""
    path = Path(name)
    if os.path.lexists(path) or path.suffix or "/" in name or "\\" in name:
        return path
    # os.path says no where pathlib raises: a name may be too long to be one.
    if os.path.isfile(beside := f"{name}{SUFFIX}"):  # noqa: PTH113
        return Path(beside)
    known = samples()
    if name not in known:
        raise StressDeskError(
            f"There is no scenario {name!r}.", f"Give a scenario file, or one of the samples: {', '.join(known)}."
        )
    return resource("samples", f"{name}{SUFFIX}")


def samples() -> list[str]:
    """The names of the bundled samples."""
    return sorted(path.name.removesuffix(SUFFIX) for path in resource("samples").glob(f"*{SUFFIX}"))


def load(path: Path) -> Scenario:
    """Load a scenario and everything that can be wrong with it. Raises ScenarioError."""
    from stressdesk.checks.build import checks_for  # noqa: PLC0415
    from stressdesk.scenario import file  # noqa: PLC0415  # YAML loads only where a scenario is read
    from stressdesk.traffic.problems import problems as traffic_problems  # noqa: PLC0415

    scenario = file.load(path)
    if problems := traffic_problems(scenario):
        raise file.located(problems, path)
    try:
        # Patterns and schemas show what is wrong with them only when they are made ready to judge.
        checks_for(scenario, system_text="")
    except ScenarioError as error:
        raise file.located(error.problems, path) from error
    if unpriced := list(_unpriced(scenario)):
        raise file.located(unpriced, path)
    return scenario


def complete_scenario(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """What the shell offers for a scenario: samples, and files of this folder."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  # only while completing

    offered = [*samples(), *(path.name for path in sorted(Path().glob(f"*{SUFFIX}")))]
    matching = [CompletionItem(name) for name in offered if name.startswith(begun)]
    return matching or [CompletionItem(begun, type="file")]


def _unpriced(scenario: Scenario) -> Iterator[Problem]:
    """Targets priced as a model nobody knows the price of."""
    from stressdesk.targets import prices  # noqa: PLC0415  # reads the price table only if a target names a model

    for name, target in scenario.targets.items():
        try:
            if target.price_as is not None:
                prices.for_target(target)
        except RunError as error:
            yield Problem(error.message, hint=error.hint, field=f"targets.{name}.price_as")
