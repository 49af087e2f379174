import pytest

from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.monthly import bill


def test_a_month_is_the_cost_per_query_times_the_queries_and_so_is_its_interval():
    found = bill(Estimate(value=0.002, low=0.0015, high=0.003, provenance="measured", count=200), 3_000_000)
    assert (found.value, found.low, found.high) == (pytest.approx(6_000), pytest.approx(4_500), pytest.approx(9_000))
    assert found.provenance == "projected"
    assert found.note == "measured cost per query x 3,000,000 queries a month (assumed)"


def test_without_a_price_there_is_no_bill_and_the_reason_stays():
    found = bill(Estimate(value=None, provenance="measured", note="no price for this model"), 100)
    assert (found.value, found.note) == (None, "no price for this model")


def test_an_interval_without_an_upper_end_keeps_none():
    found = bill(Estimate(value=1.0, low=0.5, high=None, provenance="simulated"), 10)
    assert (found.low, found.high) == (5.0, None)
