from __future__ import annotations

import gc
import os
import subprocess
import sys
import tracemalloc
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traffic.planned import DEMO, scenario, sessions, turns

from stressdesk.errors import ScenarioError
from stressdesk.scenario.model import DemoInput, Scenario, Variable
from stressdesk.scenario.traffic import (
    HOSTILE_CLASSES,
    Arrivals,
    Assistant,
    Chat,
    Clients,
    Constant,
    Day,
    FlashCrowd,
    Load,
    Office,
    Poisson,
    Ramp,
    Sessions,
    Spike,
)
from stressdesk.traffic.hostile import hostile_share
from stressdesk.traffic.lines import lines
from stressdesk.traffic.plan import demo, plan

ARRIVALS: tuple[Arrivals, ...] = (
    Constant(),
    Poisson(),
    Chat(),
    Ramp(),
    Spike(),
    Day(),
    Office(),
    FlashCrowd(),
    Clients(),
    Assistant(),
)

GOLDEN = "9fd3da17b1c75372c38be889c45bb5b7"


def _digest() -> str:
    text = "\n".join(lines(plan(scenario(), 200, seed=1, folder=Path())))
    return blake2b(text.encode(), digest_size=16).hexdigest()


def test_a_plan_is_the_same_bytes_as_ever():
    assert _digest() == GOLDEN


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_a_plan_is_the_same_in_another_process(hash_seed: str):
    code = "from traffic.test_plan import _digest; print(_digest())"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path(__file__).parents[1])}
    out = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == GOLDEN


def test_asking_twice_or_only_in_part_changes_nothing():
    planned = plan(scenario(), 60, seed=3, folder=Path())
    first = next(iter(planned.sessions()))
    whole = list(planned.sessions())
    assert whole == list(planned.sessions())
    assert whole[0] == first


def test_sessions_are_the_same_whichever_others_are_written():
    whole = plan(scenario(), 200, seed=1, folder=Path())
    parts = [session for part in range(3) for session in whole.sessions(lambda index, part=part: index % 3 == part)]
    assert sorted(parts, key=lambda session: session.index) == sorted(whole.sessions(), key=lambda one: one.index)


def test_another_seed_is_other_traffic():
    assert turns(scenario(), 50, seed=1) != turns(scenario(), 50, seed=2)


@settings(max_examples=30)
@given(
    st.integers(1, 250),
    st.sampled_from(ARRIVALS),
    st.floats(0.001, 60),
    st.integers(0, 5),
    st.floats(1, 8),
)
def test_a_plan_has_exactly_the_queries_asked_for(
    queries: int, arrivals: Arrivals, minutes: float, seed: int, mean: float
):
    made = scenario(load=Load(arrivals=arrivals, window_minutes=minutes), sessions=Sessions(mean_turns=mean))
    planned = plan(made, queries, seed=seed, folder=Path())
    found = list(planned.sessions())
    assert planned.queries == queries == sum(len(session.turns) for session in found)
    assert [session.start_seconds for session in found] == sorted(session.start_seconds for session in found)
    assert all(session.turns for session in found)
    assert len({session.index for session in found}) == len(found) == max(session.index for session in found) + 1
    for session in found:
        assert 0 <= session.start_seconds <= round(minutes * 60, 3)
        assert all(turn.due_seconds <= minutes * 60 + 0.001 for turn in session.turns)


@pytest.mark.parametrize("arrivals", ARRIVALS, ids=repr)
def test_due_times_add_up_and_are_whole_milliseconds(arrivals: Arrivals):
    for session in sessions(scenario(load=Load(arrivals=arrivals)), 300):
        due = accumulate((turn.think_seconds for turn in session.turns), initial=session.start_seconds)
        next(due)
        for at, (turn, expected) in enumerate(zip(session.turns, due, strict=True)):
            assert turn.index == at
            assert turn.due_seconds == round(expected, 3)
            assert turn.think_seconds == round(turn.think_seconds, 3)
        assert session.turns[0].think_seconds == 0
        assert session.start_seconds == round(session.start_seconds, 3)


@pytest.mark.parametrize("arrivals", ARRIVALS, ids=repr)
def test_a_user_says_the_same_in_a_small_and_in_a_large_stage(arrivals: Arrivals):
    made = scenario(load=Load(arrivals=arrivals))
    small = {session.index: session for session in sessions(made, 50)}
    large = {session.index: session for session in sessions(made, 900)}
    assert small.keys() < large.keys()
    for index, session in small.items():
        other = large[index]
        assert session.persona == other.persona
        assert session.patience_seconds == other.patience_seconds
        for here, there in zip(session.turns, other.turns, strict=False):
            plain = {"due_seconds": 0.0}
            assert msgspec.structs.replace(here, **plain) == msgspec.structs.replace(there, **plain)


