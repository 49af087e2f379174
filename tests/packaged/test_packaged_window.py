"""The packaged window on a screen of a bare machine: it opens what it is given, runs the sample, writes a report."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from journeys.desktop import Desktop, require_tools
from packaged.program import Installed, can_cut_off, contents

from stressdesk.journal.reader import RunFile
from stressdesk.resources import resource

pytestmark = pytest.mark.packaged
# Starting takes a second; this many only when two cores are shared by much else.
SECONDS = 60.0
RUN_SECONDS = 400.0
TITLE = "Support triage — StressDesk"


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    require_tools()
    with Desktop.open(tmp_path) as opened:  # its own programs keep things there
        yield opened


@contextlib.contextmanager
def window(
    program: Installed, desktop: Desktop, path: Path, *, offline: bool = False
) -> Iterator[subprocess.Popen[str]]:
    """The running window program; it is ended with the context, and what it said is shown where the test fails."""
    running = program.start("StressDesk", path, offline=offline, DISPLAY=desktop.display)
    try:
        yield running
    finally:
        running.kill()
        print(*running.communicate())  # noqa: T201 - pytest shows it


def sample(program: Installed, name: str, title: str = "Support triage") -> Path:
    text = resource("samples", "support-triage.stress.yaml").read_text(encoding="utf-8")
    assert "name: Support triage\n" in text
    assert "live: 60" in text
    text = text.replace("name: Support triage\n", f"name: {title}\n").replace("live: 60", "live: 8")
    path = program.home / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o666)
    return path


def run_files(program: Installed) -> list[Path]:
    return sorted((program.home / "StressDesk").glob("*.stressrun"))


def has_ended(program: Installed) -> bool:
    with RunFile(run_files(program)[-1]) as run_file:
        return run_file.ending is not None


def test_it_opens_the_file_it_was_given_and_closes(program: Installed, desktop: Desktop) -> None:
    before = contents(program.folder)
    with window(program, desktop, sample(program, "Prüfung zwei.stress.yaml")) as running:
        desktop.wait(lambda: desktop.title() == TITLE, "the file did not open", SECONDS)
        desktop.keys("ctrl+q")
        out, err = running.communicate(timeout=SECONDS)
    assert (running.returncode, out, err) == (0, "", "")
    assert contents(program.folder) == before


def test_a_second_start_hands_its_file_to_the_window_that_is_open(program: Installed, desktop: Desktop) -> None:
    with window(program, desktop, sample(program, "eins.stress.yaml")):
        desktop.wait(lambda: desktop.title() == TITLE, "the file did not open", SECONDS)
        with window(program, desktop, sample(program, "zwei.stress.yaml", "Second")) as other:
            out, err = other.communicate(timeout=SECONDS)
            assert (other.returncode, out, err) == (0, "", "")
        desktop.wait(lambda: "Second — StressDesk" in desktop.windows(), "it was not handed over", SECONDS)


def test_it_runs_the_sample_without_a_network_and_writes_a_report(program: Installed, desktop: Desktop) -> None:
    before = contents(program.folder)
    with window(program, desktop, sample(program, "mine.stress.yaml"), offline=can_cut_off()):
        desktop.wait(lambda: desktop.title() == TITLE, "the file did not open", SECONDS)
        desktop.keys("ctrl+r")

        def has_begun() -> bool:
            desktop.keys("ctrl+Return")  # as soon as its sheet can be agreed to
            time.sleep(0.5)
            return bool(run_files(program))

        desktop.wait(has_begun, "no run began", SECONDS)
        desktop.wait(lambda: has_ended(program), "the run did not end", RUN_SECONDS)
        with RunFile(run_files(program)[-1]) as run_file:
            assert (run_file.header.provenance, run_file.ending.state) == ("measured", "complete")
        report = run_files(program)[-1].with_name("Bericht.pdf")

        def is_asked_where() -> bool:
            desktop.keys("ctrl+e")
            time.sleep(0.5)
            return desktop.title() == "Export report"

        desktop.wait(is_asked_where, "no dialog to export a report", SECONDS)
        desktop.answer("Export report", report.name)
        desktop.wait(report.exists, "no report was written", SECONDS)
        desktop.wait(lambda: report.read_bytes().startswith(b"%PDF"), "the report is no PDF", SECONDS)
    assert contents(program.folder) == before
