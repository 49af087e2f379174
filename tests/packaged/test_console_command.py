"""How the window finds the command line: as a module of the same Python, or as the program beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stressdesk import __version__
from stressdesk.resources import CONSOLE_PROGRAM, console_command


def test_it_starts_the_command_line_whatever_the_current_folder_holds(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit('the wrong module')", encoding="utf-8")
    result = subprocess.run([*console_command(), "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert __version__ in result.stdout


@pytest.mark.parametrize("suffix", ["", ".exe"])
def test_a_packaged_window_starts_the_console_program_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, suffix: str
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", os.fspath(tmp_path / "Ünser Ordner" / f"StressDesk{suffix}"))
    assert console_command() == [os.fspath(tmp_path / "Ünser Ordner" / f"{CONSOLE_PROGRAM}{suffix}")]


def test_the_two_programs_are_two_files_where_case_does_not_count() -> None:
    assert CONSOLE_PROGRAM.lower() != "stressdesk"
