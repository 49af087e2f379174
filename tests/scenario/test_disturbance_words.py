"""A disturbance is told in words that hold its figures, and only what is really on is told."""

from stressdesk.scenario.disturbance import PRESETS, Disturbance, Faults, Network
from stressdesk.scenario.disturbance_words import PRESETS as PRESET_NAMES
from stressdesk.scenario.disturbance_words import disturbance_words, network_words

SLOW = "400 \N{PLUS-MINUS SIGN} 100 ms more a round trip, 2.5 % of round trips lost, 400 kbit/s down, 400 kbit/s up"


def test_nothing_is_said_of_nothing():
    assert not Disturbance().is_on
    assert disturbance_words(Disturbance()) == ()


def test_networks_and_faults_are_told_with_their_figures():
    disturbance = Disturbance(
        network=Network(preset="slow-mobile", loss=0.025),
        personas={"power-user": Network()},
        faults=Faults(rate_limit=0.02, retry_after_seconds=10, stall=0.005),
    )
    assert disturbance.is_on
    assert disturbance_words(disturbance) == (
        f"network of all other users: slow mobile ({SLOW})",
        "network of power-user users: no delay",
        "2 % of requests: 429 too many requests, asking to wait 10 s",
        "0.5 % of requests: an answer that stops coming after its first words",
    )


def test_own_figures_stand_in_place_of_a_presets():
    assert network_words(Network(delay_ms=50)) == "50 ms more a round trip"
    assert Network(preset="mobile", loss=0).conditions.loss == 0
    assert Network(preset="mobile").conditions == PRESETS["mobile"]
    assert PRESET_NAMES.keys() == PRESETS.keys()


def test_a_persona_off_the_bad_network_keeps_its_own():
    disturbance = Disturbance(network=Network(preset="mobile"), personas={"phone": Network(preset="bad-mobile")})
    assert disturbance.conditions("phone") == PRESETS["bad-mobile"]
    assert disturbance.conditions("everyday") == PRESETS["mobile"]
