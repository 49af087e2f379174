"""The files that a whole scenario still reads while it runs, and what tells whether one has changed since."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from stressdesk.scenario.traffic import Trace

if TYPE_CHECKING:
    from pathlib import Path

    from stressdesk.scenario.model import Scenario


def fingerprints(scenario: Scenario, folder: Path) -> dict[str, str]:
    """SHA-256 of each file that decides who asks what and when, by the name it has in the scenario.

    Empty for a file that cannot be read. A local model is not among them: it answers, and has gigabytes.
    """
    return {name: _fingerprint(folder / name) for name in _files(scenario)}


def _files(scenario: Scenario) -> list[str]:
    replay, arrivals = scenario.traffic.replay, scenario.load.arrivals
    tables = [variable.csv for variable in scenario.variables.values()]
    named = [
        replay.file if replay is not None else None,
        # A log that is sent again brings its own times.
        arrivals.file if isinstance(arrivals, Trace) and replay is None else None,
        *tables,
    ]
    return sorted({name for name in named if name is not None})


def _fingerprint(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
