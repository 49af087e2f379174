import pytest
from analysis import invented
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.analysis.columns import Columns
from stressdesk.analysis.timeline import MOST, bucket_seconds, timeline


def buckets(*records):
    filled = Columns()
    for record in records:
        filled.add(record)
    return timeline(filled.sample())


@pytest.mark.parametrize(("last", "width"), [(0, 0.1), (5.9, 0.1), (59, 1), (600, 20), (599, 10), (3_600, 100)])
def test_buckets_have_round_widths(last, width):
    assert bucket_seconds(0, last) == pytest.approx(width)


@given(st.floats(0, 1e5), st.floats(0, 1e6))
def test_there_are_never_more_than_60_buckets(first, span):
    width = bucket_seconds(first, first + span)
    assert (first + span) // width - first // width < MOST


def test_every_query_is_in_the_bucket_it_arrived_in():
    found = buckets(
        invented.record(0, arrived=10.0, latency=1.0),
        invented.record(1, arrived=10.4, latency=3.0),
        invented.wrong(2, arrived=30.2, latency=5.0),
        invented.refused(3, arrived=30.3),
        invented.left(4, arrived=69.0),
        invented.unsure(5, arrived=30.4, latency=5.0),
        invented.never_asked(6, arrived=300.0),
    )
    first, middle, last = found[0], found[20], found[-1]
    assert [bucket.start for bucket in (first, middle, last)] == [10, 30, 69]
    assert (first.arrived, first.good, first.p95_latency) == (2, 2, pytest.approx(2.9))
    assert (middle.arrived, middle.good, middle.prompt_failure, middle.system_failure) == (3, 0, 1, 1)
    assert (last.gave_up, last.p95_latency) == (1, None)
    assert found[5].arrived == 0


def test_buckets_add_up_to_the_run():
    records = invented.traffic(1_500)
    found = buckets(*records)
    assert 30 <= len(found) <= MOST
    assert sum(bucket.arrived for bucket in found) == 1_500
    assert sum(bucket.prompt_failure for bucket in found) == sum(record.failure == "prompt" for record in records)


def test_nothing_asked_has_no_timeline():
    assert buckets() == ()
    assert buckets(invented.never_asked(1)) == ()


def test_a_bucket_has_the_median_of_its_answers():
    (found,) = buckets(*(invented.record(at, arrived=10.0, latency=wait) for at, wait in enumerate((1.0, 2.0, 9.0))))
    assert found.p50_latency == pytest.approx(2.0)
