"""What the sheet, the course and the end of a run say."""

from __future__ import annotations

import sys

import msgspec
import pytest
from analysis import invented
from gui.runs import MANY, put_on, until

from stressdesk.errors import StressDeskError
from stressdesk.gui.models import telling
from stressdesk.gui.models.course import seconds_left, steps
from stressdesk.gui.models.failing import circumstances, kind, reason
from stressdesk.gui.models.pace import Pace
from stressdesk.gui.models.process import EngineProcess
from stressdesk.gui.models.reading import _due
from stressdesk.gui.models.sheet import page_of, rough, sheet
from stressdesk.journal.ahead import Experience, PerQuery, Preflight, Probe
from stressdesk.journal.events import Ending, Header, PricesUsed, Record, StagePlan, Verdict
from stressdesk.journal.leases import Sent
from stressdesk.journal.reader import Standing
from stressdesk.journal.reasons import WINDOW, by_user, minutes_reached
from stressdesk.journal.writer import Writer
from stressdesk.scenario import file as scenario_file

PLANS = (
    StagePlan(name="demo", queries=10, window_seconds=0.0),
    StagePlan(name="production", queries=200, window_seconds=600.0),
    StagePlan(name="scale-1000", queries=1_000, window_seconds=600.0),
)


def ahead(**more) -> Preflight:
    values = {
        "name": "n", "target": "hosted", "target_kind": "litellm", "model": "openai/gpt-5-mini",
        "provenance": "measured", "seed": 1, "stages": PLANS, "skipped": (), "users": None, "queries": 1_210,
        "most_requests": 3_630, "input_tokens": 1_234_567, "output_tokens": (24_200, 605_000), "usd": (0.36, 1.5),
        "spend_limit_usd": 5.0, "prices": PricesUsed(model="gpt-5-mini", table="a table"), "seconds": 1_203.0,
        "sent_to": "openai/gpt-5-mini, a hosted model: the whole prompt",
    }  # fmt: skip
    return Preflight(**{**values, **more})


def header(provenance="measured", plans=PLANS) -> Header:
    return Header(
        version=1, run="r", name="n", created="2026-01-01T00:00:00+00:00", scenario={"limits": {"spend_usd": 5}},
        scenario_path="p", seed=1, target="t", target_kind="k", model="m", provenance=provenance, stages=plans,
    )  # fmt: skip


def record(**more) -> Record:
    values = {
        "stage": "production", "session": 1, "turn": 0, "persona": "second-language", "intent": "i", "language": "en",
        "mess": ("typos", "no-final-punctuation"), "clean": "c", "text": "t", "arrived": 0.0, "outcome": "answered",
    }  # fmt: skip
    return Record(**{**values, **more})


def test_the_button_says_what_a_paid_run_costs():
    shown = sheet(ahead())
    assert shown.button == "Run 1,210 queries for about $0.36\N{EN DASH}$1.50"
    assert shown.spend.detail == "estimated · limit $5.00"
    assert shown.sent_to == "openai/gpt-5-mini, a hosted model: the whole prompt."
    assert shown.provenance == "will be measured"
    assert shown.remarks == ()
    assert shown.tokens.figure == "1.2 million in"
    assert [row[0] for row in shown.stages] == ["Demo", "Production", "Scale 1,000"]


def test_money_that_nobody_pays_is_not_on_the_button():
    projected = sheet(ahead(prices=PricesUsed(model="gpt-4o-mini", priced_as=True, table="a table")))
    assert projected.button == "Run 1,210 queries"
    assert "nothing is billed" in projected.spend.detail
    simulated = sheet(ahead(provenance="simulated"))
    assert simulated.button == "Run 1,210 simulated queries"
    assert "nothing is billed" in simulated.spend.detail


def test_an_unknown_price_is_said_to_be_unknown():
    shown = sheet(ahead(usd=None, prices=None))
    assert (shown.spend.figure, shown.prices) == ("unknown", "No price is known.")
    assert "$" not in shown.button


def test_every_problem_leads_to_a_page_that_exists():
    from stressdesk.gui.panels import PANELS  # noqa: PLC0415

    titles = {panel.title for panel in PANELS}
    fields = ("load.window_minutes", "targets.x.model", "target", "demo[3].text", "checks[0]", "limits", "", "seed")
    assert {page_of(field) for field in fields} <= titles
    assert page_of("checks[0].values") == "Checks and goals"


def test_a_target_on_this_machine_without_a_price_is_free():
    shown = sheet(ahead(target_kind="local", usd=None, prices=None, spend_limit_usd=None, sent_to="Small, on this"))
    assert (shown.spend.figure, shown.spend.detail) == ("$0", "free on this machine")
    assert "unknown" not in shown.prices
    assert shown.button == "Run 1,210 queries"


