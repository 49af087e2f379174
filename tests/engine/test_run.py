import asyncio
import contextlib
import gc
import sqlite3

import msgspec
import pytest
from engine.scripted import ScriptedTarget, scenario

from stressdesk.engine import job as jobs
from stressdesk.engine import run as running
from stressdesk.engine import staging
from stressdesk.engine.run import execute
from stressdesk.engine.stages import stages
from stressdesk.errors import RunError, RunFileError, TargetError
from stressdesk.journal.reader import RunFile
from stressdesk.scenario.checks import Equals, OneOf
from stressdesk.scenario.model import DemoInput, Limits, Parameters, Prompt
from stressdesk.scenario.targets import Local, Prices, Simulated
from stressdesk.scenario.traffic import Constant, Load, Retry, Sessions, Traffic

DEMO = (
    DemoInput(text="I was charged twice this month.", expect="billing"),
    DemoInput(text="Where is my parcel?", expect="shipping"),
)
CHECKS = (OneOf(values=("billing", "shipping")), Equals())
TALKATIVE = Traffic(sessions=Sessions(mean_turns=4, single_turn_share=0, think_median_seconds=5, think_sigma=0.2))


class Watching:
    """A watcher that remembers, and stops or breaks the run after so many records."""

    def __init__(self, stop_after=None, break_after=None):
        self.stages = []
        self.records = []
        self.stop_after = stop_after
        self.break_after = break_after

    def began(self, stop):
        self.stop = stop

    def stage_began(self, plan):
        self.stages.append(plan.name)

    def recorded(self, record):
        self.records.append(record)
        if len(self.records) == self.stop_after:
            self.stop.request("stopped by the user (test)", by_user=True)
        if len(self.records) == self.break_after:
            raise KeyboardInterrupt


def prepared(tmp_path, wishes=None, **changes):
    fields = {"demo": DEMO, "checks": CHECKS, "load": Load(scales=(10, 100), live=40, window_minutes=5)}
    return jobs.prepare(scenario(**{**fields, **changes}), tmp_path / "x.stress.yaml", wishes or jobs.Wishes())


def run(job, path, watching=None, **options):
    ending = execute(job, path, watching or Watching(), **options)
    with RunFile(path) as run_file:
        assert run_file.ending == ending
        return ending, list(run_file.records())


def scripted(monkeypatch, *steps):
    target = ScriptedTarget(*steps)
    monkeypatch.setattr(running, "open_target", lambda *_: contextlib.nullcontext(target))
    return target


def by_query(records):
    return {(record.stage, record.session, record.turn): record for record in records}


def test_every_stage_is_asked_in_full(tmp_path):
    watching = Watching()
    ending, records = run(prepared(tmp_path), tmp_path / "a.stressrun", watching)
    assert (ending.state, ending.reason) == ("complete", "every planned query was asked")
    assert watching.stages == ["demo", "production", "scale-10", "scale-100"]
    counts = [sum(record.stage == stage for record in records) for stage in watching.stages]
    assert counts == [2, 40, 10, 100]
    assert watching.records == records


def test_the_demo_is_clean_and_one_at_a_time(tmp_path):
    _, records = run(prepared(tmp_path), tmp_path / "a.stressrun")
    first, second = (record for record in records if record.stage == "demo")
    assert (first.text, second.text) == ("I was charged twice this month.", "Where is my parcel?")
    assert (first.mess, second.mess) == ((), ())
    assert second.sent >= first.finished


def test_the_same_seed_gives_equal_records_and_another_seed_others(tmp_path):
    _, first = run(prepared(tmp_path), tmp_path / "a.stressrun")
    _, again = run(prepared(tmp_path), tmp_path / "b.stressrun")
    _, other = run(prepared(tmp_path, jobs.Wishes(seed=2)), tmp_path / "c.stressrun")
    assert first == again
    assert [record.text for record in first] != [record.text for record in other]


