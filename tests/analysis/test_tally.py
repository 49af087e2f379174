import math
import random
import tracemalloc

import msgspec
import pytest
from analysis import invented
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.analysis.blocks import ROWS
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.summary import Summary
from stressdesk.errors import ScenarioError
from stressdesk.journal.events import Attempt, Record, Usage

HEADER = invented.header(("demo", 10), ("production", 200))
DEMO = [invented.record(session, stage="demo") for session in range(10)]


def summed_up(*records: Record, header=HEADER, ending=invented.COMPLETE) -> Summary:
    return invented.tally(header, list(records)).summary(ending)


def estimates(value) -> list[Estimate]:
    """Every estimate anywhere in a summary."""
    if isinstance(value, Estimate):
        return [value]
    if isinstance(value, msgspec.Struct):
        return [found for name in value.__struct_fields__ for found in estimates(getattr(value, name))]
    return [found for part in value for found in estimates(part)] if isinstance(value, tuple) else []


def assert_sound(summary: Summary) -> None:
    """Nothing a summary can hold is out of bounds, and all of it survives JSON."""
    for found in estimates(summary):
        for number in (found.value, found.low, found.high):
            assert number is None or math.isfinite(number)
        if found.value is None:
            assert (found.low, found.high) == (None, None)
            assert found.note
            continue
        assert found.low is None or found.low <= found.value
        assert found.high is None or found.value <= found.high
    for stage in summary.stages:
        assert stage.counted == stage.good + stage.failed + stage.unsure
        parts = (stage.prompt_failure, stage.system_failure, stage.gave_up)
        if stage.counted:
            assert sum(part.value for part in parts) == pytest.approx(stage.failure.value)
        for rate in (*parts, stage.failure):
            assert rate.value is None or 0 <= rate.low <= rate.value <= rate.high <= 1
    assert msgspec.json.decode(msgspec.json.encode(summary), type=Summary) == summary


def test_an_empty_run_has_nothing_to_say_and_says_it():
    found = summed_up(ending=None)
    assert_sound(found)
    assert (found.stages, found.demo, found.production, found.content) == ((), None, None, None)
    assert found.facts.state == "unfinished"
    assert found.conclusion.state == "not_enough_evidence"


def test_a_flawless_demo_is_shown_with_what_it_does_not_rule_out():
    found = summed_up(*DEMO)
    assert_sound(found)
    assert found.demo.flawless_note == "0 of 10 failed does not rule out a true failure rate of up to 27.8 %"
    assert found.demo.failure.high == pytest.approx(0.2775, abs=1e-4)
    assert found.production is None


def test_failures_are_split_by_whose_they_are():
    mixed = [
        *[invented.record(number) for number in range(5)],
        *[invented.wrong(10 + number) for number in range(3)],
        *[invented.refused(20 + number) for number in range(2)],
        invented.left(30),
        *[invented.unsure(40 + number) for number in range(4)],
        invented.never_asked(50),
        invented.record(60, outcome="cancelled"),
    ]
    found = summed_up(*mixed).production
    assert (found.counted, found.failed, found.good, found.unsure, found.dropped, found.cancelled) == (
        15,
        6,
        5,
        4,
        1,
        1,
    )
    assert found.prompt_failure.value == pytest.approx(3 / 15)
    assert found.system_failure.value == pytest.approx(2 / 15)
    assert found.gave_up.value == pytest.approx(1 / 15)
    assert found.kinds == {"rate_limit": 2}
    assert found.flawless_note == ""


def test_an_answer_that_came_too_late_is_a_system_failure():
    found = summed_up(invented.record(0, failure="system"), invented.record(1)).production
    assert (found.system_failure.value, found.good) == (0.5, 1)


@pytest.mark.parametrize(
    "make", [invented.wrong, invented.refused, invented.left, invented.unsure, invented.never_asked]
)
def test_runs_in_which_everything_goes_one_way_are_summed_up(make):
    found = summed_up(*DEMO, *[make(session) for session in range(40)])
    assert_sound(found)
    assert found.production.good == 0
    assert found.production.usd_per_good.value is None


def test_one_session_is_summed_up():
    found = summed_up(*[invented.record(0, turn) for turn in range(9)], invented.wrong(0, 9))
    assert_sound(found)
    assert found.production.failure.high > 0.6
    assert [row.name for row in found.turns] == ["1", "2", "3", "4+"]
    assert found.turns[-1].count == 7


def test_groups_and_checks_add_up():
    found = summed_up(*invented.traffic(600))
    counted = found.production.counted
    for rows in (found.personas, found.intents, found.turns):
        assert sum(row.count for row in rows) == counted
        assert sum(row.share for row in rows) == pytest.approx(1)
        assert sum(row.count * row.rate.value for row in rows) == pytest.approx(found.production.failed)
    (check,) = found.checks
    assert check.failed == round(found.production.prompt_failure.value * counted)
    assert check.rate.count == check.judged
    assert check.example_reason == "'hello' is none of the labels"


def test_a_check_that_could_not_decide_is_counted_apart():
    found = summed_up(invented.unsure(0), invented.wrong(1), invented.record(2))
    (check,) = found.checks
    assert (check.failed, check.unsure, check.judged, check.rate.value) == (1, 1, 2, 0.5)


def test_times_are_those_of_the_request_that_was_answered():
    usage = Usage(input=9, output=9, source="provider")
    failed = Attempt(sent=1.0, finished=2.0, kind="server", cost_usd=0.0)
    answered = Attempt(sent=5.0, first_token=5.5, finished=7.0, usage=usage, cost_usd=0.001)
    found = summed_up(
        invented.record(arrived=0.0, sent=1.0, first_token=5.5, finished=7.0, attempts=(failed, answered))
    ).production
    assert (found.latency.p50.value, found.first_token.p50.value, found.service.p50.value) == (7.0, 0.5, 2.0)
    assert (found.requests, found.seconds) == (2, 7.0)


