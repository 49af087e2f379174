"""`stressdesk traffic`: measured as a table a person reads, or JSON, and learnt from logs and traces."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from stressdesk.cli.main import program
from stressdesk.errors import StressDeskError
from stressdesk.resources import resource
from stressdesk.scenario.file import load
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
    assert "unevenness over 10 s" in shown
    assert "misses" not in measured(str(trace), str(trace))


def test_a_sample_is_measured_as_json():
    found = json.loads(measured("support-triage", "--queries", "200", "--json"))
    assert found["queries"] == 200
    by_name = {figure["name"]: figure for figure in found["figures"]}
    assert 0 < by_name["no final punctuation"]["value"] < 1
    assert by_name["please"]["reference"] == 0.067


def test_the_card_is_written_as_a_picture(tmp_path: Path):
    picture = tmp_path / "charts" / "realism.png"
    shown = measured("support-triage", "--queries", "200", "--png", str(picture))
    assert f"Wrote {picture}" in shown
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
    assert width == 1_520
    assert height > 600


def test_a_picture_that_cannot_be_written_is_an_error_with_a_hint(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StressDeskError):
        measured("support-triage", "--queries", "20", "--png", str(tmp_path / "file" / "x.png"))


def test_control_characters_of_a_file_reach_no_terminal(tmp_path: Path):
    log = tmp_path / "log.csv"
    log.write_text("text,\x1b[31mred\nhello my dear friend,x\n", encoding="utf-8")
    assert "\x1b" not in measured(str(log))


def learnt(*arguments: str) -> str:
    result = CliRunner().invoke(program, ["traffic", "learn", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def log_of(tmp_path: Path, messages: int = 60) -> Path:
    draw = random.Random(2)
    topics = ("refund my order", "reset my password", "change my address", "cancel my plan")
    lines = [
        json.dumps({"body": f"how can i {draw.choice(topics)} {draw.choice(('today', 'please', 'for my sister'))}",
                    "when": f"2024-03-01T10:{at // 60:02}:{at % 60:02}Z", "chat": f"c{at // 2}"})
        for at in range(messages)
    ]  # fmt: skip
    lines[3] = json.dumps({"body": "my name is Maria Lopez, mail maria.lopez@acme.io", "when": None, "chat": "c1"})
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join(lines), encoding="utf-8")
    return log


def scenario_in(tmp_path: Path) -> Path:
    path = tmp_path / "x.stress.yaml"
    path.write_bytes(resource("samples", "support-triage.stress.yaml").read_bytes())
    return path


COLUMNS = ("--text-column", "body", "--time-column", "when", "--session-column", "chat")


def test_traffic_is_learnt_into_a_scenario_whose_comments_stay(tmp_path: Path):
    scenario = scenario_in(tmp_path)
    said = learnt(str(log_of(tmp_path)), str(scenario), *COLUMNS)
    assert "text from body" in said
    assert "Masked in the texts" in said
    assert "Wrote traffic.mess, traffic.sessions, traffic.examples, traffic.lengths, load.arrivals" in said
    made = load(scenario)
    assert any("refund" in example for example in made.traffic.examples)
    assert made.traffic.sessions.mean_turns == 2
    assert isinstance(made.load.arrivals, Chat)
    assert made.traffic.mess.rates["no-question-mark"] > 0.5
    text = scenario.read_text(encoding="utf-8")
    assert "# share of messages about something else" in text
    assert "Maria" not in text + said
    assert "lopez" not in said.lower()
    assert "acme.io" not in text


def test_a_dry_run_says_what_it_would_write_and_writes_nothing(tmp_path: Path):
    scenario = scenario_in(tmp_path)
    before = scenario.read_bytes()
    assert "nothing was written" in learnt(str(log_of(tmp_path)), str(scenario), *COLUMNS, "--dry-run")
    assert scenario.read_bytes() == before


def test_personal_data_is_kept_only_when_asked_for(tmp_path: Path):
    scenario = scenario_in(tmp_path)
    said = learnt(str(log_of(tmp_path)), str(scenario), *COLUMNS, "--keep-personal-data")
    assert "Personal data was kept" in said
    assert "maria.lopez@acme.io" in scenario.read_text(encoding="utf-8")


def test_one_of_anything_is_told_as_one(tmp_path: Path):
    log = tmp_path / "log.csv"
    log.write_text("text\nWhere is my parcel please\n", encoding="utf-8")
    said = learnt(str(log))
    assert "1 message of a table" in said
    assert "1 example in 1 group stands for 1 message." in said
    assert "1 query of a table" in measured(str(log))


def test_learning_and_measuring_say_which_conversations_were_left_out(tmp_path: Path):
    log = tmp_path / "wildchat.jsonl"
    said = [{"role": "user", "content": "Where is my parcel please"}]
    rows = [{"conversation": said, "toxic": at == 0} for at in range(3)]
    log.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    left_out = "Left out: 1 conversation that the log marks as redacted or toxic."
    assert left_out in learnt(str(log))
    assert left_out in measured(str(log))
    log.write_text(json.dumps(rows[0]), encoding="utf-8")
    with pytest.raises(StressDeskError, match="no message of a user") as refused:
        learnt(str(log))
    assert left_out in refused.value.hint


def test_a_sample_is_not_changed(tmp_path: Path):
    with pytest.raises(StressDeskError, match="is not changed"):
        learnt(str(log_of(tmp_path)), "support-triage", *COLUMNS)


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path):
    with pytest.raises(StressDeskError) as refused:
        learnt(str(log_of(tmp_path)), "--text-column", "words")
    assert "body, when, chat" in refused.value.hint


def test_a_trace_without_texts_says_what_it_cannot_tell(tmp_path: Path):
    draw = random.Random(2)
    lines = [f"{draw.uniform(0, 3_600):.3f},{draw.randint(50, 900)}" for _ in range(900)]
    trace = tmp_path / "trace.csv"
    trace.write_text("t_seconds,input_tokens\n" + "\n".join(lines), encoding="utf-8")
    said = learnt(str(trace))
    assert "there is no column of texts" in said
    assert "lengths: [" in said
    assert "kind: chat" in said
