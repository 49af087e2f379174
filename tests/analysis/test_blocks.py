import math
import tracemalloc

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.analysis.blocks import ROWS, Blocks

WHOLE = st.integers(-(2**63), 2**63 - 1)


def filled(numbers, codes):
    blocks = Blocks(("number",), ("code",))
    for row in zip(numbers, codes, strict=True):
        blocks.add(row)
    return blocks


@settings(max_examples=30)
@given(
    st.sampled_from([0, 1, ROWS - 1, ROWS, 2 * ROWS + 1]),
    st.lists(st.floats(), min_size=1, max_size=5),
    st.lists(WHOLE, min_size=1, max_size=5),
)
def test_every_value_comes_back_as_it_went_in(size, some_numbers, some_codes):
    numbers = (some_numbers * size)[:size]
    codes = (some_codes * size)[:size]
    blocks = filled(numbers, codes)
    assert len(blocks) == size
    np.testing.assert_array_equal(blocks.column("number"), np.array(numbers, dtype=float))
    assert blocks.column("code").tolist() == codes


def test_a_column_that_first_varies_late_is_whole():
    numbers = [math.nan] * ROWS + [0.0] * ROWS + [*range(ROWS)]
    codes = [0] * 2 * ROWS + [7] * (ROWS - 1) + [2**40]
    blocks = filled(numbers, codes)
    np.testing.assert_array_equal(blocks.column("number"), np.array(numbers))
    assert blocks.column("code").tolist() == codes


def test_what_does_not_vary_takes_no_memory_and_small_codes_take_a_byte():
    assert bytes_a_row([math.nan] * 20 * ROWS, [3] * 20 * ROWS) < 1
    assert bytes_a_row([math.nan] * 20 * ROWS, [0, 1] * 10 * ROWS) < 2
    assert bytes_a_row(range(20 * ROWS), [3] * 20 * ROWS) < 9


def bytes_a_row(numbers, codes):
    tracemalloc.start()
    try:
        blocks = filled(numbers, codes)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return held / len(blocks)
