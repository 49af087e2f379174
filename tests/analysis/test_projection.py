import numpy as np
import pytest
from analysis import invented
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.analysis.projection import predicted_share
from stressdesk.analysis.rates import Share, of_sessions

SCALES = {"load": {"scales": [10, 200, 1_000]}}


def summary(*records, ending=invented.COMPLETE, production=200, scenario=None, **header):
    header["scenario"] = invented.scenario(**(SCALES | (scenario or {})))
    made = invented.header(("demo", 10), ("production", production), ("scale-1000", 1_000), **header)
    return invented.tally(made, list(records)).summary(ending)


def scale(found, queries: int):
    return next(one for one in found.scales if one.queries == queries)


def test_a_scale_that_was_run_in_full_is_reported_as_measured():
    found = summary(*invented.traffic(200), *invented.traffic(1_000, stage="scale-1000", seed=2))
    ran, stage = scale(found, 1_000), found.stages[-1]
    assert (ran.stage, ran.failure, ran.p95_latency) == ("scale-1000", stage.failure, stage.latency.p95)
    assert ran.failure.provenance == "measured"
    assert ran.spend.value == stage.spend.value
    assert ran.spend.low < ran.spend.value < ran.spend.high
    assert "another such run" in ran.spend.note


def test_a_production_sample_of_just_that_size_is_that_scale():
    found = summary(*invented.traffic(200))
    assert scale(found, 200).stage == "production"
    assert scale(found, 200).system_failure == found.production.system_failure


def test_a_scale_half_run_is_projected_from_the_largest_sample():
    found = summary(*invented.traffic(200), *invented.traffic(600, stage="scale-1000", seed=2), ending=None)
    assert scale(found, 1_000).stage is None
    assert found.content == "scale-1000"


def test_nothing_is_projected_from_an_overloaded_scale_while_there_is_a_better_sample():
    overloaded = [invented.refused(session, stage="scale-1000") for session in range(600)]
    overloaded += [invented.record(session, stage="scale-1000") for session in range(600, 1_000)]
    assert summary(*invented.traffic(200), *overloaded).content == "production"
    assert summary(*overloaded).content == "scale-1000"


def test_a_scale_cut_off_in_its_last_query_was_not_run_in_full():
    records = invented.traffic(999, stage="scale-1000")
    found = summary(*records, invented.record(9_999, stage="scale-1000", outcome="cancelled"))
    assert scale(found, 1_000).stage is None


def test_a_projected_scale_speaks_of_wrong_answers_and_spend_and_says_that_load_is_missing():
    found = summary(*invented.traffic(200))
    projected = scale(found, 1_000)
    answered = 200 - round(200 * (found.production.system_failure.value + found.production.gave_up.value))
    wrong = round(200 * found.production.prompt_failure.value)
    assert projected.stage is None
    assert projected.failure == projected.prompt_failure
    assert projected.failure.value == pytest.approx(wrong / answered)
    assert projected.failure.provenance == projected.spend.provenance == "projected"
    for unknown in (projected.system_failure, projected.gave_up, projected.p95_latency):
        assert unknown.value is None
        assert "load is not yet included" in unknown.note
    assert projected.spend.value == pytest.approx(1_000 * found.production.usd_per_query.value)
    assert projected.spend.low < projected.spend.value < projected.spend.high
    assert "not yet included" in projected.note


def test_projections_of_simulated_traffic_say_so():
    found = summary(*invented.traffic(200), provenance="simulated")
    assert "simulated answers" in scale(found, 1_000).failure.note
    assert "simulated spend" in scale(found, 1_000).spend.note


def test_ten_queries_are_less_certain_than_a_thousand():
    found = summary(*invented.traffic(200))
    ten, thousand = scale(found, 10), scale(found, 1_000)
    assert ten.failure.high - ten.failure.low > 2 * (thousand.failure.high - thousand.failure.low)
    assert ten.failure.low * 10 == pytest.approx(round(ten.failure.low * 10))
    assert (ten.spend.high - ten.spend.low) / ten.spend.value > (thousand.spend.high - thousand.spend.low) / (
        thousand.spend.value
    )


