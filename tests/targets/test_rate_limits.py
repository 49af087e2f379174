from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.targets.rate_limits import ROUNDING_SECONDS, RateLimit

GAPS = st.floats(0, 40) | st.sampled_from([0.0, 1e-7, 0.1, 20.0, 30.0, 60.0, 59.9999999])


@given(st.integers(1, 5), st.lists(GAPS, max_size=60))
def test_in_any_60_seconds_at_most_the_limit_passes(per_minute, gaps):
    limit, now, passed = RateLimit(per_minute), 0.0, []
    for gap in gaps:
        now += gap
        if limit.wait_seconds(now, 1) == 0:
            limit.take(now, 1)
            passed.append(now)
    for first, beyond in zip(passed, passed[per_minute:], strict=False):
        assert beyond - first >= 60 - 2 * ROUNDING_SECONDS


@given(st.integers(10, 100), st.lists(st.tuples(GAPS, st.integers(1, 40)), max_size=60))
def test_in_any_60_seconds_at_most_that_many_tokens_pass(per_minute, asked):
    limit, now, passed = RateLimit(per_minute), 0.0, []
    for gap, amount in asked:
        now += gap
        if limit.wait_seconds(now, amount) == 0:
            limit.take(now, amount)
            passed.append((now, amount))
    for moment, _ in passed:
        window = [amount for when, amount in passed if moment <= when < moment + 60 - 2 * ROUNDING_SECONDS]
        assert sum(window) <= per_minute


@given(st.integers(10, 50), st.lists(st.tuples(GAPS, st.integers(1, 50)), max_size=40))
def test_the_wait_it_names_is_enough_and_not_a_second_too_long(per_minute, asked):
    limit, now = RateLimit(per_minute), 0.1
    for gap, amount in asked:
        now += gap
        wait = limit.wait_seconds(now, amount)
        if amount > per_minute:
            assert wait == inf
            continue
        if wait > 1:
            assert limit.wait_seconds(now + wait - 1, amount) > 0
        now += wait
        assert limit.wait_seconds(now, amount) == 0
        limit.take(now, amount)


def test_a_burst_passes_whole_and_the_next_waits_for_its_first_to_age():
    limit = RateLimit(3)
    for moment in (10.0, 10.0, 25.0):
        assert limit.wait_seconds(moment, 1) == 0
        limit.take(moment, 1)
    assert limit.wait_seconds(30.0, 1) == pytest.approx(40)
    assert limit.wait_seconds(30.0, 3) == pytest.approx(55)
    assert limit.wait_seconds(30.0, 4) == inf
    assert limit.wait_seconds(70.0, 2) == 0
    assert limit.wait_seconds(70.0, 3) == pytest.approx(15)


def test_sums_of_times_that_are_rounded_do_not_turn_a_patient_client_away():
    for tenths in range(1_000):
        limit, taken = RateLimit(1), tenths * 0.1
        limit.take(taken, 1)
        now = taken + 7.7
        assert limit.wait_seconds(now + limit.wait_seconds(now, 1), 1) == 0
