"""What else befalls a run: a full disk, a folder that cannot be written, sleep, a clock that jumps, a dead parent."""

import contextlib
import json
import os
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


@pytest.fixture
def disk(tmp_path):
    """A file system of its own of so many MB, or read-only."""
    with contextlib.ExitStack() as mounted:

        def make(options):
            place = tmp_path / "disk"
            place.mkdir(exist_ok=True)
            command = ["mount", "-t", "tmpfs", "-o", options, "none", str(place)]
            if shutil.which("mount") is None or subprocess.run(command, check=False, capture_output=True).returncode:
                pytest.skip("file systems can be mounted by root alone")
            mounted.callback(subprocess.run, ["umount", str(place)], check=True)
            return place

        yield make


def fill(place):
    """Write until nothing is free."""
    with contextlib.suppress(OSError), (place / "others").open("ab", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def test_a_disk_that_fills_up_ends_the_run_with_its_reason_and_with_every_answer_that_was_under_way(
    tmp_path, base_url, disk
):
    model = "slow"
    place = disk("size=16m")
    write(tmp_path, base_url, model, queries=400, seconds=4)
    path = place / "a.stressrun"
    asked = base_url.count(model)
    with start("run", "served.stress.yaml", "--run-file", path, "--report", "none", home=tmp_path) as process:
        wait_for_records(path, 30)
        fill(place)
        _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert process.returncode == 2
    assert "The run broke off: there was no room left on the disk" in " ".join(err.split())
    ending, records = read(path)
    assert ending.state == "stopped"
    assert "no room left on the disk" in ending.reason
    assert len(records) < 401
    # Whatever the server was asked has its record: nothing was paid for and lost.
    assert sum(len(record.attempts) for record in records) == base_url.count(model) - asked
    assert interruptions(path).lost == Sent()
    # The room it had kept is free now; once somebody takes that too, it cannot go on, and asks nothing.
    fill(place)
    refused = finished("run", "--resume", path, "--report", "none", home=tmp_path)
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr
    assert "has room" in " ".join(refused.stderr.split())
    assert sum(len(record.attempts) for record in records) == base_url.count(model) - asked
    assert read(path) == (ending, records)
    (place / "others").unlink()
    done = finished("run", "--resume", path, "--report", "none", home=tmp_path)
    assert done.returncode in {0, 1}, done.stderr
    ending, after = read(path)
    assert (ending.state, len(after)) == ("complete", 401)
    assert after[: len(records)] == records
    assert [one.name for one in place.iterdir()] == ["a.stressrun"]


BOUNDED = """
import resource, sys
from stressdesk import __main__
from stressdesk.journal import ballast
ballast.BYTES = 65_536
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
sys.argv = ["stressdesk", *sys.argv[1:]]
__main__.main()
"""


def test_where_giving_up_the_room_does_not_help_what_was_recorded_stays_and_the_rest_is_possibly_billed(
    tmp_path, base_url
):
    model = "well=bounded: Paris"
    write(tmp_path, base_url, model, queries=600, seconds=3)
    path = tmp_path / "a.stressrun"
    command = [sys.executable, "-c", BOUNDED, "run", "served.stress.yaml", "--run-file", path, "--report", "none"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert f"The run file {path} cannot be written" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    ending, before = read(path)
    assert (ending, len(before) > 10) == (None, True)
    attempts = sum(len(record.attempts) for record in before)
    assert attempts + interruptions(path).lost.requests >= base_url.count(model) > attempts
    done = finished("run", "--resume", path, "--report", "none", home=tmp_path)
    assert "under way when the run was cut off" in " ".join(done.stdout.split())
    ending, records = read(path)
    assert (ending.state, len(records)) == ("complete", 601)
    assert records[: len(before)] == before


@pytest.mark.parametrize("options", ["size=16m,ro", "size=100k"])
def test_a_folder_that_cannot_be_written_is_said_before_anything_is_sent(tmp_path, base_url, disk, options):
    place = disk(options)
    write(tmp_path, base_url, "well=unwritten: Paris", queries=5, seconds=1)
    done = finished("run", "served.stress.yaml", "--out", place / "runs", home=tmp_path)
    assert done.returncode == 2
    assert str(place / "runs") in done.stderr
    assert "Check that the folder exists, is writable and has room" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert base_url.count("well=unwritten: Paris") == 0
    assert not list(place.glob("runs/*"))


JUMPING = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
/* The calendar jumps a day forward or back every 200 ms; the clock that only counts is left alone. */
static time_t jump(void) {
    struct timespec now;
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    real(CLOCK_MONOTONIC, &now);
    return (now.tv_sec * 5 + now.tv_nsec / 200000000) % 2 ? 86400 : -86400;
}
int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec += jump();
    return done;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *now, void *zone) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}
