"""CSV, JSON and JUnit: what leaves for spreadsheets, programs and CI servers."""

import csv
import json
import re
import tracemalloc
from xml.etree import ElementTree as ET

import fake_runs as runs
import jsonschema
import msgspec
import pytest
import summaries
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.analysis.summary import Summary
from stressdesk.charts.words import intent_title
from stressdesk.journal.events import Record
from stressdesk.report import figures, group_tables, load_tables, tables
from stressdesk.report.compose import contents
from stressdesk.report.csv import COLUMNS, FORMULA_STARTS
from stressdesk.report.json import summary_json, summary_schema
from stressdesk.report.write import write


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def written(tmp_path, run, form, summary=None):
    path = tmp_path / f"report.{form}"
    write(run, summary or summaries.full(), form, path)
    return path


def test_csv_has_one_row_a_query_in_order_with_every_column(tmp_path):
    found = rows(written(tmp_path, runs.mixed(), "csv"))
    assert [int(row["session"]) for row in found] == list(range(8))
    assert list(found[0]) == [*COLUMNS, "provenance"]
    assert {row["provenance"] for row in found} == {"measured"}


def test_csv_numbers_stay_numbers_and_unknown_stays_empty(tmp_path):
    found = rows(written(tmp_path, runs.mixed(), "csv"))
    assert float(found[1]["latency_seconds"]) == 2.5
    assert float(found[1]["ttft_seconds"]) == 0.5
    assert float(found[1]["queue_wait_seconds"]) == 0.25
    assert float(found[1]["cost_usd"]) == 0.0021
    assert (found[3]["cost_usd"], found[3]["input_tokens"], found[5]["latency_seconds"]) == ("", "", "")


def test_every_request_is_a_row_with_its_cost(tmp_path):
    run = runs.mixed()
    found = rows(written(tmp_path, run, "requests"))
    records = list(run.records())
    assert len(found) == sum(len(record.attempts) for record in records)
    assert {row["provenance"] for row in found} == {"measured"}
    costs = [attempt.cost_usd for record in records for attempt in record.attempts]
    assert [row["cost_usd"] for row in found] == ["" if cost is None else str(cost) for cost in costs]


def test_csv_joins_mess_and_names_failed_and_unsure_checks(tmp_path):
    found = rows(written(tmp_path, runs.mixed(), "csv"))
    assert found[1]["mess"] == "typos; missing-detail"
    assert found[2]["failed_checks"] == "label: the answer is none of: billing, delivery"
    assert found[6]["unsure_checks"] == "language: too short"


def test_csv_opens_in_excel_as_utf8(tmp_path):
    assert written(tmp_path, runs.mixed(), "csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =cmd|'/C calc'!A0",
        "\N{FULLWIDTH EQUALS SIGN}1+1",
        "\x00=1",
        "\n=1",
    ],
)
def test_csv_never_starts_a_cell_with_a_formula(tmp_path, text):
    run = runs.FakeRun([runs.record(1, text=text, answer=text, clean=text, persona=text, model=text)])
    (row,) = rows(written(tmp_path, run, "csv"))
    for name in ("text", "answer", "clean", "persona", "model"):
        assert row[name].startswith("'")


@settings(max_examples=50)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_csv_texts_come_back_as_they_were_but_for_the_apostrophe(tmp_path_factory, text):
    path = written(tmp_path_factory.mktemp("csv"), runs.FakeRun([runs.record(1, answer=text)]), "csv")
    (row,) = rows(path)
    assert not row["answer"].lstrip(" ").startswith(FORMULA_STARTS)
    readable = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    assert row["answer"] in (readable, f"'{readable}")


def test_json_holds_the_summary_and_every_record(tmp_path):
    whole = json.loads(written(tmp_path, runs.mixed(), "json").read_bytes())
    assert list(whole) == ["summary", "records"]
    assert msgspec.convert(whole["summary"], Summary) == summaries.full()
    assert msgspec.convert(whole["records"], list[Record]) == list(runs.mixed().records())


def test_json_of_a_run_without_records_is_whole(tmp_path):
    assert json.loads(written(tmp_path, runs.FakeRun([]), "json", summaries.nothing()).read_bytes())["records"] == []


def test_json_never_holds_all_records_in_memory(tmp_path):
    class Long(runs.FakeRun):
        def records(self, after=0):
            return (runs.record(at, answer="x" * 1000) for at in range(5000))

    tracemalloc.start()
    path = written(tmp_path, Long([]), "json")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 5_000_000
    assert peak < 1_500_000


@pytest.mark.parametrize("run", summaries.EVERY)
def test_summary_json_fits_its_schema(run):
    jsonschema.validate(json.loads(summary_json(summaries.EVERY[run]())), summary_schema())


def suites(path):
    return {suite.get("name"): suite for suite in ET.parse(path).getroot()}


def test_junit_counts_agree_with_the_cases(tmp_path):
    path = written(tmp_path, runs.mixed(), "junit")
    root = ET.parse(path).getroot()
    assert {key: root.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "11", "failures": "3", "errors": "2", "skipped": "2",
    }  # fmt: skip
    for suite in [root, *root]:
        assert int(suite.get("tests")) == len(list(suite.iter("testcase")))
        assert int(suite.get("failures")) == len(list(suite.iter("failure")))
        assert int(suite.get("errors")) == len(list(suite.iter("error")))
        assert int(suite.get("skipped")) == len(list(suite.iter("skipped")))
        assert float(suite.get("time")) == pytest.approx(
            sum(float(case.get("time")) for case in suite.iter("testcase")), abs=0.01
        )