def test_what_users_say_does_not_depend_on_concurrency_or_the_target(tmp_path):
    slow = Simulated(slots=1)
    _, quick = run(prepared(tmp_path), tmp_path / "a.stressrun")
    _, queued = run(prepared(tmp_path, targets={"simulated": slow}), tmp_path / "b.stressrun")
    said = [{key: (r.text, r.mess, r.persona) for key, r in by_query(rs).items()} for rs in (quick, queued)]
    assert said[0] == said[1]


def test_conversations_grow_with_the_real_answers(tmp_path, monkeypatch):
    target = scripted(monkeypatch, (1, "billing"))
    run(prepared(tmp_path, traffic=TALKATIVE), tmp_path / "a.stressrun")
    longest = max((request.messages for request in target.requests), key=len)
    assert [message.role for message in longest[:4]] == ["system", "user", "assistant", "user"]
    assert {message.content for message in longest if message.role == "assistant"} == {"billing"}


def test_a_product_without_memory_sends_each_turn_alone(tmp_path, monkeypatch):
    target = scripted(monkeypatch, (1, "billing"))
    prompt = Prompt(text="Classify.", memory="none", parameters=Parameters(max_tokens=100))
    run(prepared(tmp_path, traffic=TALKATIVE, prompt=prompt), tmp_path / "a.stressrun")
    assert {len(request.messages) for request in target.requests} == {2}


def test_later_turns_come_after_the_answer_and_the_thinking(tmp_path, monkeypatch):
    scripted(monkeypatch, (3, "billing"))
    _, records = run(prepared(tmp_path, traffic=TALKATIVE), tmp_path / "a.stressrun")
    known = by_query(records)
    later = [record for record in records if record.turn]
    assert later
    for record in later:
        before = known[record.stage, record.session, record.turn - 1]
        assert record.arrived > before.finished


def test_users_who_gave_up_ask_nothing_more(tmp_path, monkeypatch):
    scripted(monkeypatch, (10_000, "billing"))
    _, records = run(prepared(tmp_path, traffic=TALKATIVE), tmp_path / "a.stressrun")
    outcomes = {(record.turn > 0, record.outcome) for record in records}
    assert outcomes == {(False, "gave_up"), (True, "dropped")}
    assert len(by_query(records)) == 2 + 40 + 10 + 100


def test_a_failing_target_never_ends_the_run(tmp_path, monkeypatch, caplog):
    scripted(monkeypatch, (1, TargetError("server", "500")), (1, ValueError("boom")), (1, "billing"), (1, "nonsense"))
    ending, records = run(prepared(tmp_path), tmp_path / "a.stressrun")
    assert ending.state == "complete"
    assert {record.kind for record in records} == {"server", "bug", None}


def test_a_run_in_which_too_much_fails_ends_with_its_reason_and_can_be_gone_on_with(tmp_path, monkeypatch):
    scripted(monkeypatch, (1, TargetError("rate_limit", "429")))
    job = prepared(tmp_path, limits=Limits(failure_rate=0.5, failure_rate_of_last=20), checks=())
    path = tmp_path / "a.stressrun"
    ending, records = run(job, path)
    assert ending.state == "stopped"
    assert ending.reason == "10 of the last 10 queries failed (limit 50 % of the last 20), all rate limit (429)"
    assert 10 <= len(records) < 152
    scripted(monkeypatch, (1, "billing"))
    assert run(job, path, resume=True)[0].state == "complete"


def test_a_run_on_which_stressdesk_itself_goes_wrong_soon_ends(tmp_path, monkeypatch, caplog):
    scripted(monkeypatch, (1, ValueError("boom")))
    ending, records = run(prepared(tmp_path), tmp_path / "a.stressrun")
    assert ending.state == "stopped"
    assert "ValueError('boom')" in ending.reason
    assert {(record.outcome, record.failure) for record in records} == {("cancelled", None)}


