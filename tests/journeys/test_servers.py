"""Whatever a server does, each query ends as the right outcome, and the run ends with a verdict and a report."""

import json

import pytest
from journeys.program import finished
from journeys.serving import scenario, serving
from journeys.watching import Quiet

from stressdesk.engine import job as jobs
from stressdesk.engine.run import execute
from stressdesk.journal.reader import RunFile
from stressdesk.scenario import file

KEY = "sk-planted-0123456789abcdef0123456789"


@pytest.fixture(scope="module")
def base_url():
    with serving() as url:
        yield url


def run(tmp_path, base_url, model, **changes):
    path = tmp_path / "served.stress.yaml"
    path.write_text(scenario(base_url, model, **changes))
    execute(jobs.prepare(file.load(path), path, jobs.Wishes()), tmp_path / "a.stressrun", Quiet())
    with RunFile(tmp_path / "a.stressrun") as run_file:
        return [record for record in run_file.records() if record.outcome != "dropped"]


@pytest.mark.parametrize(
    ("model", "outcome", "kind", "failure"),
    [
        ("well", "answered", None, None),
        ("slow", "answered", None, None),
        ("garbage", "failed", "bad_answer", "system"),
        ("html", "failed", "bad_answer", "system"),
        ("cut", "failed", "cut_stream", "system"),
        ("empty", "failed", "empty_answer", "system"),
        ("error_500", "failed", "server", "system"),
        ("unavailable", "failed", "overloaded", "system"),
        ("rate_limit", "failed", "rate_limit", "system"),
        ("quota", "failed", "quota", "system"),
        ("unauthorized", "failed", "authentication", "system"),
        ("context_overflow", "failed", "context_overflow", "system"),
        ("content_filter", "failed", "content_filter", "system"),
        ("never", "failed", "timeout", "system"),
    ],
)
def test_each_behaviour_ends_as_the_right_outcome(tmp_path, base_url, model, outcome, kind, failure):
    records = run(tmp_path, base_url, model)
    assert len(records) >= 2
    assert {(r.outcome, r.kind, r.failure) for r in records} == {(outcome, kind, failure)}, records[0].reason
    assert all(record.reason for record in records if kind)
    assert all(len(record.attempts) == 1 for record in records)
    assert base_url.count(model) >= len(records)


def test_users_give_up_on_a_server_that_never_answers(tmp_path, base_url):
    records = run(tmp_path, base_url, "never", patience=1, timeout=60, live=2)
    assert {record.outcome for record in records} == {"gave_up"}


def test_a_refused_connection_is_an_outcome_too(tmp_path):
    records = run(tmp_path, "http://127.0.0.1:9/v1", "well")
    assert {(record.outcome, record.kind) for record in records} == {("failed", "connection")}


def test_retry_after_is_honoured_and_every_attempt_recorded(tmp_path, base_url):
    retry = "retry: {attempts: 2, backoff_seconds: 0.05}"
    records = run(tmp_path, base_url, "rate_limit_soon>well", load=retry, patience=20)
    answered = [record for record in records if len(record.attempts) > 1]
    assert answered
    for record in answered:
        assert record.outcome == "answered"
        first, second = record.attempts[:2]
        assert first.kind == "rate_limit"
        assert first.retry_after_seconds > 0
        assert second.sent - first.finished >= first.retry_after_seconds - 0.01


def test_a_key_the_server_echoes_is_in_no_file_and_no_output(tmp_path, base_url):
    for model in ("echo_key", "echo_key_answer"):
        (tmp_path / f"{model}.stress.yaml").write_text(scenario(base_url, model, live=2, more="key_env: PLANTED_KEY"))
        formats = [word for name in ("html", "csv", "json", "junit") for word in ("--report", name)]
        done = finished(
            "run", f"{model}.stress.yaml", "--out", model, *formats, home=tmp_path, variables={"PLANTED_KEY": KEY}
        )
        assert done.returncode in {0, 1}, done.stderr
        assert any(request.headers.get("authorization") == f"Bearer {KEY}" for request in base_url.received)
        for written in (tmp_path / model).iterdir():
            assert KEY.encode() not in written.read_bytes(), written
        assert KEY not in done.stdout + done.stderr


def test_the_whole_program_reports_a_failing_service(tmp_path, base_url):
    (tmp_path / "down.stress.yaml").write_text(scenario(base_url, "error_500").replace("0.9", "0.1"))
    done = finished("run", "down.stress.yaml", "--json", home=tmp_path)
    assert done.returncode == 1, done.stderr
    summary = json.loads(done.stdout)
    assert summary["production"]["system_failure"]["value"] == 1
    assert summary["production"]["system_failure"]["provenance"] == "measured"
    assert summary["production"]["spend"]["value"] is None
    assert (tmp_path / "runs" / "served-001.html").exists()


def test_an_empty_key_is_no_key_and_nothing_is_sent(tmp_path):
    (tmp_path / "x.stress.yaml").write_text(scenario("http://127.0.0.1:9/v1", "well"))
    hosted = ("--target", "litellm:openai/gpt-4o-mini", "--out", "runs", "--yes")
    done = finished("run", "x.stress.yaml", *hosted, home=tmp_path, variables={"OPENAI_API_KEY": " "})
    assert done.returncode == 2
    assert "OPENAI_API_KEY is not set" in done.stderr
    assert not list(tmp_path.glob("runs/*"))
