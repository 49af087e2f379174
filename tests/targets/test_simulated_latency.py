from math import exp, log
from statistics import fmean, median, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.scenario.seeds import rng
from stressdesk.scenario.targets import Lognormal
from stressdesk.targets.latency import lognormal


def test_the_quantiles_are_the_lognormals():
    shape = Lognormal(median=0.6, sigma=0.8)
    assert lognormal(shape, 0.5) == pytest.approx(0.6)
    assert lognormal(shape, 0.841344746) == pytest.approx(0.6 * exp(0.8))
    assert lognormal(shape, 0.158655254) == pytest.approx(0.6 * exp(-0.8))


def test_many_draws_have_the_median_and_sigma_that_were_asked_for():
    shape, draws = Lognormal(median=80, sigma=0.6), rng(3, "latency")
    values = [lognormal(shape, draws.random()) for _ in range(20_000)]
    # Standard errors: of the median 80 x .6 x 1.2533 / sqrt(n) = .43, of the mean log .0042, of sigma .003.
    assert median(values) == pytest.approx(80, abs=4 * 0.43)
    assert fmean(map(log, values)) == pytest.approx(log(80), abs=4 * 0.0042)
    assert stdev(map(log, values)) == pytest.approx(0.6, abs=4 * 0.003)


@given(st.floats(0, 1, exclude_max=True), st.floats(1e-6, 1e6), st.floats(0, 5))
def test_every_draw_gives_a_finite_time(uniform, middle, sigma):
    assert 0 < lognormal(Lognormal(median=middle, sigma=sigma), uniform) < 1e30
