"""The scenario argument: a file, or the name of a bundled sample."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from stressdesk.errors import StressDeskError
from stressdesk.scenario.samples import SUFFIX, sample_names, sample_path

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from stressdesk.scenario.model import Scenario


def scenario_path(name: str) -> Path:
    """The file a person means: one that exists, with or without its suffix, or a sample such as support-triage."""
    path = Path(name)
    if os.path.lexists(path) or path.suffix or "/" in name or "\\" in name:
        return path
    # os.path says no where pathlib raises: a name may be too long to be one.
    if os.path.isfile(beside := f"{name}{SUFFIX}"):  # noqa: PTH113
        return Path(beside)
    known = sample_names()
    if name not in known:
        raise StressDeskError(
            f"There is no scenario {name!r}.", f"Give a scenario file, or one of the samples: {', '.join(known)}."
        )
    return sample_path(name)


def is_sample(name: str) -> bool:
    """Whether a person who gives this name means a bundled sample, and no file of their own."""
    return name in sample_names() and scenario_path(name) == sample_path(name)


def load(path: Path) -> Scenario:
    """Load a scenario and everything that can be wrong with it. Raises ScenarioError."""
    from stressdesk.checks.readiness import everything_wrong  # noqa: PLC0415
    from stressdesk.scenario import file  # noqa: PLC0415  # YAML loads only where a scenario is read

    scenario = file.read(path)
    if wrong := everything_wrong(scenario, path.parent):
        raise file.located(wrong, path)
    return scenario


def complete_scenario(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """What the shell offers for a scenario: samples, and files of this folder."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  # only while completing

    offered = [*sample_names(), *(path.name for path in sorted(Path().glob(f"*{SUFFIX}")))]
    matching = [CompletionItem(name) for name in offered if name.startswith(begun)]
    return matching or [CompletionItem(begun, type="file")]
