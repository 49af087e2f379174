import pytest
from journal.records import record

from stressdesk.engine.failing import Failing
from stressdesk.engine.limits import Stop
from stressdesk.journal.events import Attempt, Injected
from stressdesk.scenario.model import Limits

GOOD = record(outcome="answered", failure=None)
WRONG = record(outcome="answered", failure="prompt")
REFUSED = record(outcome="failed", kind="rate_limit", failure="system")
LEFT = record(outcome="gave_up", failure="gave_up")
BUG = record(outcome="cancelled", kind="bug", reason="StressDesk has a bug: boom", failure=None)
UNASKED = record(outcome="dropped", failure=None)
CUT = record(outcome="cancelled", failure=None)


def reason(*records, **limits):
    """Why the run ended after these, and after how many of them."""
    stop = Stop()
    failing = Failing(Limits(**limits), stop)
    for number, one in enumerate(records, 1):
        failing.ended(one)
        if stop.reason is not None:
            return number, stop.reason
    return None


def test_half_of_the_last_hundred_failing_ends_the_run_and_says_what_failed():
    assert reason(*[GOOD] * 500, *[REFUSED] * 49, GOOD, failure_rate=0.5) is None
    assert reason(*[GOOD] * 500, *[REFUSED, GOOD] * 48, *[REFUSED] * 9, failure_rate=0.5) == (
        598,
        "50 of the last 100 queries failed (limit 50 % of the last 100), all rate limit (429)",
    )


def test_a_run_that_injected_failures_end_says_that_they_were_injected():
    attempt = Attempt(sent=0.0, finished=1.0, kind="rate_limit", injected=Injected(fault="rate_limit"))
    injected = record(outcome="failed", kind="rate_limit", failure="system", attempts=(attempt,))
    assert reason(*[injected] * 9, REFUSED, failure_rate=0.5, failure_rate_of_last=20)[1].endswith(
        "10 of the last 10 queries failed (limit 50 % of the last 20), mostly rate limit (429), injected"
    )


def test_failures_further_back_are_forgotten():
    spread = ([REFUSED] * 4 + [GOOD] * 6) * 100
    assert reason(*spread, failure_rate=0.5, failure_rate_of_last=10) is None


def test_enough_failures_end_the_run_before_the_window_is_full():
    assert reason(*[REFUSED] * 80, failure_rate=0.5) == (
        50,
        "50 of the last 50 queries failed (limit 50 % of the last 100), all rate limit (429)",
    )


def test_everything_failure_rates_count_is_counted():
    mixed = [WRONG, REFUSED, LEFT, WRONG]
    number, words = reason(*mixed, failure_rate=0.4, failure_rate_of_last=10)
    assert number == 4
    assert words.endswith("most often wrong answers")
    assert reason(*[WRONG] * 3, LEFT, failure_rate=0.4, failure_rate_of_last=10)[1].endswith("mostly wrong answers")


def test_queries_that_count_nowhere_are_not_looked_at():
    assert reason(*[UNASKED, CUT, BUG, GOOD] * 50, REFUSED, failure_rate=0.1, failure_rate_of_last=20) is None


@pytest.mark.parametrize("share", [0.07, 0.14, 0.29, 0.57])
def test_a_share_is_never_a_failure_more_for_its_rounding(share):
    assert reason(*[REFUSED] * 100, failure_rate=share)[0] == round(share * 100)


def test_a_few_mistakes_of_our_own_in_a_row_end_the_run_and_are_no_failures():
    assert reason(*[BUG, BUG, GOOD] * 20, failure_rate=0.01) is None
    assert reason(BUG, CUT, BUG, UNASKED, BUG)[0] == 5
    assert "StressDesk has a bug: boom" in reason(BUG, BUG, BUG)[1]


def test_mistakes_of_our_own_are_a_fault_and_a_failure_rate_is_none():
    for records, limit, is_fault in (([BUG] * 3, None, True), ([REFUSED] * 3, 0.1, False)):
        stop = Stop()
        failing = Failing(Limits(failure_rate=limit, failure_rate_of_last=20), stop)
        for one in records:
            failing.ended(one)
        assert (stop.is_fault, failing.has_ended_it) == (is_fault, not is_fault)


def test_without_a_limit_any_number_may_fail():
    assert reason(*[REFUSED] * 1000) is None
