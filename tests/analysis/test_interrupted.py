"""A run that was killed or stood still says so, in its summary and in the sentences under its verdict."""

import pytest
from analysis import invented

from stressdesk.journal.events import Attempt
from stressdesk.journal.interruptions import Gap, Interruptions
from stressdesk.journal.leases import Sent

LOST = Interruptions(lost=Sent(7, 160 * 10**9))


def summary(interruptions, *, ending=None, limits=None, **changes):
    made = invented.header(("production", 200), scenario=invented.scenario(limits=limits or {}), **changes)
    return invented.tally(made, [invented.record(number) for number in range(20)]).summary(ending, interruptions)


def reasons(*given, **changes):
    return " ".join(summary(*given, **changes).conclusion.reasons)


def test_a_killed_run_says_that_it_ended_without_saying_why_and_what_may_have_been_billed():
    found = summary(LOST, limits={"spend_usd": 5})
    assert (found.facts.state, found.facts.lost, found.facts.lost_usd) == ("unfinished", 7, 0.16)
    words = " ".join(found.conclusion.reasons)
    assert "ended without saying why" in words
    assert "Up to 7 requests were under way when the run was cut off: possibly billed, for $0.16 at most" in words


def test_a_run_that_goes_on_has_lost_nothing():
    words = reasons(Interruptions())
    assert "has not ended yet" in words
    assert "under way" not in words


def test_a_run_killed_once_and_gone_on_with_still_knows_what_it_lost():
    words = reasons(LOST, ending=invented.COMPLETE)
    assert "Up to 7 requests were under way when the run was cut off: possibly billed, and in no record." in words
    assert "without saying why" not in words


def test_nobody_bills_for_a_model_on_this_machine():
    words = reasons(Interruptions(lost=Sent(1)), target_kind="local")
    assert "Up to 1 request was under way when the run was cut off and stands in no record." in words


def test_nothing_lost_is_not_worth_a_word():
    assert "under way" not in reasons(Interruptions(lost=Sent()), ending=invented.COMPLETE)


@pytest.mark.parametrize("target_kind", ["litellm", "local"])
def test_what_requests_without_a_count_may_have_cost_beyond_their_estimate_is_said(target_kind):
    cut = Attempt(sent=0, finished=1, kind="cut_stream", cost_usd=0.01, at_most_usd=0.08)
    counted = Attempt(sent=1, finished=2, cost_usd=0.02)
    made = invented.header(("production", 200), target_kind=target_kind)
    records = [invented.record(number, attempts=(cut, counted)) for number in range(3)]
    found = invented.tally(made, records).summary(invented.COMPLETE, Interruptions(lost=Sent()))
    assert found.facts.unclear_usd == pytest.approx(0.21)
    words = "Up to $0.21 more may have been billed than is shown"
    assert (words in " ".join(found.conclusion.reasons)) == (target_kind == "litellm")


@pytest.mark.parametrize(
    ("gaps", "words"),
    [
        ((Gap(12, 5),), "stood still for 5.0 s, 12 s into the run"),
        ((Gap(12, 5), Gap(60, 3600)), "stood still for 60 min, in 2 parts, first 12 s into the run"),
    ],
)
def test_a_sleeping_computer_is_said_to_have_slept(gaps, words):
    assert words in reasons(Interruptions(lost=Sent(), gaps=gaps), ending=invented.COMPLETE)
