"""A run with a bad network and injected faults, from the file to the report, through the program itself."""

import json

import pytest
from journeys.program import finished

from stressdesk.journal.reader import RunFile

SCENARIO = """
stressdesk: 1
name: Bad day
prompt: {text: "Which desk? Answer billing or shipping.", parameters: {max_tokens: 20}}
demo:
  - {text: "I was charged twice this month.", expect: billing}
  - {text: "Where is my parcel?", expect: shipping}
checks:
  - {kind: one-of, values: [billing, shipping]}
target: simulated
targets: {simulated: {kind: simulated, price_as: gpt-4o-mini, errors: {share: 0.05}}}
load: {scales: [10], live: 300, window_minutes: 5, retry: {attempts: 1, kinds: [rate_limit]}}
disturbance:
  network: {preset: mobile}
  personas: {phone: {preset: bad-mobile}}
  faults: {rate_limit: 0.1, retry_after_seconds: 3, server: 0.05, cut_stream: 0.03, stall: 0.03}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("disturbing")
    (folder / "bad-day.stress.yaml").write_text(SCENARIO)
    return folder


@pytest.fixture(scope="module")
def run(home):
    return finished(
        "run", "bad-day.stress.yaml", "--json", "--report", "html", "--report", "csv", "--out", "one", home=home
    )


@pytest.fixture(scope="module")
def records(home, run):
    assert run.returncode in {0, 1}, run.stderr
    with RunFile(next((home / "one").glob("*.stressrun"))) as run_file:
        return list(run_file.records())


def test_the_sheet_before_the_run_says_what_will_be_injected(run):
    assert "network of phone users: bad mobile (840" in run.stderr
    assert "10 % of requests: 429 too many requests, asking to wait 3 s" in run.stderr


def test_validation_and_plan_say_it_too(home):
    for command in (("validate",), ("plan", "--queries", "20")):
        said = finished(command[0], "bad-day.stress.yaml", *command[1:], home=home).stdout
        assert "5 % of requests: 500 server error" in said


def test_every_injected_failure_is_marked_and_no_other(records):
    for record in records:
        if record.outcome == "failed":
            assert (record.injected_fault is not None) == record.reason.startswith("Injected: ")
    assert {one.injected_fault for one in records} == {None, "rate_limit", "server", "cut_stream", "stall"}
    assert any(one.failure == "system" and one.injected_fault is None for one in records)


def test_the_demo_is_left_alone_and_everybody_else_is_delayed(records):
    assert {one.injected_seconds for one in records if one.stage == "demo"} == {0}
    # Who gave up may have seen the way there only: half of at least 130 ms.
    assert all(one.injected_seconds > 0.06 for one in records if one.stage == "production" and one.attempts)
    assert all(
        one.injected_seconds > 0.12 for one in records if one.stage == "production" and one.outcome == "answered"
    )


def test_an_injected_429_is_waited_out_as_the_scenario_says(records):
    retried = [one for one in records if len(one.attempts) > 1 and one.attempts[0].injected.fault == "rate_limit"]
    assert len(retried) > 10
    assert all(one.attempts[1].sent - one.attempts[0].finished > 2.999 for one in retried)


def test_summary_and_report_keep_injected_and_own_failures_apart(home, run, records):
    production = json.loads(run.stdout)["production"]
    failed = [one for one in records if one.stage == "production" and one.failure == "system"]
    injected = [one for one in failed if one.injected_fault is not None]
    assert 0 < sum(production["injected"].values()) == len(injected) < len(failed) == sum(production["kinds"].values())
    report = next((home / "one").glob("*.html")).read_text()
    assert f"which is behind {len(injected)} of {len(failed)} system failures" in report
    assert "Server error (5xx), injected" in report
    assert "put in on purpose at assumed rates, not while the demo ran" in report
    table = next((home / "one").glob("*.csv")).read_text(encoding="utf-8-sig")
    assert ",injected_fault,injected_effects,injected_seconds," in table.splitlines()[0]


def test_a_second_run_meets_the_same(home, records):
    finished("run", "bad-day.stress.yaml", "--report", "none", "--out", "two", home=home)
    with RunFile(next((home / "two").glob("*.stressrun"))) as run_file:
        again = {(one.stage, one.session, one.turn): one.attempts for one in run_file.records()}
    assert again == {(one.stage, one.session, one.turn): one.attempts for one in records}
