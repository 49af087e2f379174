"""The five figures, the goals and the sections say what the summary says, of the stage it says it of."""

import msgspec
import pytest
import summaries

from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.summary import GoalResult
from stressdesk.report.compose import contents
from stressdesk.report.contents import UNKNOWN
from stressdesk.report.figures import cards, goal_lines
from stressdesk.report.visible import visible


def judged_at_ten_thousand():
    """A capacity run whose failure goal was judged, and missed, at the largest scale."""
    run = summaries.simulated()
    largest = run.stages[-1]
    goals = tuple(
        msgspec.structs.replace(goal, found=largest.failure) if goal.goal == "failure_rate" else goal
        for goal in run.conclusion.goals
    )
    return msgspec.structs.replace(run, conclusion=msgspec.structs.replace(run.conclusion, goals=goals))


def test_the_first_card_shows_the_number_the_goal_was_judged_by():
    card = cards(judged_at_ten_thousand())[0]
    assert (card.title, card.figure) == ("Failure rate at 10,000", "58.8\N{NO-BREAK SPACE}%")
    assert (card.badge, card.tone) == ("goal missed", "bad")
    assert card.details[1] == "production 7.9\N{NO-BREAK SPACE}%"


def test_a_number_the_goal_was_not_judged_by_carries_no_verdict():
    assert cards(summaries.simulated())[0].badge == ""


def test_system_failures_are_those_of_the_stage_in_which_most_was_asked():
    assert cards(judged_at_ten_thousand())[1].title == "System failures at 10,000"
    assert cards(summaries.no_price())[1].title == "System failures"


def test_without_a_price_the_cards_say_why():
    *_, per_good, spend = cards(summaries.no_price())
    assert per_good.figure == spend.figure == UNKNOWN
    assert spend.details[0] == "no price is known for this model"


def test_without_a_query_every_card_is_unknown():
    assert {card.figure for card in cards(summaries.nothing())} == {UNKNOWN}


def test_millions_are_written_in_words():
    assert cards(summaries.hostile())[4].figure == "$1.23 billion"


def test_a_goal_says_its_limit_once():
    run = summaries.full()
    reason = "18.4 % of 1,000 production queries failed; the goal is at most 5 %"
    goal = msgspec.structs.replace(run.conclusion.goals[0], reason=f"{reason}, which this does not settle", met=None)
    (line,) = goal_lines(
        msgspec.structs.replace(run, conclusion=msgspec.structs.replace(run.conclusion, goals=(goal,)))
    )
    assert line.goal == "Failure rate at most 5\N{NO-BREAK SPACE}%"
    assert line.reason.endswith("production queries failed, which does not settle it.")
    assert line.state == "undecided"


def test_sections_name_the_queries_they_are_about():
    leads = {section.name: section.lead for section in contents(summaries.full()).sections}
    for name in ("messes", "checks", "groups", "timeline"):
        assert "1,000 production queries" in leads[name]
    run = msgspec.structs.replace(judged_at_ten_thousand(), content="10000")
    assert "10,000 queries of the stage 10,000" in contents(run).sections[3].lead


def test_words_on_one_line_are_never_longer_than_they_may_be():
    said = contents(summaries.hostile())
    assert len(said.name) <= 120
    assert len(said.headline) <= 400
    assert all(
        "\n" not in cell.text
        for section in said.sections
        for table in section.tables
        for row in table.rows
        for cell in row
    )


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("plain text", "plain text"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("\ud800", "[U+D800]"),
        ("zero\u200bwidth", "zero[U+200B]width"),
        ("می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻"),
        ("\x07\x9b31m", "[U+0007][U+009B]31m"),
    ],
)
def test_what_cannot_be_seen_is_written_out_and_the_rest_left_alone(words, seen):
    assert visible(words) == seen


def test_a_goal_names_where_its_number_came_from_once_and_not_where_there_is_no_number():
    run = summaries.full()

    def line(reason: str, value: float | None):
        found = Estimate(value=value, provenance="projected", note="" if value else "no price for this model")
        goal = GoalResult(goal="usd_per_month", limit=9.0, found=found, met=None, reason=reason)
        concluded = msgspec.structs.replace(run.conclusion, goals=(goal,))
        return goal_lines(msgspec.structs.replace(run, conclusion=concluded))[0]

    known = line("A month costs $630, projected; the goal is at most $9, which this does not settle", 630.0)
    assert (known.reason, known.origin) == ("A month costs $630, projected, which does not settle it.", None)
    unknown = line("What a month costs cannot be said: no price for this model; the goal is at most $9", None)
    assert (unknown.reason, unknown.origin) == ("What a month costs cannot be said: no price for this model.", None)
    assert [card.origin for card in cards(summaries.nothing())] == [None] * 5


def test_the_report_says_what_a_simulated_target_assumes():
    run = summaries.simulated()
    told = msgspec.structs.replace(run, facts=msgspec.structs.replace(run.facts, assumptions=("64 slots", "no limits")))
    rows = {row[0].text: row[1].text for row in contents(told).method[-1].tables[0].rows}
    assert rows["Simulated target"] == "64 slots; no limits; as the scenario and its defaults assume"
    assert "Simulated target" not in {row[0].text for row in contents(run).method[-1].tables[0].rows}


def test_turns_are_counted_from_one_and_stages_are_named_by_what_was_asked():
    run = summaries.full()
    first = msgspec.structs.replace(run.examples[0], turn=0)
    assert "turn 1 " in contents(msgspec.structs.replace(run, examples=(first,))).examples[0].facts
    scale = msgspec.structs.replace(run.production, name="scale-10000", counted=10_000)
    at_scale = msgspec.structs.replace(run, stages=(scale,), content="scale-10000")
    assert "10,000 queries in one window" in contents(at_scale).sections[3].lead


def test_a_simulated_run_took_simulated_time():
    rows = {row[0].text: row[1].text for row in contents(summaries.simulated()).method[-1].tables[0].rows}
    assert "took 18 min of simulated time" in rows["Course"]


def test_scales_that_were_not_run_are_told_once():
    rest = "queries were not run in full: a live target is asked 50 queries at most (load.live, --live)."
    run = summaries.full()
    told = msgspec.structs.replace(
        run,
        facts=msgspec.structs.replace(run.facts, skipped=(f"1,000 {rest}", f"10,000 {rest}")),
        not_tested=(f"1,000 and 10,000 {rest}",),
    )
    assert "Not run" not in {row[0].text for row in contents(told).method[-1].tables[0].rows}
