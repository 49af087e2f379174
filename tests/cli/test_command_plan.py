"""`stressdesk plan`: the traffic's composition and its arrivals, as a person reads them and as a program does."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter

import pytest
from click.testing import CliRunner

from stressdesk.cli import bar_chart as bars
from stressdesk.cli.main import program
from stressdesk.resources import resource


def planned(*arguments: str, columns: int = 100) -> str:
    result = CliRunner(env={"COLUMNS": str(columns)}).invoke(program, ["plan", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def queries(*arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in planned(*arguments, "--jsonl").splitlines()]


def test_the_summary_counts_the_very_queries_that_are_planned():
    found = json.loads(planned("support-triage", "--queries", "300", "--json"))
    lines = queries("support-triage", "--queries", "300")
    assert found["queries"] == sum(found["arrivals"]["counts"]) == 300
    for key, name in (("personas", "persona"), ("intents", "intent"), ("languages", "language")):
        assert found[key] == Counter(line[name] for line in lines)
    assert found["mess"] == Counter(kind for line in lines for kind in line["mess"] or ["none"])
    assert found["turns"] == Counter(str(line["turn"] + 1) for line in lines)
    assert found["arrivals"]["counts"][0] == sum(line["arrived"] < 1 for line in lines)
    assert len(found["examples"]) == 12
    assert all(example in lines for example in found["examples"])


def test_another_seed_is_another_plan():
    one, other = (json.loads(planned("support-triage", "--seed", seed, "--json")) for seed in ("1", "2"))
    assert one["seed"] == 1
    assert one["arrivals"] != other["arrivals"]


def test_one_object_and_one_a_query_exclude_each_other():
    result = CliRunner().invoke(program, ["plan", "support-triage", "--json", "--jsonl"])
    assert result.exit_code != 0
    assert "exclude each other" in result.output


@pytest.mark.parametrize("columns", [60, 100, 300])
def test_no_line_of_the_overview_is_wider_than_the_terminal(columns: int):
    shown = planned("support-triage", "--queries", "120", columns=columns)
    chart = [line for line in shown.splitlines() if "|" in line]
    assert len(chart) >= bars.ROWS
    assert max(len(line) for line in chart[: bars.ROWS]) <= min(columns, 110)
    assert "conversations" in shown
    assert "in the busiest minute" in shown


def test_languages_are_listed_where_there_are_several(tmp_path):
    sample = resource("samples", "support-triage.stress.yaml").read_text(encoding="utf-8")
    assert "Languages" not in planned("support-triage")
    spanish = tmp_path / "spanish.stress.yaml"
    spanish.write_text(sample.replace("\ntraffic:\n", "\ntraffic:\n  languages: {en: 1, es: 1}\n", 1), encoding="utf-8")
    assert "languages: {en: 1" in spanish.read_text(encoding="utf-8")
    shown = planned(str(spanish))
    assert "Languages\n" in shown
    assert "\n  es " in shown


def test_a_log_that_is_sent_again_is_shown_as_it_was_read_and_with_what_was_left_out(tmp_path):
    rows = [{"conversation": [{"role": "user", "content": text}], "toxic": text == "vile"} for text in ("hi", "vile")]
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    sample = resource("samples/support-triage.stress.yaml").read_text(encoding="utf-8")
    replayed = sample.replace("traffic:\n", "traffic:\n  replay: { file: log.jsonl }\n", 1)
    (tmp_path / "a.stress.yaml").write_text(replayed, encoding="utf-8")
    shown = " ".join(planned(str(tmp_path / "a.stress.yaml"), "--queries", "4").split())
    assert "a log sent again as it is" in shown
    assert "log.jsonl: 1 message in 1 conversation, read as WildChat or LMSYS conversations" in shown
    assert "Left out: 1 conversation that the log marks as redacted or toxic." in shown
    assert "severity" not in shown


def test_bars_reach_as_high_as_their_share_and_the_least_is_seen():
    drawn = bars.bar_chart([0, 1, 600, 1_200], ["0", "end"]).splitlines()
    at = drawn[0].index("|") + 1
    heights = [sum(line[at + bar : at + bar + 1] not in ("", " ") for line in drawn[:-1]) for bar in range(4)]
    assert heights == [0, 1, bars.ROWS // 2, bars.ROWS]
    assert drawn[0].startswith("  1,200 |")
    assert drawn[-1].endswith("end")


def test_where_blocks_cannot_be_written_ascii_is(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    drawn = bars.bar_chart([1, 2, 3], ["0", "1"])
    assert drawn.isascii()
    assert "#" in drawn


def test_nothing_arriving_is_drawn_as_nothing():
    assert "█" not in bars.bar_chart([0, 0, 0], ["0", "1"])


def test_many_queries_a_minute_are_written_out():
    assert "1,500 queries a minute" in planned("support-triage", "--queries", "1500")
