"""Against values computed by hand and published ones."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.analysis.changes import (
    Pairs,
    difference,
    exact_p_value,
    independent_difference,
    less_sure,
    paired_difference,
)
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.rates import Share


def share(hits: int, count: int) -> Share:
    return Share(hits, count, count, float(count))


@pytest.mark.parametrize(
    ("more", "fewer", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),  # 2 x 1/2
        (5, 0, 2 / 32),
        (10, 2, 2 * (1 + 12 + 66) / 4096),
        (11, 3, 2 * (1 + 14 + 91 + 364) / 16384),
        (4, 4, 1.0),
    ],
)
def test_the_exact_test_by_hand(more: int, fewer: int, p: float) -> None:
    assert exact_p_value(more, fewer) == pytest.approx(p)
    assert exact_p_value(fewer, more) == pytest.approx(p)


def test_the_exact_test_of_thousands_of_changes_is_no_overflow() -> None:
    expected = 2 * sum(math.comb(4_000, k) for k in range(1_901)) / 2**4_000
    assert exact_p_value(2_100, 1_900) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/20.
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((0, 20), (10, 10), 0.6791, 1.0000),
    ],
)
def test_differences_of_different_queries_as_published(one, other, low: float, high: float) -> None:
    found = independent_difference(share(*one), share(*other))
    assert (found.low, found.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


def test_differences_of_the_same_queries_as_published() -> None:
    # Newcombe 1998, method 10, for 36, 12, 2 and 0 of 50 pairs.
    pairs = Pairs(both=36, newly=12, no_longer=2, neither=0)
    found = paired_difference(share(38, 50), share(48, 50), pairs)
    assert (found.low, found.high) == (pytest.approx(0.0569, abs=6e-5), pytest.approx(0.3404, abs=6e-5))


def test_outcomes_that_go_together_narrow_the_interval() -> None:
    pairs = Pairs(both=20, newly=4, no_longer=2, neither=34)
    paired = paired_difference(share(22, 60), share(24, 60), pairs)
    independent = independent_difference(share(22, 60), share(24, 60))
    assert paired.high - paired.low < independent.high - independent.low
    # By hand: phi = (20 x 34 - 4 x 2 - 30) / sqrt(24 x 36 x 22 x 38).
    assert pairs.correlation == pytest.approx(642 / math.sqrt(24 * 36 * 22 * 38))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_an_interval_holds_its_difference(both: int, newly: int, no_longer: int, neither: int) -> None:
    pairs = Pairs(both, newly, no_longer, neither)
    if not pairs.count:
        return
    before, after = share(both + no_longer, pairs.count), share(both + newly, pairs.count)
    found = paired_difference(before, after, pairs)
    value = (newly - no_longer) / pairs.count
    assert found.low - 1e-12 <= value <= found.high + 1e-12
    assert -1 <= pairs.correlation <= 1


def test_differences_of_estimates_by_hand() -> None:
    before = Estimate(value=2.0, low=1.0, high=4.0, provenance="measured", count=50)
    after = Estimate(value=5.0, low=2.0, high=6.0, provenance="simulated", count=60)
    found = difference(before, after)
    assert found.value == 3.0
    assert found.low == pytest.approx(3 - math.sqrt(9 + 4))
    assert found.high == pytest.approx(3 + math.sqrt(1 + 1))
    assert (found.provenance, found.count) == ("simulated", 50)


def test_without_both_intervals_there_is_none() -> None:
    before = Estimate(value=2.0, provenance="measured")
    found = difference(before, Estimate(value=5.0, low=2.0, high=6.0, provenance="measured"))
    assert (found.value, found.low, found.high) == (3.0, None, None)
    assert found.note
    assert difference(Estimate(value=None, provenance="measured", note="no price"), before).note == "no price"


def test_a_difference_is_as_sure_as_the_less_sure_of_two() -> None:
    assert less_sure("measured", "projected") == "projected"
    assert less_sure("simulated", "assumed") == "simulated"
