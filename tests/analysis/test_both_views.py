"""What users felt, with retries, beside what the provider did, without."""

from __future__ import annotations

import msgspec
import pytest
from analysis.invented import header, record, refused, tally

from stressdesk.analysis.summary import ByRequest
from stressdesk.journal.events import Attempt, Record, Usage

BUSY = Attempt(sent=0.0, finished=0.2, kind="rate_limit", reason="429", cost_usd=0.0)
CUT = Attempt(
    sent=1.0, finished=3.0, kind="cut_stream", usage=Usage(input=100, output=5, source="estimated"), cost_usd=0.01
)
OFF = Attempt(sent=0.0, finished=0.1, kind="cancelled", cost_usd=0.0)


def after(session: int, *failed: Attempt) -> Record:
    """A query that was answered after these had failed."""
    good = record(session)
    cost = sum(one.cost_usd or 0.0 for one in (*failed, *good.attempts))
    return msgspec.structs.replace(good, attempts=(*failed, *good.attempts), cost_usd=cost)


def seen(*records: Record) -> ByRequest:
    stage = tally(header(("production", len(records))), list(records)).summary().stages[0]
    assert stage.by_request is not None
    return stage.by_request


def test_what_retries_mend_is_the_providers_failure_and_not_felt() -> None:
    found = seen(*[record(number) for number in range(6)], after(6, BUSY), after(7, BUSY, CUT), refused(8), refused(9))
    assert (found.count, found.retries, found.rescued) == (13, 3, 2)
    assert found.felt.value == pytest.approx(2 / 10)
    assert found.unanswered.value == pytest.approx(5 / 13)
    assert found.kinds == {"rate_limit": 4, "cut_stream": 1}
    assert found.usd_unanswered.value == pytest.approx(0.01)
    assert found.usd_felt.value == 0
    assert found.unanswered_seconds.count == 5
    assert found.answered_seconds.count == 8


def test_without_retries_both_views_are_the_same() -> None:
    found = seen(*[record(number) for number in range(6)], refused(8), refused(9))
    assert found.retries == 0
    assert found.felt.value == found.unanswered.value == 0.25


def test_what_the_end_of_the_run_broke_off_is_in_neither() -> None:
    cut_off = msgspec.structs.replace(refused(2), outcome="cancelled", failure=None, kind=None, attempts=(OFF,))
    found = seen(record(0), record(1), cut_off)
    assert (found.felt.value, found.felt.count, found.unanswered.value, found.unanswered.count) == (0, 2, 0, 2)


def test_an_unknown_price_is_not_nothing() -> None:
    unknown = msgspec.structs.replace(BUSY, cost_usd=None)
    lost = msgspec.structs.replace(refused(1), attempts=(unknown,), cost_usd=None)
    assert seen(record(0), lost).usd_unanswered.value is None
