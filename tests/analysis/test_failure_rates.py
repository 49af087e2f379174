import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.analysis.rates import clustered, design_effect, estimate, of_sessions, rate, wilson


# Values published for Wilson's interval: Newcombe (1998), Statistics in Medicine 17, table I, method 3.
@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_the_published_ones(hits, count, low, high):
    interval = wilson(hits / count, count)
    assert (interval.low, interval.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_nothing_failed_of_ten_leaves_up_to_27_8_per_cent_open():
    assert wilson(0.0, 10).low == 0
    assert wilson(0.0, 10).high == pytest.approx(0.2775, abs=5e-5)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=60))
def test_a_share_lies_in_its_interval_and_both_between_0_and_1(sessions):
    sizes = np.array([size for size, _ in sessions])
    hits = np.array([min(size, hit) for size, hit in sessions])
    share = of_sessions(hits, sizes)
    assert 0 <= share.interval.low <= share.value <= share.interval.high <= 1
    assert 1 <= share.effective <= share.count


def test_single_turn_sessions_are_independent_queries():
    share = clustered(np.array([True] * 3 + [False] * 97), np.arange(100))
    assert share is not None
    assert share.effective == 100
    assert share.interval == wilson(0.03, 100)


def test_sessions_that_fail_as_one_count_as_one_query_each():
    sizes = np.full(400, 4)
    hits = np.where(np.arange(400) % 5 == 0, 4, 0)
    assert design_effect(hits, sizes) == pytest.approx(4, rel=0.02)
    assert of_sessions(hits, sizes).interval.high > wilson(0.2, 1_600).high


def test_turns_that_fail_independently_cost_little_width():
    sizes = np.full(1_000, 4)
    hits = np.random.default_rng(1).binomial(4, 0.2, 1_000)
    assert design_effect(hits, sizes) < 1.15


def test_no_failure_in_long_sessions_is_no_proof_of_independence():
    sizes = np.full(50, 4)
    assert of_sessions(np.zeros(50, dtype=int), sizes).interval.high > wilson(0.0, 100).high


def test_one_failure_more_never_lowers_the_upper_end():
    ends = []
    for failed in range(12):
        hits = np.zeros(300, dtype=int)
        hits[:failed] = 1
        ends.append(of_sessions(hits, np.where(np.arange(300) % 3 == 0, 4, 1)).interval.high)
    assert ends == sorted(ends)


def test_a_single_long_session_says_as_much_as_one_query():
    share = of_sessions(np.array([3]), np.array([12]))
    assert share.interval == wilson(0.25, 1)


def test_no_queries_give_no_rate():
    found = rate(np.zeros(0, dtype=bool), np.zeros(0, dtype=int), "measured")
    assert (found.value, found.low, found.high, found.note) == (None, None, None, "no queries")
    assert estimate(None, "simulated").provenance == "simulated"


@pytest.mark.parametrize("sessions", [30, 115, 600])
@pytest.mark.parametrize(("share", "alike"), [(0.03, 0.0), (0.05, 0.3), (0.2, 0.1), (0.2, 0.6), (0.5, 0.3)])
def test_intervals_cover_the_truth_in_at_least_93_of_100_runs(sessions, share, alike):
    """Beta-binomial sessions: turns are 59 % single, else geometric; `alike` is the correlation within a session."""
    draw = np.random.default_rng([sessions, round(100 * share), round(100 * alike)])
    covered, runs = 0, 400
    for _ in range(runs):
        sizes = 1 + (draw.random(sessions) > 0.59) * draw.geometric(0.55, sessions)
        weight = 1 / alike - 1 if alike else 0
        own = draw.beta(share * weight, (1 - share) * weight, sessions) if alike else np.full(sessions, share)
        interval = of_sessions(draw.binomial(sizes, own), sizes).interval
        covered += interval.low <= share <= interval.high
    assert covered / runs >= 0.93
