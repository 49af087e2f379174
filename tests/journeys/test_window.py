"""The window as a person uses it: on a screen of its own, with keys and mouse, seen in files and titles."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from journeys.desktop import Desktop, kill, require_tools

from stressdesk.journal.liveness import writing_process
from stressdesk.journal.reader import RunFile
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.importing.prompt import PLACEHOLDERS

PROMPT = "Sort the message into one word: invoice, delivery, refund or password.\n\n{{message}}\n"
QUICK = """\
stressdesk: 1
name: Quick
prompt:
  messages:
    - {{ role: system, content: "Answer in one word." }}
    - {{ role: user, content: "{{{{message}}}}" }}
  parameters: {{ temperature: 0, max_tokens: 4 }}
demo: [{{ text: "Is the sky blue?" }}]
checks: [{{ kind: length, max_words: 3 }}]
target: embedded
targets: {{ embedded: {{ kind: local, price_as: gpt-4o-mini }} }}
load: {{ window_minutes: {minutes}, live: {live}, scales: [{live}], patience_seconds: 60 }}
limits: {{ minutes: 5 }}
goals: {{ failure_rate: 0.5 }}
"""
RUN_SECONDS = 240.0


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    require_tools()
    home = tmp_path / "home"
    home.mkdir()
    with Desktop.open(home) as opened:
        yield opened


@pytest.fixture
def runs(desktop: Desktop) -> Path:
    return desktop.home / "StressDesk"


def quick(folder: Path, minutes: float = 0.05, live: int = 3) -> Path:
    path = folder / "quick.stress.yaml"
    path.write_text(QUICK.format(minutes=minutes, live=live))
    return path


def run_files(runs: Path) -> list[Path]:
    return sorted(runs.glob("*.stressrun"))


def ending(runs: Path) -> str:
    """How the newest run ended; "" while it goes on."""
    if not (files := run_files(runs)):
        return ""
    with RunFile(files[-1]) as run_file:
        return run_file.ending.state if run_file.ending else ""


def records(runs: Path) -> int:
    if not (files := run_files(runs)):
        return 0
    with RunFile(files[-1]) as run_file:
        return len(list(run_file.records()))


def open_by_name(desktop: Desktop, path: Path) -> None:
    desktop.keys("ctrl+o")
    desktop.answer("Open", path.name)


def export(desktop: Desktop, path: Path) -> None:
    desktop.keys("ctrl+e")
    desktop.answer("Export report", path.name)


@pytest.mark.model
def test_from_a_prompt_file_to_a_run_on_the_embedded_model_to_a_pdf(desktop: Desktop, runs: Path) -> None:
    prompt = desktop.home / "prompt.txt"
    prompt.write_text(PROMPT)
    desktop.start_window()
    open_by_name(desktop, prompt)
    desktop.wait(lambda: desktop.title() == "prompt* — StressDesk", "the prompt did not open")
    desktop.keys("ctrl+shift+s")
    saved = desktop.home / "mine.stress.yaml"
    desktop.answer("Save scenario", saved.name)
    desktop.wait(saved.exists, "the scenario was not saved")
    assert scenario_file.load(saved).prompt.file == "prompt.txt"
    text = saved.read_text().replace("name: prompt", "name: Mine").replace("live: 50", "live: 4")
    text = text.replace("window_minutes: 2", "window_minutes: 0.1")
    # With the placeholders a new scenario begins with, the window starts no run.
    text = text.replace(PLACEHOLDERS[0], "Where is my parcel?").replace(PLACEHOLDERS[1], "I forgot my password.")
    saved.write_text(text)
    open_by_name(desktop, saved)
    desktop.wait(lambda: desktop.title() == "Mine — StressDesk", "the scenario did not open")
    press_run(desktop, runs)
    desktop.wait(lambda: ending(runs) == "complete", "the run did not end", RUN_SECONDS)
    report = runs / "report.pdf"
    time.sleep(2)
    export(desktop, report)
    desktop.wait(report.exists, "no report was written")
    assert report.read_bytes()[:5] == b"%PDF-"


def test_the_sample_of_10000_simulated_queries_ends_in_its_overview(desktop: Desktop, runs: Path) -> None:
    desktop.start_window(sample("capacity-plan"))
    desktop.wait(lambda: (desktop.title() or "").startswith("Capacity plan"), "the sample did not open")
    press_run(desktop, runs)
    desktop.wait(lambda: ending(runs) == "complete", "the run did not end", RUN_SECONDS)
    assert records(runs) > 10_000
    report = runs / "report.html"
    time.sleep(2)
    export(desktop, report)
    desktop.wait(report.exists, "no report was written")
    assert "Capacity plan" in report.read_text()


@pytest.mark.model
def test_a_run_is_stopped_in_the_middle(desktop: Desktop, runs: Path) -> None:
    desktop.start_window(quick(desktop.home, minutes=3, live=60))
    begin(desktop, runs)
    desktop.keys("ctrl+period")
    desktop.wait(lambda: ending(runs) == "stopped", "the run did not stop")
    assert 0 < records(runs) < 60


@pytest.mark.model
def test_an_engine_that_is_killed_can_be_resumed(desktop: Desktop, runs: Path) -> None:
    desktop.start_window(quick(desktop.home, minutes=0.4, live=8))
    begin(desktop, runs)
    process = writing_process(run_files(runs)[-1])
    assert process is not None
    os.kill(process, signal.SIGKILL)
    time.sleep(3)
    held = records(runs)
    assert ending(runs) == ""
    desktop.keys("ctrl+k")
    time.sleep(0.5)
    desktop.type("resume")
    desktop.keys("Return")
    desktop.wait(lambda: ending(runs) == "complete", "the run was not resumed to its end", RUN_SECONDS)
    assert records(runs) == 9 > held
    assert len(run_files(runs)) == 1


@pytest.mark.model
def test_a_window_that_is_killed_loses_nothing(desktop: Desktop, runs: Path) -> None:
    scenario = quick(desktop.home, minutes=3, live=60)
    window = desktop.start_window(scenario)
    begin(desktop, runs)
    kill(window)
    desktop.wait(lambda: ending(runs) == "stopped", "the run did not notice that its window died")
    held = records(runs)
    desktop.start_window(run_files(runs)[-1])
    desktop.wait(lambda: desktop.title() is not None, "the window did not come back")
    assert records(runs) == held > 0


def test_a_broken_scenario_is_explained(desktop: Desktop) -> None:
    broken = desktop.home / "broken.stress.yaml"
    broken.write_text("stressdesk: 1\nname: x\nprompt: {text: hi}\ndemo: []\n")
    desktop.start_window(broken)
    desktop.wait(lambda: dialog_is_open(desktop), "nothing was said about the broken scenario")
    desktop.keys("Return")
    desktop.wait(lambda: not dialog_is_open(desktop), "the message could not be closed")


def test_saved_and_reopened_it_is_the_same(desktop: Desktop) -> None:
    path = quick(desktop.home)
    before = scenario_file.load(path)
    desktop.start_window(path)
    desktop.wait(lambda: (desktop.title() or "").startswith("Quick"), "the scenario did not open")
    desktop.keys("ctrl+shift+s")
    other = desktop.home / "other.stress.yaml"
    desktop.answer("Save scenario", other.name)
    desktop.wait(other.exists, "the scenario was not saved")
    assert scenario_file.load(other) == before


def begin(desktop: Desktop, runs: Path) -> None:
    """Start the run of the scenario that is open, and wait until something was answered."""
    desktop.wait(lambda: (desktop.title() or "").startswith("Quick"), "the scenario did not open")
    press_run(desktop, runs)
    desktop.wait(lambda: records(runs) > 0, "nothing was answered", RUN_SECONDS)


def press_run(desktop: Desktop, runs: Path) -> None:
    """Go to the page of runs and start one, as soon as its sheet can be agreed to."""
    desktop.keys("ctrl+r")

    def begun() -> bool:
        desktop.keys("ctrl+Return")
        time.sleep(0.5)
        return bool(run_files(runs))

    desktop.wait(begun, "no run began")


def dialog_is_open(desktop: Desktop) -> bool:
    return len(desktop.windows()) > 1


def sample(name: str) -> Path:
    return Path(__file__).parents[2] / "resources" / "samples" / f"{name}.stress.yaml"
