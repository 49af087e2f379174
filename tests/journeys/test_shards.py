"""A run over several processes: the same plan, file and totals as over one, and nothing lost where one is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from journeys.program import environment, finished, start
from journeys.serving import serving

from stressdesk.engine.lag import STILL_SECONDS
from stressdesk.engine.limits import GRACE_SECONDS
from stressdesk.journal.liveness import is_running
from stressdesk.journal.reader import RunFile

QUERIES = 120
SCENARIO = """
stressdesk: 1
name: Shared
prompt: {{text: "Which city?", parameters: {{max_tokens: 20}}}}
demo:
  - {{text: "What is the capital of France?", expect: Paris}}
  - {{text: "And of Italy?", expect: Rome}}
checks: [{{kind: contains}}]
target: served
targets:
  served:
    kind: litellm
    model: "openai/{model}"
    base_url: "{base_url}"
    prices: {{input_usd_per_million: 100, output_usd_per_million: 400}}
traffic: {{sessions: {{mean_turns: 2, single_turn_share: 0.5, think_median_seconds: 0.05}}}}
load: {{scales: [{queries}], live: {queries}, window_minutes: {minutes}, retry: {{attempts: 0}}, {load}}}
limits: {{{limits}}}
goals: {{failure_rate: 0.9}}
"""

# The program on a machine with nothing else to do, however busy this one is.
IDLE = """
import os
os.getloadavg = lambda: (0.0, 0.0, 0.0)
os.sched_getaffinity = lambda _: set(range({cores}))
from stressdesk.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def base_url():
    with serving() as url:
        yield url


def prepare(home, base_url, model, **changes):
    fields = {"queries": QUERIES, "minutes": 0.02, "load": "max_in_flight: 16", "limits": "spend_usd: 1000"}
    home.mkdir(exist_ok=True)
    text = SCENARIO.format(model=model, base_url=base_url, **{**fields, **changes})
    (home / "shared.stress.yaml").write_text(text)
    return home / "a.stressrun"


def words(processes, *more):
    return ["run", *more, "--report", "none", "--yes", "--processes", processes]


def whole_run(home, processes):
    done = finished(*words(processes, "shared.stress.yaml", "--run-file", "a.stressrun"), home=home)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def read(path):
    with RunFile(path) as run_file:
        return list(run_file.records()), run_file.ending, run_file.unrecorded


def said(record):
    """What a record holds but for its times."""
    verdicts = [(verdict.check, verdict.judgement, verdict.reason) for verdict in record.verdicts]
    place = (record.stage, record.session, record.turn)
    return (*place, record.persona, record.mess, record.text, record.answer, verdicts, record.usage, record.cost_usd)


@pytest.mark.parametrize("load", ["max_in_flight: 16", "loop: closed, users: 7"])
def test_over_one_two_and_three_processes_a_run_asks_and_records_the_same(tmp_path, base_url, load):
    runs = []
    for processes in (1, 2, 3):
        path = prepare(tmp_path / str(processes), base_url, "well=Paris", load=load)
        before = base_url.count("well=Paris")
        done = whole_run(path.parent, processes)
        records, ending, lost = read(path)
        assert (done.returncode, ending.state, lost.requests) == (0, "complete", 0), done.stderr
        assert base_url.count("well=Paris") - before == len(records)
        runs.append(sorted(said(record) for record in records))
    assert runs[1] == runs[0]
    assert runs[2] == runs[0]
    assert len(runs[0]) == len({one[:3] for one in runs[0]}) == QUERIES + 2
    # In step: nothing of a stage is sent before the one before has ended, whichever process sends it.
    ends = [record.finished for record in records if record.stage == "demo"]
    assert max(ends) <= min(record.arrived for record in records if record.stage != "demo")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_folder_whose_name_is_no_text_is_no_hindrance(tmp_path, base_url):
    path = prepare(tmp_path / os.fsdecode(b"d\xff"), base_url, "well=Paris")
    done = whole_run(path.parent, 2)
    records, ending, _ = read(path)
    assert (done.returncode, ending.state) == (0, "complete"), done.stderr
    assert len(records) == QUERIES + 2


def begin(home, processes, *, base_url, model, after=10, **options):
    """A run that has sent some requests, and its shards' process numbers."""
    process = start(*words(processes, "shared.stress.yaml", "--run-file", "a.stressrun"), home=home, **options)
    while base_url.count(model) < after:
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)
    return process, children(process.pid)


