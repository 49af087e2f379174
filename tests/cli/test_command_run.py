import contextlib
import sqlite3

import msgspec
import pytest
from click.testing import CliRunner

from stressdesk.cli.main import program
from stressdesk.engine import run as running
from stressdesk.errors import RunError, StressDeskError
from stressdesk.journal import naming
from stressdesk.journal.reader import RunFile
from stressdesk.targets.simulated import SimulatedTarget

SCENARIO = """
stressdesk: 1
name: Small
prompt:
  text: "Which desk? Answer billing or shipping."
  parameters: {max_tokens: 20}
demo:
  - {text: "I was charged twice this month.", expect: billing}
checks:
  - {kind: equals}
target: simulated
targets:
  simulated: {kind: simulated, prices: {input_usd_per_million: 1, output_usd_per_million: 10}}
load: {scales: [5], live: 6, window_minutes: 1}
goals: {failure_rate: 0.9}
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.stress.yaml").write_text(SCENARIO)
    return tmp_path


def invoked(*arguments):
    return CliRunner().invoke(program, [*arguments, "--report", "none"], standalone_mode=False)


def completed(here):
    result = invoked("run", "small.stress.yaml")
    assert result.exception is None
    return here / "runs" / "small-001.stressrun"


@pytest.mark.parametrize(
    "wish",
    [
        ["--spend", "nan"],
        ["--spend", "inf"],
        ["--spend", "1000001"],
        ["--live", "1000001"],
        ["--live", "0"],
        ["--seed", str(2**63)],
        ["--seed", "-1"],
    ],
)
def test_wishes_a_scenario_could_not_hold_are_refused_before_anything_runs(here, wish):
    result = invoked("run", "small.stress.yaml", *wish)
    assert wish[0] in result.exception.format_message()
    assert not (here / "runs").exists()


@pytest.mark.parametrize("goals", ["", "goals: {failure_rate: 0.9}\n"])
def test_a_run_whose_limit_leaves_room_for_no_query_is_no_success(here, goals):
    without_goals(here, goals)
    assert invoked("run", "small.stress.yaml").return_value == 0
    result = invoked("run", "small.stress.yaml", "--spend", "0.0000001")
    assert isinstance(result.exception, RunError)
    assert "No query was answered or failed: the spend limit" in result.exception.message


@pytest.mark.parametrize(
    "wish", [["--spend", "3"], ["--live", "5"], ["--seed", "2"], ["--target", "local"], ["--out", "."]]
)
def test_a_run_goes_on_as_it_began_and_other_wishes_are_refused(here, wish):
    result = invoked("run", "--resume", str(completed(here)), *wish)
    assert wish[0] in result.exception.format_message()


def test_resuming_a_complete_run_asks_nothing_and_shows_its_verdict(here, monkeypatch):
    path = completed(here)
    before = path.read_bytes()
    monkeypatch.setattr(running, "open_target", lambda *_: pytest.fail("the target was started"))
    result = invoked("run", "--resume", str(path))
    assert (result.exception, result.return_value) == (None, 0)
    assert "complete" in result.stderr
    assert "READY" in result.stdout
    assert path.read_bytes() == before


def test_a_run_whose_target_cannot_start_again_stays_as_it_had_ended(here, monkeypatch):
    path = completed(here)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("""UPDATE ending SET body = replace(CAST(body AS TEXT), '"complete"', '"stopped"')""")
        connection.commit()

    def refusing(*_):
        raise RunError("The target does not start.")

    monkeypatch.setattr(running, "open_target", refusing)
    assert isinstance(invoked("run", "--resume", str(path)).exception, RunError)
    with RunFile(path) as run_file:
        assert run_file.ending.state == "stopped"


def test_no_words_of_its_reason_make_a_run_one_that_somebody_stopped(here, monkeypatch):
    real = running.execute

    def cut_short(*given, **more):
        return msgspec.structs.replace(real(*given, **more), state="stopped", reason="stopped short of its limit")

    monkeypatch.setattr(running, "execute", cut_short)
    assert invoked("run", "small.stress.yaml").return_value == 0


def test_of_two_runs_that_pick_one_name_the_second_takes_the_next(here, monkeypatch):
    completed(here)
    real = naming.next_path
    late = [real(here / "runs", "Small").with_name("small-001.stressrun")]
    monkeypatch.setattr(naming, "next_path", lambda *given: late.pop() if late else real(*given))
    assert invoked("run", "small.stress.yaml").exception is None
    assert sorted(path.name for path in (here / "runs").iterdir()) == ["small-001.stressrun", "small-002.stressrun"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "x" * 300],
        ["run", "x" * 300 + ".stress.yaml"],
        ["run", "small.stress.yaml", "--out", "x" * 300],
        ["run", "small.stress.yaml", "--out", "small.stress.yaml"],
        ["run", "--resume", "x" * 300],
    ],
)
def test_paths_that_cannot_be_are_said_to_be_wrong(here, arguments):
    assert isinstance(invoked(*arguments).exception, StressDeskError)


def test_validate_notes_what_was_probably_forgotten(here):
    (here / "bare.stress.yaml").write_text(SCENARIO.replace("checks:\n  - {kind: equals}\n", ""))
    result = CliRunner().invoke(program, ["validate", "bare"], standalone_mode=False)
    assert result.exception is None
    assert "is in order: 1 demo input, 0 checks, target" in " ".join(result.stdout.split())
    assert "Note: No checks are set" in result.stdout


def test_a_note_on_a_run_is_shown_in_the_list_of_runs(here):
    path = str(completed(here))
    for words in (["before", "the fix"], [""], ["after", "it"]):
        assert CliRunner().invoke(program, ["note", path, *words], standalone_mode=False).exception is None
    assert CliRunner().invoke(program, ["note", path]).stdout == "after it\n"
    assert "after it" in CliRunner().invoke(program, ["runs"]).stdout


def test_a_log_that_changed_meanwhile_is_named_before_a_run_goes_on_with_it(here):
    log = here / "log.csv"
    rows = [f"2026-01-01T00:00:{second:02},u{second},message {second}\n" for second in range(6)]
    log.write_text("time,session,text\n" + "".join(rows))
    replaying = SCENARIO + "traffic: {replay: {file: log.csv}}\n"
    (here / "small.stress.yaml").write_text(replaying)
    path = completed(here)
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM ending")
    connection.execute("DELETE FROM record WHERE stage = 'production' AND session > 2")
    connection.execute("UPDATE header SET body = replace(body, ?, ?)", ('"stressdesk":"', '"stressdesk":"0.0.'))
    connection.commit()
    connection.close()
    log.write_text("time,session,text\n" + "".join(reversed(rows)))
    refused = invoked("run", "--resume", str(path))
    assert isinstance(refused.exception, RunError)
    assert f"{log} has changed since the run began" in str(refused.exception)
    log.write_text("time,session,text\n" + "".join(rows))
    gone_on = invoked("run", "--resume", str(path))
    assert gone_on.exception is None
    assert "The run began with stressdesk 0.0." in gone_on.output


def without_goals(here, more):
    text = SCENARIO.replace("goals: {failure_rate: 0.9}\n", more)
    (here / "small.stress.yaml").write_text(text)


def test_too_many_failures_are_no_success_where_no_goals_are_set(here):
    without_goals(here, "limits: {failure_rate: 0.5, failure_rate_of_last: 2}\n")
    text = (here / "small.stress.yaml").read_text()
    (here / "small.stress.yaml").write_text(text.replace("kind: simulated,", "kind: simulated, errors: {share: 1},"))
    assert invoked("run", "small.stress.yaml").return_value == 1


def test_a_run_in_which_stressdesk_itself_goes_wrong_breaks_off(here, monkeypatch):
    async def ask(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(SimulatedTarget, "ask", ask)
    without_goals(here, "")
    result = invoked("run", "small.stress.yaml")
    assert isinstance(result.exception, RunError)
    assert "StressDesk or this machine went wrong on 3 queries in a row" in result.exception.message


def test_a_run_too_small_to_break_off_blames_no_limit_that_nobody_set(here, monkeypatch):
    async def ask(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(SimulatedTarget, "ask", ask)
    without_goals(here, "")
    text = (here / "small.stress.yaml").read_text()
    (here / "small.stress.yaml").write_text(text.replace("scales: [5], live: 6", "scales: [1], live: 1"))
    result = invoked("run", "small.stress.yaml")
    assert isinstance(result.exception, RunError)
    assert result.exception.message == "No query was answered or failed, though all were asked."
    assert "limit" not in result.exception.hint
