"""Where nothing more can be asked, the run ends as a fault: no failure of the model, and all of it is asked again."""

import contextlib

import pytest
from engine.scripted import ScriptedTarget
from engine.test_run import by_query, prepared, run, scripted

from stressdesk.engine import probe as probing
from stressdesk.engine import trial
from stressdesk.errors import NoConnectionsError, RunError, TargetGoneError
from stressdesk.scenario.targets import Local
from stressdesk.scenario.traffic import Load, Retry

REASON = "the local model's server was killed by signal 9"
GONE = (1.0, TargetGoneError(REASON))
OFTEN = Load(scales=(40,), live=40, window_minutes=0.3, retry=Retry(attempts=2))


@pytest.mark.parametrize("error", [TargetGoneError, NoConnectionsError])
def test_the_run_ends_as_a_fault_and_is_gone_on_with(tmp_path, monkeypatch, error):
    job, path = prepared(tmp_path, load=OFTEN), tmp_path / "a.stressrun"
    target = scripted(monkeypatch, *[(1.0, "billing")] * 15, (1.0, error(REASON)))
    ending, before = run(job, path)
    assert (ending.state, ending.is_fault, ending.reason) == ("stopped", True, REASON)
    assert {record.outcome for record in before} == {"answered"}
    assert len(before) == 15
    assert len(target.requests) < 25
    scripted(monkeypatch, (1.0, "billing"))
    ending, after = run(job, path, resume=True)
    assert ending.state == "complete"
    assert {record.outcome for record in after} == {"answered"}
    assert len(by_query(after)) == len(after) == 42


@pytest.mark.parametrize("ask", [trial.ask_once, lambda job: probing.probe(job, 3, 20)])
def test_a_trial_or_a_probe_of_it_says_why_it_broke_off(tmp_path, monkeypatch, ask):
    target = ScriptedTarget(GONE)
    for module in (trial, probing):
        monkeypatch.setattr(module, "open_target", lambda *_: contextlib.nullcontext(target))
    job = prepared(tmp_path, targets={"simulated": Local()})
    with pytest.raises(RunError, match="killed by signal 9"):
        ask(job)