def children(parent):
    """The shards of a run; only Linux lists them."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def gone(processes, seconds=10):
    """Whether none of them runs any more, or not much longer."""
    end = time.monotonic() + seconds
    while any(map(is_running, processes)) and time.monotonic() < end:
        time.sleep(0.01)
    return not any(map(is_running, processes))


def go_on(home, processes):
    done = finished(*words(processes, "--resume", "a.stressrun"), home=home)
    assert done.returncode == 0, done.stderr


def check_whole(path, before, lost):
    """Gone on with, everything planned is recorded once, and what may have been lost stays known."""
    records, ending, unrecorded = read(path)
    assert ending.state == "complete"
    assert records[: len(before)] == before
    assert len({(one.stage, one.session, one.turn) for one in records}) == len(records) == QUERIES + 2
    assert unrecorded == lost


def test_a_killed_shard_ends_the_run_which_says_so_and_goes_on_over_one_process(tmp_path, base_url):
    model = "well=lost-Paris"
    path = prepare(tmp_path, base_url, model, minutes=0.05)
    process, shards = begin(tmp_path, 3, base_url=base_url, model=model, after=30)
    assert len(shards) == 3
    os.kill(shards[1], signal.SIGKILL)
    out, err = process.communicate(timeout=30)
    assert "Traceback" not in err
    # Every goal is met by what was asked, but the run is not what it was to be.
    assert process.returncode == 2
    assert "engine process 2 of 3 was killed by signal 9" in " ".join(out.split())
    told = " ".join(err.rpartition("\n\n")[2].split())
    assert "The run broke off: engine process 2 of 3 was killed by signal 9" in told
    assert "may have been billed" in told
    assert "stressdesk run --resume a.stressrun" in told
    assert gone(shards)
    records, ending, lost = read(path)
    assert (ending.state, ending.is_fault) == ("stopped", True)
    assert "was killed by signal 9" in ending.reason
    seen = base_url.count(model)
    assert len(records) < QUERIES
    # Whatever the server saw is recorded, or the file says that it may have been billed.
    assert len(records) + lost.requests >= seen
    go_on(tmp_path, 1)
    check_whole(path, records, lost)
    whole = prepare(tmp_path / "whole", base_url, model, minutes=0.05)
    whole_run(whole.parent, 1)
    assert sorted(map(said, read(path)[0])) == sorted(map(said, read(whole)[0]))


@pytest.mark.parametrize(("cores", "shards"), [(3, 3), (1, 0)])
def test_a_run_that_asks_for_more_than_a_core_can_send_takes_the_idle_ones(tmp_path, base_url, cores, shards):
    # 10,000 queries a second, which no core can send.
    path = prepare(tmp_path, base_url, "slow", minutes=0.0002, load="max_in_flight: 60")
    command = [sys.executable, "-c", IDLE.format(cores=cores), "run", "shared.stress.yaml"]
    command += ["--run-file", path.name, "--report", "none", "--yes"]
    before = base_url.count("slow")
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        while base_url.count("slow") < before + 10:
            assert process.poll() is None, process.communicate()
            time.sleep(0.005)
        assert len(children(process.pid)) == shards
        _, err = process.communicate(timeout=60)
    told = " ".join(err.split())
    assert f"shared out over {shards} processes" in told if shards else "shared out" not in told
    records, ending, lost = read(path)
    assert (ending.state, len(records), lost.requests) == ("complete", QUERIES + 2, 0)


def test_a_killed_parent_leaves_no_shard_and_loses_only_what_it_says_may_be_lost(tmp_path, base_url):
    model = "well=orphan-Paris"
    path = prepare(tmp_path, base_url, model, minutes=0.05)
    process, shards = begin(tmp_path, 2, base_url=base_url, model=model, after=30)
    process.kill()
    process.communicate()
    assert gone(shards, seconds=5)
    records, ending, lost = read(path)
    assert ending is None
    assert len(records) + lost.requests >= base_url.count(model)
    go_on(tmp_path, 3)
    check_whole(path, records, lost)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_all_processes_ends_the_run_gently_and_nothing_is_lost(tmp_path, base_url, number):
    model = f"well={number.name}-Paris"
    path = prepare(tmp_path, base_url, model, minutes=0.05)
    process, shards = begin(tmp_path, 2, base_url=base_url, model=model, start_new_session=True)
    # As Ctrl-C in a terminal does, and whatever ends a whole container.
    os.killpg(process.pid, number)
    _, err = process.communicate(timeout=30)
    assert "Traceback" not in err
    assert (process.returncode, gone(shards)) == (130, True)
    records, ending, lost = read(path)
    assert "stopped by the user" in ending.reason
    assert lost.requests == 0
    assert len(records) == base_url.count(model) < QUERIES
    go_on(tmp_path, 2)
    check_whole(path, records, lost)


def test_a_shard_that_hangs_holds_up_no_end_and_what_it_had_under_way_may_be_billed(tmp_path, base_url):
    model = "well=hung-Paris"
    path = prepare(tmp_path, base_url, model, minutes=0.05)
    process, shards = begin(tmp_path, 2, base_url=base_url, model=model, after=30)
    os.kill(shards[0], signal.SIGSTOP)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=40)
    assert "Traceback" not in err
    assert gone(shards)
    records, ending, lost = read(path)
    assert "stopped by the user" in ending.reason
    assert len(records) + lost.requests >= base_url.count(model)
    go_on(tmp_path, 1)
    check_whole(path, records, lost)


def test_all_shards_standing_still_at_once_is_one_interruption(tmp_path, base_url):
    path = prepare(tmp_path, base_url, "well=still-Paris", minutes=0.1)
    process, shards = begin(tmp_path, 2, base_url=base_url, model="well=still-Paris", after=20)
    for shard in shards:
        os.kill(shard, signal.SIGSTOP)
    time.sleep(STILL_SECONDS + 0.5)
    for shard in shards:
        os.kill(shard, signal.SIGCONT)
    process.communicate(timeout=60)
    with RunFile(path) as run_file:
        (gap,) = run_file.interruptions.gaps
    assert gap.seconds >= STILL_SECONDS


def test_a_run_whose_shards_cannot_begin_says_why_and_leaves_no_file(tmp_path, base_url):
    path = prepare(tmp_path, base_url, "well=Paris")
    text = (tmp_path / "shared.stress.yaml").read_text().replace(f'    base_url: "{base_url}"\n', "")
    (tmp_path / "shared.stress.yaml").write_text(text.replace("prices:", "key_env: NO_SUCH_KEY\n    prices:"))
    done = whole_run(tmp_path, 2)
    assert (done.returncode, path.exists()) == (2, False)
    assert "NO_SUCH_KEY is not set" in done.stderr


def test_two_signals_cut_off_what_is_under_way_and_record_it(tmp_path, base_url):
    path = prepare(tmp_path, base_url, "stalls", load="max_in_flight: 16, patience_seconds: 300")
    process, shards = begin(tmp_path, 2, base_url=base_url, model="stalls", after=1)
    process.send_signal(signal.SIGINT)
    first = process.stderr.readline()
    while "Stopping" not in first:
        first = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert gone(shards)
    records, ending, lost = read(path)
    # Without the second the answers would have had five seconds.
    assert ending.run_seconds < GRACE_SECONDS
    assert [record.outcome for record in records] == ["cancelled"] * base_url.count("stalls")
    assert lost.requests == 0


@pytest.mark.parametrize("processes", [1, 3])
def test_the_spend_limit_holds_over_all_processes_and_is_used_as_far_as_one_would(tmp_path, base_url, processes):
    # A request may cost 2.3 cents, as the limit counts, and costs half a cent, as the server bills.
    model = f"well=spend{processes}-Paris"
    path = prepare(tmp_path, base_url, model, limits="spend_usd: 0.3")
    whole_run(tmp_path, processes)
    records, ending, lost = read(path)
    assert ending.reason == "the spend limit of $0.30 leaves no room for another query"
    (each,) = {attempt.cost_usd for record in records for attempt in record.attempts}
    assert base_url.count(model) * each <= 0.3
    # The next would have had room but for what it may have cost at most, its long text taken a byte a token.
    assert base_url.count(model) * each > 0.2
    assert lost.requests == 0


def test_the_limit_of_requests_holds_over_all_processes(tmp_path, base_url):
    model = "well=requests-Paris"
    path = prepare(tmp_path, base_url, model, limits="requests: 50")
    whole_run(tmp_path, 3)
    records, ending, _ = read(path)
    assert ending.reason == "the limit of 50 requests was reached"
    assert base_url.count(model) == len(records) == 50


@pytest.mark.parametrize("processes", [1, 3])
def test_a_run_whose_limit_of_requests_just_suffices_is_complete(tmp_path, base_url, processes):
    path = prepare(tmp_path, base_url, "well=Paris", limits=f"requests: {QUERIES + 2}")
    whole_run(tmp_path, processes)
    records, ending, _ = read(path)
    assert (ending.state, len(records)) == ("complete", QUERIES + 2)


def test_too_many_failures_over_all_processes_end_the_run(tmp_path, base_url):
    limits = "failure_rate: 0.5, failure_rate_of_last: 20"
    path = prepare(tmp_path, base_url, "well=Berlin", limits=limits, minutes=0.1)
    whole_run(tmp_path, 2)
    records, ending, _ = read(path)
    assert "of the last" in ending.reason
    assert len(records) < QUERIES


def test_a_shard_whose_parent_dies_before_its_first_word_ends(tmp_path):
    done = finished("shard", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