def test_an_estimate_without_a_range_says_one_share():
    (remark,) = sheet(ahead(spend_limit_usd=0.06, usd=(0.2, 0.2001))).remarks
    assert remark.words.endswith("will stop this run after about 30 % of it.")


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (0.03, "The spend limit of $0.030 will stop this run after about 2\N{EN DASH}8 % of it."),
        (0.9, "The spend limit of $0.90 may stop this run before its end."),
    ],
)
def test_a_limit_below_the_estimate_is_told_beforehand(limit, words):
    (remark,) = sheet(ahead(spend_limit_usd=limit)).remarks
    assert (remark.words, remark.page) == (words, "Checks and goals")
    (simulated,) = sheet(ahead(spend_limit_usd=limit, provenance="simulated")).remarks
    assert simulated.words == f"{words} It counts projected dollars too, although nothing is billed."


def test_scales_that_are_not_asked_are_said_to_be_projected_in_one_sentence():
    shown = sheet(ahead(projected=(1_000, 10_000), skipped=("1,000 queries were not run in full: load.live",)))
    assert shown.notes == ("1,000 and 10,000 are projected from the 200 that are asked.",)


def test_the_state_of_the_price_table_is_no_news_before_a_run():
    prices = PricesUsed(model="gpt-5-mini", table="LiteLLM 1 price table, 2,000 models, git blob 0123456789ab")
    assert sheet(ahead(prices=prices)).prices == "Prices of gpt-5-mini, from the LiteLLM 1 price table, 2,000 models."


@pytest.mark.parametrize(
    ("number", "words"), [(9_999, "9,999"), (12_345, "12,300"), (999_999, "1,000,000"), (2_434_978, "2.4 million")]
)
def test_large_numbers_are_rough(number, words):
    assert rough(number) == words


def test_the_first_stage_that_is_not_over_is_under_way():
    found = steps(PLANS, {"demo": Standing(10, 0, None), "production": Standing(50, 1, None)})
    assert [(step.state, step.done) for step in found] == [("over", 10), ("now", 50), ("ahead", 0)]


def test_time_left_of_a_live_run_follows_its_windows_where_no_more_is_known():
    standing = {"demo": Standing(10, 0, None), "production": Standing(50, 1, None)}
    left = seconds_left(header(), standing, {"demo": 0.0, "production": 20.0}, 170.0, None, {})
    assert left == pytest.approx(600 - 150 + 600)


def test_time_left_ends_with_the_last_planned_arrival_not_with_its_window():
    due = {"production": tuple(float(at) for at in range(5, 205)), "scale-1000": (1.0, 40.0)}
    begun = {"demo": 0.0, "production": 25.0}
    standing = {"demo": Standing(10, 0, None), "production": Standing(198, 1, None)}
    assert seconds_left(header(), standing, begun, 222.0, None, due) == pytest.approx(204 - 202 + 40)
    # All have come, and five of them wait for answers that come at one a second.
    standing["production"] = Standing(195, 1, None)
    assert seconds_left(header(), standing, begun, 300.0, 1.0, due) == pytest.approx(5 + 40)


def test_time_left_of_a_simulated_run_follows_its_pace():
    standing = {"demo": Standing(10, 0, None), "production": Standing(200, 1, None)}
    assert seconds_left(header("simulated"), standing, {}, 0.0, 100.0, {}) == pytest.approx(10.0)
    assert seconds_left(header("simulated"), standing, {}, 0.0, None, {}) is None


def test_the_clock_of_a_run_goes_on_while_it_writes_nothing_down():
    pace = Pace("2020-01-01T00:00:00+00:00")
    assert pace.run_seconds(10.0) == pytest.approx(10.0, abs=1)
    pace._before += 30
    assert pace.run_seconds(10.0) == pytest.approx(40.0, abs=1)
    assert pace.run_seconds(50.0) == pytest.approx(50.0, abs=1)


def test_when_live_queries_are_planned_to_arrive_is_read_from_the_run_file_itself(sample):
    scenario, folder = sample
    plans = (PLANS[0], StagePlan(name="production", queries=60, window_seconds=60.0))
    live = Header(
        version=1, run="r", name="n", created="", scenario=scenario_file.plain(scenario), seed=1, target="t", model="m",
        scenario_path=str(folder / "s.stress.yaml"), target_kind="local", provenance="measured", stages=plans,
    )  # fmt: skip
    (times,) = _due(live).values()
    assert len(times) == 60
    assert 0 <= times[0] < times[-1]
    assert _due(msgspec.structs.replace(live, provenance="simulated")) == {}
    assert _due(msgspec.structs.replace(live, scenario={"stressdesk": 99})) == {}


