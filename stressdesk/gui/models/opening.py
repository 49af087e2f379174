"""From a file, a sample or a text to the scenario that is worked on, and back. Loading this loads YAML."""

from __future__ import annotations

from pathlib import Path

import msgspec

from stressdesk.journal.events import Header
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.importing.prompt import new_scenario, pasted_scenario
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.moving import moved
from stressdesk.scenario.plain import restore
from stressdesk.scenario.samples import SUFFIX, sample_path
from stressdesk.scenario.whole import whole

SIGN = "stressdesk:"
LOOKED_AT = 200_000
BLANK = "Answer the user's question in one sentence."


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario to work on; `path` is None where it is in no file yet. `folder` is where its own files lie."""

    scenario: Scenario
    path: Path | None
    folder: Path
    is_saved: bool


def opened(path: Path) -> Opened:
    """The scenario in a file, or one made around the prompt in it. Raises StressDeskError and OSError."""
    folder = path.absolute().parent
    if is_scenario(path):
        scenario = scenario_file.parse(path.read_text(encoding="utf-8-sig"), path)
        return Opened(scenario=scenario, path=path.absolute(), folder=folder, is_saved=True)
    return Opened(scenario=new_scenario(path), path=None, folder=folder, is_saved=False)


def sample(name: str) -> Opened:
    """One of the bundled samples; saving it will ask for a place of its own."""
    path = sample_path(name)
    return Opened(scenario=scenario_file.load(path), path=None, folder=path.parent, is_saved=True)


def pasted(text: str) -> Opened:
    """A scenario around a copied prompt: plain text, or chat messages in JSON or YAML. Raises StressDeskError."""
    return Opened(scenario=pasted_scenario(text), path=None, folder=Path.home(), is_saved=False)


def blank() -> Opened:
    """A scenario around a prompt of one sentence, to be written over."""
    begun = pasted(BLANK)
    named = msgspec.structs.replace(begun.scenario, name="New scenario", description="")
    return msgspec.structs.replace(begun, scenario=named)


def of_run(header: Header) -> Opened:
    """The scenario a run was made from, to be worked on as one of its own. Raises StressDeskError."""
    origin = Path(header.scenario_path)
    folder = origin.parent if origin.parent.is_dir() else Path.home()
    return Opened(scenario=restore(header.scenario), path=None, folder=folder, is_saved=False)


def saved(scenario: Scenario, folder: Path, path: Path, *, is_sample: bool) -> Scenario:
    """Write the scenario to `path` and return it as it is there.

    Files it names are found from the new place; the texts of a sample's files go inside. Raises StressDeskError.
    """
    fit = whole(scenario, folder) if is_sample else moved(scenario, folder, path.absolute().parent)
    scenario_file.save(fit, path)
    return fit


def is_scenario(path: Path) -> bool:
    """Is this a scenario by its name, or a YAML file that says that it is one?"""
    if path.name.endswith(SUFFIX):
        return True
    if path.suffix not in (".yaml", ".yml"):
        return False
    with path.open("rb") as file:
        beginning = file.read(LOOKED_AT).decode(errors="replace")
    return any(line.startswith(SIGN) for line in beginning.splitlines())
