"""A hosted model that speaks OpenAI's protocol is asked without LiteLLM, and a run knows how well it kept up itself."""

import json
import subprocess
import sys

from journeys.program import finished
from journeys.serving import scenario, serving

from stressdesk.journal.reader import RunFile


def test_a_whole_run_never_loads_litellm_and_measures_itself(tmp_path):
    with serving() as base_url:
        (tmp_path / "lean.stress.yaml").write_text(scenario(base_url, "well", live=30))
        command = [sys.executable, "-X", "importtime", "-m", "stressdesk", "run", "lean.stress.yaml", "--json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
        assert base_url.count("well") == 31
    assert done.returncode == 0, done.stderr[-2000:]
    assert "| litellm" not in done.stderr
    assert "can send about" in done.stderr
    pace = json.loads(done.stdout)["production"]["pace"]
    assert pace["send_delay"]["count"] == 30
    assert pace["lag"]["p50"]["provenance"] == "measured"
    with RunFile(tmp_path / "runs" / "served-001.stressrun") as run_file:
        for record in run_file.records():
            assert record.sent <= record.attempts[0].written <= record.first_token <= record.finished
            assert record.client_lag_seconds is not None
            assert record.spoiled in {True, False}


def test_a_key_in_the_environment_alone_reaches_a_provider_whose_address_is_in_the_environment(tmp_path):
    key = "sk-planted-0123456789abcdef0123456789"
    with serving() as base_url:
        (tmp_path / "a.stress.yaml").write_text(scenario(base_url, "unused"))
        variables = {"OPENAI_API_KEY": key, "OPENAI_BASE_URL": str(base_url)}
        hosted = ("--target", "litellm:openai/well", "--live", "2", "--report", "none", "--yes")
        done = finished("run", "a.stress.yaml", *hosted, home=tmp_path, variables=variables)
        assert done.returncode in {0, 1}, done.stderr
        assert {request.headers["authorization"] for request in base_url.received} == {f"Bearer {key}"}
    assert key not in done.stdout + done.stderr
    for written in (tmp_path / "runs").iterdir():
        assert key.encode() not in written.read_bytes()
