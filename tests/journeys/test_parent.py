"""A run as the child of another program, such as the window: ordered to stop, let go, or left alone by a death."""

import json
import signal
import subprocess
import sys
import time

import pytest
from journeys.program import environment, finished
from journeys.serving import scenario, serving
from journeys.test_interrupted import wait_for_records

from stressdesk.journal.reader import RunFile

SIMULATED = """
stressdesk: 1
name: Large
prompt: {text: "Which desk?", parameters: {max_tokens: 20}}
demo: [{text: "I was charged twice this month.", expect: billing}]
checks: [{kind: equals}]
target: simulated
targets: {simulated: {kind: simulated}}
load: {scales: [10], live: 60000, window_minutes: 60}
"""


@pytest.fixture(scope="module")
def base_url():
    with serving() as url:
        yield url


@pytest.fixture
def child(tmp_path):
    """Start a run that obeys its input and writes where it is told."""
    path = tmp_path / "told" / "this.stressrun"
    started = []

    def start(text):
        (tmp_path / "child.stress.yaml").write_text(text)
        command = [sys.executable, "-m", "stressdesk", "run", "child", "--run-file", path, "--obey-input"]
        process = subprocess.Popen(
            [*map(str, command), "--report", "none", "--json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(tmp_path),
            cwd=tmp_path,
        )
        started.append(process)
        return process, path

    yield start
    for process in started:
        with process:
            process.kill()


def order(process, words):
    process.stdin.write(words)
    process.stdin.flush()


def ended(process, seconds=60):
    out, err = process.communicate(timeout=seconds)
    assert b"Traceback" not in err, err.decode()
    assert b"Fatal" not in err, err.decode()
    return out


def read(path):
    with RunFile(path) as run_file:
        return run_file.ending, list(run_file.records())


def served(base_url, model, **more):
    return scenario(base_url, model, live=60, minutes=0.2, load="max_in_flight: 4, arrivals: {kind: constant}", **more)


def test_ordered_to_stop_a_live_run_ends_gently(child, base_url):
    process, path = child(served(base_url, "well=ordered: Paris"))
    wait_for_records(path, 5)
    order(process, b"stop\n")
    summary = json.loads(ended(process))
    ending, records = read(path)
    assert process.returncode == 130
    assert (ending.state, ending.reason) == ("stopped", "stopped by the user (the window)")
    assert {record.outcome for record in records} <= {"answered", "dropped"}
    assert summary["facts"]["state"] == "stopped"


def test_ordered_twice_it_stops_at_once(child, base_url):
    process, path = child(scenario(base_url, "never", live=2, timeout=100, patience=100))
    asked = base_url.count("never")
    while base_url.count("never") == asked:
        assert process.poll() is None
        time.sleep(0.05)
    order(process, b"stop\nstop\n")
    ended(process)
    assert [record.outcome for record in read(path)[1]] == ["cancelled"]


def test_ordered_to_stop_a_simulated_run_ends_although_time_is_virtual(child):
    process, path = child(SIMULATED)
    wait_for_records(path, 256)
    order(process, b"stop\n")
    ended(process)
    ending, records = read(path)
    assert (process.returncode, ending.reason) == (130, "stopped by the user (the window)")
    assert len(records) < 60_000


def test_ordered_to_stop_before_anything_was_ready_nothing_is_asked(child, base_url):
    process, path = child(served(base_url, "well=early: Paris"))
    order(process, b"stop\n")
    ended(process)
    ending, records = read(path)
    assert (process.returncode, ending.state, records) == (130, "stopped", [])
    assert base_url.count("well=early: Paris") == 0


def test_a_run_whose_parent_dies_stops_and_says_so(child, base_url):
    process, path = child(served(base_url, "well=orphaned: Paris"))
    wait_for_records(path, 5)
    ended(process)
    ending, _ = read(path)
    assert (ending.state, ending.reason) == ("stopped", "stopped because the program that started the run has ended")


def test_a_run_that_was_let_go_goes_on_without_its_parent(child):
    process, path = child(SIMULATED.replace("60000", "3000"))
    order(process, b"detach\n")
    ended(process)
    assert read(path)[0].state == "complete"


def test_a_run_that_was_let_go_can_still_be_stopped(child, base_url):
    process, path = child(served(base_url, "well=let go: Paris"))
    wait_for_records(path, 5)
    order(process, b"detach\n")
    process.stdin.close()
    process.stdin = None
    process.send_signal(signal.SIGTERM)
    ended(process)
    assert "SIGTERM" in read(path)[0].reason


def test_a_run_that_ends_while_its_parent_says_nothing_ends_cleanly(child):
    process, path = child(SIMULATED.replace("60000", "50"))
    assert process.wait(60) in {0, 1}
    assert process.stderr.read().find(b"Fatal") == -1
    assert read(path)[0].state == "complete"


def test_a_run_file_that_exists_is_left_alone(tmp_path):
    (tmp_path / "small.stress.yaml").write_text(SIMULATED.replace("60000", "5"))
    (tmp_path / "mine.stressrun").write_text("mine")
    done = finished("run", "small", "--run-file", "mine.stressrun", home=tmp_path)
    assert done.returncode == 2
    assert "exists already" in done.stderr
    assert (tmp_path / "mine.stressrun").read_text() == "mine"


def test_without_an_input_there_is_nothing_to_obey(tmp_path):
    (tmp_path / "small.stress.yaml").write_text(SIMULATED.replace("60000", "5"))
    command = f'exec "{sys.executable}" -m stressdesk run small --obey-input 0<&-'
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, env=environment(tmp_path), cwd=tmp_path, check=False
    )
    assert done.returncode == 2
    assert b"--obey-input" in done.stderr