def test_only_answers_have_a_latency():
    found = summed_up(invented.record(0, latency=2.0), invented.left(1), invented.refused(2)).production
    assert (found.latency.count, found.latency.p50.value) == (1, 2.0)


def test_simulated_numbers_are_called_simulated():
    header = msgspec.structs.replace(HEADER, provenance="simulated", target_kind="simulated")
    found = summed_up(*[invented.record(session, source="simulated") for session in range(20)], header=header)
    stage = found.production
    for one in (stage.failure, stage.latency.p95, stage.spend, stage.usd_per_good, found.personas[0].rate):
        assert one.provenance == "simulated"


@given(st.integers(0, 10_000), st.integers(1, 120), st.floats(0, 0.9))
@settings(max_examples=20)
def test_whatever_happens_numbers_stay_in_bounds(seed, queries, failing):
    records = invented.traffic(queries, seed=seed, failing=failing)
    half = [msgspec.structs.replace(record, stage="demo") for record in records[: queries // 3]]
    assert_sound(summed_up(*records, *half, ending=None))


def test_the_order_in_which_queries_finish_changes_nothing():
    records = [*DEMO, *invented.traffic(500)]
    shuffled = records.copy()
    random.Random(3).shuffle(shuffled)
    assert summed_up(*records) == summed_up(*shuffled)


def test_a_summary_while_it_runs_is_the_one_of_a_reopened_run_cut_off_there():
    records = invented.traffic(300)
    live = invented.tally(HEADER)
    for number, record in enumerate(records, start=1):
        live.add(record)
        if number % 100 == 0:
            assert live.summary() == summed_up(*records[:number], ending=None)


def test_an_unchanged_run_is_not_computed_again():
    tally = invented.tally(HEADER, DEMO)
    first = tally.summary()
    assert tally.summary() is first
    assert tally.summary(invented.COMPLETE).facts.state == "complete"
    tally.add(invented.record())
    assert tally.summary().demo is first.demo


def test_a_stage_the_header_did_not_plan_is_shown_all_the_same():
    found = summed_up(invented.record(stage="probe-1"), *DEMO)
    assert [stage.name for stage in found.stages] == ["demo", "probe-1"]
    assert found.content is None


def test_a_header_whose_scenario_does_not_fit_is_refused():
    with pytest.raises(ScenarioError):
        invented.tally(msgspec.structs.replace(HEADER, scenario={"stressdesk": 1}))


def test_a_record_takes_some_hundred_bytes_before_it_is_summed_up_and_after():
    records = invented.traffic(8 * ROWS)
    # Price lists and the like stay, however many records there are.
    invented.tally(HEADER, records[:ROWS]).summary()
    tally = invented.tally(HEADER)
    tracemalloc.start()
    try:
        for record in records:
            tally.add(record)
        held, _ = tracemalloc.get_traced_memory()
        tally.summary()
        summed_up, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # With room for what Python itself sets aside.
    assert held / len(records) < 170
    assert (summed_up - held) / len(records) < 80


def test_kinds_add_up_to_the_system_failures_with_answers_that_were_only_too_slow():
    slow = [invented.record(session, failure="system") for session in range(3)]
    found = summed_up(*slow, invented.refused(10), invented.record(11), invented.wrong(12)).production
    assert found.kinds == {"too_slow": 3, "rate_limit": 1}
    assert sum(found.kinds.values()) == round(found.system_failure.value * found.counted)


def test_a_simulated_target_is_told_with_what_it_assumes():
    spec = {"kind": "simulated", "slots": 8, "answers": {"mess": {"typo": 0.1}}, "requests_per_minute": 600}
    simulated = invented.header(
        ("production", 1), scenario=invented.scenario(targets={"model": spec}), provenance="simulated"
    )
    assert summed_up(invented.record(), header=simulated).facts.assumptions == (
        "8 slots",
        "first token after 0.60 s (median)",
        "13 ms a token (median)",
        "3 % errors (split rate limits 55, timeouts 20, server errors 15, refusals 10)",
        "wrong answers 2 %",
        "plus 10 % for typo, 2 % for each other kind of mess",
        "not more under load",
        "at most 600 requests a minute",
    )
    assert summed_up(invented.record()).facts.assumptions == ()


def test_what_users_wanted_has_the_words_of_the_scenario():
    traffic = {"examples": ["Where is my parcel? It is late.", "Where is my parcel, it is late!"]}
    scenario = invented.scenario(demo=[{"text": "I was charged twice for one order."}], traffic=traffic)
    names = ("i-was-charged-twice-for", "example:where-is-my-parcel-it-2", "follow-up:more")
    found = summed_up(
        *(invented.record(session, intent=name) for session, name in enumerate(names)),
        header=msgspec.structs.replace(HEADER, scenario=scenario),
    )
    assert {row.name: row.words for row in found.intents} == dict(
        zip(names, (scenario["demo"][0]["text"], traffic["examples"][1], ""), strict=True)
    )


def test_a_stage_that_has_just_begun_does_not_take_the_place_of_a_larger_one():
    production = [(invented.record if session % 2 else invented.left)(session) for session in range(50)]
    begun = [invented.record(session, stage="scale-10") for session in range(10)]
    header = invented.header(("production", 50), ("scale-10", 10))
    assert summed_up(*production, *begun[:2], header=header, ending=None).content == "production"
    assert summed_up(*production, *begun, header=header).content == "scale-10"
