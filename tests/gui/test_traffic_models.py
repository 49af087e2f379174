from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.gui.models import mess, weights
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.dials import SHARE, SMALL_SHARE, STEPS, Scale
from stressdesk.scenario.traffic import HOSTILE_CLASSES
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.personas import PERSONAS
from stressdesk.traffic.sessions import weighed
from stressdesk.traffic.usual import rate_of


def test_every_kind_of_mess_is_in_exactly_one_group() -> None:
    grouped = [kind.name for group in mess.GROUPS for kind in group.kinds]
    assert sorted(grouped) == sorted(kind.name for kind in MESS)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("typo", "typos"),
        ("Second REQUEST", "two-questions"),
        ("capitals only", "all-caps"),
        ("e-mail", "pasted-thread"),
    ],
)
def test_kinds_are_found_by_what_they_are_described_with(words: str, name: str) -> None:
    assert name in mess.found(words)
    assert len(mess.found(words)) < len(MESS) / 2


def test_no_words_find_everything_and_nonsense_nothing() -> None:
    assert mess.found("  ") == {kind.name for kind in MESS}
    assert mess.found("typos xyzzy") == frozenset()


def test_a_kind_switched_off_keeps_its_rate(open_desk: Desk) -> None:
    model, kind = open_desk.scenario, MESS[0]
    mess.set_rate(model, kind, 0.5)
    mess.switch(model, kind, on=False)
    now = model.now.traffic.mess
    assert not mess.is_on(now, kind)
    assert rate_of(kind, now) == 0.5
    mess.switch(model, kind, on=True)
    mess.reset_rate(model, kind)
    assert rate_of(kind, model.now.traffic.mess) == kind.rate
    mess.switch(model, kind, on=False)
    mess.reset_all(model)
    assert mess.is_on(model.now.traffic.mess, kind)


def test_nothing_to_reset_is_no_step(open_desk: Desk) -> None:
    mess.reset_all(open_desk.scenario)
    mess.reset_rate(open_desk.scenario, MESS[0])
    weights.reset_personas(open_desk.scenario)
    assert open_desk.scenario.undo_words == ""


def test_one_weight_changed_leaves_the_others_as_in_the_usual_mix(open_desk: Desk) -> None:
    weights.set_persona_weight(open_desk.scenario, "angry", 0.5)
    mix = {persona.name: persona.weight for persona in weighed(open_desk.scenario.now.traffic.personas)}
    assert mix == {**{persona.name: persona.weight for persona in PERSONAS}, "angry": 0.5}


def test_names_nobody_knows_are_kept_where_they_can_be_said_to_be_wrong(open_desk: Desk) -> None:
    open_desk.scenario.edit(weights.PERSONAS_PLACE, {"nobody": 1.0})
    weights.set_persona_weight(open_desk.scenario, "phone", 0.5)
    assert open_desk.scenario.now.traffic.personas["nobody"] == 1.0


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1e6), max_size=9))
def test_shares_add_up_to_one_or_are_all_nothing(given_: dict[str, float]) -> None:
    total = sum(weights.shares(given_).values())
    assert total == pytest.approx(1.0 if any(given_.values()) else 0.0)


@given(st.floats(0.001, 0.99), st.lists(st.floats(0.01, 1e3), min_size=1, max_size=8))
def test_a_share_that_is_asked_for_is_the_share_that_comes_out(share: float, others: list[float]) -> None:
    beside = {str(at): weight for at, weight in enumerate(others)}
    weight = weights.weight_for(share, "it", {**beside, "it": 0.3})
    assert weights.shares({**beside, "it": weight})["it"] == pytest.approx(share, abs=0.0002)


def test_all_of_it_leaves_the_others_their_weights() -> None:
    assert weights.weight_for(1.0, "it", {"it": 0.3, "other": 1.0}) == pytest.approx(99)
    assert weights.weight_for(0.4, "it", {"it": 0.3, "other": 0.0}) == 1.0
    assert weights.weight_for(0.0, "it", {"it": 0.3, "other": 0.0}) == 0.0


@given(st.sampled_from([SHARE, SMALL_SHARE, Scale(low=1, high=50, top=6)]), st.integers(0, STEPS))
def test_a_slider_stands_where_its_value_is(scale: Scale, position: int) -> None:
    value = scale.value(position)
    assert scale.low <= value <= scale.top
    assert scale.position(value) == pytest.approx(position, abs=4)
    assert scale.value(0) == scale.low
    assert scale.value(STEPS) == scale.top


@given(st.floats(-10, 1e6))
def test_a_value_beyond_a_slider_puts_it_at_its_end(value: float) -> None:
    assert 0 <= SMALL_SHARE.position(value) <= STEPS


def test_every_class_of_hostile_messages_is_explained() -> None:
    assert set(mess.HOSTILE_ABOUT) == set(HOSTILE_CLASSES) == {name for name, _ in mess.HOSTILE_NAMES}
