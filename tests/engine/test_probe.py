import contextlib

import pytest
from engine.scripted import USAGE, ScriptedTarget, scenario

from stressdesk.engine import job as jobs
from stressdesk.engine import probe as probing
from stressdesk.engine.preflight import preflight
from stressdesk.engine.probe import at_most_usd, probe
from stressdesk.engine.sizes import mean_input_tokens
from stressdesk.errors import RunError, TargetError
from stressdesk.scenario.model import Limits
from stressdesk.scenario.targets import LiteLLM, Local, Prices, Simulated

PRICES = Prices(input_usd_per_million=1.0, output_usd_per_million=10.0)
COST = 1000 * 1e-6 + 100 * 10e-6


def prepared(tmp_path, **changes):
    fields = {"targets": {"t": Local(prices=PRICES)}, "target": "t"}
    return jobs.prepare(scenario(**{**fields, **changes}), tmp_path / "x.stress.yaml", jobs.Wishes())


def probed(monkeypatch, job, *steps, queries=5):
    target = ScriptedTarget(*steps)
    monkeypatch.setattr(probing, "open_target", lambda *_: contextlib.nullcontext(target))
    return target, probe(job, queries, mean_input_tokens(job))


def test_a_probe_sharpens_the_sheet_and_says_what_it_cost(tmp_path, monkeypatch):
    job = prepared(tmp_path)
    target, found = probed(monkeypatch, job, (0, "billing"))
    assert (found.probe.asked, found.probe.answered, len(target.requests)) == (5, 5, 5)
    assert found.probe.usd == found.probe.at_most_usd == pytest.approx(5 * COST)
    ahead = preflight(job, found.learnt, found.probe)
    before = preflight(job)
    assert ahead.output_tokens == (USAGE.output * ahead.queries,) * 2
    assert before.output_tokens[0] < ahead.output_tokens[0]
    assert ahead.usd[1] - ahead.usd[0] < before.usd[1] - before.usd[0]
    assert ahead.probe == found.probe


def test_a_probe_keeps_to_the_spend_limit(tmp_path, monkeypatch):
    job = prepared(tmp_path)
    most = at_most_usd(job, 1)
    limited = prepared(tmp_path, limits=Limits(spend_usd=1.5 * most))
    target, found = probed(monkeypatch, limited, (0, TargetError("cut_stream", "cut", partial="bil")))
    # What a broken-off answer cost nobody knows: its worst case is booked, and there is no room for a second.
    assert len(target.requests) == 1
    assert found.probe.at_most_usd == pytest.approx(most)
    assert found.probe.usd < most
    assert at_most_usd(limited) == pytest.approx(1.5 * most)


def test_a_probe_that_a_limit_ends_says_so(tmp_path, monkeypatch):
    job = prepared(tmp_path)
    nothing = prepared(tmp_path, limits=Limits(spend_usd=0.5 * at_most_usd(job, 1)))
    target, found = probed(monkeypatch, nothing, (0, "billing"))
    assert (len(target.requests), found.probe.asked) == (0, 0)
    assert "leaves no room" in found.probe.trouble
    _, some = probed(monkeypatch, prepared(tmp_path, limits=Limits(requests=2)), (0, "billing"))
    assert (some.probe.asked, some.probe.trouble) == (2, "the limit of 2 requests was reached")
    _, enough = probed(monkeypatch, prepared(tmp_path, limits=Limits(requests=2)), (0, "billing"), queries=2)
    assert (enough.probe.asked, enough.probe.trouble) == (2, "")


def test_what_would_fail_every_other_query_ends_a_probe(tmp_path, monkeypatch):
    target, found = probed(monkeypatch, prepared(tmp_path), (0, TargetError("authentication", "401: wrong key")))
    assert (len(target.requests), found.probe.answered, found.learnt) == (1, 0, None)
    assert found.probe.trouble == "401: wrong key"


def test_a_single_failure_does_not_end_it_and_nothing_is_asked_twice(tmp_path, monkeypatch):
    steps = [(0, TargetError("server", "500: broke")), (0, "billing")]
    target, found = probed(monkeypatch, prepared(tmp_path), *steps, queries=3)
    assert (len(target.requests), found.probe.answered) == (3, 2)
    assert found.learnt.queries == 2
    assert found.probe.trouble == "500: broke"


def test_never_more_than_five_are_asked(tmp_path, monkeypatch):
    target, _ = probed(monkeypatch, prepared(tmp_path), (0, "billing"), queries=50)
    assert len(target.requests) == 5


def test_a_simulated_target_is_not_probed(tmp_path):
    with pytest.raises(RunError, match="nothing to be probed for"):
        probe(prepared(tmp_path, targets={"t": Simulated()}), 5, 100)


def test_without_a_price_nobody_knows_what_a_probe_costs(tmp_path):
    assert at_most_usd(prepared(tmp_path, targets={"t": Local()})) is None
    assert at_most_usd(prepared(tmp_path, targets={"t": LiteLLM(model="openai/gpt-4o-mini")})) > 0
