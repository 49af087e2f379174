from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from stressdesk.scenario.seeds import rng, uniforms

NAMES = st.lists(st.text(max_size=5) | st.integers(-5, 5), max_size=4)
PINNED = (0.8646616766990397, 0.759551932748631, 0.870837350035873)


def test_draws_are_the_same_on_every_machine():
    draws = rng(1, "session", 17)
    assert [draws.random() for _ in range(3)] == [0.35719860749950194, 0.16332506616466003, 0.32811935799135994]
    assert rng(2**63 - 1, "Zürich", -4).getrandbits(64) == 3281450665673543974


def test_names_that_look_alike_are_not_the_same_generator():
    lists = [("a", 1), ("a", "1"), ("a1",), ("a", "", "1"), (), ("",), (0,), ("1a",), ("a", 11), ("a", 1, 1)]
    starts = [rng(1, *names).random() for names in lists]
    assert all(one != other for one, other in combinations(starts, 2))


@given(NAMES, st.integers(0, 2**63 - 1))
def test_a_generator_depends_on_its_names_and_the_seed_alone(names, seed):
    rng(seed, "another").random()
    assert rng(seed, *names).getrandbits(64) == rng(seed, *names).getrandbits(64)
    assert rng(seed, *names).getrandbits(64) != rng(seed, *names, "more").getrandbits(64)
    assert rng(seed, *names).getrandbits(64) != rng(seed + 1, *names).getrandbits(64)


def test_single_draws_are_the_same_on_every_machine_and_even():
    assert uniforms(1, "session", 17, count=3) == PINNED
    assert uniforms(1, "session", 17, count=8)[:3] == PINNED
    found = [draw for number in range(2_000) for draw in uniforms(1, "even", number, count=8)]
    assert all(0 <= draw < 1 for draw in found)
    tenths = Counter(int(draw * 10) for draw in found)
    # Within 5 standard deviations of 1,600.
    assert all(abs(count - 1_600) < 5 * 38 for count in tenths.values())


@given(NAMES, st.integers(0, 2**63 - 1))
def test_single_draws_depend_on_names_and_seed_alone(names, seed):
    assert uniforms(seed, *names, count=2) == uniforms(seed, *names, count=2)
    assert uniforms(seed, *names, count=2) != uniforms(seed, *names, "more", count=2)
