"""Puts a scenario into a file: what did not change in it stays as it was, and the old file is never lost half-way."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.document import MAX_BYTES, document
from stressdesk.scenario.editing import Versions, edited
from stressdesk.scenario.model import VERSION, Scenario
from stressdesk.scenario.plain import complete, plain, restore
from stressdesk.scenario.reading import BYTE_ORDER_MARK, read_text, refusal
from stressdesk.scenario.writing import comment_lines, new_text

_WHOLE_DEPTH = 100
_SECTION_DEPTH = 1


def save(scenario: Scenario, path: Path) -> None:
    """Write the scenario; a scenario that is in the file already keeps its comments, order and quotes.

    The new file takes the old one's place in one step, or the old one stays. Raises ScenarioError, also where the file
    holds something that is no scenario.
    """
    target = Path(os.path.realpath(path))
    before = read_text(target, MAX_BYTES) if os.path.lexists(target) else ""
    mark = BYTE_ORDER_MARK if before.startswith(BYTE_ORDER_MARK) else ""
    after = mark + changed(before.removeprefix(BYTE_ORDER_MARK), scenario, path)
    if after != before:
        _replace_file(target, after)


def changed(text: str, scenario: Scenario, path: Path) -> str:
    """The text of a scenario file, changed only where the scenario in it is not `scenario`."""
    if not text.strip():
        return new_text(plain(scenario))
    root = document(text, str(path))
    try:
        before = restore(root.value)
    except ScenarioError as error:
        hint = "Save under another name, or delete that file first."
        raise refusal(path, "what is in this file is not a scenario, so it is not replaced", hint) from error
    if plain(before) == plain(scenario) and before == scenario:
        return text
    if root.value.get("stressdesk", VERSION) == VERSION and root.style == "block":
        versions = Versions(complete(before), complete(scenario), plain(scenario))
        for depth in (_WHOLE_DEPTH, _SECTION_DEPTH):
            candidate = edited(text, root, versions, depth)
            if _says(candidate, scenario):
                return candidate
    return "\n".join([*comment_lines(text), new_text(plain(scenario))])


def _says(text: str, scenario: Scenario) -> bool:
    try:
        return plain(restore(document(text, "").value)) == plain(scenario)
    except ScenarioError:
        return False


def _replace_file(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        message = f"the file cannot be written ({error.strerror or error})"
        hint = "Nothing was changed. Check the disk and the folder's permissions, or save under another name."
        raise ScenarioError([Problem(message, hint=hint, file=str(path))]) from error
