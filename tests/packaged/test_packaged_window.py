"""The packaged window opens on a bare machine, with the file it was given, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaged.program import Installed, contents
from packaged.screen import Screen, screen

from stressdesk.resources import resource

pytestmark = pytest.mark.packaged
# Starting takes a second; this many only when two cores are shared by much else.
SECONDS = 60


@pytest.fixture(scope="module")
def shown() -> Iterator[Screen]:
    with screen() as made:
        yield made


@contextlib.contextmanager
def window(program: Installed, shown: Screen, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """The running window program; it is ended with the context, and what it said is in the failure."""
    running = program.start("StressDesk", *arguments, DISPLAY=shown.display)
    try:
        yield running
    except subprocess.SubprocessError as error:
        running.kill()
        out, err = running.communicate()
        raise AssertionError(f"{error}\n{out}\n{err}") from error
    finally:
        running.kill()
        running.communicate()


def test_it_opens_the_file_it_was_given_and_closes(program: Installed, shown: Screen) -> None:
    path = sample(program, "Prüfung zwei.stress.yaml")
    before = contents(program.folder)
    with window(program, shown, path) as running:
        shown.press(shown.window("Support triage", seconds=SECONDS), "ctrl+q")
        out, err = running.communicate(timeout=SECONDS)
    assert running.returncode == 0, err
    assert (out, err) == ("", "")
    assert contents(program.folder) == before


def test_a_second_start_hands_its_file_to_the_window_that_is_open(program: Installed, shown: Screen) -> None:
    first, second = sample(program, "eins.stress.yaml"), sample(program, "zwei.stress.yaml")
    second.write_text(second.read_text(encoding="utf-8").replace("name: Support triage", "name: Nummer zwei"))
    with window(program, shown, first) as running:
        shown.window("Support triage", seconds=SECONDS)
        with window(program, shown, second) as other:
            out, err = other.communicate(timeout=SECONDS)
            assert (other.returncode, out, err) == (0, "", "")
        shown.press(shown.window("Nummer zwei", seconds=SECONDS), "ctrl+q")
        running.communicate(timeout=SECONDS)


def sample(program: Installed, name: str) -> Path:
    path = program.home / name
    shutil.copy(resource("samples", "support-triage.stress.yaml"), path)
    path.chmod(0o666)
    return path
