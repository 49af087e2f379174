import re

import pytest
from analysis import invented

from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.goals import is_met, more_queries
from stressdesk.analysis.rates import wilson
from stressdesk.analysis.summary import GoalResult
from stressdesk.journal.events import Ending

DASH = "\N{EN DASH}"


def some(failed: int, of: int, stage: str = "production", first: int = 0, **changes):
    """`of` single-turn queries, `failed` of them wrong."""
    return [
        (invented.wrong if number < failed else invented.record)(first + number, stage=stage, **changes)
        for number in range(of)
    ]


def concluded(*records, ending=invented.COMPLETE, stages=(("demo", 10), ("production", 200)), **changes):
    scenario = {"goals": changes.pop("goals", {}), "load": {"scales": changes.pop("scales", [200])}}
    scenario |= changes.pop("scenario", {})
    made = invented.header(*stages, scenario=invented.scenario(**scenario), **changes)
    return invented.tally(made, list(records)).summary(ending).conclusion


def test_a_goal_is_met_only_when_the_whole_interval_is():
    def found(low, high):
        return Estimate(value=0.05, low=low, high=high, provenance="measured")

    assert is_met(found(0.03, 0.06), 0.06) is True
    assert is_met(found(0.03, 0.07), 0.06) is None
    assert is_met(found(0.061, 0.07), 0.06) is False
    assert is_met(found(0.03, None), 0.06) is None
    assert is_met(found(0.061, None), 0.06) is False
    assert is_met(Estimate(value=None, provenance="measured"), 0.06) is None


def test_not_ready_is_said_in_one_sentence_with_its_numbers():
    found = concluded(*some(31, 200), goals={"failure_rate": 0.05})
    assert found.state == "not_ready"
    assert found.headline == (
        f"Not ready: 31 of 200 production queries failed (11{DASH}21 %); the goal is at most 5 %."
    )
    assert found.goals[0].reason == (
        f"15.5 % of 200 production queries failed (11.1{DASH}21.2 %); the goal is at most 5 %"
    )
    assert (found.goals[0].met, found.more_queries) == (False, None)


def test_ready_needs_every_goal():
    goals = {"failure_rate": 0.05, "p95_latency_seconds": 5, "usd_per_1000": 1}
    found = concluded(*some(2, 200), goals=goals)
    assert found.state == "ready"
    assert [goal.met for goal in found.goals] == [True, True, True]
    assert found.headline.startswith("Ready: 2 of 200 production queries failed")
    assert "and 2 more goals are met" in found.headline
    slow = concluded(*some(2, 200, latency=9.0), goals=goals)
    assert slow.state == "not_ready"
    assert "95 % of 200 answers to 200 production queries came within 9.0 s" in slow.headline


def test_what_is_open_says_how_many_more_queries_would_settle_it():
    found = concluded(*some(6, 200), goals={"failure_rate": 0.05})
    assert found.state == "not_enough_evidence"
    assert found.goals[0].reason.endswith("the goal is at most 5 %, which this does not settle")
    assert found.more_queries is not None
    enough = 200 + found.more_queries
    assert wilson(0.03, enough).high <= 0.05 < wilson(0.03, enough - 1).high
    assert f"about {found.more_queries} more queries would probably settle it" in found.headline


def test_a_rate_on_the_goal_itself_is_settled_by_no_number_of_queries():
    found = concluded(*some(10, 200), goals={"failure_rate": 0.05})
    assert (found.state, found.more_queries) == ("not_enough_evidence", None)
    near = GoalResult(
        goal="failure_rate",
        limit=0.05,
        found=Estimate(value=0.0501, low=0.03, high=0.08, provenance="measured", count=200),
        met=None,
        reason="",
    )
    assert more_queries(near, 1.0) is None


def test_what_a_single_session_cost_is_settled_by_no_number_of_its_queries():
    spent = Estimate(value=0.5, provenance="measured", count=100, note="a single session gives no interval")
    result = GoalResult(goal="usd_per_1000", limit=1.0, found=spent, met=None, reason="")
    assert more_queries(result, 1.0) is None


def test_a_p95_without_an_upper_bound_needs_72_answers():
    found = concluded(*some(0, 30), goals={"p95_latency_seconds": 5})
    assert (found.state, found.more_queries) == ("not_enough_evidence", 42)


def test_no_goals_mean_nothing_to_be_ready_for():
    found = concluded(*some(31, 200))
    assert (found.state, found.goals) == ("not_enough_evidence", ())
    assert found.headline.startswith("No goals were set, so there is nothing to be ready for; 31 of 200")


def test_without_a_production_query_nothing_is_decided():
    found = concluded(*some(0, 10, "demo"), goals={"failure_rate": 0.05, "usd_per_month": 5})
    assert found.state == "not_enough_evidence"
    assert [goal.met for goal in found.goals] == [None, None]
    assert "no production query has ended" in found.headline


def test_the_largest_scale_decides():
    stages = (("production", 200), ("scale-1000", 1_000))
    found = concluded(
        *some(2, 200), *some(200, 1_000, "scale-1000"), goals={"failure_rate": 0.05}, stages=stages, scales=[1_000]
    )
    assert found.headline.startswith("Not ready: 200 of 1,000 queries in one window failed")


