"""What users felt, with retries, beside what the provider did, without."""

from __future__ import annotations

import msgspec
import pytest
from analysis.invented import COMPLETE, header, left, record, refused, scenario, tally

from stressdesk.analysis.provider import ByRequest
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


def test_what_waiting_for_rate_limits_cost_is_told() -> None:
    waited = [msgspec.structs.replace(record(number), paced_seconds=10.0) for number in range(6)]
    gone = msgspec.structs.replace(left(6), paced_seconds=30.0)
    never = record(7)
    summary = tally(header(("production", 8)), [*waited, gone, never]).summary()
    held_back = summary.stages[0].held_back
    assert held_back is not None
    assert (held_back.count, held_back.gave_up, held_back.seconds.p50.value) == (7, 1, 10)
    assert any(one.startswith("Pacing held back 7 queries (88 %)") for one in summary.conclusion.reasons)


def test_rate_limits_and_whether_they_were_kept_are_told() -> None:
    target = {"kind": "litellm", "model": "gpt-5-mini", "requests_per_minute": 60}
    for paced, words in ((True, "requests wait their turn"), (False, "nothing waits")):
        made = header(
            ("production", 1), scenario=scenario(targets={"model": target}, load={"scales": [10], "paced": paced})
        )
        ending = msgspec.structs.replace(COMPLETE, told_limits={"requests": 500, "tokens": 30_000})
        found = tally(made, [record(0)]).summary(ending).facts.rate_limits
        assert found.startswith(words)
        assert found.endswith("60 requests a minute (as stated) and 30,000 tokens a minute (as its answers told)")


def test_without_limits_nothing_is_said_of_them() -> None:
    assert tally(header(("production", 1)), [record(0)]).summary(COMPLETE).facts.rate_limits == ""