def test_a_run_that_began_before_the_window_has_been_going_since_then():
    assert Pace("2020-01-01T00:00:00+00:00").elapsed_seconds > 1e8
    assert Pace().elapsed_seconds < 5
    assert Pace("no date").elapsed_seconds < 5


def test_no_pace_is_claimed_from_a_moment():
    pace = Pace()
    pace.mark(0)
    pace.mark(1_000)
    assert pace.per_second is None


@pytest.mark.parametrize(("seconds", "words"), [(7.9, "0:07"), (754, "12:34"), (3_723, "1:02:03")])
def test_a_clock_is_read_as_people_do(seconds, words):
    assert telling.clock(seconds) == words


def test_why_a_query_failed_is_one_line():
    wrong = Verdict(check="right label", judgement="fail", reason="'a' is not 'b'")
    assert reason(record(failure="prompt", verdicts=(wrong,))) == "right label: 'a' is not 'b'"
    system = record(failure="system", outcome="failed", kind="rate_limit", reason="too many")
    assert (kind(system), reason(system)) == ("System failure", "rate limit: too many")
    assert reason(record(failure="gave_up", outcome="gave_up")) == "nobody waited for the answer"
    assert circumstances(system) == "second language · typos, no final punctuation"


def test_how_a_run_ended_is_told_with_what_is_saved(desk, loop, run, tmp_path):
    put_on(desk, tmp_path, live=MANY)

    async def journey():
        await desk.starting.start()
        await until(lambda: desk.run.done > 0)
        assert telling.headline(desk.run).startswith("Running: ")
        assert " failed" in telling.in_one_line(desk.run)
        desk.run.stop()
        assert telling.headline(desk.run).startswith("Stopping")
        await until(lambda: not desk.run.is_on)

    run(journey())
    told = telling.ending(desk.run, desk.starting)
    assert (told.title, told.tone, told.sentence) == ("The run was stopped", "warn", "Stopped by you.")
    assert desk.run.path.name in told.saved
    assert told.resume.endswith("queries left")
    assert telling.spent(desk.run).detail == "no limit set · simulated"
    # A limit that stays used up is no reason to go on, be it on time or on money.
    desk.run.ending = Ending(state="stopped", reason=minutes_reached(5), ended="", run_seconds=300.0)
    assert telling.ending(desk.run, desk.starting).resume == ""
    desk.run.ending = Ending(
        state="stopped", reason="the spend limit of $5.00 leaves no room for another query", ended="", run_seconds=1.0
    )
    told = telling.ending(desk.run, desk.starting)
    assert told.resume == ""
    assert told.hint == telling.RAISE_THE_LIMIT
    # Where it left no room for a single query, the engine says so and ends with an error.
    desk.run.trouble = StressDeskError(
        "No query was answered or failed: the spend limit of $5.00 leaves no room for another query.",
        "Raise the limit, then run it again.",
    )
    assert telling.ending(desk.run, desk.starting) == told
    desk.run.ending = Ending(state="stopped", reason="engine process 2 of 3 was killed by signal 9", ended="",
                             run_seconds=1.0, is_fault=True)  # fmt: skip
    desk.run.trouble = StressDeskError("The run broke off: engine process 2 of 3 was killed by signal 9.")
    told = telling.ending(desk.run, desk.starting)
    assert (told.title, told.tone, told.hint) == ("The run broke off", "bad", "")
    assert told.sentence == "Engine process 2 of 3 was killed by signal 9."
    desk.run.state, desk.run.trouble = "failed", StressDeskError("no room", "make some")
    told = telling.ending(desk.run, desk.starting)
    assert (told.title, told.sentence, told.hint) == ("The run could not go on", "no room", "make some")
    assert told.saved == ""


@pytest.mark.parametrize("is_seen_before", [True, False])
def test_a_complete_run_of_which_nothing_came_is_told_with_its_reason(desk, run, tmp_path, monkeypatch, is_seen_before):
    path = tmp_path / "nothing.stressrun"
    writer = Writer.create(path, invented.header(("production", 1)))
    writer.append(invented.record(0))
    writer.close(Ending(state="complete", reason="", ended="", run_seconds=1.0))
    said = "No query was answered.\\n  Its records say why; they are in x.stressrun."
    words = f"import sys; sys.stdin.readline(); print('{said}'); sys.exit(2)"
    monkeypatch.setattr("stressdesk.gui.models.process.console_command", lambda: [sys.executable, "-c", words])
    engine = EngineProcess([], {})
    desk.run.watch(path, engine)
    told = []
    desk.run.failed.connect(told.append)
    if is_seen_before:
        desk.run._has_begun = True
        run(until(lambda: desk.run.state == "complete"))
        assert engine.exit_code is None
        assert telling.ending(desk.run, desk.starting).tone == "good"
    engine.stop()
    run(until(lambda: desk.run.trouble is not None))
    assert told == [desk.run.trouble]
    told = telling.ending(desk.run, desk.starting)
    assert (told.title, told.tone) == ("The run is complete", "warn")
    assert (told.sentence, told.hint) == ("No query was answered.", "Records says why.")


