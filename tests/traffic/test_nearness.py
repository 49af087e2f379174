"""How near is said in words: by the target, never where too few were seen or where stress was asked for."""

from __future__ import annotations

import msgspec
import pytest
from traffic.planned import scenario

from stressdesk.scenario.model import DemoInput
from stressdesk.scenario.traffic import Chat, Clients, Load, Mess, Poisson, Replay, Spike, Trace
from stressdesk.traffic.nearness import Figure, caveats, judged, ks_chance, share_chance, share_target, too_few

SHARE = Figure(group="text", name="please", value=0.1, reference=0.067, distance=0.033, target=0.05)


@pytest.mark.parametrize(
    ("distance", "chance", "says"),
    [
        (0.05, 0.0, "near"),
        (0.051, 0.0, "some way off"),
        (0.1, 0.0, "some way off"),
        (0.101, 0.0, "far"),
        (0.08, 0.09, "near"),
        (0.2, 0.09, "far"),
    ],
)
def test_the_word_follows_the_target_and_what_chance_explains(distance: float, chance: float, says: str):
    assert judged(msgspec.structs.replace(SHARE, distance=distance, chance=chance), {}).nearness == says


def test_nothing_is_said_of_few():
    few = judged(msgspec.structs.replace(SHARE, chance=too_few(49)), {})
    assert (few.nearness, few.note) == ("not judged", "too few to tell")
    assert judged(msgspec.structs.replace(SHARE, chance=too_few(50)), {}).nearness == "near"


def test_a_share_of_few_real_messages_is_off_by_chance_itself():
    # As if 8 of 104 had shown it: two more that do and two that do not.
    assert share_chance(0.06, 100) == pytest.approx(1.96 * (8 / 104 * 96 / 104 / 104) ** 0.5)
    assert share_chance(0.06, 49) == 1


def test_two_samples_are_further_apart_by_chance_than_one_and_its_source():
    assert ks_chance(100) == pytest.approx(0.136)
    assert ks_chance(100, 100) == pytest.approx(0.136 * 2**0.5)
    assert ks_chance(100, 10**9) == pytest.approx(ks_chance(100))


def test_a_caveat_speaks_of_its_group_only():
    kept = judged(SHARE, {"arrivals": "a spike was asked for"})
    assert kept.nearness == "near"
    held = judged(SHARE, {"text": "severity x3: stress, not reality"})
    assert (held.nearness, held.note) == ("not judged", "severity x3: stress, not reality")


def test_a_rare_habit_may_be_no_further_off_than_its_own_share():
    assert [share_target(share) for share in (0.006, 0.03, 0.4)] == [0.02, 0.03, 0.05]


@pytest.mark.parametrize(
    ("changes", "group", "says"),
    [
        ({"load": Load(arrivals=Spike())}, "arrivals", "a spike was asked for: stress, not reality"),
        ({"load": Load(arrivals=Trace())}, "arrivals", "replay a recorded trace"),
        ({"load": Load(arrivals=Clients())}, "sessions", "of people who chat, not of programs"),
        ({"load": Load(loop="closed")}, "arrivals", "closed loop"),
        ({"mess": Mess(severity=3)}, "text", "severity x3: stress, not reality"),
        ({"mess": Mess(severity=10)}, "typos", "severity x10"),
    ],
)
def test_stress_and_other_traffic_is_not_held_against_chat(changes: dict, group: str, says: str):
    assert says in caveats(scenario(**changes))[group]


def test_a_replayed_log_is_real_itself():
    traffic = msgspec.structs.replace(scenario().traffic, replay=Replay(file="log.csv"))
    found = caveats(msgspec.structs.replace(scenario(), traffic=traffic))
    assert set(found) == {"arrivals", "sessions", "lengths", "text", "typos"}
    assert "replayed" in found["typos"]


@pytest.mark.parametrize("arrivals", [Chat(), Poisson()])
def test_what_claims_to_be_everyday_traffic_is_judged(arrivals):
    assert caveats(scenario(load=Load(arrivals=arrivals))) == {}


def test_writing_in_another_language_is_not_held_against_english():
    german = DemoInput(text="Wo ist meine Lieferung und warum habe ich noch keine Rechnung bekommen?")
    assert "of English" in caveats(msgspec.structs.replace(scenario(), demo=(german,)))["text"]