def test_closed_loop_keeps_so_many_users_busy(tmp_path, monkeypatch):
    target = scripted(monkeypatch, (2, "billing"))
    load = Load(scales=(100,), live=40, loop="closed", users=7)
    single = Traffic(sessions=Sessions(mean_turns=1, single_turn_share=1))
    _, records = run(prepared(tmp_path, load=load, traffic=single), tmp_path / "a.stressrun")
    assert target.most_in_flight == 7
    assert len(records) == 142


def test_stopping_leaves_a_valid_file_and_resuming_asks_only_what_is_missing(tmp_path, monkeypatch):
    target = scripted(monkeypatch, (1, "billing"))
    path = tmp_path / "a.stressrun"
    job = prepared(tmp_path, traffic=TALKATIVE)
    ending, before = run(job, path, Watching(stop_after=61))
    assert (ending.state, ending.reason) == ("stopped", "stopped by the user (test)")
    assert 61 <= len(before) < 152
    asked = len(target.requests)
    with RunFile(path) as run_file:
        again = jobs.again(run_file.header)
    ending, records = run(again, path, resume=True)
    assert ending.state == "complete"
    assert records[: len(before)] == before
    assert len(by_query(records)) == len(records) == 152
    assert len(target.requests) == 152 == asked + len(records) - len(before)
    assert records[len(before)].sent >= before[-1].finished
    complete = execute(prepared(tmp_path, traffic=TALKATIVE), tmp_path / "b.stressrun", Watching())
    assert complete.state == "complete"
    with RunFile(tmp_path / "b.stressrun") as whole:
        texts = {key: record.text for key, record in by_query(whole.records()).items()}
    assert {key: record.text for key, record in by_query(records).items()} == texts


def test_a_resumed_run_goes_on_spending_from_where_it_stood(tmp_path, monkeypatch):
    scripted(monkeypatch, (1, "billing"))
    priced = {"simulated": Simulated(prices=Prices(input_usd_per_million=1, output_usd_per_million=10))}
    path = tmp_path / "a.stressrun"
    job = prepared(tmp_path, targets=priced, limits=Limits(spend_usd=0.1))
    run(job, path, Watching(stop_after=20))
    with RunFile(path) as run_file:
        again = jobs.again(run_file.header)
    ending, records = run(again, path, resume=True)
    assert "spend limit of $0.10" in ending.reason
    assert 0.09 < sum(record.cost_usd for record in records) <= 0.1 + 1e-9


def test_a_crash_keeps_what_was_recorded(tmp_path):
    path = tmp_path / "a.stressrun"
    with pytest.raises(KeyboardInterrupt):
        execute(prepared(tmp_path), path, Watching(break_after=30))
    # What the crash leaves of its tasks is destroyed here, and not in the middle of another test.
    gc.collect()
    with RunFile(path) as run_file:
        assert run_file.ending is None
        assert len(list(run_file.records())) >= 30


def test_a_full_disk_ends_the_run_with_words_and_without_a_trace_of_tasks(tmp_path, monkeypatch):
    def full(self, *last):
        raise RunFileError("The run file cannot be written: database or disk is full.", "Make room.")

    monkeypatch.setattr("stressdesk.journal.writer.Writer._commit", full)
    with pytest.raises(RunFileError, match="disk is full"):
        execute(prepared(tmp_path), tmp_path / "a.stressrun", Watching())


def test_limits_on_minutes_are_real_minutes(tmp_path, monkeypatch):
    scripted(monkeypatch, (0.01, "billing"))
    limits = Limits(minutes=0.01)
    job = prepared(tmp_path, limits=limits, target="embedded", targets={"embedded": Local()})
    ending, records = run(job, tmp_path / "a.stressrun")
    assert ending.reason == "the limit of 0.01 minutes was reached"
    assert records
    ending, _ = run(prepared(tmp_path, limits=limits), tmp_path / "b.stressrun")
    assert ending.state == "complete"


