import math
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.analysis.latency import percentiles
from stressdesk.analysis.quantiles import Ranks, estimate, quantile, ranks


def binomial(count: int, successes: int, chance: float) -> float:
    return math.comb(count, successes) * chance**successes * (1 - chance) ** (count - successes)


def test_the_median_of_100_lies_between_the_40th_and_the_61st():
    # Conover, Practical Nonparametric Statistics: ranks 40 and 61 for n = 100, p = .5.
    assert ranks(100, 0.5) == Ranks(low=40, high=61)
    assert ranks(10, 0.5) == Ranks(low=2, high=9)


@pytest.mark.parametrize(("count", "share"), [(12, 0.5), (40, 0.9), (97, 0.95), (400, 0.99), (1_000, 0.95)])
def test_ranks_are_the_narrowest_with_at_most_2_5_per_cent_in_each_tail(count, share):
    found = ranks(count, share)
    below = [0.0, *accumulate(binomial(count, k, share) for k in range(count + 1))]
    if found.low is not None:
        assert below[found.low] <= 0.025 < below[found.low + 1]
    if found.high is not None:
        assert below[found.high - 1] < 0.975 <= below[found.high]


def test_a_p95_has_an_upper_bound_from_72_answers_on():
    assert ranks(71, 0.95).high is None
    assert ranks(72, 0.95).high == 72


def test_the_p99_of_ten_answers_has_no_upper_bound_and_says_why():
    found = estimate(np.arange(10.0), 0.99, "measured")
    assert found.value == pytest.approx(8.91)
    assert found.low == 8
    assert found.high is None
    assert found.note == "10 answers are too few for an upper bound"


def test_one_answer_has_a_value_and_no_bounds():
    found = estimate(np.array([3.0]), 0.5, "measured")
    assert (found.value, found.low, found.high) == (3.0, None, None)
    assert "lower or upper" in found.note


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=300),
    st.sampled_from([0.5, 0.9, 0.95, 0.99]),
)
def test_quantiles_agree_with_type_7_and_lie_in_their_interval(values, share):
    ordered = np.sort(np.array(values))
    found = estimate(ordered, share, "measured")
    assert found.value is not None
    assert found.value == pytest.approx(float(np.quantile(ordered, share)), rel=1e-9, abs=1e-9)
    assert ordered[0] <= found.value <= ordered[-1]
    assert found.low is None or found.low <= found.value
    assert found.high is None or found.high >= found.value


def test_a_quantile_between_two_values_is_interpolated():
    assert quantile(np.array([1.0, 2.0, 3.0, 4.0]), 0.5) == 2.5


@pytest.mark.parametrize(("count", "share"), [(30, 0.5), (200, 0.95), (1_500, 0.99)])
def test_intervals_cover_the_true_quantile_of_a_skewed_distribution(count, share):
    draw = np.random.default_rng(count)
    truth = float(-np.log(1 - share))
    covered = 0
    for _ in range(800):
        found = estimate(np.sort(draw.exponential(1.0, count)), share, "measured")
        covered += (found.low or 0) <= truth <= (found.high or math.inf)
    assert covered / 800 >= 0.94


def test_no_answers_have_no_percentiles():
    found = percentiles(np.array([math.nan, math.nan]), "simulated")
    assert (found.count, found.mean, found.p95.value, found.p95.provenance) == (0, None, None, "simulated")


def test_times_not_known_are_left_out():
    found = percentiles(np.array([1.0, math.nan, 3.0]), "measured")
    assert (found.count, found.mean, found.p50.value) == (2, 2.0, 2.0)
