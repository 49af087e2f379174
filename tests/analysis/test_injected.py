"""What was put in on purpose is counted apart from what the target did by itself."""

import msgspec
import pytest
from analysis import invented

from stressdesk.journal.events import Attempt, Injected


def faulty(session, fault="rate_limit", **changes):
    """A query that an injected fault left without an answer."""
    attempt = Attempt(sent=1.0, finished=1.2, kind="rate_limit", cost_usd=0.0, injected=Injected(fault=fault))
    return invented.refused(session, **({"attempts": (attempt,)} | changes))


def delayed(session, seconds):
    """An answer that a network held up."""
    plain = invented.record(session, latency=2 + seconds)
    injected = Injected(effects=("delay",), seconds=seconds, first_token_seconds=seconds)
    return msgspec.structs.replace(plain, attempts=(msgspec.structs.replace(plain.attempts[0], injected=injected),))


def summary(*records, **scenario):
    made = invented.header(("production", len(records)), scenario=invented.scenario(**scenario))
    return invented.tally(made, list(records)).summary(invented.COMPLETE)


def test_injected_failures_stand_apart_from_the_targets_own():
    records = [faulty(n) for n in range(4)] + [invented.refused(10 + n) for n in range(3)]
    records += [faulty(20, "stall", outcome="gave_up", failure="gave_up", kind=None)]
    records += [invented.record(30 + n) for n in range(12)]
    found = summary(*records)
    assert found.production.kinds == {"rate_limit": 7}
    assert found.production.injected == {"rate_limit": 4}
    assert found.production.injected_gave_up == 1
    assert sum(bucket.injected_system for bucket in found.timeline) == 4
    assert sum(bucket.injected_gave_up for bucket in found.timeline) == 1
    assert sum(bucket.system_failure for bucket in found.timeline) == 7
    assert found.production.injected_note == (
        "Of the 20 production queries, 5 requests met a fault injected on purpose, which is behind 4 of 7 system "
        "failures and 1 of 1 user who gave up. Of the other 15, 3 failed (20 %)."
    )
    assert found.production.injected_note in found.conclusion.reasons


def test_a_fault_that_a_retry_made_good_is_no_injected_failure():
    answered = invented.record(0)
    retried = msgspec.structs.replace(answered, attempts=(*faulty(0).attempts, *answered.attempts))
    found = summary(retried, invented.refused(1)).production
    assert (found.kinds, found.injected) == ({"rate_limit": 1}, {})
    assert (found.by_request.kinds, found.by_request.injected) == ({"rate_limit": 2}, 1)
    assert found.by_request.felt_injected == 0
    assert found.injected_note == (
        "Of the 2 production queries, 1 request met a fault injected on purpose, which is behind 0 of 1 system failure."
    )


def test_an_injected_delay_is_told_beside_the_latency_that_holds_it():
    found = summary(*[delayed(n, 0.4) for n in range(20)]).production
    assert found.latency.p50.value == pytest.approx(2.4)
    assert "added 0.40 s or more to half of the answers" in found.network_note
    assert found.injected_note == ""


def test_nothing_is_said_where_nothing_was_injected():
    found = summary(*invented.traffic(20))
    assert (found.production.injected, found.production.injected_note, found.facts.disturbance) == ({}, "", ())
    assert "Slow or lossy networks of users were not tested" in "\n".join(found.not_tested)


def test_what_the_scenario_injects_is_told_as_assumed():
    found = summary(invented.record(0), disturbance={"faults": {"server": 0.02}})
    assert found.facts.disturbance == ("2 % of requests: 500 server error",)
    assert "put in on purpose at assumed rates" in "\n".join(found.not_tested)
