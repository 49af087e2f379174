"""Time per token, waits by outcome, and whether the sending program or the target was the limit."""

import msgspec
import numpy as np
import pytest
from analysis import invented
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.analysis.pace import AS_A_RULE, STRETCH, limited_from
from stressdesk.journal.events import Usage


def stage(*records):
    header = invented.header(("production", len(records)))
    return invented.tally(header, list(records)).summary(invented.COMPLETE)


def timed(session, *, lag=0.0, spoiled=False, written=0.1):
    record = invented.record(session)
    attempt = msgspec.structs.replace(record.attempts[0], written=record.arrived + written)
    return msgspec.structs.replace(record, attempts=(attempt,), client_lag_seconds=lag, spoiled=spoiled)


def test_time_per_token_leaves_out_the_first_token_and_reasoning():
    # Sent at .1, first token at .5, finished at 2: 1.5 s for 20 - 4 - 1 tokens.
    usage = Usage(input=100, output=20, reasoning=4, source="provider")
    summary = stage(invented.record(usage=usage)).production
    assert summary.time_per_token.p50.value == pytest.approx(0.1)
    assert summary.tokens_per_second.value == pytest.approx(10)


@pytest.mark.parametrize(
    "usage",
    [
        None,
        Usage(input=1, output=20, source="estimated"),
        Usage(input=1, output=1, source="provider"),
        Usage(input=1, output=9, reasoning=9, source="provider"),
    ],
)
def test_time_per_token_is_not_made_up(usage):
    summary = stage(invented.record(usage=usage)).production
    assert summary.time_per_token.count == 0
    assert summary.tokens_per_second.value is None


def test_each_outcome_has_its_own_waits():
    summary = stage(
        invented.record(0, latency=2.0),
        invented.wrong(1, latency=4.0),
        invented.refused(2, finished=2.2),
        invented.left(3),
        invented.unsure(4, latency=3.0),
        invented.never_asked(5),
    ).production
    waits = {name: found.p50.value for name, found in summary.latency_by_outcome.items()}
    assert waits == pytest.approx(
        {"good": 2.0, "prompt_failure": 4.0, "system_failure": 0.2, "gave_up": 30.0, "unsure": 3.0}
    )
    assert summary.goodput_per_second == pytest.approx(1 / 33)


def test_where_nothing_measured_the_program_itself_nothing_is_said():
    summary = stage(*[invented.record(number) for number in range(40)])
    assert summary.production.pace is None


def test_a_program_that_kept_up_says_so_in_numbers_alone():
    summary = stage(*[timed(number, lag=0.003) for number in range(60)])
    pace = summary.production.pace
    assert pace.asked_per_second == pytest.approx(1.0)
    assert pace.sent_per_second == pytest.approx(1.0)
    assert pace.send_delay.p50.value == pytest.approx(0.1)
    assert pace.lag.p99.value == pytest.approx(0.003)
    assert (pace.spoiled, pace.limited_from, pace.note) == (0, None, "")
    # Each is sent .1 s after it arrived, once a second, and takes 1.9 s.
    assert pace.most_in_flight == 2
    assert pace.mean_in_flight == pytest.approx(60 * 1.9 / (59 + 1.9))


def test_from_where_the_program_is_the_limit_is_said_with_the_verdict():
    records = [timed(number, lag=0.2, spoiled=number >= 100) for number in range(200)]
    summary = stage(*records)
    pace = summary.production.pace
    assert pace.spoiled == 100
    assert pace.limited_from == pytest.approx(100.1)
    assert "the load generator, not the target, was the limit from here on" in pace.note
    assert "100 of 200" in pace.note
    assert pace.note in summary.conclusion.reasons


def test_a_few_spoiled_times_are_counted_and_many_are_said():
    few = stage(*[timed(number, spoiled=number == 50) for number in range(100)]).production.pace
    assert (few.spoiled, few.note) == (1, "")
    some = stage(*[timed(number, spoiled=number % 10 == 0) for number in range(100)]).production.pace
    assert some.limited_from is None
    assert "10 of 100" in some.note


@given(st.lists(st.booleans(), max_size=120))
def test_spoiled_times_are_the_rule_from_there_to_the_end(marks):
    spoiled = np.array(marks, dtype=bool)
    start = limited_from(spoiled)
    if start is None:
        assert len(marks) < STRETCH or not spoiled.all()
    else:
        assert spoiled[start:].mean() >= AS_A_RULE
        assert spoiled[start : start + STRETCH].mean() >= AS_A_RULE
