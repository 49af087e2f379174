"""The scenario as it stands, unsaved edits included, in a file that the command line can be given."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

import msgspec

from stressdesk.errors import ScenarioError, StressDeskError
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.samples import SUFFIX

SNAPSHOTS = "snapshots"
MOST_KEPT = 8


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario, the file it was saved in if there is one, and the folder its own files are looked up in."""

    scenario: Scenario
    path: Path | None
    folder: Path


def snapshot(source: Source, folder: Path) -> Path:
    """The scenario's own file where that says the same, else a new one in `folder`, with no file of its own needed.

    Raises ScenarioError, and StressDeskError where the folder cannot be written.
    """
    from stressdesk.scenario.plain import plain  # noqa: PLC0415 - these load YAML, which the first window need not
    from stressdesk.scenario.whole import whole  # noqa: PLC0415
    from stressdesk.scenario.writing import new_text  # noqa: PLC0415

    if source.path is not None and _says(source.path, source.scenario):
        return source.path
    text = new_text(plain(whole(source.scenario, source.folder)))
    # Named after what it holds: an engine may still be about to read an earlier one.
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    path = folder / f"{mark}{SUFFIX}"
    try:
        _write(path, text)
        _forget_old(folder)
    except OSError as error:
        raise StressDeskError(
            f"The scenario cannot be handed to the engine: {path} cannot be written ({error.strerror}).",
            "Make room there, or set XDG_CONFIG_HOME to a folder that can be written.",
        ) from error
    return path


def _says(path: Path, scenario: Scenario) -> bool:
    from stressdesk.scenario import file as scenario_file  # noqa: PLC0415 - loads YAML

    with contextlib.suppress(ScenarioError, OSError):
        return scenario_file.read(path) == scenario
    return False


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{secrets.token_hex(4)}.tmp")
    beside.write_text(text, encoding="utf-8", errors="replace")
    beside.replace(path)
    os.utime(path)


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[MOST_KEPT:]:
        path.unlink(missing_ok=True)
