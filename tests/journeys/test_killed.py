"""kill -9 at fifty moments of a run, from its start to its closing: what the file then holds is held against the
server's own log, and the run is gone on with to its end. The same at six power cuts, which take what is not on disk.
"""

import random
import shutil
import signal
import subprocess
import sys
import time
from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from journeys.program import finished, start
from journeys.serving import serving

from stressdesk.journal.reader import RunFile
from stressdesk.journal.writer import BATCH_SECONDS

KILLS = 50
QUERIES = 250
# The first of the fifty are killed before anything was sent.
EARLY = 8
IN_FLIGHT = 16
START_SECONDS = 0.8
# The server's log is written by a busy machine too: a request may stand in it this much late.
LATE_SECONDS = 0.25
SCENARIO = """
stressdesk: 1
name: Killed
prompt: {{text: "Which city?", parameters: {{max_tokens: 20}}}}
demo: [{{text: "What is the capital of France?", expect: Paris}}]
checks: [{{kind: contains, value: Paris}}]
target: served
targets:
  served:
    kind: litellm
    model: "openai/{model}"
    base_url: "{base_url}"
    prices: {{input_usd_per_million: 100, output_usd_per_million: 400}}
traffic: {{sessions: {{mean_turns: 2, single_turn_share: 0.5, think_median_seconds: 0.05}}}}
load:
  scales: [{queries}]
  live: {queries}
  window_minutes: 0.014
  max_in_flight: {in_flight}
  retry: {{attempts: 0}}
limits: {{spend_usd: {usd}}}
goals: {{failure_rate: 0.9}}
"""


class Killed(msgspec.Struct):
    """What the file said right after a kill, and what stood in the server's log."""

    attempts: int = 0
    unrecorded: int = 0
    received: int = 0


@pytest.fixture(scope="module")
def base_url():
    with serving() as url:
        yield url


def prepare(home, base_url, name, usd=1000):
    model = f"well={name}-Paris"
    home.mkdir()
    text = SCENARIO.format(model=model, base_url=base_url, queries=QUERIES, in_flight=IN_FLIGHT, usd=usd)
    (home / "killed.stress.yaml").write_text(text)
    return model, home / "a.stressrun"


def begin(home, **variables):
    words = ("run", "killed.stress.yaml", "--run-file", "a.stressrun", "--report", "none", "--yes")
    return start(*words, home=home, variables=variables)


def go_on(home):
    done = finished("run", "--resume", "a.stressrun", "--report", "none", "--yes", home=home)
    assert done.returncode in {0, 1}, done.stderr


def log(base_url, model):
    return [request.received_at for request in list(base_url.received) if request.model == model]


def wait_for_requests(base_url, model, process):
    while not log(base_url, model):
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)


def surely_recorded(times):
    """How many queries must be in the file: all but one a slot had been answered before the next was sent, and
    whatever was answered a batch before the last one was sent is on disk.
    """
    return max(0, sum(moment < times[-1] - BATCH_SECONDS - LATE_SECONDS for moment in times) - IN_FLIGHT)


def most_at_once(times):
    """The most requests within the time of a late batch."""
    return max(bisect_right(times, moment + BATCH_SECONDS + LATE_SECONDS) - place for place, moment in enumerate(times))


def kill_once(home, base_url, moment, *, early):
    """Kill a run `moment` seconds after it was started, or after its first request; None where it had ended before."""
    model, path = prepare(home, base_url, home.name)
    with begin(home) as process:
        if not early:
            wait_for_requests(base_url, model, process)
        time.sleep(moment)
        process.kill()
        process.communicate()
    if process.returncode != -signal.SIGKILL:
        return None
    times = log(base_url, model)
    if not path.exists() or not path.stat().st_size:
        assert not times
        return Killed()
    found = check(path, times)
    check_gone_on_with(home, base_url, model, found)
    return found


def check(path, times):
    with RunFile(path) as run_file:
        attempts = sum(len(record.attempts) for record in run_file.records())
        found = Killed(attempts, run_file.unrecorded.requests, len(times))
    # Whatever the server saw is recorded, or the file says that it may have been billed.
    assert found.attempts + found.unrecorded >= found.received, found
    if times:
        assert found.attempts >= surely_recorded(times), found
        assert found.unrecorded <= IN_FLIGHT + 2 * most_at_once(times), found
    return found


