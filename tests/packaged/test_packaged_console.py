"""The packaged command line does what the README promises, for somebody who has nothing but its folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from journeys.serving import scenario, serving
from packaged.program import Installed, can_cut_off, contents, is_root

from stressdesk import __version__

pytestmark = pytest.mark.packaged

SCENARIO = """
stressdesk: 1
name: Tiny
prompt: { messages: [{ role: user, content: "Dear {{name}}, {{message}}" }] }
variables: { name: { faker: first_name, locale: de_DE } }
demo: [{ text: "Where is my parcel?" }, { text: "When will my delivery come?" }]
checks: [{ kind: language, language: en }, { kind: json-schema, schema: { type: object } }]
target: invented
targets: { invented: { kind: simulated } }
load: { scales: [20], live: 20, window_minutes: 0.1 }
"""


def test_it_knows_its_version(program: Installed) -> None:
    done = program.finished("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert __version__ in done.stdout


def test_the_sample_runs_on_the_embedded_model_without_a_network_to_a_verdict_and_reports(program: Installed) -> None:
    before = contents(program.folder)
    done = program.finished(
        "run", "support-triage", "--live", 20, "--report", "html", "--report", "pdf", seconds=600, offline=can_cut_off()
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "measured" in done.stdout
    (page,) = (program.home / "runs").glob("support-triage*.html")
    assert "SmolLM2" in page.read_text(encoding="utf-8")
    assert page.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert contents(program.folder) == before


def test_a_scenario_with_invented_names_and_every_kind_of_check_runs_simulated(program: Installed) -> None:
    path = written(program, "Prüfung eins.stress.yaml", SCENARIO)
    assert program.finished("validate", path.name).returncode == 0
    plan = program.finished("plan", path.name, "--queries", 20)
    assert plan.returncode == 0, plan.stderr
    assert "where-is-my-parcel" in plan.stdout
    done = program.finished("run", path.name, "--json", "--report", "none")
    assert done.returncode in {0, 1}, done.stderr
    assert json.loads(done.stdout)["facts"]["provenance"] == "simulated"
    listed = program.finished("runs")
    assert "Tiny" in listed.stdout
    (run_file,) = (program.home / "runs").glob("tiny*.stressrun")
    for kind in ("png", "csv", "junit", "pdf"):
        again = program.finished("report", run_file, "--format", kind)
        assert again.returncode == 0, again.stderr


def test_a_model_behind_litellm_answers(program: Installed) -> None:
    with serving() as base_url:
        path = written(program, "served.stress.yaml", scenario(base_url, "well"))
        done = program.finished("run", path.name, "--json", "--report", "none", OPENAI_API_KEY="sk-not-a-real-key")
    assert done.returncode in {0, 1}, done.stderr
    summary = json.loads(done.stdout)
    assert summary["production"]["system_failure"]["value"] == 0, done.stderr
    assert summary["production"]["tokens"]["output"] > 0


@pytest.mark.skipif(not is_root(), reason="only root may become another user")
def test_a_home_that_cannot_be_written_is_no_reason_to_fail(program: Installed) -> None:
    done = program.finished("plan", "support-triage", "--queries", 3, HOME="/nonexistent")
    assert done.returncode == 0, done.stderr


def written(program: Installed, name: str, text: str) -> Path:
    path = program.home / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o666)
    return path
