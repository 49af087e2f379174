"""The promise of the README's first screen: the sample, on the real embedded model, to a verdict and a report."""

import json

import pytest
from journeys.program import finished

from stressdesk.journal.reader import RunFile


@pytest.mark.model
def test_the_sample_runs_on_the_embedded_model_to_a_verdict_and_a_report(tmp_path):
    done = finished(
        "run", "support-triage", "--live", 10, "--report", "html", "--report", "pdf", home=tmp_path, seconds=400
    )
    assert done.returncode in {0, 1}, done.stderr
    path = next((tmp_path / "runs").glob("*.stressrun"))
    with RunFile(path) as run_file:
        header, ending, records = run_file.header, run_file.ending, list(run_file.records())
    assert (header.target_kind, header.provenance) == ("local", "measured")
    assert ending.state == "complete"
    demo = [record for record in records if record.stage == "demo"]
    assert len(demo) == 10
    assert [record.reason for record in demo if record.failure == "prompt"] == []
    assert all(record.usage.source == "provider" for record in demo)
    assert all(record.sent < record.first_token <= record.finished for record in demo)
    assert sum(record.stage == "production" for record in records) == 10
    assert "SmolLM2" in path.with_suffix(".html").read_text()
    assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    for words in ("measured", "projected", "Report"):
        assert words in done.stdout


@pytest.mark.model
def test_the_json_summary_of_a_real_run_says_what_was_measured(tmp_path):
    scenario = tmp_path / "tiny.stress.yaml"
    scenario.write_text(
        "{stressdesk: 1, name: Tiny, prompt: {text: 'Answer in one word.', parameters: {max_tokens: 4}},"
        " demo: [{text: 'Say hello.'}], targets: {embedded: {kind: local, slots: 2}},"
        " load: {scales: [4], live: 4, window_minutes: 0.02}}"
    )
    done = finished("run", "tiny.stress.yaml", "--json", "--report", "none", home=tmp_path, seconds=200)
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["facts"]["provenance"] == "measured"
    assert summary["production"]["tokens"]["output"] > 0
    assert summary["production"]["spend"]["value"] is None