"""


@pytest.fixture(scope="module")
def jumping_calendar(tmp_path_factory):
    """The variables of a process whose calendar jumps, as when somebody sets the clock or a time server does."""
    folder = tmp_path_factory.mktemp("jumping")
    (folder / "jumping.c").write_text(JUMPING)
    command = ["cc", "-shared", "-fPIC", "-o", "jumping.so", "jumping.c", "-ldl"]
    if (
        sys.platform != "linux"
        or shutil.which("cc") is None
        or subprocess.run(command, cwd=folder, check=False).returncode
    ):
        pytest.skip("needs a C compiler on Linux")
    variables = {"LD_PRELOAD": str(folder / "jumping.so")}
    look = "import time; seen = [time.time() for _ in range(4) if not time.sleep(0.2)]; print(max(seen) - min(seen))"
    seen = subprocess.run(
        [sys.executable, "-c", look], env={**os.environ, **variables}, capture_output=True, check=True
    )
    assert float(seen.stdout) > 86_000
    return variables


def test_a_calendar_that_jumps_changes_nothing(tmp_path, base_url, jumping_calendar):
    write(tmp_path, base_url, "well=jumping: Paris", queries=100, seconds=2)
    began = time.monotonic()
    done = finished("run", "served.stress.yaml", "--json", home=tmp_path, variables=jumping_calendar)
    passed = time.monotonic() - began
    assert done.returncode in {0, 1}, done.stderr
    ending, records = read(tmp_path / "runs" / "served-001.stressrun")
    assert (ending.state, len(records)) == ("complete", 101)
    assert {record.outcome for record in records} == {"answered"}
    assert 1.5 < ending.run_seconds < passed
    for record in records:
        assert 0 <= record.arrived <= record.sent <= record.attempts[0].written <= record.finished <= ending.run_seconds
    assert not json.loads(done.stdout)["facts"]["gaps"]


PARENT = """
import subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(child.pid, flush=True)
child.wait()
"""


def test_kill_9_of_the_parent_ends_the_run_gently_with_its_reason_and_it_can_be_resumed(tmp_path, base_url):
    model = "well=fatherless: Paris"
    write(tmp_path, base_url, model, queries=200, seconds=10)
    path = tmp_path / "a.stressrun"
    command = [sys.executable, "-m", "stressdesk", "run", "served", "--run-file", path, "--obey-input"]
    command = [sys.executable, "-c", PARENT, *map(str, command), "--report", "none"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        wait_for_records(path, 10)
        assert writing_process(path) == child
        parent.kill()
    until = time.monotonic() + 30
    while writing_process(path) is not None:
        assert time.monotonic() < until
        time.sleep(0.02)
    ending, records = read(path)
    assert ending.reason == "stopped because the program that started the run has ended"
    assert len(records) < 201
    assert sum(len(record.attempts) for record in records) == base_url.count(model)
    assert interruptions(path).lost == Sent()
    done = finished("run", "--resume", path, "--report", "none", home=tmp_path)
    assert done.returncode in {0, 1}, done.stderr
    ending, after = read(path)
    assert (ending.state, len(after)) == ("complete", 201)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_twice_every_request_under_way_has_its_record_and_the_file_its_reason(tmp_path, base_url, number):
    write(tmp_path, base_url, "slow", queries=60, seconds=0.2)
    path = tmp_path / "runs" / "served-001.stressrun"
    asked = base_url.count("slow")
    with start("run", "served.stress.yaml", "--report", "none", home=tmp_path) as process:
        while base_url.count("slow") < asked + 10:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        time.sleep(0.05)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    ending, records = read(path)
    assert (ending.state, "stopped by the user" in ending.reason) == ("stopped", True)
    assert sum(len(record.attempts) for record in records) == base_url.count("slow") - asked
    assert sum(record.outcome == "cancelled" for record in records) > 1
    assert interruptions(path).lost == Sent()
