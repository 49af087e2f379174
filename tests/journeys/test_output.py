"""Where the program's words go: pipes nobody reads, full disks, poor encodings and narrow terminals end no run."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from journeys.program import environment, finished, start

from stressdesk.journal.reader import RunFile

FULL = Path("/dev/full")
SCENARIO = """
stressdesk: 1
name: Talk
prompt:
  text: "Which desk? Answer billing or shipping."
  parameters: {max_tokens: 20}
demo:
  - {text: "I was charged twice this month.", expect: billing}
checks:
  - {kind: equals}
target: simulated
targets:
  simulated: {kind: simulated}
load: {scales: [5], live: 6, window_minutes: 1}
goals: {failure_rate: 0.9}
"""


@pytest.fixture
def home(tmp_path):
    (tmp_path / "talk.stress.yaml").write_text(SCENARIO)
    return tmp_path


def ending(home):
    with RunFile(home / "runs" / "talk-001.stressrun") as run_file:
        return run_file.ending.state


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_when_nobody_reads_on_the_report_is_written_and_the_exit_code_tells_the_verdict(home, more):
    with start("run", "talk.stress.yaml", *more, home=home) as process:
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=60)
    assert (process.returncode, ending(home)) == (0, "complete"), err
    assert (home / "runs" / "talk-001.html").exists()
    assert "Broken" not in err


def test_when_nobody_reads_the_progress_the_run_goes_on(home):
    with start("run", "talk.stress.yaml", "--report", "none", home=home) as process:
        process.stderr.close()
        process.stderr = None
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, ending(home)) == (0, "complete")
    assert "READY" in out


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_full_disk_behind_standard_output_is_said_in_words(home, more):
    with FULL.open("w") as full:
        command = [sys.executable, "-m", "stressdesk", "run", "talk.stress.yaml", *more]
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, env=environment(home), cwd=home, check=False
        )
    assert done.returncode == 2
    assert "No space left" in done.stderr
    assert "bug" not in done.stderr


def test_an_encoding_without_dashes_still_shows_the_verdict(home):
    done = finished(
        "run",
        "talk.stress.yaml",
        "--report",
        "none",
        home=home,
        variables={"PYTHONIOENCODING": "latin-1"},
        errors="replace",
    )
    assert done.returncode == 0, done.stderr
    assert "READY" in done.stdout


def test_a_closed_standard_error_ends_no_run(home):
    command = f'exec "{sys.executable}" -m stressdesk run talk.stress.yaml --report none 2>&-'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, env=environment(home), cwd=home, check=False)
    assert (done.returncode, ending(home)) == (0, "complete")


def test_progress_fits_the_terminal_it_is_written_to(home):
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 44, 0, 0))
    command = [sys.executable, "-m", "stressdesk", "run", "talk.stress.yaml", "--report", "none", "--json"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=slave, env=environment(home), cwd=home
    ):
        os.close(slave)
        shown = b""
        try:
            while piece := os.read(master, 4096):
                shown += piece
        except OSError:  # the terminal's other end has closed
            pass
    os.close(master)
    lines = [line for line in shown.decode().replace("\r", "\n").splitlines() if "queries ·" in line]
    assert lines
    assert max(len(line) for line in lines) < 44


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_before_any_run_goes_on_is_said_in_a_word(home, number):
    with start("plan", "talk.stress.yaml", "--queries", "3000", "--jsonl", home=home) as process:
        process.stdout.readline()
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (130, "Stopped.")
