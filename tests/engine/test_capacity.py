"""What this machine can generate is tried before a run, in a moment, without asking anybody but itself."""

import msgspec
import pytest
from engine.scripted import scenario

from stressdesk.engine import capacity
from stressdesk.engine import job as jobs
from stressdesk.engine import preflight as ahead_of
from stressdesk.engine.preflight import preflight
from stressdesk.scenario.model import Limits
from stressdesk.scenario.targets import LiteLLM, Simulated
from stressdesk.scenario.traffic import Load
from stressdesk.traffic import plan as traffic

HOSTED = LiteLLM(model="openai/gpt-4o-mini", base_url="http://127.0.0.1:9/v1")


def job(tmp_path, target=HOSTED, **load):
    wanted = scenario(targets={"simulated": target}, load=Load(**load))
    return jobs.prepare(wanted, tmp_path / "a.stress.yaml", jobs.Wishes())


def test_a_rate_is_tried_that_any_machine_exceeds(tmp_path):
    assert 20 < capacity.queries_per_second(job(tmp_path), HOSTED) < 100_000


def test_every_query_tried_is_answered(tmp_path, monkeypatch):
    kept = []
    monkeypatch.setattr(capacity, "_ask", _keeping(kept))
    capacity.queries_per_second(job(tmp_path), HOSTED)
    assert len(kept) == capacity.WARMING + capacity.TRIED
    assert {record.outcome for record in kept} == {"answered"}
    assert {record.answer for record in kept} == {" token" * capacity.TOKENS}


def _keeping(kept):
    async def ask(asking, queries):
        kept.extend([await asking.ask(query) for query in queries])

    return ask


def test_through_litellm_the_rate_is_assumed_and_lower(tmp_path):
    assert capacity.queries_per_second(job(tmp_path), LiteLLM(model="anthropic/claude-haiku-4-5")) == pytest.approx(
        1 / 0.034
    )


def test_the_sheet_has_it_for_hosted_targets_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(capacity, "queries_per_second", lambda *_: 123.0)
    ahead = preflight(job(tmp_path, scales=(600,), live=600, window_minutes=1))
    assert (ahead.machine_per_second, ahead.asked_per_second) == (123.0, 10.0)
    assert preflight(job(tmp_path, Simulated())).machine_per_second is None


def test_in_a_closed_loop_time_and_rate_count_how_long_users_think(tmp_path, monkeypatch):
    monkeypatch.setattr(capacity, "queries_per_second", lambda *_: 123.0)
    load = {"loop": "closed", "users": 50, "scales": (600,), "live": 600}
    talkative = preflight(job(tmp_path, **load))
    monkeypatch.setattr(ahead_of, "_thinking_seconds", lambda _job: 0.0)
    silent = preflight(job(tmp_path, **load))
    assert silent.asked_per_second == 50.0
    assert talkative.asked_per_second < 10.0
    assert talkative.seconds > 5 * silent.seconds


def test_users_who_wait_for_nobody_think_in_no_sum(tmp_path):
    assert ahead_of._thinking_seconds(job(tmp_path)) == 0.0
    pauses = ahead_of._thinking_seconds(job(tmp_path, loop="closed", users=5, live=300))
    planned = traffic.plan(job(tmp_path).scenario, 300, seed=job(tmp_path).seed, folder=tmp_path)
    turns = [turn for session in planned.sessions() for turn in session.turns]
    assert pauses == pytest.approx(sum(turn.think_seconds for turn in turns) / len(turns))
    assert pauses > 0


def test_limits_of_the_run_and_its_target_hold_up_no_trial(tmp_path, monkeypatch):
    kept, paced = [], []

    async def ask(asking, queries):
        paced.append(asking._sending.pacing.is_on)
        kept.extend([await asking.ask(query) for query in queries])

    monkeypatch.setattr(capacity, "_ask", ask)
    slow = msgspec.structs.replace(HOSTED, requests_per_minute=1_000)
    limited = jobs.prepare(
        scenario(targets={"simulated": slow}, load=Load(paced=True), limits=Limits(requests=10)),
        tmp_path / "a.stress.yaml",
        jobs.Wishes(),
    )
    assert capacity.queries_per_second(limited, slow) is not None
    assert None not in kept
    assert paced == [False, False]
