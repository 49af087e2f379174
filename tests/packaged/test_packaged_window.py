"""The packaged window opens on a bare machine, with the file it was given, and leaves nothing behind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaged.program import Installed, contents
from packaged.screen import Screen, screen

from stressdesk.resources import resource

pytestmark = pytest.mark.packaged


@pytest.fixture(scope="module")
def shown() -> Iterator[Screen]:
    with screen() as made:
        yield made


def test_it_opens_the_file_it_was_given_and_closes(program: Installed, shown: Screen) -> None:
    path = sample(program, "Prüfung zwei.stress.yaml")
    before = contents(program.folder)
    with program.start("StressDesk", path, DISPLAY=shown.display) as running:
        window = shown.window("support-triage")
        shown.press(window, "ctrl+q")
        out, err = running.communicate(timeout=30)
    assert running.returncode == 0, err
    assert (out, err) == ("", "")
    assert contents(program.folder) == before


def sample(program: Installed, name: str) -> Path:
    path = program.home / name
    shutil.copy(resource("samples", "support-triage.stress.yaml"), path)
    path.chmod(0o666)
    return path
