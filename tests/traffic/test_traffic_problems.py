from __future__ import annotations

import msgspec
import pytest
from traffic.planned import scenario

from stressdesk.scenario.disturbance import Disturbance, Network
from stressdesk.scenario.traffic import Load, Mess, Ramp, Sessions
from stressdesk.traffic.problems import problems


def test_a_scenario_with_known_names_has_no_problems():
    assert problems(scenario(personas={"phone": 1}, languages={"es": 1, "en": 2}, mess=Mess(off=("typos",)))) == []


@pytest.mark.parametrize(
    ("traffic", "field", "says"),
    [
        ({"personas": {"phon": 1}}, "traffic.personas", "Did you mean phone?"),
        ({"mess": Mess(rates={"typo": 0.1})}, "traffic.mess.rates", "Did you mean typos?"),
        ({"mess": Mess(off=("emojis",))}, "traffic.mess.off", "Did you mean emoji?"),
        ({"mess": Mess(off=("hostile",))}, "traffic.mess.off", "Set traffic.hostile instead."),
        ({"languages": {"xx": 1}}, "traffic.languages", "Known: en, es, de, fr, pt, zh, hi, ar."),
        ({"off_topic": 0.5, "hostile": 0.5, "degenerate": 0.1}, "traffic", "add up to 1.1"),
        ({"personas": {"phone": 0}}, "traffic.personas", "leave personas out"),
        ({"languages": {"es": 0}}, "traffic.languages", "leave languages out"),
        ({"sessions": Sessions(mean_turns=2, single_turn_share=1)}, "traffic.sessions", "single_turn_share below 1"),
        ({"load": Load(arrivals=Ramp(start=0, end=0))}, "load.arrivals", "above 0"),
    ],
)
def test_each_mistake_is_named_with_its_field_and_what_to_do(traffic: dict, field: str, says: str):
    (problem,) = problems(scenario(**traffic))
    assert problem.field == field
    assert says in str(problem)


def test_a_network_of_a_persona_nobody_knows_is_named():
    disturbance = Disturbance(personas={"phon": Network(preset="mobile")})
    (problem,) = problems(msgspec.structs.replace(scenario(), disturbance=disturbance))
    assert problem.field == "disturbance.personas"
    assert "Did you mean phone?" in problem.hint