def test_the_time_it_takes_to_draw_a_stage_is_not_taken_for_a_sleeping_computer(tmp_path, monkeypatch):
    slept = [0.0]
    drawn = staging.Staging.sessions

    def slowly(self, plan):
        slept[0] += 60
        return drawn(self, plan)

    monkeypatch.setattr("stressdesk.engine.lag.slept_seconds", lambda: slept[0])
    monkeypatch.setattr(staging.Staging, "sessions", slowly)
    scripted(monkeypatch, (0.01, "billing"))
    load = Load(scales=(10,), live=10, window_minutes=0.002)
    job = prepared(tmp_path, load=load, target="embedded", targets={"embedded": Local()})
    _, records = run(job, tmp_path / "a.stressrun")
    with RunFile(tmp_path / "a.stressrun") as run_file:
        # Where others keep this machine busy it may stand still for a moment of its own.
        assert all(gap.seconds < 60 for gap in run_file.interruptions.gaps)
    assert len(records) == 12


def test_a_limit_on_minutes_counts_over_all_sittings(tmp_path, monkeypatch):
    target = scripted(monkeypatch, (0.01, "billing"))
    path = tmp_path / "a.stressrun"
    # One query a second of real time: the limit of 1.2 s comes after the second.
    load = Load(scales=(10,), live=60, window_minutes=1, arrivals=Constant())
    job = prepared(tmp_path, limits=Limits(minutes=0.02), load=load, target="embedded", targets={"embedded": Local()})
    run(job, path, Watching(stop_after=4))
    with RunFile(path) as run_file:
        again = jobs.again(run_file.header)
    before = len(target.requests)
    ending, _ = run(again, path, resume=True)
    assert ending.reason == "the limit of 0.02 minutes was reached"
    assert 1.1 < ending.run_seconds < 1.9
    ending, _ = run(again, path, resume=True)
    assert ending.reason == "the limit of 0.02 minutes was reached"
    assert len(target.requests) - before <= 2


def test_a_spend_limit_nobody_could_keep_is_refused_before_anything_is_sent(tmp_path):
    with pytest.raises(RunError, match="there is no price"):
        prepared(tmp_path, limits=Limits(spend_usd=1))


def test_wishes_of_the_command_line_are_part_of_the_run_file(tmp_path):
    job = prepared(tmp_path, jobs.Wishes(seed=9, live=20, target="simulated"))
    run(job, tmp_path / "a.stressrun")
    with RunFile(tmp_path / "a.stressrun") as run_file:
        header = run_file.header
    assert (header.seed, header.target, header.provenance) == (9, "simulated", "simulated")
    assert jobs.again(header).scenario == job.scenario
    assert next(plan.queries for plan in header.stages if plan.name == "production") == 20


def test_a_prompt_file_is_inside_the_run_file(tmp_path):
    (tmp_path / "prompt.txt").write_text("Classify this: {{message}}")
    job = prepared(tmp_path, prompt=Prompt(file="prompt.txt"))
    (tmp_path / "prompt.txt").unlink()
    run(job, tmp_path / "a.stressrun")
    with RunFile(tmp_path / "a.stressrun") as run_file:
        assert run_file.header.scenario["prompt"]["text"] == "Classify this: {{message}}"


def test_a_live_target_is_not_asked_more_than_agreed(tmp_path):
    found = stages(scenario(load=Load(scales=(10, 60, 1000), live=60)), "measured")
    assert [plan.name for plan in found.plans] == ["demo", "production", "scale-10"]
    assert found.skipped == (
        "1,000 queries were not run in full: a live target is asked 60 queries at most (load.live, --live).",
    )
    limited = stages(scenario(load=Load(scales=(10, 1000)), limits=Limits(requests=500)), "simulated")
    assert [plan.name for plan in limited.plans] == ["demo", "production", "scale-10"]


def test_run_files_hold_promoted_columns_for_tables(tmp_path):
    run(prepared(tmp_path), tmp_path / "a.stressrun")
    connection = sqlite3.connect(tmp_path / "a.stressrun")
    rows = connection.execute("SELECT stage, outcome, failure, mess, body FROM record").fetchall()
    connection.close()
    for stage, outcome, failure, mess, body in rows:
        decoded = msgspec.json.decode(body)
        assert (stage, outcome, failure, mess.split()) == (
            decoded["stage"],
            decoded["outcome"],
            decoded["failure"],
            list(decoded["mess"]),
        )


