import math

import numpy as np
import pytest
from analysis import invented
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.analysis.columns import Columns
from stressdesk.analysis.concurrency import MOST, in_flight, load_rows, range_width


def rows(*records):
    filled = Columns()
    for record in records:
        filled.add(record)
    return load_rows(filled.sample(), "measured")


def test_queries_under_way_are_those_begun_and_not_finished():
    # 0 runs from 0 to 10, 1 from 1 to 3, 2 from 2 to 4, 3 from 5 to 6, when only 0 is left beside it.
    began, finished = np.array([0.0, 1.0, 2.0, 5.0]), np.array([10.0, 3.0, 4.0, 6.0])
    assert in_flight(began, began, finished).tolist() == [1, 2, 3, 2]


def test_one_that_ends_as_another_begins_is_not_under_way_any_more():
    began, finished = np.array([0.0, 1.0]), np.array([1.0, 2.0])
    assert in_flight(began, began, finished).tolist() == [1, 1]


def test_what_was_never_sent_is_not_under_way_and_what_has_no_end_stays():
    began, finished = np.array([0.0, math.nan, 1.0]), np.array([math.nan, 5.0, 2.0])
    assert in_flight(np.array([0.0, 1.0, 9.0]), began, finished).tolist() == [1, 2, 1]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), min_size=1, max_size=40))
def test_counting_by_sorting_is_counting_one_by_one(spans):
    began = np.array([float(start) for start, _ in spans])
    finished = np.array([float(start + length) for start, length in spans])
    expected = [max(1, sum(b <= at < e for b, e in zip(began, finished, strict=True))) for at in began]
    assert in_flight(began, began, finished).tolist() == expected


@pytest.mark.parametrize(("most", "width"), [(1, 1), (10, 1), (11, 2), (20, 2), (21, 5), (51, 10), (2_300, 500)])
def test_ranges_have_round_widths(most, width):
    assert range_width(most) == width
    assert -(-most // width) <= MOST


def test_each_row_tells_what_became_of_the_queries_sent_at_that_load():
    found = rows(
        invented.record(0, arrived=0.0, sent=0.0, latency=10.0),
        invented.wrong(1, arrived=1.0, sent=1.0, latency=2.0),
        invented.record(2, arrived=2.0, sent=2.0, latency=4.0),
        invented.refused(3, arrived=5.0, sent=5.0),
        invented.record(4, arrived=20.0, sent=20.0, latency=1.0),
        invented.never_asked(5, arrived=2.0),
    )
    assert [(row.least, row.most, row.count) for row in found] == [(1, 1, 2), (2, 2, 1), (3, 3, 2)]
    alone, pair, three = found
    assert (alone.failure.value, alone.p95_latency.value) == (0, pytest.approx(9.55))
    assert (pair.failure.value, pair.p95_latency.value) == (1, pytest.approx(2.0))
    assert (three.failure.value, three.p95_latency.value) == (0.5, pytest.approx(4.0))
    assert three.failure.low < 0.5 < three.failure.high


def test_ranges_of_too_few_queries_join_their_neighbour():
    alone = [invented.record(at, arrived=100.0 * at, sent=100.0 * at, latency=1.0) for at in range(98)]
    together = [invented.record(200 + at, arrived=20_000.0, sent=20_000.0 + at / 100, latency=9.0) for at in range(3)]
    found = rows(*alone, *together)
    # One query each with two and with three under way, of 101: a fiftieth is two.
    assert [(row.least, row.most, row.count) for row in found] == [(1, 1, 99), (2, 3, 2)]
    found = rows(*alone, *together[:2])
    assert [(row.least, row.most, row.count) for row in found] == [(1, 2, 100)]


def test_rows_add_up_to_the_queries_that_count():
    records = invented.traffic(3_000)
    found = rows(*records)
    assert 1 < len(found) <= MOST
    assert sum(row.count for row in found) == sum(
        record.outcome in ("answered", "failed", "gave_up") for record in records
    )


def test_a_summary_takes_the_stage_in_which_most_was_asked():
    plans = invented.header(("production", 20), ("scale-100", 100))
    large = invented.traffic(100, stage="scale-100", failing=0.9)
    found = invented.tally(plans, invented.traffic(20), large).summary()
    assert found.load_of == "scale-100"
    assert sum(row.count for row in found.load) == found.stages[1].counted


def test_nothing_sent_has_no_load():
    assert rows() == ()
    assert rows(invented.never_asked(1)) == ()