def test_nothing_is_projected_from_the_demo():
    found = summary(*[invented.record(session, stage="demo") for session in range(10)])
    assert found.content is None
    assert scale(found, 1_000).failure.value is None
    assert scale(found, 1_000).note == "no production traffic has ended yet"
    assert found.flawless_demo.value is None


def test_without_a_price_no_scale_has_a_spend():
    found = summary(*[invented.record(session, cost_usd=None) for session in range(50)], prices=None)
    assert [one.spend.value for one in found.scales] == [None] * 3
    assert scale(found, 1_000).spend.note == "no price for this model"


def test_a_month_is_the_cost_per_query_times_the_volume_that_was_stated():
    found = summary(*invented.traffic(200), scenario={"queries_per_month": 50_000})
    assert found.usd_per_month.value == pytest.approx(50_000 * found.production.usd_per_query.value)
    assert found.usd_per_month.provenance == "projected"
    assert "50,000 queries a month (assumed)" in found.usd_per_month.note
    without = summary(*invented.traffic(200)).usd_per_month
    assert (without.value, without.note) == (None, "no number of queries a month was given")


def test_the_chance_of_a_flawless_demo_follows_from_the_production_rate():
    found = summary(*[invented.wrong(session) if session < 31 else invented.record(session) for session in range(200)])
    rate = found.production.failure
    assert found.flawless_of == 10
    assert found.flawless_demo.value == pytest.approx((1 - 0.155) ** 10)
    assert found.flawless_demo.low == pytest.approx((1 - rate.high) ** 10)
    assert found.flawless_demo.high == pytest.approx((1 - rate.low) ** 10)


@given(st.integers(0, 60), st.integers(1, 60), st.sampled_from([1, 10, 1_000]), st.floats(1.0, 4.0))
def test_predicted_shares_hold_the_found_one_and_stay_between_0_and_1(hits, others, queries, effect):
    count = hits + others
    share = Share(hits, count, count, max(1.0, count / effect))
    interval = predicted_share(share, queries)
    assert 0 <= interval.low <= share.value <= interval.high <= 1


def test_sessions_that_fail_together_make_a_small_sample_less_predictable():
    alone, together = Share(2_000, 10_000, 10_000, 10_000), Share(2_000, 10_000, 10_000, 10_000 / 3)
    narrow, wide = predicted_share(alone, 30), predicted_share(together, 30)
    assert wide.high - wide.low > 1.4 * (narrow.high - narrow.low)


@pytest.mark.parametrize("queries", [10, 400])
def test_95_per_cent_of_further_samples_fall_into_the_predicted_interval(queries):
    draw = np.random.default_rng(queries)
    covered, runs = 0, 300
    for _ in range(runs):
        interval = predicted_share(of_sessions(*_sessions(draw, 120)), queries)
        hits, sizes = _sessions(draw, queries)
        upto = int(np.searchsorted(np.cumsum(sizes), queries)) + 1
        seen = hits[:upto].sum() / sizes[:upto].sum()
        covered += interval.low <= seen <= interval.high
    assert covered / runs >= 0.93


def _sessions(draw, count):
    sizes = 1 + (draw.random(count) > 0.59) * draw.geometric(0.55, count)
    return draw.binomial(sizes, draw.beta(0.2 * 4, 0.8 * 4, count)), sizes


def test_a_flawless_demo_rests_on_the_larger_sample_and_names_its_rate():
    header = invented.header(("production", 10), ("scale-100", 100))
    production = [invented.record(session) for session in range(10)]
    scale = [
        (invented.wrong if session < 20 else invented.record)(session, stage="scale-100") for session in range(100)
    ]
    found = invented.tally(header, production, scale).summary(invented.COMPLETE)
    assert found.flawless_demo.value == pytest.approx(0.8**10)
    assert found.flawless_demo.note == "the failure rate used is 20 %, measured on 100 queries in one window"
