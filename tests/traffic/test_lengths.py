"""Messages as long as a grid of quantiles says, by what people do: shorter requests, or more around them."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import numpy as np
import pytest
from traffic.planned import DEMO, scenario, sessions, turns

from stressdesk.scenario.model import DemoInput
from stressdesk.scenario.tokens import estimated_tokens
from stressdesk.scenario.traffic import Mess, Sessions
from stressdesk.traffic.measure_arrivals import ks
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.plan import plan
from stressdesk.traffic.problems import problems


def lengths_of(grid: tuple[int, ...], queries: int = 1_200, **traffic: object) -> list[int]:
    return [estimated_tokens(turn.text) for turn in turns(scenario(lengths=grid, **traffic), queries)]


@pytest.mark.parametrize("grid", [(20, 60, 200, 400), (300, 900, 1_200, 3_000), (8, 20, 60, 200)])
def test_lengths_follow_the_grid(grid: tuple[int, ...]):
    draw = np.random.default_rng(1)
    wanted = np.interp(draw.random(20_000), np.linspace(0, 1, len(grid)), grid)
    assert ks(lengths_of(grid), wanted) <= 0.09


def test_every_message_still_holds_its_request():
    made = scenario(lengths=(400, 800), mess=Mess(off=("voice-transcript",)), hostile=0, degenerate=0, off_topic=0)
    asked = [turn for turn in turns(made, 300) if turn.expect == "delivery"]
    assert asked
    assert all("44712" in turn.text or "tracking" in turn.text.lower() or turn.mess for turn in asked)
    assert all(
        {"backstory", "very-long", "pasted-log", "pasted-thread", "pasted-table"} & set(turn.mess) for turn in asked
    )


def test_a_story_that_is_added_says_nothing_twice():
    # Hardly anybody tells a story unasked here: what is told was added for the length.
    rates = {kind.name: 1e-9 if kind.name == "backstory" else 0.0 for kind in MESS}
    mess = Mess(rates=rates, off=("pasted-log", "pasted-table"))
    made = scenario(lengths=(150, 400), mess=mess, hostile=0, degenerate=0, off_topic=0)
    told = [turn.text for turn in turns(made, 300) if "backstory" in turn.mess]
    assert len(told) > 100
    for text in told:
        said = [sentence.split()[-4:] for sentence in re.split(r"(?<=[.?])\s+", text)]
        assert all(said.count(one) == 1 for one in said), text


def test_a_log_that_is_added_runs_forward_and_a_mail_has_its_writers_address():
    mess = Mess(rates={kind.name: 1e-9 if kind.name.startswith("pasted") else 0.0 for kind in MESS})
    made = scenario(lengths=(200, 400), mess=mess, hostile=0, degenerate=0, off_topic=0)
    found = turns(made, 300)
    logs = [re.findall(r"^(2024-\d\d-\d\d)", turn.text, re.MULTILINE) for turn in found if "pasted-log" in turn.mess]
    assert len(logs) > 10
    assert all(days == sorted(days) for days in logs)
    heads = [
        pair for turn in found if "pasted-thread" in turn.mess for pair in re.findall(r"(\w+) <([a-z]+)\d+@", turn.text)
    ]
    assert len(heads) > 10
    assert all(writer.lower() == address for writer, address in heads)


def test_what_is_added_is_named_and_a_kind_that_is_off_is_not_used():
    mess = Mess(off=("pasted-log", "pasted-table", "backstory", "very-long"))
    found = turns(scenario(lengths=(300, 600), mess=mess, hostile=0, degenerate=0, off_topic=0), 300)
    names = {name for turn in found for name in turn.mess}
    assert "pasted-thread" in names
    assert not names & set(mess.off)


def test_short_lengths_choose_short_requests_and_cut_none():
    demo = (DemoInput(text="Cancel my plan."), DemoInput(text="word " * 200))
    made = scenario(demo, lengths=(4, 12), sessions=Sessions(mean_turns=1, single_turn_share=1))
    long = [turn for turn in turns(made, 200) if len(turn.text) > 400]
    assert not long


def test_where_enough_requests_are_as_long_as_is_meant_none_is_made_longer():
    demo = tuple(
        DemoInput(text=f"Explain to me {'very ' * words}thoroughly what tax {words} is.") for words in range(60)
    )
    made = scenario(demo, lengths=(20, 50), mess=Mess(rates={"backstory": 0}), hostile=0, degenerate=0, off_topic=0)
    single = msgspec.structs.replace(made.traffic, sessions=Sessions(mean_turns=1, single_turn_share=1))
    found = turns(msgspec.structs.replace(made, traffic=single), 200)
    assert len({turn.intent for turn in found}) > 30
    near = [turn for turn in found if 0.8 < estimated_tokens(turn.text) / estimated_tokens(turn.clean) < 1.3]
    assert len(near) > 185


def test_what_is_expected_of_a_structure_is_given_up_where_facts_come_in():
    demo = (DemoInput(text="Invoice 17 over 20 euros", expect={"number": 17}),)
    found = [turn for turn in turns(scenario(demo, lengths=(400, 500)), 60) if "pasted-log" in turn.mess]
    assert found
    assert all(turn.expect is None for turn in found)


def test_a_session_is_the_same_in_every_stage():
    made = scenario(lengths=(10, 40, 600))
    few, many = sessions(made, 40), sessions(made, 400)
    by_index = {one.index: one for one in many}
    assert all(by_index[one.index].turns[0].text == one.turns[0].text for one in few)


def test_a_grid_must_rise_and_have_two_points():
    assert problems(scenario(lengths=(10, 5)))[0].field == "traffic.lengths"
    assert problems(scenario(lengths=(10,)))[0].field == "traffic.lengths"
    assert not problems(scenario(lengths=(5, 10)))


def test_without_a_grid_nothing_changes():
    texts = [turn.text for turn in turns(scenario(DEMO), 50)]
    again = plan(scenario(DEMO), 50, seed=1, folder=Path()).sessions()
    assert texts == [turn.text for one in again for turn in one.turns]
