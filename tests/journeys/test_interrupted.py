"""kill -9, Ctrl-C, SIGTERM, a closed terminal in a live run: nothing recorded is lost, nothing of it asked twice."""

import os
import signal
import subprocess
import sys
import time

import pytest
from journeys.program import environment, finished, start
from journeys.serving import scenario, serving

from stressdesk.errors import RunFileError
from stressdesk.journal.reader import RunFile

QUERIES = 60
IN_FLIGHT = 4


@pytest.fixture(scope="module")
def base_url():
    with serving() as url:
        yield url


def wait_for_records(path, count):
    for _ in range(600):
        try:
            with RunFile(path) as run_file:
                if len(list(run_file.records())) >= count:
                    return
        except RunFileError:
            pass
        time.sleep(0.1)
    pytest.fail("the run never got that far")


def written(home, base_url, model, seconds=12):
    """The scenario's file in place; where its first run will be."""
    load = f"max_in_flight: {IN_FLIGHT}, arrivals: {{kind: constant}}"
    text = scenario(base_url, model, live=QUERIES, minutes=seconds / 60, load=load)
    (home / "served.stress.yaml").write_text(text)
    return home / "runs" / "served-001.stressrun"


def started(home, base_url, model, seconds=12):
    path = written(home, base_url, model, seconds)
    return start("run", "served.stress.yaml", home=home), path


def read(path):
    with RunFile(path) as run_file:
        return run_file.ending, list(run_file.records())


def test_kill_9_loses_nothing_recorded_and_resuming_asks_nothing_twice(tmp_path, base_url):
    model = "well=killed: Paris"
    process, path = started(tmp_path, base_url, model)
    with process:
        wait_for_records(path, 15)
        process.kill()
        process.communicate()
    ending, before = read(path)
    assert ending is None
    asked_before = base_url.count(model)
    done = finished("run", "--resume", path, home=tmp_path)
    assert done.returncode in {0, 1}, done.stderr
    ending, records = read(path)
    assert ending.state == "complete"
    assert records[: len(before)] == before
    keys = [(record.stage, record.session, record.turn) for record in records]
    assert len(set(keys)) == len(keys) == QUERIES + 1
    sent = [record for record in records if record.attempts]
    # What was in flight when the process died had to be asked again, and nothing else.
    assert asked_before - len(before) <= IN_FLIGHT
    assert base_url.count(model) - asked_before == len(sent) - len(before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_gently_with_a_report(tmp_path, base_url, number):
    process, path = started(tmp_path, base_url, f"well=stopped {number}: Paris")
    with process:
        wait_for_records(path, 10)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    ending, records = read(path)
    assert ending.state == "stopped"
    assert "stopped by the user" in ending.reason
    assert {record.outcome for record in records} <= {"answered", "dropped"}
    assert path.with_suffix(".html").exists()
    assert "Run file" in out
    assert "Traceback" not in err


def in_a_terminal(*arguments, home, prefix=()):
    """A running program in a session of its own with a terminal, and the side of it that a person has."""
    master, terminal = os.openpty()
    name = os.ttyname(terminal)
    # Tests that are themselves run under nohup would hand on that a closed terminal is nothing to mind.
    heeding = ["env", "--default-signal=HUP"]
    # A session's first process that opens a terminal gets that as its own.
    opening = ["sh", "-c", 'terminal=$1; shift; exec "$@" < "$terminal" > "$terminal" 2>&1', "sh", name]
    process = subprocess.Popen(
        [*heeding, *opening, *prefix, sys.executable, "-m", "stressdesk", *arguments],
        env=environment(home),
        cwd=home,
        start_new_session=True,
    )
    return process, master, terminal


@pytest.mark.parametrize("processes", ["1", "2"])
def test_closing_the_terminal_ends_a_run_gently_with_a_report(tmp_path, base_url, processes):
    model = f"well=closed {processes}: Paris"
    path = written(tmp_path, base_url, model)
    command = ("run", "served.stress.yaml", "--yes", "--processes", processes)
    process, master, terminal = in_a_terminal(*command, home=tmp_path)
    with process:
        os.close(terminal)
        wait_for_records(path, 10)
        os.close(master)
        assert process.wait(timeout=60) == 130
    ending, records = read(path)
    assert ending.reason == "stopped because its terminal was closed"
    assert {record.outcome for record in records} <= {"answered", "dropped"}
    assert base_url.count(model) == len([record for record in records if record.attempts])
    assert path.with_suffix(".html").exists()


def test_under_nohup_a_run_goes_on_without_its_terminal(tmp_path, base_url):
    path = written(tmp_path, base_url, "well=nohup: Paris")
    command = ("run", "served.stress.yaml", "--yes")
    process, master, terminal = in_a_terminal(*command, home=tmp_path, prefix=("nohup",))
    with process:
        os.close(terminal)
        wait_for_records(path, 5)
        os.close(master)
        wait_for_records(path, 15)
        process.terminate()
        assert process.wait(timeout=60) == 130
    assert "SIGTERM" in read(path)[0].reason


def test_ctrl_c_twice_cancels_answers_under_way_and_records_them(tmp_path, base_url):
    text = scenario(base_url, "never", live=2, timeout=100, patience=100)
    (tmp_path / "served.stress.yaml").write_text(text)
    asked = base_url.count("never")
    with start("run", "served.stress.yaml", home=tmp_path) as process:
        while base_url.count("never") == asked:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "at once" in err
    _, records = read(tmp_path / "runs" / "served-001.stressrun")
    assert [(record.stage, record.outcome) for record in records] == [("demo", "cancelled")]


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_run_whose_file_is_deleted_sends_nothing_more_and_says_why(tmp_path, base_url, processes):
    model = f"well=deleted {processes}: Paris"
    path = written(tmp_path, base_url, model)
    with start("run", "served.stress.yaml", "--processes", processes, home=tmp_path) as process:
        wait_for_records(path, 10)
        path.unlink()
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "was deleted or moved while the run went on" in err
    assert "Traceback" not in err
    assert base_url.count(model) < QUERIES / 2
