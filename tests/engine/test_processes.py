import pytest
from engine.scripted import scenario

from stressdesk.engine import job as jobs
from stressdesk.engine import processes
from stressdesk.engine.part import Part
from stressdesk.engine.processes import needed, require_possible, spare_cpus
from stressdesk.engine.sizes import largest_request_tokens
from stressdesk.errors import RunError
from stressdesk.scenario.model import Parameters, Prompt
from stressdesk.scenario.targets import LiteLLM, Local, Simulated
from stressdesk.scenario.traffic import Load


def job(tmp_path, target, **load):
    asked = scenario(target="t", targets={"t": target}, load=Load(**load))
    return jobs.prepare(asked, tmp_path / "x.stress.yaml", jobs.Wishes())


LIVE = LiteLLM(model="openai/m", base_url="http://127.0.0.1:1/v1")


@pytest.mark.parametrize(
    ("asked", "free", "count"), [(900, 8, 1), (1001, 8, 2), (3500, 8, 4), (3500, 2, 2), (3500, 1, 1)]
)
def test_as_many_processes_send_as_the_plan_takes_and_cores_are_idle(tmp_path, monkeypatch, asked, free, count):
    monkeypatch.setattr(processes, "spare_cpus", lambda: free)
    assert needed(job(tmp_path, LIVE), 1000.0, asked) == count


def test_a_busy_machine_has_fewer_spare_cpus_but_always_one(monkeypatch):
    monkeypatch.setattr("os.getloadavg", lambda: (0.2, 0, 0), raising=False)
    idle = spare_cpus()
    monkeypatch.setattr("os.getloadavg", lambda: (idle - 1 + 0.2, 0, 0), raising=False)
    assert spare_cpus() == 1
    monkeypatch.setattr("os.getloadavg", lambda: (99.0, 0, 0), raising=False)
    assert spare_cpus() == 1


@pytest.mark.parametrize(
    ("target", "load"),
    [
        (Simulated(), {}),
        (Local(), {}),
        (LIVE, {"loop": "closed", "users": 2}),
        (LIVE, {"max_in_flight": 2}),
        (LiteLLM(model="openai/m", requests_per_minute=2), {"paced": True}),
    ],
)
def test_what_cannot_be_shared_out_is_said_before_anything_is_sent(tmp_path, target, load):
    asked = job(tmp_path, target, **load)
    require_possible(asked, 1)
    require_possible(job(tmp_path, LIVE), 3)
    with pytest.raises(RunError, match="cannot be shared out over 3 processes"):
        require_possible(asked, 3)


@pytest.mark.parametrize(("per_minute", "most"), [(10_000, 1), (26_000, 4), (100, 1)])
def test_no_share_of_a_token_limit_is_smaller_than_the_largest_request(tmp_path, monkeypatch, per_minute, most):
    monkeypatch.setattr(processes, "spare_cpus", lambda: 8)
    prompt = Prompt(text="word " * 4_000, parameters=Parameters(max_tokens=1_000), memory="none")
    limited = LiteLLM(model="openai/m", base_url="http://127.0.0.1:1/v1", tokens_per_minute=per_minute)
    asked = scenario(prompt=prompt, target="t", targets={"t": limited}, load=Load(paced=True))
    wanted = jobs.prepare(asked, tmp_path / "x.stress.yaml", jobs.Wishes())
    assert 6_000 < largest_request_tokens(wanted) <= 6_500
    assert needed(wanted, 1.0, 1_000) == most
    require_possible(wanted, most)
    with pytest.raises(RunError, match="cannot be shared out"):
        require_possible(wanted, most + 1)


@pytest.mark.parametrize("of", [1, 2, 3, 7])
def test_parts_are_the_whole_and_share_no_session(of):
    parts = [Part(number, of) for number in range(of)]
    assert all(sum(part.holds(session) for part in parts) == 1 for session in range(50))
    for amount in (of, of + 1, 1000):
        shares = [part.share(amount) for part in parts]
        assert sum(shares) == amount
        assert min(shares) >= 1
        assert max(shares) - min(shares) <= 1
