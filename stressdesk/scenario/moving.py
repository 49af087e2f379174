"""A scenario saved in another folder: the files it names are still found from there."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from stressdesk.scenario.model import Scenario, Variable
from stressdesk.scenario.targets import Local, TargetSpec
from stressdesk.scenario.traffic import Trace


def reference(path: Path, folder: Path) -> str:
    """How a scenario in a folder names a file: as seen from there, or where no way leads from there, in full."""
    try:
        return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
    except ValueError:  # on Windows there is no way from one drive to another
        return path.absolute().as_posix()


def moved(scenario: Scenario, before: Path, after: Path) -> Scenario:
    """The scenario with the relative paths in it written as seen from the folder `after` instead of `before`."""
    if before.absolute() == after.absolute():
        return scenario

    def seen(name: str | None) -> str | None:
        if name is None or Path(name).expanduser().is_absolute():
            return name
        return reference(before / name, after)

    def variable(one: Variable) -> Variable:
        return msgspec.structs.replace(one, file=seen(one.file), csv=seen(one.csv))

    def target(one: TargetSpec) -> TargetSpec:
        return msgspec.structs.replace(one, model=seen(one.model)) if isinstance(one, Local) else one

    traffic, load = scenario.traffic, scenario.load
    if traffic.replay is not None:
        replay = msgspec.structs.replace(traffic.replay, file=seen(traffic.replay.file))
        traffic = msgspec.structs.replace(traffic, replay=replay)
    if isinstance(load.arrivals, Trace):
        load = msgspec.structs.replace(
            load, arrivals=msgspec.structs.replace(load.arrivals, file=seen(load.arrivals.file))
        )
    return msgspec.structs.replace(
        scenario,
        traffic=traffic,
        load=load,
        prompt=msgspec.structs.replace(scenario.prompt, file=seen(scenario.prompt.file)),
        written=seen(scenario.written),
        variables={name: variable(one) for name, one in scenario.variables.items()},
        targets={name: target(one) for name, one in scenario.targets.items()},
    )
