import math

import pytest

from stressdesk.analysis.intervals import t_quantile

# Two-sided 95 % points of Student's t as every statistics table prints them.
TABLE = {
    1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228,
    12: 2.179, 15: 2.131, 20: 2.086, 25: 2.060, 30: 2.042, 40: 2.021, 60: 2.000, 120: 1.980, 1_000: 1.962,
}  # fmt: skip


def t_probability(value: float, freedom: float) -> float:
    """P(T <= value) by Simpson's rule on the density, with x = tan(u) to make the range finite."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    end, steps = math.atan(value), 2_000

    def density(angle: float) -> float:
        x = math.tan(angle)
        return scale * (1 + x * x / freedom) ** (-(freedom + 1) / 2) / math.cos(angle) ** 2

    width = end / steps
    inner = sum((4 if step % 2 else 2) * density(step * width) for step in range(1, steps))
    return 0.5 + width / 3 * (density(0) + inner + density(end))


@pytest.mark.parametrize(("freedom", "value"), TABLE.items())
def test_t_quantiles_are_those_of_printed_tables(freedom, value):
    assert t_quantile(0.975, freedom) == pytest.approx(value, abs=5.1e-4)
    assert t_quantile(0.025, freedom) == pytest.approx(-value, abs=5.1e-4)


@pytest.mark.parametrize(
    ("probability", "freedom", "value"), [(0.95, 5, 2.015), (0.995, 10, 3.169), (0.9995, 4, 8.610)]
)
def test_t_quantiles_hold_at_other_probabilities(probability, freedom, value):
    assert t_quantile(probability, freedom) == pytest.approx(value, abs=5.1e-4)


@pytest.mark.parametrize("freedom", [2.5, 3.3, 7.9, 41.6])
def test_t_quantiles_with_broken_degrees_of_freedom_invert_the_distribution(freedom):
    assert t_probability(t_quantile(0.975, freedom), freedom) == pytest.approx(0.975, abs=3e-4)


@pytest.mark.parametrize("freedom", [1.05, 1.2, 1.5, 1.8])
def test_t_quantiles_between_1_and_2_degrees_err_on_the_wide_side_only(freedom):
    assert 0.975 <= t_probability(t_quantile(0.975, freedom), freedom) < 0.977


def test_t_is_symmetric_and_becomes_normal():
    assert t_quantile(0.5, 7) == 0
    assert t_quantile(0.975, 1e7) == pytest.approx(1.959964, abs=1e-5)
