"""What is drawn for a request: at the stated rates, from its address alone, each effect for itself."""

from collections import Counter
from itertools import pairwise
from math import sqrt
from statistics import mean

import pytest

from stressdesk.scenario.disturbance import PRESETS, Conditions, Faults
from stressdesk.targets.disturbance import draws, fault_at, way

MANY = 20_000
ADDRESSES = [("production", number, number % 3, 0) for number in range(MANY)]
MIXED = Faults(rate_limit=0.1, server=0.05, overloaded=0.03, cut_stream=0.02, stall=0.01)
BAD = PRESETS["bad-mobile"]


def faults(spec, seed=1):
    return [fault_at(spec.shares, draws(seed, address).fault) for address in ADDRESSES]


def ways(conditions, seed=1):
    return [way(conditions, draws(seed, address)) for address in ADDRESSES]


def is_near(count, share, total=MANY):
    """Within 4.5 standard deviations of the binomial: wrong once in 150,000 times."""
    return abs(count - share * total) <= 4.5 * sqrt(total * share * (1 - share))


@pytest.mark.parametrize("spec", [MIXED, Faults(rate_limit=0.5, stall=0.3), Faults(server=0.9, cut_stream=0.1)])
def test_each_fault_comes_at_its_stated_share(spec):
    found = Counter(faults(spec))
    for name, share in spec.shares.items():
        assert is_near(found[name], share), name
    assert is_near(found[None], 1 - sum(spec.shares.values()))


@pytest.mark.parametrize("spec", [MIXED, Faults(rate_limit=0.7, overloaded=0.3), Faults(stall=1), Faults()])
def test_shares_are_exact_over_all_draws(spec):
    steps = 10_000
    found = Counter(fault_at(spec.shares, (step + 0.5) / steps) for step in range(steps))
    assert {name: found[name] / steps for name in spec.shares} == pytest.approx(spec.shares, abs=2 / steps)


def test_a_fault_switched_off_leaves_all_others_where_they_were():
    before = faults(MIXED)
    after = faults(Faults(**{**MIXED.shares, "server": 0.0}))
    assert after == [None if name == "server" else name for name in before]


def test_a_raised_share_only_adds_to_those_that_had_the_fault():
    before, after = faults(MIXED), faults(Faults(**{**MIXED.shares, "rate_limit": 0.15}))
    assert all(now == then for now, then in zip(after, before, strict=True) if then is not None)


def test_losses_are_as_many_as_stated_and_cost_a_retransmission_each():
    drawn = ways(Conditions(delay_ms=100, loss=0.05))
    assert is_near(sum(one.lost == 0 for one in drawn), 0.95**2)
    once = next(one for one in drawn if one.lost == 1 and one.back > 0.05)
    assert once.back == pytest.approx(0.05 + 0.3)
    quick = next(one for one in ways(Conditions(loss=0.05)) if one.lost == 1)
    assert {quick.back, quick.tail} == {0.0, 0.2}


def test_the_delay_varies_evenly_by_the_jitter():
    trips = [1000 * (one.there + one.back) for one in ways(Conditions(delay_ms=400, jitter_ms=100))]
    assert 300 <= min(trips) < 301
    assert 499 < max(trips) <= 500
    assert mean(trips) == pytest.approx(400, abs=2)


def test_switching_off_loss_or_jitter_leaves_the_other_as_it_was():
    whole = ways(BAD)
    without_loss = ways(Conditions(delay_ms=BAD.delay_ms, jitter_ms=BAD.jitter_ms))
    assert [one.there for one in without_loss] == [one.there for one in whole]
    assert any(one.lost for one in whole)
    without_jitter = ways(Conditions(delay_ms=BAD.delay_ms, loss=BAD.loss))
    assert [one.lost for one in without_jitter] == [one.lost for one in whole]


def test_draws_depend_on_seed_and_address_alone():
    assert ways(BAD, seed=2) == ways(BAD, seed=2) != ways(BAD, seed=3)
    backwards = [way(BAD, draws(2, address)) for address in reversed(ADDRESSES)]
    assert backwards[::-1] == ways(BAD, seed=2)
    assert len({draws(2, ("production", 5, 0, attempt)).delay for attempt in range(4)}) == 4


def test_presets_grow_worse_from_one_to_the_next():
    assert all(one.delay_ms < other.delay_ms and one.loss < other.loss for one, other in pairwise(PRESETS.values()))
    assert all(conditions.jitter_ms <= conditions.delay_ms for conditions in PRESETS.values())