def test_a_resumed_run_sends_nothing_more_once_its_requests_are_used_up(tmp_path, monkeypatch):
    target = scripted(monkeypatch, (1, "billing"))
    path = tmp_path / "a.stressrun"
    run(prepared(tmp_path, limits=Limits(requests=12)), path)
    assert len(target.requests) == 12
    with RunFile(path) as run_file:
        again = jobs.again(run_file.header)
    ending, records = run(again, path, resume=True)
    assert ending.reason == "the limit of 12 requests was reached"
    assert len(target.requests) == len(records) == 12


def test_at_the_limit_of_requests_what_is_under_way_may_take_longer_than_the_grace(tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "GRACE_SECONDS", 0.01)
    target = scripted(monkeypatch, (0.3, "billing"))
    load = Load(scales=(10,), live=10, window_minutes=0.0005)
    job = prepared(tmp_path, targets={"simulated": Local()}, load=load, limits=Limits(requests=8))
    ending, records = run(job, tmp_path / "a.stressrun")
    assert (ending.state, ending.reason) == ("stopped", "the limit of 8 requests was reached")
    assert [record.outcome for record in records] == ["answered"] * len(target.requests) == ["answered"] * 8


def test_a_limit_that_just_suffices_for_the_plan_cuts_nothing_off(tmp_path):
    load = Load(scales=(10,), live=10, window_minutes=5)
    ending, records = run(prepared(tmp_path, load=load, limits=Limits(requests=12)), tmp_path / "a.stressrun")
    assert (ending.state, ending.reason) == ("complete", "every planned query was asked")
    assert len(records) == 12


def test_a_retry_that_the_limit_leaves_no_request_for_is_cut_off(tmp_path, monkeypatch):
    scripted(monkeypatch, *[(1, "billing")] * 11, (1, TargetError("server", "500")))
    load = Load(scales=(10,), live=10, window_minutes=5, retry=Retry(attempts=1))
    job = prepared(tmp_path, load=load, limits=Limits(requests=12))
    ending, records = run(job, tmp_path / "a.stressrun")
    assert (ending.state, ending.reason) == ("stopped", "the limit of 12 requests was reached")
    assert [record.outcome for record in records] == ["answered"] * 11 + ["cancelled"]


def test_a_resumed_run_books_what_broken_off_answers_may_have_cost(tmp_path, monkeypatch):
    target = scripted(monkeypatch, (1, TargetError("cut_stream", "cut")))
    priced = {"simulated": Simulated(prices=Prices(input_usd_per_million=1, output_usd_per_million=10))}
    path = tmp_path / "a.stressrun"
    job = prepared(tmp_path, targets=priced, limits=Limits(spend_usd=0.05))
    run(job, path, Watching(stop_after=20))
    with RunFile(path) as run_file:
        again = jobs.again(run_file.header)
    run(again, path, resume=True)
    in_parts = len(target.requests)
    target.requests.clear()
    run(job, tmp_path / "b.stressrun")
    assert in_parts == len(target.requests)


def test_the_same_seed_gives_equal_records_when_a_limit_ends_the_run_too(tmp_path):
    busy = {"simulated": Simulated(requests_per_minute=60)}
    load = Load(scales=(10, 400), live=300, window_minutes=1, retry=Retry(attempts=3, backoff_seconds=2))
    job = prepared(tmp_path, targets=busy, load=load, traffic=TALKATIVE, limits=Limits(requests=250))
    (ending, first), (_, again) = (run(job, tmp_path / f"{name}.stressrun") for name in "ab")
    assert ending.reason == "the limit of 250 requests was reached"
    assert "cancelled" in {record.outcome for record in first}
    assert sum(len(record.attempts) for record in first) == 250
    assert first == again