def test_follow_ups_after_the_window_are_not_asked():
    long = sessions(scenario(load=Load(window_minutes=600, arrivals=Poisson())), 1_500)
    short = sessions(scenario(load=Load(window_minutes=0.5, arrivals=Poisson())), 1_500)
    assert sum(len(session.turns) for session in long) / len(long) == pytest.approx(1.75, abs=0.12)
    assert sum(len(session.turns) for session in short) / len(short) < 1.2


def test_the_demo_is_the_demo_inputs_as_they_stand():
    made = scenario()
    planned = demo(made, seed=1, folder=Path())
    found = list(planned.sessions())
    assert (planned.queries, planned.window_seconds) == (len(DEMO), 0)
    assert [session.turns[0].text for session in found] == [one.text for one in DEMO]
    for session, one in zip(found, DEMO, strict=True):
        (turn,) = session.turns
        assert (session.persona, session.start_seconds) == ("demo", 0)
        assert (turn.clean, turn.mess, turn.expect, turn.due_seconds) == (one.text, (), one.expect, 0)


def test_demo_and_production_name_the_same_request_the_same():
    names = {session.turns[0].intent for session in demo(scenario(), seed=1, folder=Path()).sessions()}
    assert len(names) == len(DEMO)
    assert names < {turn.intent for turn in turns(scenario(), 400)}


def test_a_sessions_variables_are_those_of_all_its_demo_inputs():
    inputs = (
        DemoInput(text="How long is the notice period?", expect="3 months", variables={"document": "lease"}),
        DemoInput(text="What is the rent?", expect="800", variables={"document": "lease"}),
        DemoInput(text="Who is the author?", expect="Ann", variables={"document": "book"}),
    )
    clean = {one.text: one.variables for one in inputs}
    mixed = scenario(demo=inputs, examples=("Is there a garden?",))
    for session in sessions(mixed, 600):
        assert session.variables in ({"document": "lease"}, {"document": "book"})
        for turn in session.turns:
            assert clean.get(turn.clean, session.variables) == session.variables


def test_other_variables_are_drawn_by_session_and_the_demos_own_come_first():
    made = msgspec.structs.replace(
        scenario(demo=(DemoInput(text="Hello there?", variables={"tier": "gold"}),)),
        variables={"tier": Variable(values=("free", "pro")), "city": Variable(values=("Leeds", "Tulsa", "Omaha"))},
    )
    drawn = [session.variables for session in sessions(made, 100)]
    assert {variables["tier"] for variables in drawn} == {"gold"}
    assert {variables["city"] for variables in drawn} == {"Leeds", "Tulsa", "Omaha"}
    assert drawn == [session.variables for session in sessions(made, 100)]


def test_examples_come_up_without_an_expectation_and_at_most_half_of_the_time():
    examples = tuple(f"Is number {at} still for sale?" for at in range(40))
    made = scenario(examples=examples, off_topic=0, hostile=0, degenerate=0)
    firsts = [session.turns[0] for session in sessions(made, 1_500)]
    from_examples = [turn for turn in firsts if turn.clean in examples]
    assert len(from_examples) / len(firsts) == pytest.approx(0.5, abs=0.06)
    assert all(turn.expect is None and turn.intent.startswith("example:") for turn in from_examples)
    assert len({turn.clean for turn in from_examples}) == 40


def test_a_class_of_attacks_that_is_switched_off_leaves_all_other_messages_as_they_were():
    off = {"hostile:jailbreak", "hostile:insult"}
    made = scenario(hostile=0.3, sessions=Sessions(mean_turns=1, single_turn_share=1))
    kept = tuple(name for name in HOSTILE_CLASSES if f"hostile:{name}" not in off)
    fewer = msgspec.structs.replace(made.traffic, hostile_classes=kept)
    before, after = (turns(one, 600) for one in (made, msgspec.structs.replace(made, traffic=fewer)))
    assert off < {one.intent for one in before}
    changed = [other for one, other in zip(before, after, strict=True) if one.intent in off]
    assert not any("hostile" in one.mess for one in changed)
    assert [one for one in before if one.intent not in off] == [one for one in after if one not in changed]
    assert hostile_share(fewer) == pytest.approx(0.3 * 0.6)
    assert sum("hostile" in one.mess for one in after) / 600 == pytest.approx(0.3 * 0.6, abs=0.05)


def test_nothing_is_planned_for_names_nobody_knows():
    with pytest.raises(ScenarioError, match="Did you mean phone"):
        plan(scenario(personas={"phones": 1}), 10, seed=1, folder=Path())


def test_a_plan_holds_a_few_numbers_a_session():
    made = scenario()
    small, large = (_held_bytes(made, queries) for queries in (1_000, 9_000))
    sessions_more = 8_000 / 1.75
    assert large - small < 40 * sessions_more


def _held_bytes(made: Scenario, queries: int) -> int:
    plan(made, queries, seed=1, folder=Path())
    gc.collect()
    tracemalloc.start()
    planned = plan(made, queries, seed=1, folder=Path())
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert planned.queries == queries
    return held
