"""`stressdesk traffic measure`: a table a person reads, or JSON, for scenarios, logs and traces."""

from __future__ import annotations

import json
import random
from pathlib import Path

from click.testing import CliRunner

from stressdesk.cli.main import program
from stressdesk.resources import resource
from stressdesk.scenario.file import parse
from stressdesk.scenario.traffic import Chat


def measured(*arguments: str) -> str:
    result = CliRunner().invoke(program, ["traffic", "measure", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_a_trace_is_measured_and_its_columns_shown(tmp_path: Path):
    trace = tmp_path / "trace.csv"
    trace.write_text("t_seconds,input_tokens\n" + "".join(f"{at * 0.5},{at}\n" for at in range(200)), encoding="utf-8")
    shown = measured(str(trace))
    assert "200 queries of StressDesk's minimal format: time from t_seconds, input tokens from input_tokens" in shown
    assert "Fano factor, 10 s" in shown
    assert "misses" not in measured(str(trace), str(trace))


def test_a_sample_is_measured_as_json():
    found = json.loads(measured("support-triage", "--queries", "200", "--json"))
    assert found["queries"] == 200
    by_name = {figure["name"]: figure for figure in found["figures"]}
    assert 0 < by_name["no final punctuation"]["value"] < 1
    assert by_name["please"]["reference"] == 0.067


def test_control_characters_of_a_file_reach_no_terminal(tmp_path: Path):
    log = tmp_path / "log.csv"
    log.write_text("text,\x1b[31mred\nhello my dear friend,x\n", encoding="utf-8")
    assert "\x1b" not in measured(str(log))


def test_a_profile_is_fitted_that_a_scenario_can_hold(tmp_path: Path):
    draw = random.Random(2)
    lines = [f"{draw.uniform(0, 3_600):.3f},{number % 400}" for number in range(900)]
    log = tmp_path / "log.csv"
    log.write_text("t_seconds,session_id\n" + "\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(program, ["traffic", "fit", str(log)], catch_exceptions=False)
    assert result.exit_code == 0
    sample = resource("samples", "capacity-plan.stress.yaml").read_text(encoding="utf-8")
    _, load, sessions = result.stdout.replace("traffic:\n", "").split("  ", 2)
    made = parse(
        sample.replace("  arrivals: { kind: chat }", f"  {load.replace('load:', '').strip()}").replace(
            "traffic:\n", f"traffic:\n  {sessions.strip()}\n"
        ),
        tmp_path / "x.stress.yaml",
    )
    assert isinstance(made.load.arrivals, Chat)
    assert 1 < made.traffic.sessions.mean_turns < 4
