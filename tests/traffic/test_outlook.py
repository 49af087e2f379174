from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.errors import ScenarioError
from stressdesk.resources import resource
from stressdesk.scenario import file
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.traffic import Arrivals, Chat, Constant, Poisson, Ramp, Spike
from stressdesk.scenario.updating import with_value
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.outlook import bustle, composition, examples
from stressdesk.traffic.plan import Timetable, plan, timetable

SAMPLE = resource("samples", "support-triage.stress.yaml")
FOLDER = SAMPLE.parent


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return file.load(SAMPLE)


@pytest.mark.parametrize("arrivals", [Constant(), Poisson(), Chat(), Ramp(), Spike()])
def test_the_timetable_is_that_of_the_plan(scenario: Scenario, arrivals: Arrivals) -> None:
    scenario = with_value(scenario, ("load", "arrivals"), arrivals)
    sessions = list(plan(scenario, 300, seed=5, folder=FOLDER).sessions())
    times = timetable(scenario, 300, seed=5)
    assert times.queries == tuple(sorted(turn.due_seconds for session in sessions for turn in session.turns))
    assert times.sessions == len(sessions)
    assert times.window_seconds == scenario.load.window_minutes * 60


def test_examples_are_the_first_messages_of_the_run_in_conversations(scenario: Scenario) -> None:
    found = examples(scenario, 20, seed=3, folder=FOLDER)
    assert len(found) == 20
    assert found == examples(scenario, 20, seed=3, folder=FOLDER)
    assert [(one.session, one.turn.index) for one in found] == sorted((one.session, one.turn.index) for one in found)
    planned = {session.index: session for session in plan(scenario, 20, seed=3, folder=FOLDER).sessions()}
    assert all(planned[one.session].turns[one.turn.index] == one.turn for one in found)
    assert found != examples(scenario, 20, seed=4, folder=FOLDER)


def test_a_composition_counts_what_the_plan_holds(scenario: Scenario) -> None:
    found = composition(scenario, 400, seed=1, folder=FOLDER)
    turns = [turn for session in plan(scenario, 400, seed=1, folder=FOLDER).sessions() for turn in session.turns]
    assert found.messages == 400
    assert sum(found.personas.values()) == 400
    assert found.follow_ups == sum(turn.index > 0 for turn in turns)
    assert found.odd["off-topic"] == sum("off-topic" in turn.mess for turn in turns)
    assert max(found.kinds.values()) <= found.messy <= 400
    assert list(found.kinds.values()) == sorted(found.kinds.values(), reverse=True)


def test_without_mess_nothing_is_messy(scenario: Scenario) -> None:
    scenario = with_value(scenario, ("traffic", "mess", "off"), tuple(kind.name for kind in MESS))
    scenario = with_value(scenario, ("traffic", "off_topic"), 0.5)
    found = composition(scenario, 200, seed=1, folder=FOLDER)
    assert found.messy == 0
    assert found.odd["off-topic"] > 60


def test_what_cannot_be_planned_is_said(scenario: Scenario) -> None:
    wrong = with_value(scenario, ("traffic", "personas"), {"nobody": 1.0})
    for look in (examples, composition):
        with pytest.raises(ScenarioError, match="nobody"):
            look(wrong, 20, seed=1, folder=FOLDER)
    with pytest.raises(ScenarioError, match="nobody"):
        timetable(wrong, 20, seed=1)


@given(
    st.lists(st.floats(0, 600), min_size=1, max_size=300).map(sorted),
    st.integers(1, 90),
)
def test_every_arrival_is_in_one_part_and_the_peak_is_no_less_than_any_minute(due: list[float], parts: int) -> None:
    times = Timetable(sessions=1, queries=tuple(due), window_seconds=600.0)
    found = bustle(times, parts)
    assert sum(found.counts) == len(due)
    assert len(found.counts) == parts
    assert found.mean_per_minute == pytest.approx(len(due) / 10)
    minutes = bustle(times, 10).counts
    assert found.peak_per_minute >= max(minutes)
    assert found.peak_per_minute <= len(due)


def test_the_busiest_minute_may_begin_anywhere() -> None:
    times = Timetable(sessions=4, queries=(10.0, 55.0, 65.0, 114.0, 300.0), window_seconds=600.0)
    assert bustle(times, 10).peak_per_minute == 3


def test_arrivals_at_even_distances_have_no_busiest_minute() -> None:
    times = Timetable(sessions=1, queries=tuple(map(float, range(600))), window_seconds=600.0)
    assert bustle(times, 10).peak_per_minute == bustle(times, 10).mean_per_minute == 60


def test_a_window_shorter_than_a_minute_is_counted_as_if_it_went_on() -> None:
    times = Timetable(sessions=1, queries=(0.0, 5.0, 29.0), window_seconds=30.0)
    assert bustle(times, 3).peak_per_minute == bustle(times, 3).mean_per_minute == 6


def test_examples_keep_to_a_changed_window(scenario: Scenario, tmp_path: Path) -> None:
    short = msgspec.structs.replace(scenario, load=msgspec.structs.replace(scenario.load, window_minutes=0.1))
    assert len(examples(short, 20, seed=1, folder=tmp_path)) == 20