def check_gone_on_with(home, base_url, model, killed):
    with RunFile(home / "a.stressrun") as run_file:
        before = list(run_file.records())
    go_on(home)
    with RunFile(home / "a.stressrun") as run_file:
        records, lost = list(run_file.records()), run_file.unrecorded
        planned = sum(plan.queries for plan in run_file.header.stages)
        assert run_file.ending.state == "complete"
    assert records[: len(before)] == before
    assert len({(one.stage, one.session, one.turn) for one in records}) == len(records) == planned
    # What was recorded is never asked again, and what was not, once.
    attempts = sum(len(record.attempts) for record in records)
    assert len(log(base_url, model)) == killed.received + attempts - killed.attempts
    # The loss stays known, and nothing of the second part counts as lost.
    assert lost.requests == killed.unrecorded


@pytest.fixture(scope="module")
def power_cut(tmp_path_factory):
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("a power cut is played with a C compiler on Linux")
    library = tmp_path_factory.mktemp("power") / "power_cut.so"
    source = Path(__file__).with_name("power_cut.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def cut_once(home, base_url, moment, library):
    """Take a run's power `moment` seconds after its first request: what was not put on disk for good is gone."""
    model, path = prepare(home, base_url, home.name)
    keeps = home / "keeps"
    keeps.mkdir()
    with begin(home, LD_PRELOAD=str(library), POWER_CUT_KEEPS=str(keeps)) as process:
        wait_for_requests(base_url, model, process)
        time.sleep(moment)
        process.kill()
        process.communicate()
    for left in home.glob("a.stressrun*"):
        left.unlink()
    for kept in (path.name, f"{path.name}-wal"):
        if (keeps / kept).exists():
            shutil.copy(keeps / kept, home / kept)
    found = check(path, log(base_url, model))
    check_gone_on_with(home, base_url, model, found)
    return found


def test_after_a_power_cut_a_run_holds_as_much_as_after_a_kill(tmp_path, base_url, power_cut):
    cuts = [cut_once(tmp_path / f"cut{number}", base_url, 0.15 * number, power_cut) for number in range(6)]
    assert cuts[-1].attempts > cuts[0].attempts
    assert any(one.unrecorded for one in cuts)


def duration(home, base_url):
    """Seconds of a whole run from its first request until its process has ended."""
    model, _ = prepare(home, base_url, home.name)
    with begin(home) as process:
        process.communicate()
    assert process.returncode in {0, 1}
    return time.monotonic() - log(base_url, model)[0]


def test_killed_at_fifty_moments_a_run_holds_what_was_recorded_and_knows_what_may_have_been_billed(tmp_path, base_url):
    draw = random.Random(50)
    whole = duration(tmp_path / "whole", base_url)

    def kill(number):
        early = number < EARLY
        place = (number + draw.random()) / EARLY if early else (number - EARLY + draw.random()) / (KILLS - EARLY)
        for again in range(20):
            # Earlier where it had ended before: no two take equally long.
            moment = place * (START_SECONDS if early else whole) * 0.97**again
            found = kill_once(tmp_path / f"{number}-{again}", base_url, moment, early=early)
            if found is not None:
                return found
        pytest.fail("every run had ended before it was killed")

    with ThreadPoolExecutor(2) as two_at_a_time:
        kills = list(two_at_a_time.map(kill, range(KILLS)))
    # Killed before anything was sent, in the middle of it, and when all was recorded.
    assert not kills[0].received
    assert sum(one.attempts < one.received for one in kills) >= KILLS // 5, kills
    assert kills[-1].attempts > QUERIES // 2, kills


def test_killed_again_and_again_a_run_never_spends_past_its_limit(tmp_path, base_url):
    # A request may cost 2.3 cents, as the limit counts, and costs half a cent, as the server bills.
    limit = 1.1
    draw = random.Random(6)
    model, path = prepare(tmp_path / "often", base_url, "often", usd=limit)
    home = path.parent
    for sitting in range(6):
        words = ["--run-file", "a.stressrun", "killed.stress.yaml"] if not sitting else ["--resume", "a.stressrun"]
        seen = len(log(base_url, model))
        with start("run", *words, "--report", "none", "--yes", home=home) as process:
            while len(log(base_url, model)) == seen and process.poll() is None:
                time.sleep(0.005)
            time.sleep(draw.random() * 0.1)
            process.kill()
            process.communicate()
    go_on(home)
    with RunFile(path) as run_file:
        records, lost, ending = list(run_file.records()), run_file.unrecorded, run_file.ending
        costs = {attempt.cost_usd for record in records for attempt in record.attempts}
    assert "spend limit of $1.10" in ending.reason
    assert lost.requests > 0
    (each,) = costs
    assert len(log(base_url, model)) * each <= limit
    assert sum(record.cost_usd or 0 for record in records) + lost.usd <= limit + 1e-9
