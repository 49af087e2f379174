from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.resources import resource
from stressdesk.scenario import file
from stressdesk.scenario.updating import ABSENT, value_at, with_value
from stressdesk.scenario.value import Value


def test_an_edit_changes_one_value_and_shares_the_rest(open_desk: Desk) -> None:
    before = open_desk.scenario.now
    open_desk.scenario.edit(("load", "window_minutes"), 3.0)
    after = open_desk.scenario.now
    assert after.load.window_minutes == 3.0
    assert after.traffic is before.traffic
    assert after.prompt is before.prompt


def test_undo_and_redo_walk_through_the_edits(open_desk: Desk) -> None:
    model = open_desk.scenario
    first = model.now
    model.edit(("seed",), 2)
    model.edit(("seed",), 3)
    model.undo()
    assert model.now.seed == 2
    model.undo()
    assert model.now == first
    assert not model.is_dirty
    model.redo()
    model.redo()
    assert model.now.seed == 3
    assert model.redo_words == ""


def test_typing_is_one_step_until_the_field_is_left(open_desk: Desk) -> None:
    model = open_desk.scenario
    name = model.now.name
    for text in ("a", "ab", "abc"):
        model.edit(("name",), text, goes_on=True)
    model.settle()
    model.edit(("name",), "abcd", goes_on=True)
    model.undo()
    assert model.now.name == "abc"
    model.undo()
    assert model.now.name == name


def test_an_edit_that_changes_nothing_is_no_step(open_desk: Desk) -> None:
    open_desk.scenario.edit(("seed",), open_desk.scenario.now.seed)
    assert open_desk.scenario.undo_words == ""
    assert not open_desk.scenario.is_dirty


def test_problems_name_the_field_while_it_is_edited(open_desk: Desk, qtbot: QtBot) -> None:
    model = open_desk.scenario
    with qtbot.waitSignal(model.problems_changed):
        model.edit(("load", "window_minutes"), -1.0)
    problem = model.problem_at(("load", "window_minutes"))
    assert problem is not None
    assert model.problem_at(("load", "live")) is None
    with qtbot.waitSignal(model.problems_changed):
        model.undo()
    assert model.problems == ()


def test_saving_takes_the_mark_away(open_desk: Desk, tmp_path: Path) -> None:
    model = open_desk.scenario
    model.edit(("name",), "another")
    assert model.is_dirty
    model.saved(tmp_path / "another.stress.yaml")
    assert not model.is_dirty
    model.undo()
    assert model.is_dirty


def test_a_mapping_gains_and_loses_entries(open_desk: Desk) -> None:
    scenario = with_value(open_desk.scenario.now, ("traffic", "personas", "angry"), 0.5)
    assert scenario.traffic.personas["angry"] == 0.5
    assert with_value(scenario, ("traffic", "personas", "angry"), ABSENT).traffic.personas == {}


@pytest.mark.parametrize(
    "place", [("nothing",), ("demo", 99, "text"), ("load", "nothing"), ("targets", "none", "kind")]
)
def test_a_place_that_leads_nowhere_is_refused(open_desk: Desk, place: tuple[str | int, ...]) -> None:
    with pytest.raises(LookupError):
        with_value(open_desk.scenario.now, place, 1)


@given(st.data())
def test_what_is_put_at_a_place_is_found_there(data: st.DataObject) -> None:
    scenario = file.load(resource("samples", "support-triage.stress.yaml"))
    places = list(_places(scenario, ()))
    place = data.draw(st.sampled_from(places))
    marker = object()
    changed = with_value(scenario, place, marker)
    assert value_at(changed, place) is marker
    for other in places:
        if other[: len(place)] != place and place[: len(other)] != other:
            assert value_at(changed, other) is value_at(scenario, other)


def _places(part: object, place: tuple[str | int, ...]):
    if place:
        yield place
    if isinstance(part, Value):
        for name in part.__struct_fields__:
            yield from _places(getattr(part, name), (*place, name))
    elif isinstance(part, dict):
        for name, one in part.items():
            yield from _places(one, (*place, name))
    elif isinstance(part, tuple):
        for at, one in enumerate(part):
            yield from _places(one, (*place, at))
