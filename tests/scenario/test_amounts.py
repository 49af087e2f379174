from __future__ import annotations

import pytest

from stressdesk.scenario.amounts import three_digits


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *((0.0, "0"), (0.254, "0.254"), (1.0, "1"), (12.54, "12.5"), (99.96, "100")),
        *((999.6, "1,000"), (1_504.3, "1,504"), (-1_504.3, "-1,504"), (1e6, "1,000,000")),
    ],
)
def test_a_number_has_three_digits_and_thousands_are_written_out(number: float, shown: str):
    assert three_digits(number) == shown
