"""The limit of open files: raised as far as it goes, and said where even that leaves too few connections."""

import subprocess
import sys

import pytest
from engine.scripted import scenario

from stressdesk.analysis.open_files import connection_words
from stressdesk.engine import job as jobs
from stressdesk.engine import preflight as ahead_of
from stressdesk.engine.open_files import OWN_FILES
from stressdesk.engine.preflight import preflight
from stressdesk.resources import console_environment
from stressdesk.scenario.targets import LiteLLM
from stressdesk.scenario.traffic import Load

LIMITED = """
import resource, sys
from stressdesk.engine.open_files import claim_connections
soft, hard = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(claim_connections(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""
TRIED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, "tests")
from engine.scripted import scenario
from stressdesk.engine import capacity, job as jobs
from stressdesk.scenario.targets import LiteLLM
target = LiteLLM(model="openai/m", base_url="http://127.0.0.1:9/v1")
job = jobs.prepare(scenario(targets={"simulated": target}), Path("a.stress.yaml"), jobs.Wishes())
files = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
print(capacity.queries_per_second(job, target))
"""


def ran(program, *numbers):
    command = [sys.executable, "-c", program, *map(str, numbers)]
    done = subprocess.run(command, env=console_environment(), capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split(), done.stderr


def test_the_soft_limit_is_raised_to_the_hard_one():
    assert ran(LIMITED, 128, 900)[0] == [str(900 - OWN_FILES), "900", "900"]


def test_a_limit_that_cannot_be_raised_leaves_what_it_leaves():
    assert ran(LIMITED, 200, 200)[0] == [str(200 - OWN_FILES), "200", "200"]


def test_a_machine_is_tried_with_few_open_files():
    (rate,), said = ran(TRIED, 64)
    assert float(rate) > 20
    assert said == ""


def test_where_too_few_files_are_allowed_nothing_is_said_of_the_machine_and_no_log_is_flooded():
    answer, said = ran(TRIED, 12)
    assert answer == ["None"]
    assert len(said.splitlines()) < 2_000


@pytest.mark.parametrize(("load", "most"), [({"live": 400}, 300), ({"live": 200}, 200), ({"loop": "closed"}, 10)])
def test_the_sheet_knows_how_many_queries_may_be_under_way(tmp_path, monkeypatch, load, most):
    monkeypatch.setattr(ahead_of, "_machine_per_second", lambda _job: None)
    monkeypatch.setattr(ahead_of, "claim_connections", lambda: 150)
    target = LiteLLM(model="openai/m", base_url="http://127.0.0.1:9/v1")
    wanted = scenario(targets={"simulated": target}, load=Load(max_in_flight=300, scales=(400,), **load))
    ahead = preflight(jobs.prepare(wanted, tmp_path / "a.stress.yaml", jobs.Wishes()))
    assert (ahead.most_connections, ahead.most_in_flight) == (150, most)
    assert bool(connection_words(ahead)) == (most > 150)