def test_the_same_seed_gives_equal_records_in_a_closed_loop(tmp_path):
    load = Load(scales=(10, 100), live=40, loop="closed", users=7)
    (_, first), (_, again) = (
        run(prepared(tmp_path, load=load, traffic=TALKATIVE), tmp_path / f"{name}.stressrun") for name in "ab"
    )
    assert first == again


def test_a_run_file_that_cannot_be_written_between_answers_ends_the_run_at_once(tmp_path, monkeypatch):
    target = scripted(monkeypatch, (0.01, "billing"))

    def full(writer, *_):
        if writer._pending:
            raise RunFileError("The run file cannot be written: database or disk is full.", "Make room.")

    monkeypatch.setattr("stressdesk.journal.writer.Writer._commit", full)
    monkeypatch.setattr("stressdesk.journal.writer.BATCH_SECONDS", 3600)
    load = Load(scales=(10,), live=2, window_minutes=60, arrivals=Constant())
    job = prepared(tmp_path, load=load, target="embedded", targets={"embedded": Local()})
    with pytest.raises(RunFileError, match="disk is full"):
        execute(job, tmp_path / "a.stressrun", Watching())
    assert len(target.requests) < 4


def test_a_resumed_run_goes_on_at_once_and_waits_for_no_one_who_has_begun(tmp_path, monkeypatch):
    scripted(monkeypatch, (1, "billing"))
    path = tmp_path / "a.stressrun"
    load = Load(scales=(10,), live=200, window_minutes=10, arrivals=Constant())
    patient = Traffic(sessions=Sessions(mean_turns=4, single_turn_share=0, think_median_seconds=60, think_sigma=0.2))
    job = prepared(tmp_path, load=load, traffic=patient)
    _, before = run(job, path, Watching(stop_after=120))
    with RunFile(path) as run_file:
        again = jobs.again(run_file.header)
    _, records = run(again, path, resume=True)
    starts = [record.arrived for record in records if record.stage == "production" and record.turn == 0]
    begun = sum(record.stage == "production" and record.turn == 0 for record in before)
    assert 0 < begun < len(starts)
    assert starts[begun] == pytest.approx(max(record.finished for record in before))


def test_resuming_leaves_one_file_and_no_log(tmp_path, monkeypatch):
    scripted(monkeypatch, (1, "billing"))
    path = tmp_path / "a.stressrun"
    run(prepared(tmp_path), path, Watching(stop_after=9))
    with RunFile(path) as run_file:
        again = jobs.again(run_file.header)
    execute(again, path, Watching(), resume=True)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_closed_loop_has_no_window_to_arrive_in():
    closed = stages(scenario(load=Load(scales=(10,), loop="closed"), limits=Limits(minutes=1)), "measured")
    assert {plan.window_seconds for plan in closed.plans} == {0}
    assert closed.skipped == ()


def test_a_target_that_cannot_start_leaves_no_run_file(tmp_path):
    job = prepared(tmp_path, target="own", targets={"own": Local(model="nothing.gguf")})
    with pytest.raises(RunError, match=r"nothing\.gguf"):
        execute(job, tmp_path / "a.stressrun", Watching())
    assert not list(tmp_path.glob("*.stressrun*"))


def test_a_run_stopped_while_its_target_gets_ready_need_not_wait_for_it(tmp_path, monkeypatch):
    events = []

    @contextlib.asynccontextmanager
    async def never_ready(*_):
        try:
            await asyncio.sleep(1e9)
            events.append("ready")
            yield
        finally:
            events.append("closed")

    class Impatient(Watching):
        def began(self, stop):
            asyncio.get_running_loop().call_later(2, stop.request, "stopped by the user (test)")

    monkeypatch.setattr(running, "open_target", never_ready)
    ending, records = run(prepared(tmp_path), tmp_path / "x.stressrun", Impatient())
    assert (ending.state, ending.reason, ending.run_seconds) == ("stopped", "stopped by the user (test)", 0)
    assert (records, events) == ([], ["closed"])