def test_a_small_scale_that_misses_the_goal_beyond_doubt_decides_too():
    stages = (("production", 200), ("scale-1000", 1_000))
    found = concluded(
        *some(60, 200), *some(10, 1_000, "scale-1000"), goals={"failure_rate": 0.05}, stages=stages, scales=[1_000]
    )
    assert found.state == "not_ready"
    assert "60 of 200 production queries failed" in found.headline


def test_a_scale_that_was_not_run_meets_no_goal():
    found = concluded(*some(2, 200), goals={"p95_latency_seconds": 5}, scales=[200, 1_000])
    assert found.state == "ready"
    assert "1,000 queries in one window were not run" in found.headline
    assert any("how the system holds under that load is not known" in reason for reason in found.reasons)


def test_a_scale_of_one_query_that_was_not_run_is_one_query():
    found = concluded(*some(2, 200), goals={"p95_latency_seconds": 5}, scales=[1])
    assert "1 query in one window was not run" in found.headline


def test_many_who_gave_up_keep_a_latency_goal_open():
    records = [*some(0, 180), *[invented.left(500 + number) for number in range(20)]]
    found = concluded(*records, goals={"p95_latency_seconds": 5})
    assert found.goals[0].met is None
    assert "10 % gave up waiting" in found.goals[0].reason


def test_a_simulated_run_says_so_in_its_headline():
    found = concluded(*some(2, 200), goals={"failure_rate": 0.05}, provenance="simulated")
    assert found.headline.startswith("Ready on the simulated target: ")
    assert any(reason.startswith("No real model answered") for reason in found.reasons)


@pytest.mark.parametrize(
    ("ending", "words", "reason"),
    [
        (None, "Not ready so far: ", "has not ended yet"),
        (
            Ending(state="stopped", reason="the spend limit was reached", ended="", run_seconds=9),
            "Not ready (the run was stopped early): ",
            "the spend limit was reached",
        ),
    ],
)
def test_runs_that_did_not_end_say_so(ending, words, reason):
    found = concluded(*some(31, 200), goals={"failure_rate": 0.05}, ending=ending)
    assert found.headline.startswith(words)
    assert any(reason in sentence for sentence in found.reasons)


def test_a_failing_demo_and_undecided_answers_are_mentioned():
    records = [*some(2, 10, "demo"), *some(0, 150), *[invented.unsure(500 + number) for number in range(50)]]
    found = concluded(*records, goals={"failure_rate": 0.05})
    assert any(sentence.startswith("The demo itself is not flawless: 2 of 10 demo") for sentence in found.reasons)
    assert any("No check could decide 50 of 200 production queries (25 %)" in sentence for sentence in found.reasons)


def test_spend_without_a_price_keeps_its_goal_open():
    found = concluded(*some(0, 200, cost_usd=None), goals={"usd_per_1000": 1, "usd_per_month": 5}, prices=None)
    assert [goal.met for goal in found.goals] == [None, None]
    assert "no price for this model" in found.goals[0].reason


def test_a_month_has_its_goal():
    found = concluded(*some(0, 200), goals={"usd_per_month": 1}, scenario={"queries_per_month": 1_000_000})
    assert found.state == "not_ready"
    assert re.search(r"a month costs \$65\.00.*the goal is at most \$1\.00", found.headline)


def test_every_goal_a_scenario_can_set_is_judged():
    goals = {
        "failure_rate": 0.5,
        "system_failure_rate": 0.5,
        "p95_latency_seconds": 60,
        "p95_first_token_seconds": 60,
        "usd_per_1000": 100,
        "usd_per_month": 1e6,
    }
    found = concluded(*some(2, 200), goals=goals, scenario={"queries_per_month": 1_000})
    assert [goal.goal for goal in found.goals] == list(goals)
    assert found.state == "ready"


def test_sessions_that_fail_together_need_more_queries():
    alone = concluded(*some(6, 200), goals={"failure_rate": 0.05})
    together = [
        (invented.wrong if session < 2 else invented.record)(session, turn)
        for session in range(66)
        for turn in range(3)
    ]
    assert concluded(*together, goals={"failure_rate": 0.05}).more_queries > 1.5 * alone.more_queries


@pytest.mark.parametrize("checks", [[], [{"kind": "latency", "max_seconds": 60}]])
def test_without_a_check_of_the_answers_a_failure_rate_is_never_met(checks):
    made = invented.header(("production", 400), scenario=invented.scenario(checks=checks, goals={"failure_rate": 0.05}))
    good = [invented.record(session, verdicts=()) for session in range(400)]
    found = invented.tally(made, good).summary(invented.COMPLETE).conclusion
    (goal,) = found.goals
    assert (goal.met, found.state, found.more_queries) == (None, "not_enough_evidence", None)
    assert "no check judged whether answers were right" in goal.reason
    assert "no check judged whether answers were right" in found.headline
    lost = [invented.refused(session) for session in range(400)]
    (missed,) = invented.tally(made, lost).summary(invented.COMPLETE).conclusion.goals
    assert missed.met is False