def test_a_run_that_could_not_be_gone_on_with_says_why_and_not_how_it_was_stopped(desk, run, tmp_path, monkeypatch):
    path = tmp_path / "stopped.stressrun"
    writer = Writer.create(path, invented.header(("production", 20)))
    writer.append(invented.record(0))
    writer.close(Ending(state="stopped", reason=by_user(WINDOW), ended="", run_seconds=63.0))
    desk.run.open(path)
    run(until(lambda: desk.run.state == "stopped"))
    assert telling.ending(desk.run, desk.starting).sentence == "Stopped by you."
    assert telling.time(desk.run) == telling.Amount("1:03", "")
    assert telling.failed(desk.run) == telling.Amount("0", "")
    words = "print('Its disk is full.\\n  Make room, and `--resume` goes on.'); raise SystemExit(2)"
    monkeypatch.setattr("stressdesk.gui.models.process.console_command", lambda: [sys.executable, "-c", words])
    desk.run.watch(path, EngineProcess([], {}))
    run(until(lambda: desk.run.state == "stopped"))
    told = telling.ending(desk.run, desk.starting)
    assert (told.title, told.sentence, told.hint) == (
        "The run could not go on", "Its disk is full.", "Make room, and Resume goes on.",
    )  # fmt: skip
    assert told.saved.startswith("1 of 20 queries")
    assert told.resume == "Resume: 19 queries left"
    assert telling.time(desk.run) == telling.Amount("1:03", "")


def test_a_killed_run_is_told_with_what_may_have_been_billed(desk, run, tmp_path):
    path = tmp_path / "killed.stressrun"
    limited = invented.scenario(limits={"spend_usd": 5})
    writer = Writer.create(path, invented.header(("production", 20), scenario=limited))
    writer.allow(Sent(4, 10**12))
    writer.append(invented.record(0))
    writer.flush()
    # What kill -9 leaves: a log beside the file, and the number of a process that is no more.
    writer._connection.execute("UPDATE writer SET process = 999999999")
    writer._connection.commit()
    writer._connection.close()
    desk.run.open(path)
    run(until(lambda: desk.run.state == "cut_off" and desk.run.summary is not None))
    told = telling.ending(desk.run, desk.starting)
    assert (told.title, told.tone) == ("The run was cut off", "bad")
    assert told.sentence.startswith("It was killed, or the power failed. Up to 3 requests were under way")
    assert "possibly billed, for $1.00 at most" in told.sentence
    assert telling.time(desk.run) == telling.Amount("unknown", "the run was cut off")


def test_a_probe_is_offered_with_what_it_costs_until_something_is_known():
    offered = sheet(ahead(probe_at_most_usd=0.012))
    assert offered.probe == "Ask 5 queries to sharpen this"
    assert offered.probe_cost == "They cost at most $0.012, beside the run itself."
    assert sheet(ahead(provenance="simulated")).probe == ""
    each = PerQuery(low=1.0, value=2.0, high=3.0)
    known = Experience(run="n-001", queries=200, input_tokens=each, output_tokens=each, usd=each, seconds=1.0)
    before = sheet(ahead(learnt=known))
    assert before.probe == ""
    assert "Tokens and dollars are estimated from the 200 queries of the run n-001." in before.notes


def test_what_a_probe_has_cost_stays_on_the_sheet():
    failed = Probe(asked=1, answered=0, usd=0.0, at_most_usd=0.002, trouble="401: wrong key")
    shown = sheet(ahead(probe=failed))
    assert shown.notes[-1] == "The probe asked 1 query for $0; 0 answered. 401: wrong key."
    assert shown.probe


def test_rate_limits_and_whether_they_are_kept_are_on_the_sheet():
    assert sheet(ahead()).notes == ()
    assert "turned away" in sheet(ahead(stated_limits={"requests": 60})).notes[-1]
    assert "wait their turn" in sheet(ahead(stated_limits={"requests": 60}, is_paced=True)).notes[-1]


def test_what_this_machine_can_send_is_on_the_sheet():
    enough = sheet(ahead(machine_per_second=812.4, asked_per_second=2.0)).notes[-1]
    assert enough == "This machine can send about 812 such queries a second."
    assert "it would be the limit" in sheet(ahead(machine_per_second=10.0, asked_per_second=50.0)).notes[-1]
    shared = sheet(ahead(machine_per_second=30.0, asked_per_second=50.0, processes=2)).notes[-1]
    assert shared.endswith("with each core, and the run is shared out over 2 processes.")
