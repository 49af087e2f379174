from __future__ import annotations

from stressdesk.scenario.seeds import rng
from stressdesk.traffic.seeds import TOSS_RANGE, Coins, Streams, Tosses


def test_streams_differ_by_seed_name_kind_of_name_and_place():
    firsts = {
        Streams(1, "words").at(2, 3).random(),
        Streams(2, "words").at(2, 3).random(),
        Streams(1, "word", "s").at(2, 3).random(),
        Streams(1, "words").at(3, 2).random(),
        Streams(1, "words").at(23, 0).random(),
        Streams(1, "words").at(2, 30).random(),
        rng(1, "words").random(),
        rng(1, "1").random(),
        rng(1, 1).random(),
    }
    assert len(firsts) == 9


def test_a_draw_does_not_depend_on_what_was_asked_before():
    coins = Coins(7, "start")
    late = [coins.at(session) for session in range(100)]
    assert [Coins(7, "start").at(session) for session in reversed(range(100))] == late[::-1]


def test_draws_are_the_same_on_every_machine():
    assert Coins(1, "start").at(5, 2) == 0.4199814551741098
    assert Tosses(1, "mess", count=3).at(5, 2)[:3] == (2956096, 505436033, 2232397939)
    assert rng(1, "session", 5).getrandbits(64) == 9172744975608142652


def test_coins_and_tosses_are_uniform():
    coins, tosses = Coins(3, "x"), Tosses(3, "x", count=40)
    draws = sorted(coins.at(session, 1) for session in range(4_000))
    assert max(abs(draw - at / 4_000) for at, draw in enumerate(draws)) < 0.03
    for column in zip(*(tosses.at(session) for session in range(4_000)), strict=True):
        assert abs(sum(toss / TOSS_RANGE for toss in column) / 4_000 - 0.5) < 0.025


def test_tosses_of_one_turn_are_independent_of_each_other():
    rows = [Tosses(3, "x", count=40).at(session) for session in range(3_000)]
    half = TOSS_RANGE / 2
    for first, second in ((0, 1), (0, 39), (15, 16), (3, 30)):
        both = sum((row[first] < half) == (row[second] < half) for row in rows)
        assert abs(both / 3_000 - 0.5) < 0.04