def test_junit_tells_wrong_answers_from_system_failures(tmp_path):
    production = suites(written(tmp_path, runs.mixed(), "junit"))["[openai/gpt-5-mini] production"]
    results = {case.get("name").split()[0]: case for case in production}
    assert results["#2.0"].find("failure").get("message") == "the answer is none of: billing, delivery"
    assert results["#2.0"].find("failure").get("type") == "assertion"
    assert results["#3.0"].find("error").get("type") == "rate_limit"
    assert results["#4.0"].find("error").get("type") == "gave_up"
    assert results["#5.0"].find("skipped") is not None
    assert len(results["#6.0"]) == len(results["#1.0"]) == 0
    assert results["#1.0"].get("classname") == "stressdesk.typos"
    assert production.get("timestamp") == "2026-11-22T15:30:00"


def test_junit_goals_are_tests_and_an_open_one_is_skipped(tmp_path):
    goals = suites(written(tmp_path, runs.mixed(), "junit"))["goals"]
    failure, latency, spend = goals
    assert failure.find("failure").get("message").startswith("18.4 %")
    assert latency.find("skipped") is not None
    assert len(spend) == 0


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_junit_parses_whatever_was_written(tmp_path_factory, text):
    run = runs.FakeRun([runs.wrong(1, text=text, answer=text, mess=(text,)), runs.broken(2, reason=text)])
    path = written(tmp_path_factory.mktemp("junit"), run, "junit")
    assert len(list(ET.parse(path).getroot().iter("testcase"))) == 5


def test_junit_of_lone_surrogates_and_control_characters_parses(tmp_path):
    run = runs.FakeRun([runs.wrong(1, answer="a\ud800b\x00c\x1b[31m\ufffe]]>", text="\udfff<&>\"'")])
    (*_, failure) = ET.parse(written(tmp_path, run, "junit")).getroot().iter("failure")
    body = failure.text
    assert "abc[31m]]>" in body
    assert "<&>\"'" in body


def test_names_given_by_people_stand_as_they_were_written():
    run = summaries.full()
    row = msgspec.structs.replace(run.checks[0], check="JSON and more_fields")
    (line,) = tables.checks(msgspec.structs.replace(run, checks=(row,))).rows
    assert line[0].text == "JSON and more_fields"
    (intent,) = group_tables.intents(
        msgspec.structs.replace(run, intents=summaries.groups({"refund_JSON": (1, 2)}))
    ).rows
    assert intent[0].text == "refund_JSON"


def test_percentiles_of_few_answers_say_of_how_many():
    assert "Demo: of 10 answers only." in tables.waiting(summaries.full()).note
    assert "Production" not in tables.waiting(summaries.full()).note


def test_times_of_a_simulated_run_are_called_simulated():
    assert "simulated time" in tables.stages(summaries.simulated()).note
    assert "simulated time" not in tables.stages(summaries.full()).note


def test_a_scale_of_which_only_wrong_answers_are_projected_has_no_failure_rate_in_the_table():
    run, projected = tables.scales(summaries.full()).rows[1:]
    assert (run[1].text, run[2].text) == ("18.4\N{NO-BREAK SPACE}%", "14.1\N{NO-BREAK SPACE}%")
    assert (projected[1].text, projected[2].text) == ("not known", "14.1\N{NO-BREAK SPACE}%")
    assert projected[1].reason == "load is not yet included"


def test_what_users_wanted_stands_in_their_words_cut_after_a_whole_one():
    asked = "I was charged twice for one order and nobody answers my letters, so where is the rest of it?"
    rows = summaries.groups({"i-was-charged-twice-for": (9, 20), "follow-up:say-more": (1, 10)})
    wanted = (msgspec.structs.replace(rows[0], words=asked), rows[1])
    table = group_tables.intents(msgspec.structs.replace(summaries.full(), intents=wanted))
    assert [row[0].text for row in table.rows] == [f"{asked[: asked.index(' the rest')]}…", "Follow-up: say more"]
    assert table.wide


def test_injected_failures_have_a_column_where_there_are_any():
    def found(table):
        return [
            {column.title: cell.text for column, cell in zip(table.columns, row, strict=True)} for row in table.rows
        ]

    summary = summaries.disturbed()
    demo, production = found(tables.stages(summary))
    assert (demo["Failed by injection"], production["Failed by injection"]) == ("0", "115")
    assert [row["Of these injected"] for row in found(load_tables.timeline(summary))[:3]] == ["3", "5", "7"]
    plain = summaries.full()
    assert not any("inject" in str(table.columns) for table in (tables.stages(plain), load_tables.timeline(plain)))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("off-topic", "Off topic"),
        ("follow-up:not-what-i-asked", "Follow-up: not what I asked"),
        ("follow-up:i-meant", "Follow-up: I meant"),
        ("i-need-a-copy", "I need a copy"),
        ("billing", "billing"),
        ("Wie-spät", "Wie-spät"),
        ("a label of yours", "a label of yours"),
    ],
)
def test_what_users_wanted_is_said_in_plain_words(name, shown):
    (row,) = summaries.groups({name: (1, 10)})
    assert intent_title(row) == shown


def test_a_report_names_no_setting_and_no_persona_by_its_code():
    summary = msgspec.structs.replace(
        summaries.full(),
        not_tested=(
            "1,000 queries were not run in full: a live target is asked 60 queries at most (load.live, --live).",
        ),
        examples=(msgspec.structs.replace(summaries.full().examples[0], persona="second-language"),),
    )
    said = contents(summary)
    assert said.not_tested[0].replace("\N{NO-BREAK SPACE}", " ").endswith("a live target is asked 60 queries at most.")
    assert " · second language · " in said.examples[0].facts


def test_the_first_page_says_what_p95_is():
    assert figures.comparison(summaries.full()).note.startswith("p95: 95 of 100 answers came within it.")
