"""What else befalls a run: a full disk, a folder that cannot be written, sleep, a clock that jumps, a dead parent."""

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest
from journeys.program import environment, finished, start
from journeys.serving import scenario, serving
from journeys.test_interrupted import read, wait_for_records

from stressdesk.journal.leases import Sent
from stressdesk.journal.liveness import writing_process
from stressdesk.journal.reader import RunFile

HALTED_SECONDS = 2.5


@pytest.fixture(scope="module")
def base_url():
    with serving() as url:
        yield url


def write(home, base_url, model, *, queries, seconds, **changes):
    load = "max_in_flight: 16, arrivals: {kind: constant}"
    text = scenario(base_url, model, live=queries, minutes=seconds / 60, load=load, **changes)
    (home / "served.stress.yaml").write_text(text)


def interruptions(path):
    with RunFile(path) as run_file:
        return run_file.interruptions


def test_a_run_that_was_halted_marks_what_was_under_way_goes_on_and_says_so(tmp_path, base_url):
    write(tmp_path, base_url, "slow", queries=60, seconds=4)
    path = tmp_path / "runs" / "served-001.stressrun"
    with start("run", "served.stress.yaml", home=tmp_path) as process:
        wait_for_records(path, 12)
        # As when a laptop sleeps: nothing of the program runs, and the world goes on.
        process.send_signal(signal.SIGSTOP)
        time.sleep(HALTED_SECONDS)
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=60)
    assert process.returncode in {0, 1}, err
    ending, records = read(path)
    assert (ending.state, len(records)) == ("complete", 61)
    found = interruptions(path)
    assert found.lost == Sent()
    (gap,) = found.gaps
    assert HALTED_SECONDS - 0.1 < gap.seconds < HALTED_SECONDS + 2
    under_way = [record for record in records if record.arrived < gap.at + 0.5 and record.finished > gap.at + 0.5]
    assert under_way
    assert all(record.spoiled for record in under_way)
    assert not all(record.spoiled for record in records if record.finished < gap.at)
    assert f"stood still for {gap.seconds:.1f} s" in " ".join(out.split())
